"""The public bills of test/data and the totals that the reference states for them, recomputed elsewhere with decimals."""
from decimal import Decimal as D

from farthing_program import BASES, TEST_DATA, Lake, equal, holds, main, test

CUR = TEST_DATA / "aws_cur_legacy_anonymised_2023-11.csv"
FOCUS = TEST_DATA / "focus_1.0_sample_1000.csv"
SAVINGS_PLAN = TEST_DATA / "aws_savings_plan_all_upfront_75pct.csv"
EXAMPLES = TEST_DATA / "focus_spec_1.2_examples"


def lake_of(folder, path):
    lake = Lake(folder / "lake")
    lake.take(path)
    return lake


def totals(lake):
    return {basis: lake.total(basis) for basis in BASES}


@test("the open CUR has 1,281 lines and its totals on each basis; the net bases are unknown, not zero")
def _(folder):
    lake = lake_of(folder, CUR)
    equal(lake.count(), 1281)
    equal(totals(lake), {"billed": D("1.6823086974"), "effective": D("1.6823086974"), "net_billed": None,
                         "net_effective": None, "contracted": D("1.6823086974"), "list": D("3.436172697778")})


@test("the open CUR bills 1.6023086974 of usage in 1,269 lines and 0.08 of tax in 12")
def _(folder):
    lake = lake_of(folder, CUR)
    equal(lake.ask("costs", "--by", "charge_category", "--cost", "billed").by("charge_category", value="billed_cost"),
          {"Usage": D("1.6023086974"), "Tax": D("0.08")})
    equal(lake.ask("query", "select ChargeCategory as c, count(*) as n from charges group by 1").by("c", value="n"),
          {"Usage": 1269, "Tax": 12})


@test("the open CUR's usage lies in us-west-2, ca-central-1 and us-east-1, by product/region")
def _(folder):
    answer = lake_of(folder, CUR).ask("costs", "--by", "region,charge_category", "--cost", "billed")
    found = answer.by("region", "charge_category", value="billed_cost")
    equal(found["us-west-2", "Usage"], D("1.3667240874"))
    equal(found["ca-central-1", "Usage"], D("0.2329085047"))
    equal(found["us-east-1", "Usage"], D("0.0017308218"))
    equal(found[None, "Tax"], D("0.08"))
    equal(sum(found.values()), D("1.6823086974"))


@test("the open CUR's services are billed what the reference says, usage and tax apart")
def _(folder):
    answer = lake_of(folder, CUR).ask("costs", "--by", "service,charge_category", "--cost", "billed")
    found = answer.by("service", "charge_category", value="billed_cost")
    equal(found["Amazon Simple Storage Service", "Usage"], D("1.3705653565"))
    equal(found["Amazon Simple Storage Service", "Tax"], D("0.07"))
    equal(found["AWS Key Management Service", "Usage"], D("0.2305555574"))
    equal(found["AWS Key Management Service", "Tax"], D("0.01"))
    equal(found["Amazon Elastic File System", "Usage"], D("0.0009452835"))
    equal(found["AWS CloudTrail", "Usage"], D("0.00024"))


@test("the open CUR reconciles: control total = stored total, exit 0")
def _(folder):
    lake = lake_of(folder, CUR)
    rows = lake.ask("reconcile").rows
    control = [row for row in rows if row["check"] == "control total"]
    equal([(row["expected"], row["found"], row["status"]) for row in control],
          [(D("1.6823086974"), D("1.6823086974"), "ok")])
    equal({row["status"] for row in rows} <= {"ok", "named"}, True)


@test("the import of the open CUR names what the bill lacks and what that costs")
def _(folder):
    report = Lake(folder / "lake").take(CUR).out
    holds(report, "1,281 lines", "billed 1.6823086974 USD", "cost per resource is unknown", "cost per tag is unknown",
          "net costs are unknown")


@test("the FOCUS 1.0 sample has 1,000 lines, billed 20.52022672899, list 20.39090575119, effective 14.97651418586")
def _(folder):
    lake = lake_of(folder, FOCUS)
    equal(lake.count(), 1000)
    found = totals(lake)
    equal(found["billed"], D("20.52022672899"))
    equal(found["list"], D("20.39090575119"))
    equal(found["effective"], D("14.97651418586"))
    equal((found["net_billed"], found["net_effective"]), (None, None))


