"""Data that are wrong, and a machine that fails: what is wrong is named with its money, and the rest is right all the same."""
import random
import signal
import subprocess
import time
from decimal import Decimal as D

from farthing_program import PROGRAM, Lake, Skip, equal, holds, main, run, test
from made_bills import write
from made_clusters import HOUR, SETTINGS, at, billed, built, container, costs_by, lay, machine, rows_text, used

ISSUES = """SELECT kind, dataset, subject, effective_cost, "rows", length(detail) > 0 AND length(action) > 0 AS explained
            FROM data_issues ORDER BY ALL"""
SOUND_BILL = 13


def beside_sound(folder, bill=(), nodes=(), workloads=(), usage=()):
    """These rows beside a sound organisation: a machine of $8, of which `a` holds a half and `b` a quarter, and a bucket of $5."""
    return built(folder, bill=[billed("i-sound", 8), billed("bucket", 5, ProductCode="AmazonS3", UsageType="TimedStorage"), *bill],
                 nodes=[machine("i-sound"), *nodes], usage=usage,
                 workloads=[container("a", "i-sound", 2), container("b", "i-sound", 1), *workloads])


def issue(kind, dataset, subject, money=None, rows=1):
    return {"kind": kind, "dataset": dataset, "subject": subject, "effective_cost": None if money is None else D(str(money)),
            "rows": rows, "explained": True}


def finds(lake, *issues, more_billed=0, sound=None, others=None):
    """The issues, all of them; the bill's total by another way; what else there is of (kind, reason, pod); the sound part as ever."""
    equal(lake.ask("query", ISSUES).rows, list(issues))
    equal(lake.total("effective"), D(SOUND_BILL + more_billed))
    rows = [row for row in lake.ask("query", "SELECT cost_kind, reason, pod, node, sum(effective_cost) AS cost FROM allocation_daily "
                                    "WHERE NOT estimated GROUP BY ALL").rows if row["cost"] is not None]
    equal(sum(row["cost"] for row in rows), D(SOUND_BILL + more_billed), "the split is not the bill")
    of_sound = {row["pod"] or row["cost_kind"]: row["cost"] for row in rows if row["node"] == "i-sound"}
    equal(of_sound, sound or {"a": D(4), "b": D(2), "idle": D(2)})
    found = {row["pod"] or row["reason"] or row["cost_kind"]: row["cost"] for row in rows if row["node"] != "i-sound"}
    equal(found, {OUTSIDE: D(5), **(others or {})})
    equal(lake.run("reconcile").code, 0)


OUTSIDE = "outside of clusters"
NOBODY_DESCRIBES = "workloads ran there, but no row of nodes describes it"


def unknown_node(workload):
    return issue("workload on an unknown node", "workloads", workload)


# 10:00-10:30 at two quarters, 10:30-11:00 at all four: .5 x .5 + .5 x 1 = .75 of $8.
@test("of overlapping intervals of a container the later takes over where it begins")
def _(folder):
    lake = beside_sound(folder, bill=[billed("i-2", 8)], nodes=[machine("i-2")],
                        workloads=[container("c", "i-2", 2, end=at("10:45:00")), container("c", "i-2", 4, start=at("10:30:00"))])
    finds(lake, issue("overlapping intervals", "workloads", "c"), more_billed=8, others={"c": D(6), "idle": D(2)})


# Half an hour of 4 vCPU and 36 GiB, half an hour of 12 and 108: 8 vCPU-hours, of which two quarters (2 vCPU) are a fourth.
@test("of overlapping intervals of a machine the later takes over where it begins")
def _(folder):
    lake = beside_sound(folder, bill=[billed("i-2", 8)], workloads=[container("c", "i-2", 2)],
                        nodes=[machine("i-2"), machine("i-2", start=at("10:30:00"), vcpu=12, memory_gib=108)])
    finds(lake, issue("overlapping intervals", "nodes", "i-2"), more_billed=8, others={"c": D(2), "idle": D(6)})


@test("intervals of containers that end before they begin, or at once, are left out and named")
def _(folder):
    backwards = {"start": HOUR["end"], "end": HOUR["start"]}
    lake = beside_sound(folder, bill=[billed("i-2", 8)], nodes=[machine("i-2")],
                        workloads=[container("c", "i-2", 2, **backwards), container("d", "i-2", 2, end=HOUR["start"]),
                                   container("e", "i-2", 2)])
    finds(lake, *[issue("reversed interval", "workloads", name) for name in "cd"], more_billed=8,
          others={"e": D(4), "idle": D(4)})


