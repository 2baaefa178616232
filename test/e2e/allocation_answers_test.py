"""What `costs`, `idle`, `unmapped` and `reconcile` say of a small organisation that is worked by hand."""
import csv
import io
import json
import os
from decimal import Decimal as D

from farthing_program import Answer, Lake, equal, holds, main, run, test
from made_bills import cur, write
from made_clusters import SETTINGS, at, billed, built, container, costs_by, lay, machine, used

DAY_TWO = {"start": at(day=2), "end": at("11:00:00", day=2)}
TASK = "arn:aws:ecs:us-east-1:444455556666:task/shop/fargate1"
WEB = {"namespace": "web", "workload": "web", "controller_kind": "Deployment", "container": "app",
       "labels": {"team": "search", "product": "shop", "environment": "prod"}}
SERVE = {"node_pool": "serve", "instance_type": "m5.xlarge", "labels": {"owner": "platform"}}
SHOP = {"cluster": "shop", "orchestrator": "ecs"}


def bill(first_machine=8):
    return [
        billed("i-a", first_machine), billed("i-b", 8), billed("i-gpu", 30, UsageType="SpotUsage:g5.xlarge"), billed("i-ecs", 4),
        billed(TASK, 2, ProductCode="AmazonECS", UsageType="Fargate-vCPU-Hours:perCPU"), billed("i-a", 8, *DAY_TWO.values()),
        billed("bucket", 5, ProductCode="AmazonS3", UsageType="TimedStorage", userTeam="search"),
        billed("arn:aws:eks:us-east-1:444455556666:cluster/prod", 7, ProductCode="AmazonEKS", UsageType="AmazonEKS-Hours:perCluster"),
    ]


NODES = [
    machine("i-a", zone="us-east-1a", **SERVE), machine("i-a", **{**DAY_TWO, **SERVE}), machine("i-b", zone="us-east-1b", **SERVE),
    machine("i-gpu", cluster="train", node_pool="gpu", instance_type="g5.xlarge", purchase_option="spot", vcpu=5, memory_gib=45,
            accelerator_count=1, accelerator_model="A10G"),
    machine("i-ecs", **SHOP, instance_type="c5.xlarge"), machine(TASK, **SHOP, purchase_option="fargate", vcpu=1, memory_gib=9),
]
WORKLOADS = [
    container("web-1", "i-a", 2, **WEB), container("web-2", "i-a", 4, **{**DAY_TWO, **WEB}),
    container("agent", "i-a", 1, namespace="kube-system", workload="agent", controller_kind="DaemonSet", system="true"),
    container("batch-1", "i-b", 1, namespace="batch", workload="nightly", controller_kind="Job", labels={"team": "data"}),
    container("train-1", "i-gpu", 4, cluster="train", namespace="train", workload="llm", controller_kind="Job",
              request_accelerators=1, labels={"team": "research"}),
    container("cart-1", "i-ecs", 2, **SHOP, request_memory_gib=36, namespace="", ecs_service="cart", workload="cart",
              labels={"team": "shop"}),
    container("mail-1", TASK, 1, **SHOP, namespace="", ecs_service="mail", workload="mail", labels={"squad": "post"}),
]
BILL_TOTAL = D(72)
"""By hand, in dollars. i-a: 8 a day, of which web-1 holds a half and agent a quarter on the first, web-2 all on the second.
i-b: a quarter of 8. i-gpu: 9 x 5 + 45 + 90 = 180 weigh its 30, so a quarter lies on the vCPU, a quarter on memory, a half on the
card; train-1 holds 4/5, 4/5 and 1 of them: .9. i-ecs: a half of the vCPU and all of the memory of 4. The task: all of its 2."""
HELD = {"web-1": D(4), "web-2": D(8), "agent": D(2), "batch-1": D(2), "train-1": D(27), "cart-1": D(3), "mail-1": D(2)}


def organisation(folder):
    return built(folder, bill=bill(), nodes=NODES, workloads=WORKLOADS)


