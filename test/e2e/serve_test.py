"""The API from outside: its answers are the command line's, its limits hold, and it ends when it is told to."""
import gzip
import json
import re
import socket
import threading
import time
from urllib.parse import quote

from farthing_program import TEST_DATA, Lake, equal, holds, main, run, test
from served import Response, Served

BILL = TEST_DATA / "aws_cur_legacy_anonymised_2023-11.csv"


def lake_with_bill(folder):
    lake = Lake(folder / "lake")
    lake.take(BILL)
    return lake


def raw(served, request, timeout=20):
    """What comes back over a plain socket until the other side closes."""
    with socket.create_connection((served.host, served.port), timeout=timeout) as connection:
        connection.sendall(request)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
        return received


@test("each address answers as its command does")
def _(folder):
    lake = lake_with_bill(folder)
    month = "2023-11"
    same = {
        "costs": ["costs"],
        "costs?by=service,region&cost=billed": ["costs", "--by", "service,region", "--cost", "billed"],
        f"costs?by=service&granularity=day&month={month}&top=2": ["costs", "--by", "service", "--granularity", "day", "--month", month, "--top", "2"],
        "costs?where=" + quote("region = 'us-west-2' AND service <> 'x'"): ["costs", "--where", "region = 'us-west-2' AND service <> 'x'"],
        "costs?explain=true&by=account": ["costs", "--explain", "--by", "account"],
        "costs?by=cluster&idle=by_node&shared=on": ["costs", "--by", "cluster", "--idle", "by_node", "--shared", "on"],
        f"compare?month={month}&with=2023-11-01..2023-11-03&by=service&top=2": ["compare", "--month", month, "--with", "2023-11-01..2023-11-03", "--by", "service", "--top", "2"],
        "reconciliation": ["reconcile"],
        "commitments": ["commitments"],
        "imports": ["imports", "list"],
        "idle?by=cluster": ["idle", "--by", "cluster"],
        "unmapped?dimension=team": ["unmapped", "--dimension", "team"],
        "summary": ["summary"],
        "query?sql=" + quote("SELECT count(*) AS lines FROM charges"): ["query", "SELECT count(*) AS lines FROM charges"],
    }
    with Served(folder / "lake") as served:
        for target, command in same.items():
            response = served.get(f"/api/v1/{target}")
            equal(response.status, 200, f"{target}: {response.body[:300]}")
            found = response.json
            if command[0] != "summary":
                assert found.pop("title", None) is not None, target
            outcome = run("--data", folder / "lake", *command, "-o", "json")
            equal(found, json.loads(outcome.out), target)
        names = [row[0] for row in served.get("/api/v1/dimensions").json["rows"]]
        for name in ("service", "cluster", "team"):
            assert name in names, names
        datasets = {row[0]: row[1] for row in served.get("/api/v1/datasets").json["rows"]}
        equal(datasets["charges"], 1281)


@test("HEAD, ETag, gzip and many requests over one connection")
def _(folder):
    lake_with_bill(folder)
    target = "/api/v1/costs?by=service,region,usage_type"
    with Served(folder / "lake") as served:
        whole = served.get(target)
        head = served.get(target, method="HEAD")
        equal((head.status, head.body, head.headers["content-length"]), (200, b"", str(len(whole.body))))
        known = served.get(target, If_None_Match=whole.headers["etag"])
        equal((known.status, known.body), (304, b""))
        for accepts, coding in (("gzip", "gzip"), ("gzip, deflate, br, zstd", "br"), ("br;q=0.5, gzip", "gzip"), ("br;q=0, gzip;q=0", None)):
            packed = served.get(target, Accept_Encoding=accepts)
            equal((packed.headers.get("content-encoding"), packed.headers["vary"]), (coding, "accept-encoding"), accepts)
            if coding == "gzip":
                equal(gzip.decompress(packed.body), whole.body)
            assert (len(packed.body) < len(whole.body)) == (coding is not None), accepts
        assert "content-encoding" not in whole.headers
        connection = served.connection()
        for _ in range(50):
            connection.request("GET", "/api/v1/health")
            equal(Response(connection.getresponse()).json["status"], "ok")
        connection.close()


@test("what is wrong is a problem that says what to do")
def _(folder):
    lake_with_bill(folder)
    with Served(folder / "lake") as served:
        for target, status, word in (("/api/v1/costs?by=servce", 400, "did you mean 'service'?"),
                                     ("/api/v1/costs?groupby=service", 400, "there is no parameter 'groupby'"),
                                     ("/api/v1/costs?where=1=", 400, "detail"),
                                     ("/api/v1/query?sql=" + quote("SELECT * FROM read_csv('/etc/passwd')"), 400, "detail"),
                                     ("/api/v1/nothing", 404, "nothing at"),
                                     ("/api/v1/%2e%2e/%2e%2e/etc/passwd", 404, "nothing at"),
                                     ("/api/v1/costs?by=%ff", 400, "UTF-8")):
            response = served.get(target)
            equal((response.status, response.headers["content-type"]), (status, "application/problem+json"), target)
            holds(response.body.decode(), word, response.headers["x-request-id"])
        refused = served.get("/api/v1/costs", method="POST")
        equal((refused.status, refused.headers["allow"]), (405, "GET, HEAD"))


