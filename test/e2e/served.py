"""A running `farthing serve`, and its answers."""
import http.client
import json
import os
import select
import signal
import subprocess
import time

from farthing_program import PROGRAM


class Response:
    def __init__(self, raw):
        self.status, self.body = raw.status, raw.read()
        self.headers = {name.lower(): value for name, value in raw.getheaders()}

    @property
    def json(self):
        return json.loads(self.body)


class Served:
    """Serves a data folder until the with-block ends."""

    def __init__(self, data, *options):
        self.process = subprocess.Popen([PROGRAM, "--data", str(data), "serve", "--port", "0", *options],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        ready, _, _ = select.select([self.process.stdout], [], [], 30)
        line = self.process.stdout.readline().decode() if ready else ""
        if not line.startswith("serving http://"):
            self.process.kill()
            raise AssertionError(f"it doesn't serve: {line!r} {self.process.stderr.read().decode()}")
        self.host, port = line.removeprefix("serving http://").strip().rsplit(":", 1)
        self.port = int(port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()

    def connection(self):
        return http.client.HTTPConnection(self.host, self.port, timeout=60)

    def get(self, target, method="GET", body=None, **headers):
        connection = self.connection()
        try:
            connection.request(method, target, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()})
            return Response(connection.getresponse())
        finally:
            connection.close()

    def send(self, method, target, body=None, **headers):
        """A request that writes: a body goes as JSON."""
        if body is not None:
            headers.setdefault("Content_Type", "application/json")
        return self.get(target, method=method, body=None if body is None else json.dumps(body), **headers)

    def memory_kb(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

    def end(self):
        """Seconds that it takes to end by SIGTERM, and its exit code."""
        begun = time.monotonic()
        os.kill(self.process.pid, signal.SIGTERM)
        code = self.process.wait(timeout=30)
        return time.monotonic() - begun, code