def by_pod(lake, *options):
    """Cost by pod, and what has no pod by its kind."""
    rows = lake.ask("costs", "--by", "cost_kind,pod", *options).rows
    equal(sum(row["effective_cost"] for row in rows), BILL_TOTAL, str(options))
    return {row["pod"] or row["cost_kind"]: row["effective_cost"] for row in rows}


# Without a pod: idle 2 + 6 + 3 + 1 = 12, the bucket 5, the control plane 7.
EXPECTED_BY = {
    "cost_kind": {"allocated": 46, "system": 2, "idle": 12, "shared": 7, "not_covered": 5},
    "cost_kind,reason": {("allocated", None): 46, ("system", None): 2, ("idle", None): 12, ("shared", "control plane"): 7,
                         ("not_covered", "outside of clusters"): 5},
    "cluster": {"prod": 24 + 7, "train": 30, "shop": 6, None: 5},
    "namespace": {"web": 12, "kube-system": 2, "batch": 2, "train": 27, None: 29},
    "ecs_service": {"cart": 3, "mail": 2, None: 67},
    "workload": {"web": 12, "agent": 2, "nightly": 2, "llm": 27, "cart": 3, "mail": 2, None: 24},
    "controller_kind": {"Deployment": 12, "DaemonSet": 2, "Job": 29, None: 29},
    "pod": {**HELD, None: 24},
    "container": {"app": 12, None: 60},
    "node": {"i-a": 16, "i-b": 8, "i-gpu": 30, "i-ecs": 4, TASK: 2, None: 12},
    "node_pool": {"serve": 24, "gpu": 30, None: 18},
    "accelerator": {"A10G": 30, None: 42},
    "team": {"search": 12 + 5, "research": 27, "shop": 3, "data": 2, None: 23},
    "product": {"shop": 12, None: 60},
    "environment": {"prod": 12, None: 60},
    "team,cost_kind": {("search", "allocated"): 12, ("search", "not_covered"): 5, ("research", "allocated"): 27,
                       ("shop", "allocated"): 3, ("data", "allocated"): 2, (None, "allocated"): 2, (None, "system"): 2,
                       (None, "idle"): 12, (None, "shared"): 7},
}


@test("costs by each dimension of workloads are what was worked by hand, and the bill")
def _(folder):
    lake = organisation(folder)
    equal(lake.total("effective"), BILL_TOTAL)
    for dimensions, expected in EXPECTED_BY.items():
        equal(sum(expected.values()), BILL_TOTAL, dimensions)
        names = dimensions.split(",")
        equal(lake.ask("costs", "--by", dimensions).by(*names, value="effective_cost"),
              {key: D(money) for key, money in expected.items()}, dimensions)


@test("the orchestrator, the instance type and the purchase option of what ran")
def _(folder):
    lake = organisation(folder)
    held = ("--where", "cost_kind = 'allocated'")
    equal(costs_by(lake, "orchestrator,purchase_option", *held),
          {("eks", "on_demand"): D(14), ("eks", "spot"): D(27), ("ecs", "on_demand"): D(3), ("ecs", "fargate"): D(2)})
    equal(costs_by(lake, "cluster,instance_type", *held), {("prod", "m5.xlarge"): D(14), ("train", "g5.xlarge"): D(27),
                                                           ("shop", "c5.xlarge"): D(3), ("shop", None): D(2)})