@test("a machine whose only interval ends before it begins is as good as not described: its money is unallocated")
def _(folder):
    lake = beside_sound(folder, bill=[billed("i-2", 8)], workloads=[container("c", "i-2", 2)],
                        nodes=[machine("i-2", start=HOUR["end"], end=HOUR["start"])])
    finds(lake, issue("line of the bill without a node", "charges", "i-2", 8),
          issue("reversed interval", "nodes", "i-2"), unknown_node("c"), more_billed=8,
          others={NOBODY_DESCRIBES: D(8)})


@test("a container on a machine that nothing knows is named and costs nothing")
def _(folder):
    finds(beside_sound(folder, workloads=[container("c", "i-ghost", 2)]), unknown_node("c"))


@test("lines of a machine on which containers ran but that no row of nodes describes are unallocated")
def _(folder):
    lake = beside_sound(folder, bill=[billed("i-ghost", 8), billed("i-ghost", "0.25", UsageType="EBS:VolumeUsage")],
                        workloads=[container("c", "i-ghost", 2)])
    finds(lake, issue("line of the bill without a node", "charges", "i-ghost", "8.25", rows=2),
          unknown_node("c"), more_billed=D("8.25"), others={NOBODY_DESCRIBES: D("8.25")})
    equal(costs_by(lake, "cost_kind,reason", "--where", "cost_kind = 'unallocated'"), {("unallocated", NOBODY_DESCRIBES): D("8.25")})


@test("a line of the bill at a time when its machine was not there is unallocated, with its reason and money")
def _(folder):
    later = {"start": at("12:00:00"), "end": at("13:00:00")}
    lake = beside_sound(folder, bill=[billed("i-2", 8), billed("i-2", 4, **later)], nodes=[machine("i-2", **later)],
                        workloads=[container("c", "i-2", 3, **later)])
    finds(lake, issue("line of the bill without a node", "charges", "i-2", 8),
          more_billed=12, others={"c": D(3), "idle": D(1), "a line while its machine was not there": D(8)})


@test("a machine of the bill that no cluster knows is not covered, and takes nothing from those that are")
def _(folder):
    lake = beside_sound(folder, bill=[billed("i-nobody", 7)])
    finds(lake, issue("line of the bill without a node", "charges", "i-nobody", 7), more_billed=7,
          others={"a machine that no cluster knows": D(7)})
    equal(costs_by(lake, "cost_kind", "--where", "reason = 'a machine that no cluster knows'"), {"not_covered": D(7)})


@test("a machine that says its cluster but that no row of nodes describes is unallocated, also without a workload")
def _(folder):
    task = "arn:aws:ecs:us-east-1:444455556666:task/shop/0f1e"
    lake = beside_sound(folder, bill=[
        billed("i-forgotten", 7, **{"resourceTags/aws:eks:cluster-name": "prod"}),
        billed(task, 2, UsageType="USE1-Fargate-vCPU-Hours:perCPU", ProductCode="AmazonECS"),
        billed(task, 1, UsageType="USE1-Fargate-GB-Hours", ProductCode="AmazonECS")])
    of_cluster = "a machine of a cluster that no row of nodes describes"
    finds(lake, issue("line of the bill without a node", "charges", task, 3, rows=2),
          issue("line of the bill without a node", "charges", "i-forgotten", 7), more_billed=10, others={of_cluster: D(10)})
    equal(costs_by(lake, "cost_kind,cluster", "--where", f"reason = '{of_cluster}'"),
          {("unallocated", "prod"): D(7), ("unallocated", "shop"): D(3)})


