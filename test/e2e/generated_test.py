"""Generated bills in each format against their ground truth, through each door that tells a total."""
import functools
import json
import os
import tempfile
from decimal import Decimal as D
from pathlib import Path

from farthing_program import BASES, Lake, equal, holds, main, run, test

ROWS = 20000
FORMATS = ("cur-csv-gz", "cur2-parquet", "focus-1.2-csv")
PLANS = [(form, seed, parts) for form in FORMATS for seed, parts in ((1, 1), (2, 3))]


def generate(folder, form, seed, parts=1, rows=ROWS, month=None):
    """Returns the ground truth."""
    options = ["--rows", rows, "--seed", seed, "--format", form, "--parts", parts, "--out", folder]
    outcome = run("generate", "bill", *options, *(["--month", month] if month else []))
    equal(outcome.code, 0, str(outcome))
    return json.loads((Path(folder) / "truth.json").read_text())


def money(group):
    return {basis: D(amount) for basis, amount in group.items()}


def groups(truth, section, basis):
    return {key: D(costs[basis]) for key, costs in truth[section].items()}


@functools.cache
def imported(plan):
    """Lake, ground truth and the import's report; one import serves all tests of a plan, which only ask."""
    folder = Path(tempfile.mkdtemp(dir=os.environ.get("FARTHING_TMP")))
    form, seed, parts = plan
    truth = generate(folder / "bill", form, seed, parts)
    lake = Lake(folder / "lake")
    report = lake.take(folder / "bill").out
    return lake, truth, report


SECTIONS = {"service": "by_service", "account": "by_account", "day": "by_day", "charge_category": "by_charge_category"}


def check_costs(lake, truth):
    """Each basis by all dimensions at once, summed here; the default basis also by each dimension alone."""
    for basis in BASES:
        equal(lake.total(basis), D(truth["totals"][basis]), f"total {basis}")
        rows = lake.ask("costs", "--by", ",".join(SECTIONS), "--cost", basis).rows
        for dimension, section in SECTIONS.items():
            sums = {}
            for row in rows:
                sums[row[dimension]] = sums.get(row[dimension], D(0)) + row[basis + "_cost"]
            equal(sums, groups(truth, section, basis), f"{basis} by {dimension}, summed up")
    for dimension, section in SECTIONS.items():
        found = lake.ask("costs", "--by", dimension).by(dimension, value="effective_cost")
        equal(found, groups(truth, section, "effective"), f"effective by {dimension}")


QUERY_COLUMNS = {"billed": "BilledCost", "effective": "EffectiveCost", "net_billed": "x_NetBilledCost",
                 "net_effective": "x_NetEffectiveCost", "contracted": "ContractedCost", "list": "ListCost"}


def check_query(lake, truth):
    sums = ", ".join(f"sum({column}) as {basis}" for basis, column in QUERY_COLUMNS.items())
    rows = lake.ask("query", f"select {sums} from charges").rows
    equal(rows, [money(truth["totals"])], "query, all")
    for column, section in (("ServiceName", "by_service"), ("SubAccountId", "by_account"),
                            ("cast(charge_date as varchar)", "by_day"), ("ChargeCategory", "by_charge_category"),
                            ("x_LineItemType", "by_line_item_type")):
        if section not in truth:
            continue
        found = {row["k"]: {basis: row[basis] for basis in BASES}
                 for row in lake.ask("query", f"select {column} as k, {sums} from charges group by 1").rows}
        equal(found, {key: money(costs) for key, costs in truth[section].items()}, f"query by {column}")
    rows = lake.ask("query", "select sum(BilledCost) as billed, sum(lines) as n from costs_daily").rows
    equal(rows, [{"billed": D(truth["totals"]["billed"]), "n": rows[0]["n"]}], "query of the roll-up")


def check_reconcile(lake, truth):
    rows = lake.ask("reconcile").rows
    equal([(row["expected"], row["found"], row["status"]) for row in rows if row["check"] == "control total"],
          [(D(truth["totals"]["billed"]), D(truth["totals"]["billed"]), "ok")])
    categories = {}
    for row in rows:
        if row["check"].startswith("billed: "):
            category = row["check"].removeprefix("billed: ")
            categories[category] = categories.get(category, D(0)) + row["found"]
    equal(categories, groups(truth, "by_charge_category", "billed"), "billed by category")
    statuses = {row["check"]: row["status"] for row in rows}
    equal("period: final" in statuses, True, statuses)


def each_plan(sentence):
    def register(check):
        for plan in PLANS:
            test(sentence.format(form=plan[0], seed=plan[1], parts="1 part" if plan[2] == 1 else f"{plan[2]} parts"))(
                lambda folder, plan=plan: check(plan))
        return check
    return register


@each_plan("{form}, seed {seed}, {parts}: the import reports the rows and totals of the ground truth")
def _(plan):
    _, truth, report = imported(plan)
    holds(report, f"{truth['lines']:,} lines", f"billed {D(truth['totals']['billed']).normalize():f} USD",
          f"assembly {truth['assembly_id']} of {plan[2]} file")
    if truth["split_rows"]:
        holds(report, f"and {truth['split_rows']:,} split lines")


