"""Who may ask: tokens, sessions, saved views of two owners, and pages of strangers in somebody's browser."""
import sqlite3
import stat

from farthing_program import TEST_DATA, Lake, equal, holds, main, run, test
from served import Served

BILL = TEST_DATA / "aws_cur_legacy_anonymised_2023-11.csv"


def token(folder, name):
    outcome = run("--data", folder / "lake", "token", "add", name)
    equal(outcome.code, 0, str(outcome))
    return outcome.out.strip()


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


@test("without a token it serves this machine only, and says how to make one")
def _(folder):
    for options in (["--host", "0.0.0.0"], ["--host", "::"], ["--sign-in"]):
        refused = run("--data", folder / "lake", "serve", "--port", "0", *options)
        equal(refused.code, 2, str(refused))
        holds(refused.err, "farthing token add NAME", "127.0.0.1")
    assert not (folder / "lake" / "state").exists()
    token(folder, "maria")
    equal(stat.S_IMODE((folder / "lake" / "state" / "farthing.db").stat().st_mode), 0o600)
    with Served(folder / "lake", "--host", "0.0.0.0") as served:
        served.host = "127.0.0.1"
        equal(served.get("/api/v1/costs").status, 401)
        equal(served.get("/api/v1/health").status, 200)


@test("a token opens everything until it is revoked, also in a server that runs")
def _(folder):
    Lake(folder / "lake").take(BILL)
    maria, ben = token(folder, "maria"), token(folder, "ben")
    with Served(folder / "lake", "--sign-in") as served:
        for target in ("/api/v1/costs", "/api/v1/summary", "/api/v1/views", "/api/v1/nothing", "/api/v1/query?sql=SELECT+1"):
            refused = served.get(target)
            equal((refused.status, refused.headers["www-authenticate"], refused.headers["content-type"]),
                  (401, "Bearer", "application/problem+json"), target)
            equal(served.get(target, **bearer("frt_wrong")).status, 401, target)
        for target in ("/api/v1/health", "/api/v1/version", "/api/openapi.json", "/", "/explore?by=team"):
            equal(served.get(target).status, 200, target)
        whole = served.get("/api/v1/costs", **bearer(maria))
        equal(whole.status, 200)
        # Neither a known ETag nor a kept answer opens anything.
        equal(served.get("/api/v1/costs", If_None_Match=whole.headers["etag"]).status, 401)
        equal(run("--data", folder / "lake", "token", "revoke", "maria").code, 0)
        equal(served.get("/api/v1/costs", **bearer(maria)).status, 401)
        equal(served.get("/api/v1/costs", **bearer(ben)).status, 200)
        carla = token(folder, "carla")
        equal(served.get("/api/v1/costs", **bearer(carla)).status, 200)
        listed = run("--data", folder / "lake", "token", "list", "-o", "csv")
        holds(listed.out, "ben", "carla")
        assert "maria" not in listed.out and "frt_" not in listed.out, listed.out


@test("a session begins with a token, ends by itself or with the token")
def _(folder):
    maria = token(folder, "maria")
    with Served(folder / "lake", "--sign-in") as served:
        equal(served.get("/api/v1/session").json, {"sign_in": True, "owner": None})
        equal(served.send("POST", "/api/v1/session", {"token": "frt_no"}).status, 401)
        begun = served.send("POST", "/api/v1/session", {"token": maria})
        equal((begun.status, begun.body), (204, b""))
        cookie, *rules = begun.headers["set-cookie"].split("; ")
        equal(sorted(rules), ["HttpOnly", "Path=/", "SameSite=Strict"])
        equal(served.get("/api/v1/session", Cookie=cookie).json, {"sign_in": True, "owner": "maria"})
        equal(served.get("/api/v1/costs", Cookie=cookie).status, 200)
        ended = served.send("DELETE", "/api/v1/session", Cookie=cookie)
        equal(ended.status, 204)
        holds(ended.headers["set-cookie"], "Max-Age=0")
        run("--data", folder / "lake", "token", "revoke", "maria")
        equal(served.get("/api/v1/costs", Cookie=cookie).status, 401)
        equal(served.get("/api/v1/session", Cookie=cookie).json["owner"], None)
        tried = [served.send("POST", "/api/v1/session", {"token": f"frt_{n}"}).status for n in range(12)]
        equal((tried[0], tried[-1]), (401, 429), "guessing is slow")


