"""What each pod and team costs: published examples, a month that sums to its bill, rules worked by hand, estimates."""
import csv
import gzip
import io
import shutil
from decimal import Decimal as D

from farthing_program import BASES, Lake, equal, holds, main, run, test
from made_bills import cost, cur, write

HOUR = "2026-05-01T10:00:00Z,2026-05-01T11:00:00Z"
ALL_KINDS = {"allocated", "system", "idle", "shared", "unallocated", "not_covered"}


def machine(folder, node, workloads, usage):
    """A machine for an hour (vcpu, GiB, cards, price); requests and usage of its pods (vcpu, GiB, cards)."""
    def lines(rows, between=""):
        return "".join(f"{name}{between},{','.join(map(str, row))}\n" for name, row in rows.items())
    write(folder / "nodes.csv", f"node_id,start,end,vcpu,memory_gib,accelerator_count,hourly_cost_usd\nn,{HOUR},{','.join(map(str, node))}\n")
    write(folder / "workloads.csv", "workload_id,node_id,start,end,pod,request_vcpu,request_memory_gib,request_accelerators\n" +
          "".join(f"{name},n,{HOUR},{name},{','.join(map(str, row))}\n" for name, row in workloads.items()))
    write(folder / "usage.csv", "workload_id,hour,vcpu_hours,gib_hours,accelerator_hours\n" + lines(usage, ",2026-05-01T10:00:00Z"))
    return folder


def pods(folder, *settings, idle="by_node"):
    lake = Lake(folder / "lake")
    lake.take(folder / "in")
    lake.ok("build", *settings)
    return lake.ask("costs", "--by", "pod", "--idle", idle).by("pod", value="effective_cost")


def near(found, expected):
    equal(found.keys(), expected.keys())
    for key, value in expected.items():
        assert abs(found[key] - D(str(value))) < D("1e-9"), f"{key}: expected {value}, found {found[key]}"


# AWS's split cost allocation, first example: an m5.xlarge at $1; the published costs are .2292 .4003 .1852 .1852.
@test("AWS's example of shared vCPU comes out as it is published")
def _(folder):
    machine(folder / "in", (4, 16, "", 1), {"p1": (1, 4, ""), "p2": (1, 4, ""), "p3": (1, 2, ""), "p4": (1, 2, "")},
            {"p1": (0.1, 3, ""), "p2": (1.9, 6, ""), "p3": (0.5, 2, ""), "p4": (0.5, 2, "")})
    found = pods(folder, "--weights", "aws", "--share-by", "max")
    equal(sum(found.values()), D(1))
    found.pop(None, None)  # what rounding leaves
    near(found, {"p1": ".22919937205651492", "p2": ".4003139717425432", "p3": ".18524332810047095", "p4": ".18524332810047095"})


# Its second: a p3.16xlarge at $10 with eight cards; 1.9089 3.2644 2.4134 2.4134.
@test("AWS's example of accelerators comes out as it is published")
def _(folder):
    machine(folder / "in", (64, 488, 8, 10), {"p1": (16, 100, 1), "p2": (16, 100, 2), "p3": (16, 100, 2), "p4": (16, 100, 2)},
            {"p1": (4, 60, 1), "p2": (18, 140, 3), "p3": (4, 60, 1), "p4": (4, 40, 2)})
    found = pods(folder, "--weights", "aws", "--share-by", "max")
    equal(sum(found.values()), D(10))
    found.pop(None, None)
    near(found, {"p1": "1.908887077048512", "p2": "3.264370158988993", "p3": "2.4133713819812472", "p4": "2.4133713819812472"})


def organisation(folder, days=4, seed=5):
    outcome = run("generate", "org", "--days", days, "--nodes", 12, "--pods", 60, "--seed", seed, "--out", folder)
    assert outcome.code == 0, outcome
    return folder


@test("a month by team, cluster and namespace is the bill on each basis, also with idle and shared costs laid on")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(organisation(folder / "org"))
    lake.ok("build")
    for basis in BASES:
        bill, column = lake.total(basis), basis + "_cost"
        answer = lake.ask("costs", "--by", "team,cluster,namespace", "--cost", basis)
        equal(sum(row[column] for row in answer.rows), bill, basis)
        assert answer.complete, answer.notes
    bill = lake.total("effective")
    separate = lake.ask("costs", "--by", "cost_kind").by("cost_kind", value="effective_cost")
    equal(ALL_KINDS - separate.keys(), {"unallocated"})
    for idle in ("by_node", "by_cluster", "by_cost", "to_pool_owner"):
        for shared in ("off", "on"):
            kinds = lake.ask("costs", "--by", "cost_kind", "--idle", idle, "--shared", shared).by("cost_kind", value="effective_cost")
            equal(sum(kinds.values()), bill, f"{idle}, shared {shared}")
            if idle != "to_pool_owner":
                assert kinds["idle"] < separate["idle"], f"{idle}: {kinds}"
            assert (kinds.get("shared", D(0)) < separate["shared"]) == (shared == "on"), f"{idle}, {shared}: {kinds}"
    holds(lake.ok("reconcile").out, "allocation: effective")


@test("tasks of ECS stand beside pods of Kubernetes")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(organisation(folder / "org"))
    lake.ok("build")
    found = lake.ask("costs", "--by", "orchestrator,cluster", "--where", "cost_kind = 'allocated'").by("orchestrator", "cluster", value="effective_cost")
    equal(set(found), {("eks", "eks-serve"), ("eks", "eks-train"), ("ecs", "ecs-main")})
    assert all(money > 0 for money in found.values()), found
    services = lake.ask("costs", "--by", "ecs_service", "--where", "cluster = 'ecs-main' AND cost_kind = 'allocated'")
    assert sum(row["ecs_service"] is not None for row in services.rows) > 1, services.rows