# Idle: 2 of i-a, 6 of i-b, 3 of i-gpu (a fifth of its vCPU and memory), 1 of i-ecs (a half of its vCPU).
@test("idle apart, by cost, by node, by cluster and to the owner of the pool, each worked by hand")
def _(folder):
    lake = organisation(folder)
    rest = {"shared": D(7), "not_covered": D(5)}
    apart = {**HELD, **rest, "idle": D(12)}
    equal(by_pod(lake), apart)
    equal(by_pod(lake, "--idle", "separate"), apart)
    # i-a's 2 to web-1 and agent as 2 : 1, which thirds round; each of the others to whom its machine has.
    by_node = by_pod(lake, "--idle", "by_node")
    near(by_node, {**rest, "web-1": 4 + D(4) / 3, "agent": 2 + D(2) / 3, "batch-1": D(8), "web-2": D(8), "train-1": D(30),
                   "cart-1": D(4), "mail-1": D(2), "idle": D(0)})
    # prod: 8 idle on 8 held, so each twice; shop: 1 on the 3 and 2 that are held, .6 and .4.
    doubled = {**HELD, **rest, "web-1": D(8), "agent": D(4), "batch-1": D(4), "train-1": D(30), "idle": D(0)}
    near(by_pod(lake, "--idle", "by_cost"), {**doubled, "cart-1": D("3.6"), "mail-1": D("2.4")})
    # By cluster, the shop's idle vCPU of $1 goes to those who held $1 of vCPU each, not by their memory.
    near(by_pod(lake, "--idle", "by_cluster"), {**doubled, "cart-1": D("3.5"), "mail-1": D("2.5")})
    owned = costs_by(lake, "team,cost_kind", "--idle", "to_pool_owner")
    equal((owned[("platform", "allocated")], owned[(None, "idle")], sum(owned.values())), (D(8), D(4), BILL_TOTAL))


def near(found, expected):
    """Equal to 1e-11; what rounding leaves may be there, and no more than that."""
    left = found.pop("rounding", D(0))
    assert abs(left) < D("1e-11"), left
    equal(found.keys(), expected.keys())
    for key, money in expected.items():
        assert abs(found[key] - money) < D("1e-11"), f"{key}: expected {money}, found {found[key]}"


# Its cluster's tenants cost 4, 2 and 8 before idle: the $7 of prod's control plane are 2, 1 and 4; agents and other clusters take none.
@test("the control plane falls on the tenants of its cluster in proportion to what they cost before idle")
def _(folder):
    lake = organisation(folder)
    laid = {**HELD, "web-1": D(6), "batch-1": D(3), "web-2": D(12), "not_covered": D(5)}
    equal(by_pod(lake, "--shared", "on"), {**laid, "idle": D(12)})
    equal(by_pod(lake, "--shared", "off")["shared"], D(7))
    near(by_pod(lake, "--shared", "on", "--idle", "by_cost"),
         {**laid, "web-1": D(10), "agent": D(4), "batch-1": D(5), "train-1": D(30), "cart-1": D("3.6"), "mail-1": D("2.4"), "idle": D(0)})
    equal(costs_by(lake, "cluster", "--shared", "on"), {"prod": D(31), "train": D(30), "shop": D(6), None: D(5)})


@test("a condition chooses rows after the split and names what it left out")
def _(folder):
    lake = organisation(folder)
    equal(costs_by(lake, "pod", "--where", "namespace = 'web'"), {"web-1": D(4), "web-2": D(8)})
    equal(costs_by(lake, "pod", "--where", "team = 'Search'"), {"web-1": D(4), "web-2": D(8), None: D(5)})
    of_two = costs_by(lake, "pod", "--where", "cluster = 'prod' AND team IN ('search', 'data')")
    equal(of_two, {"web-1": D(4), "web-2": D(8), "batch-1": D(2)})
    equal(costs_by(lake, "pod", "--where", "namespace = 'web'", "--idle", "by_cost"), {"web-1": D(8), "web-2": D(8)})
    equal(costs_by(lake, "namespace", "--where", "namespace = 'nowhere'"), {})
    answer = lake.ask("costs", "--by", "pod", "--where", "namespace = 'web'")
    holds(answer.notes, "left out: 29 USD")  # idle 12, shared 7, bucket 5, tasks of ECS 5


@test("each basis is split in itself: list prices twice the bill")
def _(folder):
    discounted = {"pricing/publicOnDemandCost": "16", "pricing/publicOnDemandRate": "16"}
    lake = built(folder, bill=[{**billed("i-1", 8), **discounted}], nodes=[machine("i-1")], workloads=[container("a", "i-1", 1)])
    for basis, expected in (("billed", 2), ("effective", 2), ("list", 4)):
        equal(costs_by(lake, "pod", basis=basis), {"a": D(expected), None: D(3 * expected)}, basis)


