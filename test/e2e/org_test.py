"""A generated organisation: from the command to dollars that agree with its truth."""
import functools
import hashlib
import json
import os
import tempfile
from decimal import Decimal as D
from pathlib import Path

from farthing_program import BASES, Lake, equal, holds, main, run, test


def generate(folder, *options, seed=3):
    outcome = run("generate", "org", "--days", 3, "--nodes", 10, "--pods", 60, "--seed", seed, "--out", folder, *options)
    assert outcome.code == 0, outcome
    return outcome.out, json.loads((folder / "truth.json").read_text())


def files(folder):
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


@test("an organisation is imported whole, its bill's total on each basis is the truth's, and it can be built")
def _(folder):
    said, truth = generate(folder / "org")
    lake = Lake(folder / "lake")
    report = lake.take(folder / "org").out
    for dataset in ("nodes", "workloads", "usage_hourly", "prices", "events"):
        holds(report, f"\n{dataset}: ")
    organisation = truth["organisation"]
    holds(report, f"usage_hourly: {organisation['usage_rows']:,} rows", f"{truth['rows']:,} lines")
    holds(said, f"{truth['rows']:,} bill lines", "4,320 pod-hours")
    for basis in BASES:
        equal(lake.total(basis), D(truth["totals"][basis]), basis)
    holds(lake.ok("build").out, "built 2026-10-01 to 2026-10-03, 3 days", f"{organisation['usage_rows']:,} shares")


@test("the machines' lines sum to what was truly held and to idle, by hour")
def _(folder):
    _, truth = generate(folder / "org")
    lake = Lake(folder / "lake")
    lake.take(folder / "org")
    effective = truth["organisation"]["effective"]
    machines = lake.ask("query", "SELECT sum(EffectiveCost) AS cost FROM charges WHERE ResourceId IN (SELECT node_id FROM nodes) OR "
                        "ResourceId IN (SELECT labels['root_volume_id'] FROM nodes)").rows[0]["cost"]
    block = lake.ask("query", "SELECT coalesce(sum(EffectiveCost), 0) AS cost FROM charges WHERE ResourceId LIKE '%capacity-reservation%'").rows[0]["cost"]
    equal(D(block), D(effective["capacity_block"]))
    equal(machines + D(block) - D(effective["unused_capacity_block"]), D(effective["machines"]))
    equal(D(effective["machines"]), D(effective["allocated"]) + D(effective["system"]) + D(effective["idle"]))
    equal(lake.count("SELECT sum(date_diff('second', start, \"end\")) AS n FROM workloads"), 60 * 3 * 86400)


@test("one seed is one organisation to the byte, another seed another")
def _(folder):
    generate(folder / "one")
    generate(folder / "again")
    generate(folder / "other", seed=4)
    equal(files(folder / "again"), files(folder / "one"))
    assert files(folder / "one")["workloads.parquet"] != files(folder / "other")["workloads.parquet"]


@functools.cache
def estate():
    """An organisation with all of its accelerators, imported and built; its truth. Made once, for those who only ask."""
    folder = Path(tempfile.mkdtemp(dir=os.environ.get("FARTHING_TMP")))
    outcome = run("generate", "org", "--days", 6, "--nodes", 20, "--pods", 150, "--seed", 2, "--out", folder / "org")
    assert outcome.code == 0, outcome
    lake = Lake(folder / "lake")
    lake.take(folder / "org")
    lake.ok("build")
    return lake, json.loads((folder / "org" / "truth.json").read_text())["organisation"]


@test("what is held of shared cards is what the truth says, but for what cards are worth")
def _(folder):
    lake, truth = estate()
    pools = {row["node_pool"]: row for row in lake.ask("gpu", "--by", "node_pool").rows}
    equal(pools.keys(), truth["accelerators"].keys())
    found = {name: (D(row["allocated_effective_cost"]), D(row["used_effective_cost"])) for name, row in pools.items()}
    ratios = {name: (held / D(truth["accelerators"][name]["held"]), used) for name, (held, used) in found.items()}
    for name, (ratio, used) in ratios.items():
        assert D("0.8") < ratio < D("1.2"), f"{name}: {ratio}"
        assert abs(used - ratio * D(truth["accelerators"][name]["used"])) < max(used / 20, D("0.01")), f"{name}: {used}"
    # Machines of one type: MPS by percent and memory, MPS by replica, time-slicing. Whatever a card is worth, it is the same.
    equal({round(ratios[name][0], 5) for name in ("gpu-mps", "gpu-mps-plain", "gpu-sliced-small")}, {round(ratios["gpu-mps"][0], 5)})


@test("who holds cards and never computes wastes all of it")
def _(folder):
    lake, truth = estate()
    pools = {row["node_pool"]: row for row in lake.ask("gpu", "--by", "node_pool").rows}
    for name in ("gpu-dev", "llm-legacy"):
        equal(D(truth["accelerators"][name]["used"]), 0)
        equal(D(pools[name]["used_effective_cost"]), 0)
        equal(pools[name]["wasted_effective_cost"], pools[name]["allocated_effective_cost"])
    held = lake.ask("query", "SELECT CAST(sum(seconds) AS BIGINT) AS n FROM accelerator_activity WHERE active_seconds = 0 AND memory_gib_seconds > 0 "
                    "AND len(held_by) = 1 AND held_by[1] IN (SELECT workload_id FROM workloads WHERE workload = 'eval-cache')")
    equal(int(held.rows[0]["n"]), 6 * 86400)


