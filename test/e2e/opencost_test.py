"""Clients of OpenCost against the real server: its addresses answer with the sums of the command line."""
import atexit
import json
import os
import re
import shutil
import tempfile
from decimal import Decimal as D
from pathlib import Path
from urllib.parse import urlencode

from farthing_program import TEST_DATA, Lake, equal, holds, main, run, test
from served import Served

WINDOW = "2026-10-01T00:00:00Z,2026-10-04T00:00:00Z"


# One organisation for all tests, as questions leave it as it was.
MADE = Path(tempfile.mkdtemp(dir=os.environ.get("FARTHING_TMP")))
atexit.register(shutil.rmtree, MADE, ignore_errors=True)


def organisation():
    lake = Lake(MADE / "lake")
    if not (MADE / "org").exists():
        assert run("generate", "org", "--days", 3, "--nodes", 10, "--pods", 60, "--seed", 3, "--out", MADE / "org").code == 0
        lake.take(MADE / "org")
        lake.ok("build")
    return lake


def served_lake(*options):
    organisation()
    return Served(MADE / "lake", *options)


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
def _(_folder):
    lake = organisation()
    with served_lake() as served:
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
def _(_folder):
    with served_lake() as served:
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


@test("/assets is what the machines cost, /cloudCost what `costs` says, in each of its views")
def _(_folder):
    lake = organisation()
    with served_lake() as served:
        machines = D(lake.ask("query", "SELECT sum(effective_cost) AS cost FROM node_hours").rows[0]["cost"])
        assets = ask(served, "/assets", window=WINDOW, filter="assetType:node")["data"]
        equal(sum(asset["totalCost"] for asset in assets.values()), machines)
        sets = ask(served, "/model/assets", window=WINDOW, step="1d", aggregate="type", filter="type:node")["data"]
        equal((len(sets), sums(sets)), (3, machines))
        for basis, metric in (("effective", "amortizedCost"), ("billed", "invoicedCost"), ("list", "listCost")):
            rows = lake.ask("costs", "--by", "region", "--cost", basis).rows
            expected = {row["region"] or "__unallocated__": D(row[f"{basis}_cost"]) for row in rows}
            for accumulate in ("all", "day", "hour"):
                found = {}
                for one in ask(served, "/cloudCost", window=WINDOW, aggregate="regionID", accumulate=accumulate)["data"]["sets"]:
                    for name, cost in one["cloudCosts"].items():
                        found[name] = found.get(name, D(0)) + cost[metric]["cost"]
                equal(found, expected, (basis, accumulate))
            view = {"window": WINDOW, "aggregate": "regionID", "costMetric": metric}
            total = sum(expected.values())
            equal(ask(served, "/cloudCost/view/totals", **view)["data"]["combined"]["cost"], total)
            equal(sum(row["cost"] for row in ask(served, "/cloudCost/view/table", **view)["data"]), total)
            graph = ask(served, "/cloudCost/view/graph", limit="1", **view)["data"]
            equal(sum(item["value"] for one in graph for item in one["items"]), total)
        assert ask(served, "/cloudCost/status")["data"]
        for wrong in ({"aggregate": "colour"}, {"accumulate": "some"}, {"costMetric": "much"}, {"sortBy": "size"}, {"sortByOrder": "up"}):
            ask(served, "/cloudCost/view/table", status=400, window=WINDOW, **wrong)


@test("models cost on both bases what unit_costs says")
def _(_folder):
    lake = organisation()
    with served_lake() as served:
        for basis, column in (("allocation", "effective_cost + effective_cost_idle"), ("usage", "effective_cost_used")):
            rows = lake.ask("query", f"SELECT model, sum({column}) AS cost FROM unit_costs GROUP BY 1 ORDER BY 1").rows
            expected = {row["model"]: row["cost"] and D(row["cost"]) for row in rows}
            total = ask(served, "/inferenceCost/total", window=WINDOW, aggregate="model_name", costBasis=basis)["data"]["inferenceCosts"]
            equal({name: cost["totalCost"] for name, cost in total.items()}, expected, basis)
            series = ask(served, "/inferenceCost/timeseries", window=WINDOW, aggregate="model_name", costBasis=basis, accumulate="hour")["data"]
            equal(len(series["inferenceCostSets"]), 72)
        ask(served, "/inferenceCost/timeseries", status=400, window=WINDOW)
        ask(served, "/inferenceCost/total", status=400, window=WINDOW, costBasis="list")


