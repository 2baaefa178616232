"""What the server tells by itself: events, metrics; and that ten thousand may be connected."""
import json
import re
import resource
import socket
import subprocess
import threading
import time

from farthing_program import PROGRAM, TEST_DATA, Lake, equal, holds, main, run, test
from served import Served

BILL = TEST_DATA / "aws_cur_legacy_anonymised_2023-11.csv"
SAMPLE = re.compile(r'^([a-z_]+)(\{[a-z_]+="(?:[^"\\\n]|\\.)*"(?:,[a-z_]+="(?:[^"\\\n]|\\.)*")*\})? (\S+)$')


class Listener:
    """One who listens: each event as (name, id, data), with the moment when it came."""

    def __init__(self, served, **headers):
        self.socket = socket.create_connection((served.host, served.port), timeout=60)
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.socket.sendall("\r\n".join(["GET /api/v1/events HTTP/1.1", f"host: {served.host}:{served.port}", *lines, "", ""]).encode())
        self.buffer = b""
        self.head = self.until(b"\r\n\r\n").decode()
        self.status = int(self.head.split(" ")[1])

    def until(self, ending):
        while ending not in self.buffer:
            received = self.socket.recv(65536)
            if not received:
                raise EOFError(self.buffer)
            self.buffer += received
        text, self.buffer = self.buffer.split(ending, 1)
        return text

    def event(self):
        """The next one that isn't a comment."""
        while True:
            lines = self.until(b"\n\n").decode().split("\n")
            fields = dict(line.split(": ", 1) for line in lines if not line.startswith(":"))
            if fields:
                return fields["event"], fields.get("id"), json.loads(fields["data"])

    def close(self):
        self.socket.close()