@test("runs have the steps, checkpoints and interruptions that they were made with")
def _(folder):
    lake, _ = estate()
    runs = {row["run"]: row for row in lake.ask("runs").rows}
    equal(len(runs), 5)
    equal({row["status"] for row in runs.values()} >= {"running", "failed", "finished"}, True)
    for name, row in runs.items():
        equal(row["end"] is None, row["status"] == "running", name)
        for kind in ("checkpoint", "interruption"):
            equal(int(row[f"{kind}s"]), lake.count(f"SELECT count(*) AS n FROM run_events WHERE run = '{name}' AND kind = '{kind}'"), name)
        assert D(row["effective_cost"]) > 0, row
    # Told by their label, not by a name of the run.
    equal(lake.count("SELECT count(*) AS n FROM workloads WHERE run = 'llm-pretrain-2026-10'"), 0)
    equal(lake.count("SELECT count(DISTINCT workload_id) AS n FROM workloads WHERE labels['training.kubeflow.org/job-name'] = 'llm-pretrain-2026-10'"), 1)


@test("models have requests by day and tenant; one is up that nobody asks; one is gone at night")
def _(folder):
    lake, _ = estate()
    models = {(row["model"], row["model_version"]): row for row in lake.ask("models").rows}
    equal(len(models), 10)
    legacy = models[("legacy-7b", "v0")]
    equal(int(legacy["requests"]), 0)
    equal(legacy["without_requests_effective_cost"], legacy["allocation_effective_cost"])
    for key, row in models.items():
        equal(int(row["requests"] or 0), lake.count(f"SELECT coalesce(sum(requests), 0) AS n FROM requests_hourly WHERE model = '{key[0]}' AND model_version = '{key[1]}'"))
        assert D(row["usage_effective_cost"]) < D(row["allocation_effective_cost"]), row
    equal(lake.count("SELECT count(*) AS n FROM requests_hourly WHERE model = 'code-13b' AND hour(hour) BETWEEN 0 AND 4"), 0)
    equal(lake.count("SELECT count(DISTINCT tenant) AS n FROM requests_hourly WHERE model = 'chat-8b'"), 4)
    equal(lake.count("SELECT count(*) AS n FROM requests_hourly WHERE model = 'summarize-3b' AND prefill_seconds IS NOT NULL"), 0)


@test("a Capacity Block is one fee of its owner and lines of nothing, and the fee is the price of its machine's hours")
def _(folder):
    lake, truth = estate()
    block = lake.ask("query", "SELECT sum(BilledCost) AS cost, count(*) AS n FROM charges WHERE x_UsageType LIKE '%CapacityBlock%' AND BilledCost > 0").rows[0]
    equal(D(block["cost"]), D(truth["effective"]["capacity_block"]))
    equal(D(block["cost"]), D("31.464") * 24 * 4)
    equal(int(block["n"]), 1)
    equal(lake.count("SELECT count(DISTINCT node_id) AS n FROM nodes WHERE purchase_option = 'capacity_block' AND labels['team'] = 'research' "
                     "AND labels['capacity_reservation_id'] IS NOT NULL"), 1)
    assert lake.count("SELECT count(*) AS n FROM charges WHERE x_PurchaseOption = 'capacity_block' AND BilledCost = 0") > 90
    hours = lake.ask("query", "SELECT sum(capacity_block_cost) AS cost, max(capacity_block_cost) AS hour, min(capacity_block) AS block FROM node_hours "
                     "WHERE capacity_block IS NOT NULL").rows[0]
    equal(D(hours["hour"]), D("31.464"))
    unused = lake.ask("query", "SELECT sum(effective_cost) AS cost FROM allocation_daily WHERE reason = 'capacity block'").rows[0]
    equal(D(unused["cost"]), D(truth["effective"]["unused_capacity_block"]))
    equal(D(hours["cost"]) + D(unused["cost"]), D(block["cost"]))
    holds(lake.ok("gpu", "--explain").out + lake.ok("gpu", "--explain").err, f"Capacity Block {hours['block']}: 3020.544 USD was paid for 1 instance", "96 instance-hours = 31.464 USD each")


@test("intervals of accelerators are as long as asked for")
def _(folder):
    options = ("--days", 1, "--nodes", 10, "--pods", 60, "--seed", 3)
    for seconds in (900, 3600):
        outcome = run("generate", "org", *options, "--activity-seconds", seconds, "--out", folder / str(seconds))
        assert outcome.code == 0, outcome
        lake = Lake(folder / f"lake-{seconds}")
        lake.take(folder / str(seconds))
        equal(lake.count("SELECT CAST(max(seconds) AS BIGINT) AS n FROM accelerator_activity"), seconds)
    outcome = run("generate", "org", *options, "--activity-seconds", 1000, "--out", folder / "other")
    equal(outcome.code, 2)
    holds(outcome.err, "1000 seconds don't divide an hour")


@test("a size that is none is misuse and says what to choose")
def _(folder):
    outcome = run("generate", "org", "--days", 40, "--out", folder / "org")
    equal(outcome.code, 2)
    holds(outcome.err, "2026-10 has no 40 days", "choose 1 to 31")
    assert not (folder / "org").exists()


main()
