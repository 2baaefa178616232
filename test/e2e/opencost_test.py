"""Clients of OpenCost against the real server: its addresses answer with the sums of the command line."""
import json
from decimal import Decimal as D
from urllib.parse import urlencode

from farthing_program import Lake, equal, holds, main, run, test
from served import Served

WINDOW = "2026-10-01T00:00:00Z,2026-10-04T00:00:00Z"


def organisation(folder):
    assert run("generate", "org", "--days", 3, "--nodes", 10, "--pods", 60, "--seed", 3, "--out", folder / "org").code == 0
    lake = Lake(folder / "lake")
    lake.take(folder / "org")
    lake.ok("build")
    return lake


def ask(served, path, status=200, **parameters):
    response = served.get(f"{path}?{urlencode(parameters)}")
    equal(response.status, status, f"{path} {parameters}: {response.body[:300]}")
    return json.loads(response.body, parse_float=D, parse_int=D)


def sums(sets, field="totalCost"):
    return sum((row[field] for one in sets for row in one.values()), D(0))


def by_namespace(lake, kinds):
    rows = lake.ask("costs", "--by", "namespace,cost_kind").rows
    found = {}
    for row in rows:
        if row["cost_kind"] in kinds:
            name = row["namespace"] or "__unallocated__"
            found[name] = found.get(name, D(0)) + D(row["effective_cost"])
    return found


@test("allocations by namespace are what `costs` says, with idle they are what the machines cost")
def _(folder):
    lake = organisation(folder)
    with Served(folder / "lake") as served:
        for path in ("/allocation", "/allocation/compute", "/model/allocation"):
            answer = ask(served, path, window=WINDOW, aggregate="namespace")
            equal(answer["code"], 200)
            (rows,) = answer["data"]
            expected = by_namespace(lake, {"allocated", "system"})
            equal(rows.keys(), expected.keys())
            for name, row in rows.items():
                assert abs(row["totalCost"] - expected[name]) < D("1e-9"), (name, row["totalCost"], expected[name])
                equal(row["totalCost"], row["cpuCost"] + row["ramCost"] + row["gpuCost"], name)
        machines = D(lake.ask("query", "SELECT sum(effective_cost) AS cost FROM node_hours").rows[0]["cost"])
        for more in ({}, {"step": "1h"}, {"step": "7h"}, {"accumulate": "day"}, {"shareIdle": "weighted"}, {"shareIdle": "true", "idleByNode": "true"},
                     {"shareNamespaces": "kube-system,mlops"}, {"aggregate": "pod"}, {"aggregate": "label:team,cluster"}):
            answer = ask(served, "/allocation", **{"window": WINDOW, "aggregate": "namespace", "includeIdle": "true", **more})
            equal(sums(answer["data"]), machines, more)
        equal(len(ask(served, "/allocation", window=WINDOW, aggregate="cluster", step="1d")["data"]), 3)
        summary = ask(served, "/allocation/summary", window=WINDOW, aggregate="cluster", includeIdle="true")["data"]["sets"]
        equal(sums([one["allocations"] for one in summary]), machines)


@test("a filter chooses, and what can't be understood is refused as OpenCost's clients know it")
def _(folder):
    organisation(folder)
    with Served(folder / "lake") as served:
        everything = ask(served, "/allocation", window=WINDOW, aggregate="namespace")["data"][0]
        chosen = ask(served, "/allocation", window=WINDOW, aggregate="namespace", filter='namespace:"search","ads"')["data"][0]
        equal(chosen, {name: everything[name] for name in ("search", "ads")})
        # As an address is written by hand: + becomes a blank.
        response = served.get(f'/allocation?window={WINDOW}&aggregate=namespace&filter=namespace!:"search"+namespace<~:"s"')
        equal(response.json["data"], [{}])
        for wrong in ({}, {"window": "soon"}, {"aggregate": "colour"}, {"filter": "namespace"}, {"step": "now"}, {"accumulate": "some"},
                      {"shareIdle": "maybe"}, {"shareSplit": "odd"}, {"shareCost": "-1"}, {"shareLabels": "app"}, {"external": "true"},
                      {"reconcile": "false"}, {"costMetric": "rate"}, {"resolution": "fine"}, {"limit": "0"}, {"shareidle": "true"}):
            parameters = {"window": WINDOW, **wrong} if wrong else {}
            answer = ask(served, "/allocation", status=400, **parameters)
            equal(answer["code"], 400, wrong)
            assert answer["message"], wrong


@test("who isn't signed in gets nothing, and an answer that is known isn't sent again")
def _(folder):
    lake = organisation(folder)
    with Served(folder / "lake") as served:
        first = served.get(f"/allocation?window={WINDOW}&aggregate=namespace")
        equal(served.get(f"/allocation?window={WINDOW}&aggregate=namespace", If_None_Match=first.headers["etag"]).status, 304)
        holds(served.get("/metrics").body.decode(), 'farthing_requests_total{route="/allocation",status="200"}')
    token = lake.ok("token", "add", "grafana").out.split()[-1]
    with Served(folder / "lake", "--sign-in") as served:
        for path in ("/allocation", "/allocation/compute", "/allocation/summary", "/model/allocation"):
            equal(served.get(f"{path}?window={WINDOW}").status, 401, path)
        equal(served.get(f"/allocation?window={WINDOW}", Authorization=f"Bearer {token}").status, 200)


if __name__ == "__main__":
    main()