@test("the largest two, and all others in one row that keeps the total")
def _(folder):
    lake = organisation(folder)
    answer = lake.ask("costs", "--by", "workload", "--where", "cost_kind = 'allocated'", "--top", 2)
    equal([(row["workload"], row["effective_cost"]) for row in answer.rows], [("llm", D(27)), ("web", D(12)), ("(other)", D(7))])
    holds(answer.notes, "the largest 2; all others are in (other)")
    answer = lake.ask("costs", "--by", "workload", "--where", "cost_kind = 'allocated'", "--top", 50)
    assert not any("(other)" in note for note in answer.notes), answer.notes


@test("by day, and a day beside the day before")
def _(folder):
    lake = organisation(folder)
    answer = lake.ask("costs", "--by", "team", "--granularity", "day", "--where", "cost_kind = 'allocated'")
    equal(answer.by("period", "team", value="effective_cost"),
          {("2026-05-01", "research"): D(27), ("2026-05-01", "search"): D(4), ("2026-05-01", "shop"): D(3), ("2026-05-01", "data"): D(2),
           ("2026-05-01", None): D(2), ("2026-05-02", "search"): D(8)})
    compared = lake.ask("costs", "--by", "team", "--from", "2026-05-02", "--to", "2026-05-03", "--compare", "previous", "--where",
                        "cluster = 'prod' AND cost_kind = 'allocated'")
    found = {row["team"]: tuple(row[name] for name in ("effective_cost", "previous_effective_cost", "change", "change_percent"))
             for row in compared.rows}
    equal(found, {"search": (D(8), D(4), D(4), D(100)), "data": (D(0), D(2), D(-2), D(-100))})


@test("CSV and JSON hold the same rows, typed and in the same order; unknown text is empty and null")
def _(folder):
    lake = organisation(folder)
    ask = ("costs", "--by", "cluster,team", "-o")
    answer = json.loads(lake.ok(*ask, "json").out)
    equal(answer["columns"], [{"name": "cluster", "type": "text"}, {"name": "team", "type": "text"},
                              {"name": "effective_cost", "type": "decimal"}, {"name": "currency", "type": "text"}])
    header, *rows = csv.reader(io.StringIO(lake.ok(*ask, "csv").out))
    equal(header, ["cluster", "team", "effective_cost", "currency"])
    equal(rows, [["" if cell is None else str(cell) for cell in row] for row in answer["rows"]])
    equal(len(rows), 8)  # prod: search, data, none; train: research, none; shop: shop, none; the bucket
    money = [D(row[2]) for row in rows]
    equal(money, sorted(money, reverse=True))
    equal((sum(money), answer["snapshot"]), (BILL_TOTAL, lake.snapshot()))


@test("an earlier snapshot still answers as it did, after a restated bill and a rebuild")
def _(folder):
    lake = organisation(folder)
    before, then = lake.snapshot(), by_pod(lake)
    lake.take(lay(folder / "restated", bill=bill(first_machine=16)))
    lake.ok("build", *SETTINGS)
    now = costs_by(lake, "pod")
    # i-a's first day costs twice as much: web-1 8, agent 4, and 4 idle.
    equal((now["web-1"], now["agent"], now["batch-1"], sum(now.values())), (D(8), D(4), D(2), BILL_TOTAL + 8))
    equal(by_pod(lake, "--as-of", before), then)
    equal(lake.ask("costs", "--by", "pod", "--as-of", before).snapshot, before)
    holds(lake.fails("costs", "--by", "pod", "--as-of", 999).err, "999")