RULES = """
allocation:
  weights: aws
  shared:
    - {name: evenly, when: "x_UsageType = 'Even'", split: even}
    - {name: by cost, when: "x_UsageType = 'Cost'", split: proportional}
    - {name: agreed, when: "x_UsageType = 'Agreed'", split: fixed, parts: {search: 0.5, research: 0.3}}
    - {name: traffic, when: "x_UsageType = 'Traffic'", split: by_metric, metric: network_out_bytes}
dimensions:
  team:
    from: [label:team, tag:Team, namespace, account]
    map: {namespace: {ml-train: research}, account: {"777788889999": platform}}
    synonyms: {search: [srch, search-team]}
"""


def ruled(folder):
    """A machine of $8: half of it srch's, a quarter ml-train's, an eighth without any label. $26 are shared."""
    shared = [cost(amount, UsageType=kind, ResourceId="", userTeam="")
              for kind, amount in (("Even", 3), ("Cost", 7), ("Agreed", 10), ("Traffic", 6))]
    on_machine = cost(8, ResourceId="i-1", UsageStartDate="2026-05-01T10:00:00Z", UsageEndDate="2026-05-01T11:00:00Z")
    cur(folder / "bill.csv", on_machine, cost(5, ResourceId="bucket", userTeam="Search_Team"), *shared)
    write(folder / "nodes.csv", f"node_id,start,end,account,vcpu,memory_gib\ni-1,{HOUR},777788889999,4,16\n")
    write(folder / "workloads.csv", "workload_id,node_id,start,end,namespace,labels,request_vcpu,request_memory_gib\n"
          f"a,i-1,{HOUR},web,\"{{\"\"team\"\": \"\"SRCH\"\"}}\",2,8\nb,i-1,{HOUR},ml-train,,1,4\nc,i-1,{HOUR},other,,0.5,2\n")
    write(folder / "usage.csv", "workload_id,hour,network_out_bytes\na,2026-05-01T10:00:00Z,100\nb,2026-05-01T10:00:00Z,200\n")
    return folder


# Evenly 1 each; by cost 4, 2, 1; agreed 5, 3 and 2 left; by traffic 2 and 4. Search also owns a bucket of $5.
@test("rules of shared costs, maps and synonyms of farthing.yaml as worked by hand")
def _(folder):
    lake = Lake(folder / "lake")
    settings = write(folder / "farthing.yaml", RULES)
    lake.take(ruled(folder / "in"))
    lake.ok("--config", settings, "build")
    ask = ("--config", settings, "costs", "--by", "cost_kind,team")
    equal(lake.ask(*ask, "--shared", "off").by("cost_kind", "team", value="effective_cost"),
          {("allocated", "search"): D(4), ("allocated", "research"): D(2), ("allocated", "platform"): D(1), ("idle", None): D(1),
           ("not_covered", "search"): D(5), ("shared", None): D(26)})
    equal(lake.ask(*ask, "--shared", "on").by("cost_kind", "team", value="effective_cost"),
          {("allocated", "search"): D(16), ("allocated", "research"): D(12), ("allocated", "platform"): D(3), ("idle", None): D(1),
           ("not_covered", "search"): D(5), ("shared", None): D(2)})
    left = lake.ask("--config", settings, "costs", "--by", "reason", "--shared", "on", "--where", "cost_kind = 'shared'")
    equal(left.by("reason", value="effective_cost"), {"agreed": D(2)})
    equal(lake.run("reconcile").code, 0)


def without_last_days(organisation_folder, first_hidden):
    """The organisation again, its bill without the lines that begin on that day or later."""
    folder = organisation_folder.parent / "late"
    shutil.copytree(organisation_folder, folder)
    for path in folder.rglob("*.csv.gz"):
        rows = list(csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode())))
        text = io.StringIO()
        writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in rows if row["lineItem/UsageStartDate"] < first_hidden)
        path.write_bytes(gzip.compress(text.getvalue().encode(), 1, mtime=0))
    return folder


@test("hours that the bill doesn't know yet are estimated, and become actual on their days alone")
def _(folder):
    lake = Lake(folder / "lake")
    whole = organisation(folder / "org", days=6)
    lake.take(without_last_days(whole, "2026-10-04"))
    holds(lake.ok("build").out, "built 2026-10-01 to 2026-10-06, 6 days: new")
    estimated = lake.count("SELECT count(*) AS n FROM node_hours WHERE estimated AND effective_cost IS NOT NULL AND day >= DATE '2026-10-04'")
    assert estimated > 0
    assert not lake.ask("costs", "--by", "team").complete
    holds(lake.ok("reconcile").out, "allocation: estimated")
    lake.take(whole)
    out = lake.ok("build").out
    holds(out, "built 2026-10-04 to 2026-10-06, 3 days: its inputs changed", "kept 3 days", "became actual: estimated ", " %)")
    errors = lake.ask("query", "SELECT CAST(sum(node_hours) AS BIGINT) AS n, min(day) AS day FROM estimate_errors").rows[0]
    equal(errors, {"n": estimated, "day": "2026-10-04"})
    equal(lake.count("SELECT count(*) AS n FROM node_hours WHERE estimated"), 0)
    equal(sum(row["effective_cost"] for row in lake.ask("costs", "--by", "team").rows), lake.total("effective"))
    equal(lake.run("reconcile").code, 0)



main()
