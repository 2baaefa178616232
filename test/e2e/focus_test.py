"""FOCUS: a bill out of the lake, allocated to workloads, held against the rules, and in again."""
import csv
import gzip
import json
from collections import defaultdict
from decimal import Decimal as D

from farthing_program import BASES, TEST_DATA, Answer, Lake, equal, holds, main, run, test

AMOUNTS = ("BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "x_NetBilledCost", "x_NetEffectiveCost", "PricingQuantity", "ConsumedQuantity")


def built_lake(folder):
    outcome = run("generate", "org", "--days", 2, "--nodes", 8, "--pods", 40, "--seed", 5, "--month", "2026-10", "--out", folder / "org")
    assert outcome.code == 0, outcome
    lake = Lake(folder / "lake")
    lake.take(folder / "org")
    lake.ok("build")
    return lake


def rows_of(path):
    opened = gzip.open(path, "rt", newline="") if path.suffix == ".gz" else open(path, newline="")
    with opened as file:
        return list(csv.DictReader(file))


def broken(*arguments):
    outcome = run("validate", *arguments, "-o", "json")
    answer = Answer(outcome.out)
    violated = {row["rule"] for row in answer.rows if row["result"] == "violated"}
    equal(outcome.code, 1 if violated else 0)
    return violated, answer


def amounts(rows, key):
    sums = defaultdict(lambda: defaultdict(D))
    for row in rows:
        for name in AMOUNTS:
            sums[row[key]][name] += D(row[name] or 0)
    return {origin: dict(of) for origin, of in sums.items()}


@test("an organisation's month is exported, each charge conserved to the last digit, and comes back as it was")
def _(folder):
    lake = built_lake(folder)
    said = lake.ok("export", "--format", "focus-1.3", "--month", "2026-10", "--out", folder / "out")
    holds(said.out, "effective")
    rows = rows_of(folder / "out" / "focus-1.3-2026-10.csv")
    split = [row for row in rows if row["AllocatedMethodId"]]
    assert len(split) > 1000, len(split)

    ratios, whole = defaultdict(D), {}
    for row in split:
        equal(row["AllocatedMethodId"], "farthing-market-max-v1")
        elements = json.loads(row["AllocatedMethodDetails"], parse_float=D)["Elements"]
        ratios[row["x_OriginChargeId"]] += sum(D(element["AllocatedRatio"]) for element in elements)
        equal(bool(row["AllocatedResourceId"]), row["x_CostKind"] == "allocated")
        origin = {name: value for name, value in row.items()
                  if name not in AMOUNTS and not name.startswith(("Allocated", "x_CostKind")) and name not in
                  ("CommitmentDiscountQuantity", "x_UsageAmount", "x_UnblendedCost", "x_PublicOnDemandCost", "x_NormalizedUsageAmount",
                   "x_AmortizedUpfront")}
        equal(origin, whole.setdefault(row["x_OriginChargeId"], origin))
    equal(set(ratios.values()), {D(1)})
    for row in rows:
        assert "e" not in row["EffectiveCost"].lower(), row["EffectiveCost"]
        if not row["AllocatedMethodId"]:
            assert not any(value for name, value in row.items() if name.startswith("Allocated")), row

    charges = lake.ask("query", "SELECT concat_ws('/', billing_period, BillingAccountId, x_SourceFile) || ':' || x_SourceLine || coalesce(':' || x_Part, '') AS "
                       "origin, " + ", ".join(f"coalesce({name}, 0) AS {name}" for name in AMOUNTS) + " FROM charges", "--max-rows", 100000).rows
    equal(amounts(rows, "x_OriginChargeId"), {row["origin"]: {name: row[name] for name in AMOUNTS} for row in charges})

    again = Lake(folder / "again")
    again.take(folder / "out")
    for basis in BASES:
        equal(again.total(basis), lake.total(basis), basis)


@test("what workloads cost in the export is what the answers say")
def _(folder):
    lake = built_lake(folder)
    lake.ok("export", "--month", "2026-10", "--out", folder / "out", "--file-type", "csv.gz")
    found = defaultdict(D)
    for row in rows_of(folder / "out" / "focus-1.3-2026-10.csv.gz"):
        if row["x_CostKind"] == "allocated":
            found[json.loads(row["AllocatedTags"]).get("farthing:namespace")] += D(row["EffectiveCost"])
    said = lake.ask("query", "SELECT namespace, sum(effective_cost) AS cost FROM allocation_daily WHERE cost_kind = 'allocated' AND NOT estimated GROUP BY 1").by("namespace", value="cost")
    equal(set(found), set(said))
    for namespace, cost in said.items():
        assert abs(found[namespace] - cost) < D("0.000001"), (namespace, cost, found[namespace])


@test("an export breaks no rule that the bill did not break")
def _(folder):
    outcome = run("generate", "bill", "--rows", 3000, "--format", "focus-1.2-csv", "--month", "2026-10", "--out", folder / "bill")
    assert outcome.code == 0, outcome
    delivered = next((folder / "bill").rglob("*.csv"))
    lake = Lake(folder / "lake")
    lake.take(folder / "bill")
    machine = lake.ask("query", "SELECT ResourceId AS id FROM charges WHERE ResourceId LIKE 'i-%' AND x_UsageType LIKE '%BoxUsage%' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1").rows
    nodes = "node_id,start,end,vcpu,memory_gib\n" + "".join(f"{row['id']},2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,4,16\n" for row in machine)
    (folder / "nodes.csv").write_text(nodes)
    lake.take(folder / "nodes.csv")
    lake.ok("build")
    for kind in ("csv", "parquet"):
        lake.ok("export", "--month", "2026-10", "--out", folder / "out", "--file-type", kind)
        if kind == "csv":
            assert any(row["AllocatedMethodId"] for row in rows_of(folder / "out" / "focus-1.3-2026-10.csv"))
        before, _ = broken(delivered)
        after, _ = broken(folder / "out" / f"focus-1.3-2026-10.{kind}")
        equal(after - before, set(), kind)


@test("validate says what is wrong, with rows and money, and ends with 1 only if a rule that must hold is broken")
def _(folder):
    violated, answer = broken(TEST_DATA / "aws_savings_plan_all_upfront_75pct.csv")
    assert {"ServiceSubcategory-C-003-M", "CommitmentDiscountQuantity-C-005-C"} <= violated, violated
    found = {row["rule"]: row for row in answer.rows}["ServiceSubcategory-C-003-M"]
    equal((found["rows"], found["cost"], found["value"]), (28, D("1269.12"), "Compute Instances"))
    holds(answer.notes, "erratum: CommitmentDiscountStatus-C-003-C")
    literal, _ = broken("--model-literal", TEST_DATA / "aws_savings_plan_all_upfront_75pct.csv")
    assert "CommitmentDiscountStatus-C-003-C" in literal - violated
    fine, _ = broken(TEST_DATA / "focus_spec_1.2_examples/commitment_discount_scenarios__commitment_discount_purchase_scenario_1.csv",
                     "--unsupported", "TAGGING_SUPPORTED")
    assert not any(rule.startswith("EffectiveCost") for rule in fine), fine


@test("bad files, months and types are errors that say what to do")
def _(folder):
    (folder / "a.csv").write_text("BilledCost,ChargeCategory\n1,Usage\n1,2,3\n")
    outcome = run("validate", folder / "a.csv")
    equal((outcome.code, outcome.out), (1, ""))
    holds(outcome.err, "a.csv: line 3: has 3 fields, the header has 2")
    equal(run("validate").code, 2)
    lake = Lake(folder / "lake")
    holds(lake.fails("export", "--month", "2026-10", "--out", folder / "out").err, "there is no bill of 2026-10")
    equal(lake.run("export", "--month", "October", "--out", folder / "out").code, 2)
    equal(lake.run("export", "--month", "2026-10", "--out", folder / "out", "--file-type", "xls").code, 2)
    equal(lake.run("export", "--format", "cur", "--month", "2026-10", "--out", folder / "out").code, 2)


if __name__ == "__main__":
    main()