# 2026-05-01 is a Friday: of 8 + 8 + 30 + 4 + 2 = 52, 12 were idle (23.08 %); on Saturday nothing of 8.
@test("idle by cluster, pool and hour of the week, with how much of the machines' cost it is")
def _(folder):
    lake = organisation(folder)
    idle = lake.ask("idle", "--by", "hour_of_week")
    equal([(row["hour_of_week"], row["idle_effective_cost"], row["node_hours"], row["idle_percent"]) for row in idle.rows],
          [("5-Fri 10:00", D(12), 5, 23.08), ("6-Sat 10:00", D(0), 1, 0)])
    pools = lake.ask("idle").rows
    equal({(row["cluster"], row["node_pool"], row["instance_type"], row["owner"]): row["idle_effective_cost"] for row in pools},
          {("prod", "serve", "m5.xlarge", "platform"): D(8), ("train", "gpu", "g5.xlarge", None): D(3),
           ("shop", None, "c5.xlarge", None): D(1), ("shop", None, None, None): D(0)})
    top, = lake.ask("idle", "--by", "cluster", "--top", 1).rows[:1]
    equal((top["cluster"], top["idle_effective_cost"]), ("prod", D(8)))


# Of what somebody holds (46) and the bucket (5), only the task of $2 has no team: 3.92 %.
@test("unmapped names the money without a team and the label that it does carry")
def _(folder):
    answer = organisation(folder).ask("unmapped")
    row, = answer.rows
    equal((row["workload"], row["carries"], row["effective_cost"], row["share_percent"]), ("mail", "label:squad", D(2), 3.92))
    holds(answer.notes, "2 of 51 USD has no team")


@test("what unmapped named is mapped by a dimension of farthing.yaml, and gone from the list")
def _(folder):
    lake = organisation(folder)
    settings = write(folder / "farthing.yaml", "dimensions:\n  team:\n    from: [label:team, label:squad, tag:Team]\n"
                     "    synonyms: {mailing: [post]}\n")
    lake.ok("--config", settings, "build", *SETTINGS)
    equal(lake.ask("--config", settings, "unmapped").rows, [])
    teams = costs_by(lake, "team", "--where", "ecs_service = 'mail'", before=("--config", settings))
    equal(teams, {"mailing": D(2)})


def checks(lake, month="2026-05"):
    """{check: (expected, found, status)} of the lines of reconcile about allocation. It ends with 1 if one contradicts."""
    outcome = lake.run("reconcile", "--month", month, "-o", "json")
    found = {row["check"]: (row["expected"], row["found"], row["status"]) for row in Answer(outcome.out).rows
             if row["check"].startswith("allocation: ")}
    equal(outcome.code, 1 if any(status == "contradicts" for *_, status in found.values()) else 0)
    return found


@test("reconcile proves each basis, and what is estimated has a line beside the bill")
def _(folder):
    lake = organisation(folder)
    for basis in ("billed", "effective", "contracted", "list"):
        equal(checks(lake)["allocation: " + basis], (BILL_TOTAL, BILL_TOTAL, "ok"))
    assert not any("estimated" in check for check in checks(lake))
    lake.take(lay(folder / "new", nodes=[machine("i-new", hourly_cost_usd=4)], workloads=[container("new", "i-new", 1)]))
    lake.ok("build", *SETTINGS)
    found = checks(lake)
    equal(found["allocation: effective"], (BILL_TOTAL, BILL_TOTAL, "ok"))
    estimated, = [row for row in lake.ask("reconcile").rows if row["check"].startswith("allocation: estimated")]
    holds(str(estimated), "4")
    answer = lake.ask("costs", "--by", "pod")
    equal((answer.by("pod", value="effective_cost")["new"], answer.complete), (D(1), False))


OLDER = "the split is older than the bill: run farthing build"


@test("a bill that came after the build doesn't reconcile, which says what to do, until the next build")
def _(folder):
    lake = organisation(folder)
    lake.take(lay(folder / "restated", bill=bill(first_machine=16)))
    equal(lake.ask("costs", "--by", "pod").complete, False)
    holds(lake.ask("costs", "--by", "pod").notes, "run farthing build")
    equal(checks(lake)["allocation: effective"], (BILL_TOTAL + 8, BILL_TOTAL, "contradicts"))
    outcome = lake.run("reconcile")
    equal(outcome.code, 1)
    holds(outcome.out, OLDER)
    holds(lake.ok("summary").out, OLDER)
    lake.ok("build", *SETTINGS)
    equal(checks(lake)["allocation: effective"], (BILL_TOTAL + 8, BILL_TOTAL + 8, "ok"))
    equal(lake.run("reconcile").code, 0)