@test("what a bill knows of a machine's hour whose net cost or currency not all lines agree on is unallocated, and reconciles")
def _(folder):
    lake = built(folder, bill=[billed("i-1", 8, **{"lineItem/NetUnblendedCost": 6}), billed("i-1", 1, UsageType="EBSOptimized:m5.large"),
                               billed("i-2", 4), billed("i-2", 3, CurrencyCode="EUR")],
                 nodes=[machine("i-1"), machine("i-2")], workloads=[container("a", "i-1", 2), container("b", "i-2", 2)])
    by_pod = {row["pod"] or row["cost_kind"]: row for row in lake.ask(
        "query", "SELECT pod, cost_kind, billed_cost, net_billed_cost, currency FROM allocation_daily WHERE node = 'i-1'").rows}
    equal({name: (row["billed_cost"], row["net_billed_cost"]) for name, row in by_pod.items()},
          {"a": (D("4.5"), None), "idle": (D("4.5"), None), "unallocated": (D(0), D(6))})
    found = lake.ask("query", "SELECT cost_kind, currency, sum(billed_cost) AS cost FROM allocation_daily WHERE node = 'i-2' GROUP BY 1, 2")
    equal(found.by("cost_kind", "currency", value="cost"),
          {("unallocated", "USD"): D(4), ("unallocated", "EUR"): D(3), ("allocated", None): None, ("idle", None): None})
    outcome = lake.run("reconcile")
    equal(outcome.code, 0, outcome.out)
    holds(outcome.out, "allocation: net_billed")
    holds(lake.ask("costs", "--by", "pod", "--cost", "net_billed").notes, "net_billed cost is unknown for 4 node- or workload-hours")


# Two quarters of a known $3; nothing at all is known of the other machine, so its cost is unknown, not 0.
@test("machines without a line of the bill are estimated or unknown, and never part of the bill's total")
def _(folder):
    lake = beside_sound(folder, nodes=[machine("i-2", hourly_cost_usd=3), machine("i-3")],
                        workloads=[container("c", "i-2", 2), container("d", "i-3", 2)])
    finds(lake, issue("node without a line of the bill", "nodes", "i-2", 3),
          issue("node without a line of the bill", "nodes", "i-3"))
    answer = lake.ask("costs", "--by", "pod", "--where", "pod IN ('c', 'd')")
    equal(answer.by("pod", value="effective_cost"), {"c": D("1.5"), "d": None})
    equal(answer.complete, False)
    holds(answer.notes, "includes 1.5 USD estimated", "effective cost is unknown for 1 ")
    holds(lake.ok("reconcile").out, "allocation: estimated")


@test("usage of a container that nothing knows is left out and named")
def _(folder):
    lake = beside_sound(folder, usage=[used("ghost", 4, 36), used("ghost", 4, 36, hour=at("11:00:00"))])
    finds(lake, issue("usage without a workload", "usage_hourly", "ghost", rows=2))


# a used 20 GiB where it reserved 18: (2/4 + 20/36) / 2 x $8 = 4 2/9; its vCPU as reserved. What b used of memory is unknown.
@test("impossible usage is taken as unknown, so what was reserved counts; the other figures of the row stay")
def _(folder):
    lake = beside_sound(folder, usage=[used("a", -1, 20), used("b", 1, -5)])
    finds(lake, *[issue("impossible usage", "usage_hourly", name) for name in "ab"],
          sound={"a": D("4.222222222222"), "b": D(2), "idle": D("1.777777777778")})


# Of i-2 there is no more than 4 vCPU and 36 GiB; c and d want 4 and 12 times a quarter, so 1/4 and 3/4 of it.
@test("containers that hold more than the machine has share it in proportion, and idle is nothing")
def _(folder):
    lake = beside_sound(folder, bill=[billed("i-2", 8)], nodes=[machine("i-2")],
                        workloads=[container("c", "i-2", 4), container("d", "i-2", 12)])
    finds(lake, issue("more held than there is", "workloads", "i-2", 8), more_billed=8, others={"c": D(2), "d": D(6), "idle": D(0)})


# The line of two hours falls on the one in which the machine was there; c pays for its half of that hour only.
@test("a container that begins before its machine pays for the time in which the machine was there")
def _(folder):
    lake = beside_sound(folder, bill=[billed("i-2", 8, start=at("09:00:00"))], nodes=[machine("i-2")],
                        workloads=[container("c", "i-2", 2, start=at("09:00:00"))])
    finds(lake, issue("workload while its node was not there", "workloads", "c"), more_billed=8,
          others={"c": D(4), "idle": D(4)})


# The machine comes at half past ten: c's two quarters of it for half an hour are a half of what there is.
@test("within an hour, too, a container holds nothing of a machine that isn't there yet")
def _(folder):
    lake = beside_sound(folder, bill=[billed("i-2", 8)], nodes=[machine("i-2", start=at("10:30:00"))],
                        workloads=[container("c", "i-2", 2)])
    finds(lake, issue("workload while its node was not there", "workloads", "c"), more_billed=8, others={"c": D(4), "idle": D(4)})


