"""Requests of who means harm: paths, bytes, sizes, clients that dawdle. None is answered with a file, with 5xx or with silence."""
import random
import socket
import time

from farthing_program import TEST_DATA, Lake, equal, main, test
from served import Served

BILL = TEST_DATA / "aws_cur_legacy_anonymised_2023-11.csv"


def status_of(served, request, timeout=30):
    """Status and bytes of the answer to this request, up to the connection's end; (None, b"") if that came without one."""
    with socket.create_connection((served.host, served.port), timeout=timeout) as connection:
        received = b""
        try:
            connection.sendall(request)
            while chunk := connection.recv(65536):
                received += chunk
        except (ConnectionResetError, BrokenPipeError):
            pass  # it had enough of us
    assert not received or received.startswith(b"HTTP/1.1 "), received[:200]
    return (int(received.split(b" ")[1]), received) if received else (None, b"")


def get(target, *headers):
    return b"\r\n".join([b"GET " + target + b" HTTP/1.1", b"host: localhost", b"connection: close", *headers, b"", b""])


@test("path tricks reach no file and no other route")
def _(folder):
    Lake(folder / "lake").take(BILL)
    (folder / "lake" / "secret.txt").write_text("the secret")
    ups = [b"/..", b"/%2e%2e", b"/.%2e", b"/%2e.", b"/..%2f..", b"/..%5c..", b"/..\\..", b"/%252e%252e", b"/..;", b"/%c0%ae%c0%ae", b"/.../..."]
    files = [b"/etc/passwd", b"/secret.txt", b"/lake/secret.txt", b"%2fetc%2fpasswd", b"/proc/self/environ"]
    with Served(folder / "lake") as served:
        page = served.get("/").body
        for up in ups:
            for file in files:
                for prefix in (b"", b"/assets", b"/api/v1", b"/assets/%2e%2e/..", b"/api/v1/views"):
                    target = prefix + up * 4 + file
                    status, answer = status_of(served, get(target))
                    assert status in (200, 400, 404, 405), (target, status)
                    body = answer.partition(b"\r\n\r\n")[2]
                    assert b"root:" not in answer and b"the secret" not in answer and b"PATH=" not in body, target
                    assert status != 200 or body == page, target
        for target, expected in ((b"/assets/../api/v1/costs", 404), (b"/api/v1//costs", 404), (b"/api/v1/costs/", 404), (b"/api/v1/costs%00", 404),
                                 (b"/api/v1/costs;x", 404), (b"/API/v1/costs", None), (b"//evil.example/", None), (b"/assets/%00.js", 404)):
            status, answer = status_of(served, get(target))
            if expected:
                equal(status, expected, str(target))
            assert status in (200, 400, 404), (target, status)
            assert b"location:" not in answer.lower() and b'"rows"' not in answer, target


@test("malformed requests: refused, and the server lives")
def _(folder):
    Lake(folder / "lake").take(BILL)
    requests = {
        "a NUL in the path": get(b"/\x00"), "a NUL in a header": get(b"/", b"x: a\x00b"), "a path of 100 kB": get(b"/" + b"a" * 100_000),
        "a query of 100 kB": get(b"/api/v1/costs?where=" + b"a" * 100_000), "no path": b"GET  HTTP/1.1\r\nhost: localhost\r\n\r\n",
        "no version": b"GET /\r\n\r\n", "another version": b"GET / HTTP/9.9\r\nhost: localhost\r\n\r\n", "another's address": get(b"http://evil.example/"),
        "an authority": b"CONNECT evil.example:443 HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n", "bytes": bytes(range(256)) * 20,
        "two lengths": b"POST /api/v1/views HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n{}{}{}",
        "a length below zero": b"POST /api/v1/views HTTP/1.1\r\nhost: localhost\r\ncontent-length: -1\r\n\r\n",
        "a length and chunks": b"POST /api/v1/views HTTP/1.1\r\nhost: localhost\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n",
        "a chunk of no size": b"POST /api/v1/views HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
        "chunks without end": b"POST /api/v1/views HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
                              + (b"10000\r\n" + b"a" * 0x10000 + b"\r\n") * 64,
        "ten thousand headers": get(b"/", *[b"x%d: y" % n for n in range(10_000)]), "a header without a name": get(b"/", b": x"),
        "a line break in a header": get(b"/", b"x: a\rb"), "no host": b"GET / HTTP/1.1\r\nconnection: close\r\n\r\n",
    }
    with Served(folder / "lake") as served:
        for what, request in requests.items():
            status, _ = status_of(served, request)
            assert status is None or 400 <= status < 500 and status != 404, f"{what}: {status}"
        dice = random.Random(11)
        sound = (b"GET /api/v1/costs?by=service&where=region%20%3D%20'x' HTTP/1.1\r\nhost: localhost\r\naccept-encoding: br, gzip\r\n"
                 b"if-none-match: W/\"x\"\r\nx: y\r\n\r\n")
        for _ in range(300):
            broken = bytearray(sound)
            for _ in range(dice.randrange(1, 6)):
                broken[dice.randrange(len(broken))] = dice.randrange(256)
            status, _ = status_of(served, bytes(broken[:dice.randrange(len(broken) // 2, len(broken))]) + b"\r\nconnection: close\r\n\r\n")
            assert status is None or status < 500, (status, bytes(broken))
        equal(served.get("/api/v1/costs").status, 200)


@test("bodies: too big, of another kind, nested without end, no JSON")
def _(folder):
    with Served(folder / "lake") as served:
        for what, body, kind, expected in (("too big", b'{"name": "' + b"a" * 9_000_000 + b'"}', "application/json", 413), ("no JSON", b"{", "application/json", 400),
                                           ("no UTF-8", b'{"name": "\xff", "address": "/"}', "application/json", 400), ("nothing", b"", "application/json", 400),
                                           ("nested", b"[" * 10_000, "application/json", 400), ("a list", b"[]", "application/json", 400),
                                           ("twice", b'{"name": "a", "name": "b", "address": "//x"}', "application/json", 400),
                                           ("a form", b"name=a&address=/", "application/x-www-form-urlencoded", 415)):
            try:
                equal(served.get("/api/v1/views", method="POST", body=body, Content_Type=kind).status, expected, what)
            except (ConnectionResetError, BrokenPipeError):
                equal(expected, 413, f"{what}: only what is too big may be cut off")
        equal(served.get("/api/v1/views").json, {"views": []})


@test("clients that dawdle with head, body or reading are dropped, and hold nobody up")
def _(folder):
    Lake(folder / "lake").take(BILL)
    with Served(folder / "lake") as served:
        def begun(request):
            connection = socket.create_connection((served.host, served.port), timeout=60)
            connection.sendall(request)
            return connection

        heads = [begun(b"GET / HTTP/1.1\r\nx") for _ in range(50)]
        bodies = [begun(b"POST /api/v1/views HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 20\r\n\r\n{") for _ in range(50)]
        # They ask for far more than the socket holds and read none of it.
        readers = [begun(b"GET /api/v1/costs?by=service,region,usage_type HTTP/1.1\r\nhost: localhost\r\n\r\n" * 200) for _ in range(50)]
        for _ in range(10):
            asked = time.monotonic()
            equal(served.get("/api/v1/costs?by=service").status, 200)
            assert time.monotonic() - asked < 5
        for one in (*heads, *bodies):
            with one:
                received = one.recv(65536)  # the timeout of the socket is that of the test
                assert not received or received.startswith(b"HTTP/1.1 408"), received[:100]
        for one in readers:
            one.close()
        equal(served.get("/api/v1/health").status, 200)


if __name__ == "__main__":
    main()