@test("a month that came after the build doesn't reconcile; where nothing is built there is nothing to contradict")
def _(folder):
    lake = organisation(folder)
    june = cur(folder / "june.csv", 5, in_month="2026-06")
    lake.take(june)
    outcome = lake.run("reconcile")
    equal((outcome.code, checks(lake, "2026-06")), (1, {"allocation: effective": (D(5), D(0), "contradicts")}))
    holds(outcome.out, OLDER)
    equal(lake.run("reconcile", "--month", "2026-05").code, 0)
    lake.ok("build", *SETTINGS)
    equal(lake.run("reconcile").code, 0)
    never_built = Lake(folder / "other")
    never_built.take(june)
    holds(never_built.ok("reconcile").out, "nothing is built")


@test("an empty lake, and one that isn't built, answer nothing and say what to do")
def _(folder):
    lake = Lake(folder / "lake")
    for command in (("costs", "--by", "team,cluster"), ("idle",), ("unmapped",)):
        answer = lake.ask(*command)
        equal((answer.rows, answer.complete, answer.snapshot), ([], False, 0), str(command))
        holds(answer.notes, "farthing import")
    holds(lake.ok("build").out, "0 node-hours, 0 shares")
    lake.take(lay(folder / "in", bill=[billed("i-1", 8)]))
    answer = lake.ask("costs", "--by", "team")
    equal((answer.rows, answer.complete), ([], False))
    holds(answer.notes, "run farthing build")
    equal(lake.total("effective"), D(8))


@test("a dimension, a mode or a basis that is none is misuse, and names what to write")
def _(folder):
    lake = organisation(folder)
    for arguments, said in ((("costs", "--by", "servise"), "did you mean 'service'?"), (("costs", "--idle", "by_pod"), "by_node"),
                            (("costs", "--shared", "maybe"), "on"), (("unmapped", "--dimension", "squad"), "squad"),
                            (("costs", "--by", "sku,pod"), "sku"), (("idle", "--by", "pod"), "pod"),
                            (("build", "--share-by", "most"), "request, usage")):
        holds(lake.fails(*arguments, code=2).err, said)


# i-1 at $8 an hour: a reserves a quarter and uses a half of the vCPU and an eighth of the memory.
@test("what a container held is the larger, what it reserved or what it used, as asked")
def _(folder):
    lake = built(folder, bill=[billed("i-1", 8)], nodes=[machine("i-1")], workloads=[container("a", "i-1", 1)], usage=[used("a", 2, "4.5")])
    for share_by, expected in (("max", D(3)), ("request", D(2)), ("usage", D("2.5"))):
        lake.ok("build", "--weights", "aws", "--share-by", share_by)
        equal(costs_by(lake, "pod"), {"a": expected, None: 8 - expected}, share_by)


@test("config explain tells a setting's value and whether the environment, the file or the default said it")
def _(folder):
    settings = write(folder / "farthing.yaml", "allocation:\n  weights: aws\n")
    plain = {name: value for name, value in os.environ.items() if not name.startswith("FARTHING_ALLOCATION")}

    def explains(*before, **more):
        outcome = run("--data", folder / "lake", *before, "config", "explain", "allocation.weights", environment={**plain, **more},
                      cwd=folder.parent)
        equal(outcome.code, 0, str(outcome))
        return outcome.out

    holds(explains(), "allocation.weights: market", "default")
    holds(explains("--config", settings), "allocation.weights: aws", "farthing.yaml:2")
    of_environment = explains("--config", settings, FARTHING_ALLOCATION_WEIGHTS="opencost")
    holds(of_environment, "allocation.weights: opencost", "FARTHING_ALLOCATION_WEIGHTS")
    bad = run("--data", folder / "lake", "build", environment={**plain, "FARTHING_ALLOCATION_WEIGHTS": "fair"}, cwd=folder)
    assert bad.code in (1, 2), bad
    holds(bad.err, "FARTHING_ALLOCATION_WEIGHTS", "opencost")


if __name__ == "__main__":
    main()