@test("a container that outlives its machine costs nothing after it")
def _(folder):
    lake = beside_sound(folder, bill=[billed("i-2", 8)], nodes=[machine("i-2")],
                        workloads=[container("c", "i-2", 1, end=at("13:30:00"))])
    finds(lake, issue("workload while its node was not there", "workloads", "c"), more_billed=8, others={"c": D(2), "idle": D(6)})


@test("all kinds of fault at once: each is named, and the sound part of the organisation doesn't feel it")
def _(folder):
    lake = beside_sound(
        folder, bill=[billed("i-2", 8), billed("i-ghost", 3), billed("i-late", 2)],
        nodes=[machine("i-2"), machine("i-late", start=at("15:00:00"), end=at("16:00:00"), hourly_cost_usd=1),
               machine("i-gone", start=at("12:00:00"), end=at("11:00:00"))],
        workloads=[container("c", "i-2", 8), container("c", "i-2", 2, start=at("10:30:00")), container("d", "i-ghost", 1),
                   container("e", "i-gone", 1)],
        usage=[used("nobody", 1, 1), used("b", 0, -1)])
    kinds = lake.ask("query", "SELECT kind, count(*) AS n FROM data_issues GROUP BY kind").by("kind", value="n")
    # c holds twice the machine for half an hour and a half of it for the other: 1.25 of 1, so all of $8.
    equal(kinds, {"overlapping intervals": 1, "reversed interval": 1, "workload on an unknown node": 2, "usage without a workload": 1,
                  "impossible usage": 1, "more held than there is": 1, "node without a line of the bill": 1,
                  "line of the bill without a node": 2})
    equal(costs_by(lake, "cost_kind", "--where", "node = 'i-sound'"), {"allocated": D(6), "idle": D(2)})
    equal(costs_by(lake, "pod", "--where", "pod = 'c'"), {"c": D(8)})
    unallocated = costs_by(lake, "reason", "--where", "cost_kind = 'unallocated'")
    equal(unallocated, {NOBODY_DESCRIBES: D(3), "a line while its machine was not there": D(2)})
    equal(lake.total("effective"), D(SOUND_BILL + 13))
    equal(lake.run("reconcile").code, 0)


# Each is a sixteenth of a machine of $16.
LABELS = ['say "hi"', "it's; DROP TABLE nodes --", "two\nlines", "\r\n", "\t", "\U0001f980 crab", "ünïcödé", "a,b;c", "%s{}$HOME", "\\", "-",
          "x" * 10240]


def labelled(folder):
    return built(folder, bill=[billed("i-1", 16)], nodes=[machine("i-1", vcpu=16, memory_gib=144)],
                 workloads=[container(f"w{number}", "i-1", labels={"team": label}) for number, label in enumerate(LABELS)])


@test("labels of any characters and 10 kB come back as they were, each with its dollar")
def _(folder):
    lake = labelled(folder)
    equal(lake.ask("query", "SELECT workload_id, labels['team'] AS label FROM workloads").by("workload_id", value="label"),
          {f"w{number}": label for number, label in enumerate(LABELS)})
    equal(lake.ask("query", "SELECT count(*) AS n FROM data_issues").rows[0]["n"], 0)
    equal(lake.total("effective"), D(16))
    found = costs_by(lake, "team")
    of_words = [label for label in LABELS if label.strip()]
    equal({label: found.get(label) for label in of_words}, {label: D(1) for label in of_words})
    equal(sum(found.values()), D(16))


@test("a condition on a label of any characters finds its container and no other")
def _(folder):
    lake = labelled(folder)
    for number, label in enumerate(LABELS):
        if label.strip() and len(label) < 2048:  # a text in a condition has 2048 bytes at most
            quoted = label.replace("'", "''")
            equal(costs_by(lake, "pod", "--where", f"team = '{quoted}'"), {f"w{number}": D(1)}, repr(label))


@test("labels that say null or none are no team, and unmapped names the label that they carry")
def _(folder):
    lake = built(folder, bill=[billed("i-1", 8)], nodes=[machine("i-1")],
                 workloads=[container(f"w{number}", "i-1", labels={"team": label}) for number, label in enumerate(("null", "None", ""))])
    equal(costs_by(lake, "team"), {None: D(8)})
    row, = lake.ask("unmapped").rows
    equal((row["carries"], row["effective_cost"], row["cost_kind"]), ("label:team", D(6), "allocated"))