@test("the FOCUS 1.0 sample's three providers: AWS 18.0066386184, Microsoft 1.97651418586, Oracle 0.53707392473")
def _(folder):
    lake = lake_of(folder, FOCUS)
    billed = lake.ask("costs", "--by", "provider", "--cost", "billed").by("provider", value="billed_cost")
    equal(billed, {"AWS": D("18.0066386184"), "Microsoft": D("1.97651418586"), "Oracle": D("0.53707392473")})
    listed = lake.ask("costs", "--by", "provider", "--cost", "list", "--where", "provider = 'AWS'")
    equal(listed.by("provider", value="list_cost"), {"AWS": D("18.1493176406")})
    equal(lake.ask("query", "select ProviderName as p, count(*) as n from charges group by 1").by("p", value="n"),
          {"AWS": 942, "Microsoft": 51, "Oracle": 7})


@test("the FOCUS 1.0 sample's categories: 997 lines of usage, a credit, two adjustments")
def _(folder):
    lake = lake_of(folder, FOCUS)
    equal(lake.ask("costs", "--by", "charge_category", "--cost", "billed").by("charge_category", value="billed_cost"),
          {"Usage": D("22.86192672899"), "Credit": D("-2.6137"), "Adjustment": D("0.272")})


@test("the FOCUS 1.0 sample's AWS services are billed what the reference says")
def _(folder):
    answer = lake_of(folder, FOCUS).ask(
        "query", "select x_ServiceCode, ServiceName as service, count(*) as n, sum(BilledCost) as billed from charges "
        "where ProviderName = 'AWS' group by all")
    found = {(row["billed"], row["n"]) for row in answer.rows}
    assert (D("16.0416930505"), 554) in found, sorted(found)
    assert (D("0.0204838113"), 40) in found, sorted(found)
    sums = {billed for billed, _ in found}
    for billed in ("0.7532270852", "0.3136842445", "0.2201695838"):
        assert D(billed) in sums, (billed, sorted(sums))


@test("the FOCUS 1.0 sample by AWS tag: dev 17.6781674754, prod 2.0308208422, none -1.7023496992")
def _(folder):
    lake = lake_of(folder, FOCUS)
    answer = lake.ask("costs", "--by", "tag:environment", "--cost", "billed", "--where", "provider = 'AWS'")
    equal(answer.by("tag:environment", value="billed_cost"),
          {"dev": D("17.6781674754"), "prod": D("2.0308208422"), None: D("-1.7023496992")})


@test("the FOCUS 1.0 sample's effective cost, rounded by its provider, is a finding; reconcile exits 0")
def _(folder):
    answer = lake_of(folder, FOCUS).ask("reconcile")
    finding = [row for row in answer.rows if row["check"] == "finding: effective rounded by its provider"]
    assert any("all 942 lines" in row["note"] and row["found"] == 13 for row in finding), finding
    control = [row for row in answer.rows if row["check"] == "control total"]
    equal(sum(row["found"] for row in control), D("20.52022672899"))
    equal({row["status"] for row in control}, {"ok"})


@test("the Savings Plan file: billed 459,035.52, effective 1,269.12, list 460,921.92")
def _(folder):
    lake = lake_of(folder, SAVINGS_PLAN)
    equal(lake.count(), 28)
    found = totals(lake)
    equal((found["billed"], found["effective"], found["list"]), (D("459035.52"), D("1269.12"), D("460921.92")))


@test("the Savings Plan file: used 943.20, unused 314.40, on demand 11.52, utilisation 75 %")
def _(folder):
    rows = lake_of(folder, SAVINGS_PLAN).ask("commitments").rows
    equal(len(rows), 1)
    equal((rows[0]["used"], rows[0]["unused"], rows[0]["on_demand"], rows[0]["utilization_percent"]),
          (D("943.20"), D("314.40"), D("11.52"), 75))