@test("the reference names each address and each of its parameters")
def _(_folder):
    reference = (TEST_DATA.parent.parent / "docs/reference/opencost.md").read_text()
    paths = ("/allocation", "/allocation/compute", "/allocation/summary", "/allocation/compute/summary", "/getConfigs", "/assets", "/cloudCost", "/cloudCost/view/graph", "/cloudCost/view/totals",
             "/cloudCost/view/table", "/cloudCost/status", "/inferenceCost/total", "/inferenceCost/timeseries")
    with served_lake() as served:
        for path in paths:
            holds(reference, path.removeprefix("/cloudCost") if "/view/" in path else path)
            message = ask(served, path, status=400, window=WINDOW, accumulate="day", zzzzzzzzzzzz="1")["message"]
            for name in message.split("known: ")[1].rstrip(")").split(", ") if "known: " in message else ():
                if name not in ("as_of", "format"):
                    assert f"`{name}`" in reference or f"`{name}=" in reference, f"{path}: {name}"


@test("/metrics has OpenCost's names beside the server's own, each a line that Prometheus reads")
def _(_folder):
    with served_lake() as served:
        text = served.get("/metrics").body.decode()
        for name in ("node_total_hourly_cost", "node_cpu_hourly_cost", "node_ram_hourly_cost", "node_gpu_hourly_cost", "node_gpu_count", "kubecost_node_is_spot",
                     "container_cpu_allocation", "container_memory_allocation_bytes", "container_gpu_allocation", "kubecost_cluster_management_cost",
                     "kubecost_load_balancer_cost", "pv_hourly_cost"):
            holds(text, f"# TYPE {name} gauge\n", f"\n{name}{{")
        holds(text, "\nfarthing_cost_metrics_up 1\n", "\nfarthing_cache_hits_total ")
        for line in text.splitlines():
            assert line.startswith("# ") or re.fullmatch(r'[a-z_]+(\{([a-z_]+="([^"\\]|\\.)*",?)*\})? [0-9.e+-]+', line, re.I), line


@test("kubectl cost: the requests that the plugin sends, with their empty parameters, and the table that it prints of them")
def _(_folder):
    lake = organisation()
    with served_lake() as served:
        equal(ask(served, "/model/getConfigs")["data"]["currencyCode"], "USD")
        asked = {"window": WINDOW, "accumulate": "true", "includeIdle": "true", "idle": "true", "filterNamespaces": ""}
        (rows,) = ask(served, "/model/allocation", aggregate="namespace", **asked)["data"]
        table = {name: (row["properties"].get("cluster"), row["totalCost"], row["totalEfficiency"]) for name, row in rows.items()}
        machines = D(lake.ask("query", "SELECT sum(effective_cost) AS cost FROM node_hours").rows[0]["cost"])
        equal(sum(cost for _, cost, _ in table.values()), machines)
        # One namespace, and those that begin alike.
        (one,) = ask(served, "/model/allocation", aggregate="namespace", **{**asked, "filterNamespaces": "search", "includeIdle": "false", "idle": "false"})["data"]
        equal(one, {"search": rows["search"]})
        (some,) = ask(served, "/model/allocation", aggregate="namespace", **{**asked, "filterNamespaces": "s*, ads", "includeIdle": "false", "idle": "false"})["data"]
        equal(some.keys(), {name for name in rows if name.startswith("s") or name == "ads"})
        # Each container by its name of five parts, which the plugin takes apart.
        (containers,) = ask(served, "/model/allocation", aggregate="", **{**asked, "includeIdle": "false", "idle": "false"})["data"]
        assert all(name.count("/") >= 4 for name in containers), list(containers)[:3]
        (nodes,) = ask(served, "/model/assets", window=WINDOW, aggregate="", accumulate="true", disableAdjustments="false", filterTypes="Node")["data"]
        equal(sum(node["totalCost"] for node in nodes.values()), machines)
        equal({node["type"] for node in nodes.values()}, {"Node"})
        for wrong in ({"filterNamespaces": "a*b"}, {"filterLabels": "app"}, {"filterColours": "red"}, {"filterColours": ""}, {"window": ""}):
            ask(served, "/model/allocation", status=400, **{**asked, **wrong})