@test("names of any characters: a machine, a namespace and a cluster with quotes and newlines")
def _(folder):
    odd = "o'dd \"q\"\n\U0001f980, x"
    lake = built(folder, bill=[billed(odd, 8)], nodes=[machine(odd, cluster=odd, node_pool=odd)],
                 workloads=[container(odd, odd, 2, namespace=odd, cluster=odd)])
    for dimension in ("namespace", "pod"):
        equal(costs_by(lake, dimension), {odd: D(4), None: D(4)}, dimension)
    for dimension in ("cluster", "node", "node_pool"):
        equal(costs_by(lake, dimension), {odd: D(8)}, dimension)
    holds(lake.ok("costs", "--by", "namespace").out, "\\n")  # a table keeps a row on its line


@test("a label cell that is no JSON names file, row and column, and the lake keeps what it had")
def _(folder):
    lake = built(folder, bill=[billed("i-1", 8)], nodes=[machine("i-1")], workloads=[container("a", "i-1", 2)])
    before = lake.fingerprint()
    bad = write(folder / "workloads.csv", rows_text([container("b", "i-1"), {**container("c", "i-1"), "labels": "{team: search"}]))
    holds(lake.fails("import", bad).err, "workloads.csv: row 2: column labels", "JSON")
    equal(lake.fingerprint(), before)


def generated(folder):
    """A lake with a generated organisation, built at AWS's weights."""
    outcome = run("generate", "org", "--days", 4, "--nodes", 8, "--pods", 60, "--seed", 7, "--out", folder / "org")
    equal(outcome.code, 0, str(outcome))
    lake = Lake(folder / "lake")
    lake.take(folder / "org")
    lake.ok("build", "--weights", "aws")
    return lake


def split(lake):
    return costs_by(lake, "cost_kind,cluster,namespace")