@test("garbage, long headers and bodies are refused, and others are served meanwhile")
def _(folder):
    lake_with_bill(folder)
    with Served(folder / "lake") as served:
        holds(raw(served, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64 + b"\r\n\r\n"), "HTTP/1.1 400")
        holds(raw(served, b"GET / HTTP/1.1\r\nx: " + b"a" * 40000 + b"\r\n\r\n"), "HTTP/1.1 431")
        holds(raw(served, b"POST /api/v1/costs HTTP/1.1\r\ncontent-length: 9000000\r\n\r\n"), "HTTP/1.1 413")
        slow = socket.create_connection((served.host, served.port))
        slow.sendall(b"GET /api/v1/health HT")
        idle = [socket.create_connection((served.host, served.port)) for _ in range(300)]
        equal(served.get("/api/v1/health").status, 200)
        begun = time.monotonic()
        equal(slow.recv(1), b"", "a request that doesn't come to its end is dropped")
        assert time.monotonic() - begun < 20
        for one in (slow, *idle):
            one.close()
        equal(served.get("/api/v1/health").status, 200)


@test("many clients at once get the same right answers")
def _(folder):
    lake_with_bill(folder)
    targets = [f"/api/v1/costs?by={name}&top={top}" for name in ("service", "region", "usage_type", "account") for top in (1, 2, 3)]
    with Served(folder / "lake") as served:
        expected = {target: served.get(target).body for target in targets}
        wrong = []

        def ask(number):
            connection = served.connection()
            for i in range(30):
                target = targets[(number + i) % len(targets)]
                connection.request("GET", target)
                response = Response(connection.getresponse())
                if (response.status, response.body) != (200, expected[target]):
                    wrong.append((target, response.status, response.body[:200]))
            connection.close()

        threads = [threading.Thread(target=ask, args=(n,)) for n in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        equal(wrong[:3], [])


@test("an import shows at once, and an empty lake is no zero")
def _(folder):
    with Served(folder / "lake") as served:
        health = served.get("/api/v1/health").json
        equal((health["snapshot"], health["freshness"]), (0, None))
        empty = served.get("/api/v1/costs")
        equal(empty.json["rows"], [])
        holds(str(empty.json["notes"]), "import")
        lake_with_bill(folder)
        found = served.get("/api/v1/costs?cost=billed", If_None_Match=empty.headers["etag"])
        equal(found.json["rows"], [["1.6823086974", "USD"]])


@test("the page and its files come from the program, packed and guarded")
def _(folder):
    with Served(folder / "lake") as served:
        index = served.get("/")
        equal((index.status, index.headers["content-type"]), (200, "text/html; charset=utf-8"))
        equal(index.headers["cache-control"], "no-cache")
        policy = index.headers["content-security-policy"]
        holds(policy, "default-src 'self'", "frame-ancestors 'none'")
        assert "unsafe" not in policy and "http" not in policy, policy
        # An address of the page itself is the page.
        for path in ("/explore", "/explore?by=team&month=2026-10", "/..%2f..%2fetc%2fpasswd"):
            equal(served.get(path).body, index.body, path)
        equal(served.get("/", If_None_Match=index.headers["etag"]).status, 304)
        scripts = re.findall(r'(?:src|href)="(/assets/[^"]+)"', index.body.decode())
        assert scripts, index.body
        for path in scripts:
            plain = served.get(path)
            equal((plain.status, plain.headers["cache-control"]), (200, "public, max-age=31536000, immutable"), path)
            packed = served.get(path, Accept_Encoding="gzip")
            if "content-encoding" in packed.headers:
                equal(gzip.decompress(packed.body), plain.body, path)
            assert len(served.get(path, Accept_Encoding="gzip, br").body) <= len(packed.body) <= len(plain.body)
            equal(served.get(path, method="HEAD").body, b"")
        equal(served.get("/assets/index-gone.js").status, 404)
        equal(served.get("/", method="POST").status, 405)


@test("SIGTERM ends it in time, also while it works; a port that is taken is named")
def _(folder):
    lake_with_bill(folder)
    with Served(folder / "lake") as served:
        taken = run("--data", folder / "lake", "serve", "--port", served.port)
        equal(taken.code, 1, str(taken))
        holds(taken.err, f"127.0.0.1:{served.port}", "--port")
        kept = served.connection()
        kept.request("GET", "/api/v1/health")
        equal(Response(kept.getresponse()).status, 200)
        endless = "SELECT count(*) FROM range(100000000000) AS a(x) WHERE x % 7 = 3"
        asking = threading.Thread(target=lambda: try_to_get(served, "/api/v1/query?sql=" + quote(endless)))
        asking.start()
        while served.get("/api/v1/health").status != 200:
            pass
        seconds, code = served.end()
        asking.join()
        equal(code, 0)
        assert seconds < 5, seconds


def try_to_get(served, target):
    try:
        return served.get(target)
    except OSError:
        return None
    except Exception as error:  # the connection ended in the middle of an answer
        return error


@test("a server that is to end when nobody is there does, and not before")
def _(folder):
    with Served(folder / "lake", "--until-idle", "1") as served:
        with socket.create_connection((served.host, served.port), timeout=10):
            time.sleep(2.5)
            equal(served.get("/api/v1/health").status, 200)
        equal(served.process.wait(timeout=20), 0)


if __name__ == "__main__":
    main()