@each_plan("{form}, seed {seed}, {parts}: costs on each basis, by service, account, day and category, are the truth")
def _(plan):
    lake, truth, _ = imported(plan)
    check_costs(lake, truth)


@each_plan("{form}, seed {seed}, {parts}: query gives the truth, by line item type too; split rows are in no total")
def _(plan):
    lake, truth, _ = imported(plan)
    check_query(lake, truth)
    equal(lake.count("select count(*) as n from split_charges"), truth["split_rows"])


@each_plan("{form}, seed {seed}, {parts}: reconcile proves the truth, the month is final, exit 0")
def _(plan):
    lake, truth, _ = imported(plan)
    check_reconcile(lake, truth)


@each_plan("{form}, seed {seed}, {parts}: summary states the truth")
def _(plan):
    lake, truth, _ = imported(plan)
    summary = json.loads(lake.ok("summary", "-o", "json").out)
    equal((summary["month"], summary["contradicts"]), (truth["month"], False))
    costs = summary["parts"][0]
    names = [column["name"] for column in costs["columns"]]
    rows = [dict(zip(names, row)) for row in costs["rows"]]
    for basis in ("billed", "effective"):
        equal([D(row["month_so_far"]) for row in rows if row["basis"] == basis], [D(truth["totals"][basis])], basis)


@test("the same seed gives the same totals in all three formats, on each basis, by service, account and day")
def _(folder):
    for seed in (1, 7):
        truths = {form: generate(folder / f"{form}-{seed}", form, seed) for form in FORMATS}
        first = truths["cur-csv-gz"]
        for form, truth in truths.items():
            for section in ("totals", "by_service", "by_account", "by_day", "by_charge_category"):
                equal(truth[section], first[section], f"{form}, {section}")
        answers = []
        for form in FORMATS:
            lake = Lake(folder / f"lake-{form}-{seed}")
            lake.take(folder / f"{form}-{seed}")
            by = ("service", "account", "day", "region", "charge_category")
            answers.append({basis: lake.ask("costs", "--cost", basis, "--by", ",".join(by)).by(*by, value=basis + "_cost")
                            for basis in BASES})
        for basis in BASES:
            equal(answers[1][basis], answers[0][basis], f"CUR 2.0 and CUR legacy, {basis}")
            equal(answers[2][basis], answers[0][basis], f"FOCUS and CUR legacy, {basis}")


@test("the same plan gives the same bytes, another seed another source")
def _(folder):
    for form in FORMATS:
        one, two = generate(folder / "1" / form, form, 3, 2), generate(folder / "2" / form, form, 3, 2)
        equal(one, two)
        first = {path.relative_to(folder / "1"): path.read_bytes() for path in (folder / "1").rglob("*") if path.is_file()}
        second = {path.relative_to(folder / "2"): path.read_bytes() for path in (folder / "2").rglob("*") if path.is_file()}
        equal(first == second, True, f"{form}: files differ")
        other = generate(folder / "3" / form, form, 4, 2)
        assert other["payer"] != one["payer"] and other["totals"] != one["totals"], other


@test("two sources of two payers lie side by side, and their totals add up")
def _(folder):
    lake = Lake(folder / "lake")
    sums = dict.fromkeys(BASES, D(0))
    for seed, form in ((1, "cur-csv-gz"), (2, "focus-1.2-csv")):
        truth = generate(folder / form, form, seed)
        lake.take(folder / form)
        for basis in BASES:
            sums[basis] += D(truth["totals"][basis])
    equal({basis: lake.total(basis) for basis in BASES}, sums)


@test("another month of the same source stays when one is imported")
def _(folder):
    lake = Lake(folder / "lake")
    truths = {month: generate(folder / month, "cur-csv-gz", 1, rows=2000, month=month)
              for month in ("2026-07", "2026-08")}
    for month in truths:
        lake.take(folder / month)
    found = lake.ask("costs", "--by", "month", "--cost", "billed").by("month", value="billed_cost")
    equal(found, {month: D(truth["totals"]["billed"]) for month, truth in truths.items()})
    equal(lake.total("billed", "--month", "2026-07"), D(truths["2026-07"]["totals"]["billed"]))


@test("a usage of generate that can't be is refused with exit 2 or 1 and writes nothing")
def _(folder):
    for options in (["--rows", "0", "--out", folder / "a"], ["--rows", "10", "--format", "csv", "--out", folder / "a"],
                    ["--rows", "x", "--out", folder / "a"], ["--rows", "10"],
                    ["--rows", "10", "--parts", "0", "--out", folder / "a"]):
        outcome = run("generate", "bill", *options)
        assert outcome.code in (1, 2) and outcome.err and not outcome.out, str(outcome)
        assert not (folder / "a").exists(), str(outcome)


if __name__ == "__main__":
    main()