@test("the Savings Plan file's prepaid amount is a named gap of 457,766.40; reconcile exits 0")
def _(folder):
    rows = lake_of(folder, SAVINGS_PLAN).ask("reconcile").rows
    gap = [row for row in rows if row["check"] == "gap: prepaid (upfront)"]
    equal([(row["expected"], row["found"], row["difference"]) for row in gap],
          [(D(459024), D("1257.60"), D("457766.40"))])


def example(name):
    found = [path for path in EXAMPLES.glob("*.csv") if path.stem.endswith("__" + name)]
    assert len(found) == 1, (name, found)
    return found[0]


FLEXIBILITY = "one_hundred_percent_utilization_with"
ONE_DOLLAR = {"billed": D(0), "effective": D(1)}
EXAMPLE_TOTALS = {
    FLEXIBILITY + "_commitment_discount_flexibility_with_1_resource": {"billed": D("2.75"), "effective": D("2.75")},
    FLEXIBILITY + "_commitment_discount_flexibility_with_2_resources": {"billed": D(2), "effective": D(2)},
    FLEXIBILITY + "out_commitment_discount_flexibility": {"billed": D("1.50"), "effective": D("1.50")},
    "zero_percent_utilization_without_commitment_discount_flexibility": {"billed": D("3.50"), "effective": D("3.50")},
    "commitment_discount_purchase_scenario_1": {"billed": D(8760), "effective": D(0)},
    "commitment_discount_purchase_scenario_2": {"billed": D(3), "effective": D(0)},
    "commitment_discount_purchase_scenario_3": {"billed": D("4381.50"), "effective": D(0)},
    "commitment_discount_usage_scenario_1": {"effective": D(1)},
    "commitment_discount_usage_scenario_2": {"effective": D(1)},
    "commitment_discount_usage_scenario_3": {"effective": D(1)},
    "commitment_discount_usage_scenario_4": {"effective": D("1.50")},
    "saas_spend_agreements_a1": {"billed": D(1200), "effective": D(1200), "list": D(1257)},
    "saas_spend_agreements_a2": {"billed": D(1200), "effective": D(1200), "list": D(1257)},
    "saas_spend_agreements_b1": {"billed": D(1200), "effective": D(1200), "list": D(2457)},
    "saas_spend_agreements_b2": {"billed": D(1200), "effective": D(1200), "list": D(2457)},
    "virtual_currency_pricing_model_a1": {"billed": D(200000)},
    "virtual_currency_pricing_model_a2": {"effective": D(1230)},
    "virtual_currency_pricing_model_b1": {"billed": D(100000)},
    "virtual_currency_pricing_model_b2": {"effective": D(615)},
    "virtual_currency_pricing_model_b3": {"effective": D(495)},
    "virtual_currency_pricing_model_c": {"billed": D(53000)},
}


def check_example(folder, name, expected):
    lake = Lake(folder / "lake")
    path = example(name)
    report = lake.take(path).out
    header = {column.strip() for column in path.read_text("utf-8-sig").splitlines()[0].split(",")}
    for column in ("BillingAccountId", "BillingCurrency", "ServiceName", "RegionId", "SubAccountId", "Tags", "InvoiceId"):
        equal(f"gap: no {column}:" in report, column not in header, f"{column} is named if and only if it's lacking")
    for basis, total in expected.items():
        rows = lake.ask("costs", "--cost", basis).rows
        equal(sum(row[basis + "_cost"] for row in rows), total, basis)
        equal({row["currency"] for row in rows} == {None}, "BillingCurrency" not in header, "never taken as USD")
    control = [row for row in lake.ask("reconcile").rows if row["check"] == "control total"]
    assert control and all(row["status"] == "ok" for row in control), control


for _name, _expected in EXAMPLE_TOTALS.items():
    test(f"the specification's example {_name} imports, with its totals and the names of what it lacks")(
        lambda folder, name=_name, expected=_expected: check_example(folder, name, expected))


@test("all 21 examples of the specification are covered here")
def _(folder):
    equal({path.stem.split("__")[-1] for path in EXAMPLES.glob("*.csv")}, set(EXAMPLE_TOTALS))


if __name__ == "__main__":
    main()