@test("a listener hears of an import: how far it is, and the new snapshot")
def _(folder):
    Lake(folder / "lake").take(BILL)
    made = run("generate", "bill", "--rows", "400000", "--seed", "3", "--format", "cur-csv-gz", "--out", folder / "bill")
    equal(made.code, 0, str(made))
    with Served(folder / "lake") as served:
        listener = Listener(served)
        equal(listener.status, 200)
        holds(listener.head.lower(), "content-type: text/event-stream", "cache-control: no-store")
        name, number, data = listener.event()
        equal((name, number, data["snapshot"]), ("snapshot", "1", 1))
        equal(data["freshness"], served.get("/api/v1/health").json["freshness"])
        importing = subprocess.Popen([PROGRAM, "--data", folder / "lake", "import", folder / "bill"], stdout=subprocess.PIPE,
                                     stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        heard = []
        while not heard or heard[-1][0] != "snapshot":
            heard.append(listener.event())
        _, errors = importing.communicate(timeout=60)
        equal(importing.returncode, 0, errors)
        equal((heard[-1][1], heard[-1][2]["snapshot"]), ("2", 2))
        progress = [data for name, _, data in heard if name == "progress"]
        for data in progress:
            equal((data["what"], sorted(data)), ("import", ["detail", "done", "total", "what"]))
            assert 0 <= data["done"] <= data["total"], data
        assert progress, "the import was too short to be seen"
        assert not list((folder / "lake" / "lake").glob("running/*")), "it is tidied up"
        # Who has a snapshot isn't told of it again.
        again = Listener(served, Last_Event_ID="2")
        run("--data", folder / "lake", "import", folder / "bill", "--replace")
        run("--data", folder / "lake", "imports", "remove", json.loads(
            run("--data", folder / "lake", "imports", "list", "-o", "json").out)["rows"][0][0])
        assert again.event()[1] != "2"
        for one in (listener, again):
            one.close()


@test("listeners are many but not too many, and go with their token and with the server")
def _(folder):
    added = run("--data", folder / "lake", "token", "add", "maria")
    bearer = {"Authorization": f"Bearer {added.out.strip()}"}
    with Served(folder / "lake", "--sign-in") as served:
        equal(Listener(served).status, 401)
        listeners = [Listener(served, **bearer) for _ in range(256)]
        equal({one.status for one in listeners}, {200})
        equal({one.event()[0] for one in listeners}, {"snapshot"})
        equal(Listener(served, **bearer).status, 503)
        equal(served.get("/api/v1/costs", **bearer).status, 200, "others are answered")
        listeners.pop().close()
        time.sleep(0.5)
        one_more = Listener(served, **bearer)
        equal(one_more.status, 200)
        run("--data", folder / "lake", "token", "revoke", "maria")
        begun = time.monotonic()
        for one in (*listeners, one_more):
            try:
                while True:
                    one.event()
            except EOFError:
                one.close()
        assert time.monotonic() - begun < 5, "whose token is revoked hears nothing more"
    with Served(folder / "lake") as served:
        listener = Listener(served)
        listener.event()
        seconds, code = served.end()
        equal(code, 0)
        assert seconds < 3, seconds


@test("one who doesn't read costs nothing")
def _(folder):
    with Served(folder / "lake") as served:
        served.get("/api/v1/summary")
        before = served.memory_kb()
        sleepers = [Listener(served) for _ in range(100)]
        time.sleep(3)
        equal(served.get("/api/v1/health").status, 200)
        assert served.memory_kb() - before < 20_000, (before, served.memory_kb())
        for one in sleepers:
            one.close()


def metrics_of(text):
    """Samples by name and labels; what Prometheus wouldn't read is an error."""
    samples, kind, helped, seen = {}, {}, set(), []
    for line in text.splitlines():
        if line.startswith("# HELP "):
            name = line.split(" ")[2]
            assert name not in helped, f"{name} has two HELPs"
            helped.add(name)
        elif line.startswith("# TYPE "):
            _, _, name, type_of = line.split(" ")
            assert name in helped and name not in kind, line
            assert type_of in ("counter", "gauge", "histogram"), line
            kind[name] = type_of
            seen.append(name)
        else:
            match = SAMPLE.match(line)
            assert match, line
            family = re.sub("_(bucket|sum|count)$", "", match[1]) if match[1] not in kind else match[1]
            equal(family, seen[-1], "samples of a family stand together")
            assert kind[family] != "counter" or family.endswith("_total"), family
            key = match[1] + (match[2] or "")
            assert key not in samples, f"{key} is there twice"
            samples[key] = float(match[3])
    return samples


@test("metrics are Prometheus's, count what happened and need a token where all do")
def _(folder):
    Lake(folder / "lake").take(BILL)
    with Served(folder / "lake") as served:
        for _ in range(3):
            served.get("/api/v1/costs?by=service")
        served.get("/api/v1/costs?by=servce")
        served.get("/api/v1/views/x%22%0A", method="DELETE")
        for n in range(50):
            served.get(f"/page-{n}")
            served.get(f"/api/v1/invented-{n}")
        answer = served.get("/metrics")
        equal((answer.status, answer.headers["content-type"]), (200, "text/plain; version=0.0.4; charset=utf-8"))
        samples = metrics_of(answer.body.decode())
        equal(samples['farthing_requests_total{route="/api/v1/costs",status="200"}'], 3)
        equal(samples['farthing_requests_total{route="/api/v1/costs",status="400"}'], 1)
        equal(samples['farthing_requests_total{route="/api/v1/views/{id}",status="404"}'], 1)
        equal(samples['farthing_requests_total{route="page",status="200"}'], 50)
        equal(samples['farthing_requests_total{route="other",status="404"}'], 50)
        equal(samples['farthing_request_duration_seconds_bucket{route="/api/v1/costs",le="+Inf"}'], 4)
        equal(samples['farthing_request_duration_seconds_count{route="/api/v1/costs"}'], 4)
        assert samples["farthing_cache_hits_total"] >= 2 and samples["farthing_cache_misses_total"] >= 1, samples
        equal((samples["farthing_snapshot"], samples["farthing_requests_waiting"]), (1, 0))
        assert samples["farthing_freshness_age_seconds"] > 0 and samples["farthing_cache_bytes"] > 0, samples
        assert 1e6 < samples["process_resident_memory_bytes"] < 1e9, samples
        assert any(key.startswith("farthing_build_info{version=") for key in samples), samples
    run("--data", folder / "lake", "token", "add", "prometheus")
    with Served(folder / "lake", "--sign-in") as served:
        equal(served.get("/metrics").status, 401)


@test("what the page asks first is there before it asks")
def _(folder):
    Lake(folder / "lake").take(BILL)
    with Served(folder / "lake") as served:
        def misses():
            return metrics_of(served.get("/metrics").body.decode())["farthing_cache_misses_total"]

        # Two questions of the page, and the costs in /metrics itself, which the first look at it asks for.
        until = time.monotonic() + 20
        while misses() < 3 and time.monotonic() < until:
            time.sleep(0.1)
        equal(misses(), 3, "worked out at the start")
        for target in ("/api/v1/summary", "/api/v1/reconciliation?month=2023-11"):
            equal(served.get(target, Accept_Encoding="gzip, deflate, br").status, 200)
        equal(misses(), 3, "nothing had to be worked out again")
        seconds, code = served.end()
        equal(code, 0)
        assert seconds < 3, seconds


@test("ten thousand are connected at once, and others are answered")
def _(folder):
    Lake(folder / "lake").take(BILL)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 10_000
    room = hard if hard != resource.RLIM_INFINITY else 1_000_000
    many = min(wanted, room - 512)
    if many < wanted:
        print(f"only {many} connections: the hard limit of open files is {hard}")
    # The server begins with the soft limit as it mostly is, and raises its own.
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(1024, soft), hard))
    with Served(folder / "lake") as served:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        served.get("/api/v1/costs?by=service")
        before = served.memory_kb()
        idle = [socket.create_connection((served.host, served.port), timeout=60) for _ in range(many)]
        try:
            slowest = 0.0
            for _ in range(20):
                begun = time.monotonic()
                equal(served.get("/api/v1/costs?by=service").status, 200)
                slowest = max(slowest, time.monotonic() - begun)
            assert slowest < 2, slowest
            samples = metrics_of(served.get("/metrics").body.decode())
            assert samples["farthing_connections"] > many, samples["farthing_connections"]
            each = (served.memory_kb() - before) / many
            assert each < 16, f"{each:.1f} kB a connection"
            print(f"{many} connections, {each:.1f} kB each, the slowest answer took {slowest * 1000:.0f} ms")
            # They are no dead ones: each is answered, at the same time.
            request = f"GET /api/v1/health HTTP/1.1\r\nhost: {served.host}\r\n\r\n".encode()
            wrong = []

            def ask(some):
                for one in some:
                    one.sendall(request)
                for one in some:
                    if not one.recv(65536).startswith(b"HTTP/1.1 200"):
                        wrong.append(one)

            threads = [threading.Thread(target=ask, args=(idle[n::8],)) for n in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            equal(len(wrong), 0)
            seconds, code = served.end()
            equal(code, 0)
            assert seconds < 5, seconds
        finally:
            for one in idle:
                one.close()
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


if __name__ == "__main__":
    main()