def scraped(text):
    """What Prometheus reads of a scrape: families by name, each with its type and its samples by labels. Refuses what Prometheus refuses."""
    families, current = {}, None
    for line in text.splitlines():
        if line.startswith("# HELP "):
            current = line.split(" ")[2]
            assert current not in families, f"{current} is there twice"
            families[current] = {"type": None, "samples": {}}
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            equal(name, current)
            assert families[name]["type"] is None and kind in ("gauge", "counter", "histogram", "summary"), line
            families[name]["type"] = kind
        else:
            name, labels, value = re.fullmatch(r"([a-zA-Z_][a-zA-Z0-9_]*)(?:\{(.*)\})? (\S+)", line).groups()
            assert name == current or name.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count") == current, line
            pairs = re.findall(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"(?:,|$)', labels or "")
            equal(",".join(f'{key}="{content}"' for key, content in pairs), labels or "", line)
            key = (name, *sorted(pairs))
            assert key not in families[current]["samples"], line
            families[current]["samples"][key] = (dict(pairs), float(value))
    return families


@test("Grafana: a scrape is read as Prometheus does, and the panels' sums are what the newest hour cost")
def _(_folder):
    lake = organisation()
    with served_lake() as served:
        response = served.get("/metrics")
        assert response.headers["content-type"].startswith("text/plain"), response.headers
        families = scraped(response.body.decode())

        def samples(name):
            equal(families[name]["type"], "gauge")
            return families[name]["samples"].values()

        hour = lake.ask("query", "SELECT sum(effective_cost) AS cost, count(*) AS nodes FROM node_hours WHERE hour = (SELECT max(hour) FROM node_hours)").rows[0]
        total = sum(value for _, value in samples("node_total_hourly_cost"))
        assert abs(total - float(hour["cost"])) < 1e-6, (total, hour)
        equal(len(samples("node_total_hourly_cost")), int(hour["nodes"]))
        # sum by (namespace) (container_cpu_allocation * on (node) group_left node_cpu_hourly_cost + memory + cards)
        prices = {name: {labels["node"]: value for labels, value in samples(name)} for name in ("node_cpu_hourly_cost", "node_ram_hourly_cost", "node_gpu_hourly_cost")}
        by_namespace = {}
        for name, price, unit in (("container_cpu_allocation", "node_cpu_hourly_cost", 1), ("container_memory_allocation_bytes", "node_ram_hourly_cost", 1 << 30),
                                  ("container_gpu_allocation", "node_gpu_hourly_cost", 1)):
            for labels, held in samples(name):
                by_namespace[labels["namespace"]] = by_namespace.get(labels["namespace"], 0) + held / unit * prices[price][labels["node"]]
        newest = lake.ask("query", "SELECT CAST(max(hour) AS VARCHAR) AS hour FROM node_hours").rows[0]["hour"].replace(" ", "T")[:13]
        window = f"{newest}:00:00Z,{newest}:59:59Z"
        (rows,) = ask(served, "/allocation", window=window, aggregate="namespace")["data"]
        for name, row in rows.items():
            cost = float(row["totalCost"]) * 3600 / 3599
            found = by_namespace["" if name == "__unallocated__" else name]
            assert abs(found - cost) < 1e-6 * max(cost, 1), (name, found, cost)


@test("who isn't signed in gets nothing, and an answer that is known isn't sent again")
def _(_folder):
    lake = organisation()
    with served_lake() as served:
        first = served.get(f"/allocation?window={WINDOW}&aggregate=namespace")
        equal(served.get(f"/allocation?window={WINDOW}&aggregate=namespace", If_None_Match=first.headers["etag"]).status, 304)
        holds(served.get("/metrics").body.decode(), 'farthing_requests_total{route="/allocation",status="200"}')
    token = lake.ok("token", "add", "grafana").out.split()[-1]
    with served_lake("--sign-in") as served:
        for path in ("/allocation", "/allocation/compute", "/allocation/summary", "/model/allocation", "/assets", "/cloudCost", "/inferenceCost/total", "/metrics"):
            equal(served.get(f"{path}?window={WINDOW}").status, 401, path)
        equal(served.get(f"/allocation?window={WINDOW}", Authorization=f"Bearer {token}").status, 200)


if __name__ == "__main__":
    main()