def starts(lake, *options):
    return subprocess.Popen([PROGRAM, "--data", lake.folder, "build", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@test("kill -9 of build at random moments leaves the old split or the new one, and the next build is right")
def _(folder):
    lake = generated(folder)
    bill, old = lake.total(), split(lake)
    begun = time.monotonic()
    lake.ok("build", "--weights", "market")
    whole_build, new = time.monotonic() - begun, split(lake)
    assert old != new
    dice, killed = random.Random(11), 0
    for rounds in range(24):  # one that came to its end before the moment doesn't count
        at_first = split(lake)
        build = starts(lake, "--weights", "aws" if at_first == new else "market")
        time.sleep(dice.uniform(0, whole_build))  # the moment is what is tried here
        build.send_signal(signal.SIGKILL)
        build.communicate()
        killed += build.returncode == -signal.SIGKILL
        found = split(lake)
        assert found in (old, new), f"round {rounds}: {found}"
        equal(sum(found.values()), sum(old.values()))
        equal(lake.run("reconcile").code, 0)
        if killed == 8:
            break
    equal(killed, 8, "killed before their end")
    for weights, expected in (("aws", old), ("market", new)):
        lake.ok("build", "--weights", weights)
        equal(split(lake), expected, weights)
    equal(lake.total(), bill)
    lake.ok("lake", "gc", "--older-than", 0)
    equal(split(lake), new)
    equal(list((lake.folder / "lake").rglob("staging/*")), [])


@test("two builds at once end as one alone, and neither fails")
def _(folder):
    lake = generated(folder)
    expected = split(lake)
    lake.ok("build", "--weights", "opencost")
    both = [starts(lake, "--weights", "aws") for _ in range(2)]
    said = [build.communicate() for build in both]
    equal([build.returncode for build in both], [0, 0], str(said))
    equal(split(lake), expected)
    equal(lake.run("reconcile").code, 0)


@test("an import while a build runs is lost in neither: the next build has both")
def _(folder):
    lake = built(folder, bill=[billed("i-1", 8)], nodes=[machine("i-1")], workloads=[container("a", "i-1", 2)])
    build = starts(lake, "--weights", "market")
    lake.take(lay(folder / "more", nodes=[machine("i-2", hourly_cost_usd=4)], workloads=[container("b", "i-2", 3)]))
    equal((build.communicate(), build.returncode)[1], 0)
    lake.ok("build", *SETTINGS)
    equal(costs_by(lake, "pod"), {"a": D(4), "b": D(3), None: D(5)})


def in_a_namespace(mount, lake, answer):
    """Runs build at other weights after a mount over the data folder, then costs; gives what build did and what costs printed."""
    script = (f"{mount} || exit 77; {PROGRAM} --data {lake.folder} build --weights opencost; code=$?; "
              f"{PROGRAM} --data {lake.folder} costs --by pod -o csv > {answer} 2>/dev/null; exit $code")
    done = subprocess.run(["unshare", "-m", "sh", "-c", script], capture_output=True, text=True)
    if done.returncode == 77 or "unshare" in done.stderr:
        raise Skip("no mount namespace here: " + done.stderr.strip())
    return done


def small(folder):
    return built(folder, bill=[billed("i-1", 8)], nodes=[machine("i-1")], workloads=[container("a", "i-1", 3)])


SMALL_ANSWER = "pod,effective_cost,currency\na,6,USD\n,2,USD\n"


@test("a data folder that can't be written is an error that says so, and still answers")
def _(folder):
    lake = small(folder)
    before = lake.fingerprint()
    bind = f"mount --bind {lake.folder} {lake.folder} && mount -o remount,ro,bind {lake.folder}"
    done = in_a_namespace(bind, lake, folder / "answer")
    equal(done.returncode, 1, done.stderr)
    holds(done.stderr, str(lake.folder), "Read-only")
    equal((folder / "answer").read_text(), SMALL_ANSWER)
    equal(lake.fingerprint(), before)


@test("a full disk is an error that says so, and the old split still answers")
def _(folder):
    lake = small(folder)
    full = f"mkdir {folder}/copy && cp -a {lake.folder}/. {folder}/copy && mount -t tmpfs -o size=256k none {lake.folder} && " \
           f"cp -a {folder}/copy/. {lake.folder} && {{ dd if=/dev/zero of={lake.folder}/filling bs=1k 2>/dev/null; true; }}"
    done = in_a_namespace(full, lake, folder / "answer")
    equal(done.returncode, 1, done.stderr)
    holds(done.stderr, "space")
    equal((folder / "answer").read_text(), SMALL_ANSWER)


@test("files that may not grow stop a build, and the old split still answers")
def _(folder):
    lake = small(folder)
    done = subprocess.run(["bash", "-c", f"ulimit -f 1; exec {PROGRAM} --data {lake.folder} build --weights opencost"],
                          capture_output=True, text=True)
    assert done.returncode != 0, done
    equal(costs_by(lake, "pod"), {"a": D(6), None: D(2)})
    lake.ok("build", "--weights", "opencost")
    equal(sum(costs_by(lake, "pod").values()), D(8))


# Text of farthing.yaml, where in it the fault lies, and what is said.
BAD_SETTINGS = {
    "an unknown key": ("allocation:\n  weight: aws\n", "2:3", "did you mean 'weights'?"),
    "a value that is none": ("allocation:\n  weights: fair\n", "2:12", "aws, opencost, market"),
    "a column that is none": ('allocation:\n  shared:\n    - {name: x, when: "nosuch = 1"}\n', "3:", "nosuch"),
    "an aggregate": ('allocation:\n  shared:\n    - {name: x, when: "sum(BilledCost) > 1"}\n', "3:", "sum()"),
    "parts beyond the whole": ('allocation:\n  shared:\n    - {name: x, when: "1=1", split: fixed, parts: {a: 0.8, b: 0.4}}\n',
                               "3:", "1.2"),
}


@test("a fault of farthing.yaml names file, line and column, and changes nothing")
def _(folder):
    lake = small(folder)
    before = lake.fingerprint()
    for name, (text, place, said) in BAD_SETTINGS.items():
        settings = write(folder / "farthing.yaml", text)
        for command in (("build",), ("costs", "--by", "team")):
            outcome = lake.run("--config", settings, *command)
            assert outcome.code in (1, 2) and outcome.out == "", f"{name}: {outcome}"
            holds(outcome.err, f"{settings}:{place}", said)
    equal(lake.fingerprint(), before)
    holds(lake.fails("--config", folder / "none.yaml", "build").err, "none.yaml")


if __name__ == "__main__":
    main()