@test("two owners: each sees their own views and the shared ones, and changes their own only")
def _(folder):
    maria, ben = bearer(token(folder, "maria")), bearer(token(folder, "ben"))
    with Served(folder / "lake", "--sign-in") as served:
        def names(who):
            return [(view["name"], view["mine"], view["starred"], view["default"])
                    for view in served.get("/api/v1/views", **who).json["views"]]

        teams = served.send("POST", "/api/v1/views", {"name": "Teams", "address": "/explore?by=team", "shared": True}, **maria)
        equal(teams.status, 201, teams.body)
        own = served.send("POST", "/api/v1/views", {"name": "Own", "address": "/"}, **maria)
        equal(names(ben), [("Teams", False, False, False)])
        address = f"/api/v1/views/{teams.json['id']}"
        marked = served.send("PATCH", address, {"starred": True, "default": True}, **ben)
        equal((marked.status, marked.json["owner"]), (200, "maria"))
        equal(names(ben), [("Teams", False, True, True)])
        equal(names(maria), [("Own", True, False, False), ("Teams", True, False, False)])
        for method, target, body, who, status in (
                ("PATCH", address, {"name": "x"}, ben, 403), ("DELETE", address, None, ben, 403),
                ("PATCH", f"/api/v1/views/{own.json['id']}", {"starred": True}, ben, 404),
                ("POST", "/api/v1/views", {"name": "Own", "address": "/"}, maria, 409),
                ("POST", "/api/v1/views", {"name": "x", "address": "//evil.example"}, maria, 400),
                ("POST", "/api/v1/views", {"name": "x" * 70000, "address": "/"}, maria, 413),
                ("PUT", address, {}, maria, 405), ("POST", "/api/v1/views", {"name": "x", "address": "/"}, {}, 401)):
            equal(served.send(method, target, body, **who).status, status, f"{method} {target} {body}"[:200])
        equal(served.send("PATCH", address, {"shared": False}, **maria).status, 200)
        equal(names(ben), [])
        equal(served.send("DELETE", address, **maria).status, 204)
    # They outlive the server; without sign-in one is somebody else.
    with Served(folder / "lake") as served:
        equal(served.get("/api/v1/views").json["views"], [])
        mine = served.send("POST", "/api/v1/views", {"name": "Own", "address": "/explore"})
        equal((mine.status, mine.json["owner"]), (201, "local"))
    with Served(folder / "lake", "--sign-in") as served:
        equal(names(maria), [("Own", True, False, False)])


@test("pages of strangers reach nothing through somebody's browser")
def _(folder):
    maria = bearer(token(folder, "maria"))
    view = {"name": "x", "address": "/"}
    with Served(folder / "lake") as served:
        for host in ("evil.example", f"evil.example:{served.port}", f"127.0.0.1.evil.example:{served.port}", "10.1.2.3"):
            for target in ("/api/v1/costs", "/api/v1/health", "/"):
                equal(served.get(target, Host=host).status, 403, host)
        for host in ("localhost", f"localhost:{served.port}", f"[::1]:{served.port}"):
            equal(served.get("/api/v1/health", Host=host).status, 200, host)
        for origin in ("http://evil.example", "null", f"http://127.0.0.1:{served.port + 1}", f"http://127.0.0.1:{served.port}.evil.example"):
            equal(served.send("POST", "/api/v1/views", view, Origin=origin).status, 403, origin)
            asked_first = served.get("/api/v1/views", method="OPTIONS", Origin=origin, Access_Control_Request_Method="POST")
            equal(asked_first.status, 403)
            assert not any(name.startswith("access-control") for name in asked_first.headers), asked_first.headers
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
            equal(served.send("POST", "/api/v1/views", view, Content_Type=kind).status, 415, kind)
        equal(served.send("POST", "/api/v1/views", view, Origin=f"http://127.0.0.1:{served.port}").status, 201)
    with Served(folder / "lake", "--sign-in") as served:
        equal(served.get("/api/v1/costs", Host="costs.example", **maria).status, 200)
        equal(served.send("POST", "/api/v1/views", view, Host="costs.example", Origin="https://costs.example", **maria).status, 201)
        equal(served.send("POST", "/api/v1/views", view, Host="costs.example", Origin="http://evil.example", **maria).status, 403)


@test("a state that is damaged or newer is an error that names it, and opens nothing")
def _(folder):
    maria = token(folder, "maria")
    file = folder / "lake" / "state" / "farthing.db"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    refused = run("--data", folder / "lake", "token", "list")
    equal(refused.code, 1, str(refused))
    holds(refused.err, file, "newer Farthing")
    for path in file.parent.iterdir():
        path.unlink()
    file.write_bytes(b"no database at all, " * 500)
    with Served(folder / "lake") as served:
        broken = served.get("/api/v1/views")
        equal(broken.status, 500)
        holds(broken.body.decode(), "farthing.db", "damaged")
        equal(served.get("/api/v1/costs").status, 200, "what needs no state is answered")
    refused = run("--data", folder / "lake", "serve", "--port", "0", "--sign-in")
    equal(refused.code, 1, str(refused))
    holds(refused.err, file)
    assert maria.startswith("frt_")


if __name__ == "__main__":
    main()
