"""A generated organisation: from the command to dollars that agree with its truth."""
import hashlib
import json
from decimal import Decimal as D

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
    equal(machines, D(effective["machines"]))
    equal(machines, D(effective["allocated"]) + D(effective["system"]) + D(effective["idle"]))
    equal(lake.count("SELECT sum(date_diff('second', start, \"end\")) AS n FROM workloads"), 60 * 3 * 86400)


@test("one seed is one organisation to the byte, another seed another")
def _(folder):
    generate(folder / "one")
    generate(folder / "again")
    generate(folder / "other", seed=4)
    equal(files(folder / "again"), files(folder / "one"))
    assert files(folder / "one")["workloads.parquet"] != files(folder / "other")["workloads.parquet"]


@test("a size that is none is misuse and says what to choose")
def _(folder):
    outcome = run("generate", "org", "--days", 40, "--out", folder / "org")
    equal(outcome.code, 2)
    holds(outcome.err, "2026-10 has no 40 days", "choose 1 to 31")
    assert not (folder / "org").exists()


main()
