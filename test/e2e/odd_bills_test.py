"""Bills of odd forms that are fine, deliveries met at once, and mistakes that must not cost or double money."""
import json
import subprocess
import zipfile
from decimal import Decimal as D

from farthing_program import PROGRAM, Lake, Skip, equal, holds, main, test
from made_bills import PAYER, cost, csv_text, cur, focus, legacy_assembly, write

CUR2_LINE = {
    "identity_line_item_id": "line", "bill_payer_account_id": PAYER, "bill_payer_account_name": "Payer, Inc",
    "bill_billing_period_start_date": "2026-05-01 00:00:00", "bill_billing_period_end_date": "2026-06-01 00:00:00",
    "bill_invoice_id": "INV-1", "line_item_usage_account_id": "444455556666",
    "line_item_usage_account_name": "search team", "line_item_line_item_type": "Usage",
    "line_item_usage_start_date": "2026-05-01T00:00:00.000Z", "line_item_usage_end_date": "2026-05-01T01:00:00.000Z",
    "line_item_product_code": "AmazonEC2", "line_item_usage_type": "BoxUsage:m5.large",
    "line_item_operation": "RunInstances", "line_item_resource_id": "i-1", "line_item_usage_amount": "1",
    "line_item_currency_code": "USD", "line_item_unblended_cost": "1.5", "line_item_net_unblended_cost": "1.2",
    "pricing_public_on_demand_cost": "2", "pricing_public_on_demand_rate": "2", "pricing_unit": "Hrs",
    "product": '{"product_name": "Amazon Elastic Compute Cloud", "region": "us-east-1"}',
    "product_region_code": "us-east-1", "discount": "{}", "cost_category": '{"Env": "prod"}',
    "resource_tags": '{"user_team": "search", "aws_created_by": "root"}',
}
MAPS = ("product", "discount", "cost_category", "resource_tags", "bill_payer_account_name", "line_item_usage_account_name")


@test("CUR 2.0 as csv.gz: maps are JSON, tags are named as in a legacy report, net costs are known")
def _(folder):
    lake = Lake(folder / "lake")
    lines = [{}, {"line_item_unblended_cost": "4.0E-7", "line_item_net_unblended_cost": "0", "resource_tags": "{}"}]
    holds(lake.take(write(folder / "export.csv.gz", csv_text(lines, CUR2_LINE))).out, "CUR 2.0")
    by = ("tag:team", "tag:aws:created_by", "cost_category:Env", "account_name", "region")
    equal(lake.ask("costs", "--cost", "billed", "--by", ",".join(by)).by(*by, value="billed_cost"),
          {("search", "root", "prod", "search team", "us-east-1"): D("1.5"),
           (None, None, "prod", "search team", "us-east-1"): D("0.0000004")})
    equal((lake.total("net_billed"), lake.total("list")), (D("1.2"), D(4)))


@test("CUR 2.0: entries of JSON maps without a value are none; the total discount is one of the discounts")
def _(folder):
    lake = Lake(folder / "lake")
    line = {**CUR2_LINE, "resource_tags": '{"user_team": "", "user_user_x": "1"}', "cost_category": '{"Env": ""}',
            "discount": '{"edp": ""}', "discount_total_discount": "-0.3"}
    lake.take(write(folder / "export.csv", csv_text([{}], line)))
    row = lake.ask("query", "select Tags::varchar as t, x_CostCategories::varchar as c, x_Discounts::varchar as d from charges").rows[0]
    equal(row, {"t": "{user_x=1}", "c": "{}", "d": "{total_discount=-0.3}"})


@test("CUR 2.0 flattened by its query has the same totals and tags")
def _(folder):
    flat = {name: value for name, value in CUR2_LINE.items() if name not in MAPS}
    flat |= {"resource_tags_user_team": "search", "product_region": "us-east-1"}
    lake = Lake(folder / "lake")
    lake.take(write(folder / "export.csv", csv_text([{}], flat)))
    equal(lake.ask("costs", "--cost", "billed", "--by", "tag:team,region").by("tag:team", "region", value="billed_cost"),
          {("search", "us-east-1"): D("1.5")})


@test("CUR legacy as Parquet has the totals of its CSV")
def _(folder):
    try:
        import duckdb
    except ImportError:
        raise Skip("python's duckdb isn't there to write a Parquet file; the unit tests read such files") from None
    path = write(folder / "flat.csv", csv_text([{}, {"line_item_unblended_cost": "0.1"}],
                                               {name: value for name, value in CUR2_LINE.items() if name not in MAPS}))
    duckdb.sql(f"COPY (FROM read_csv('{path}')) TO '{folder}/legacy.parquet'")
    lake = Lake(folder / "lake")
    lake.take(folder / "legacy.parquet")
    equal(lake.total(), D("1.6"))


@test("a map that is no JSON is refused with file, line and column")
def _(folder):
    bill = write(folder / "export.csv", csv_text([{}, {"resource_tags": "{broken"}], CUR2_LINE))
    holds(Lake(folder / "lake").fails("import", bill).err, "export.csv: line 3: column resource_tags", "{broken")


@test("FOCUS without ProviderName takes ServiceProviderName; NULL and null are no values")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(focus(folder / "focus.csv", {"ServiceProviderName": "AWS", "Tags": "NULL"},
                    {"ServiceProviderName": "AWS", "RegionId": "null"}, without=("ProviderName",),
                    extra=("ServiceProviderName",)))
    equal(lake.ask("costs", "--by", "provider,region,tag:Team", "--cost", "billed").by(
        "provider", "region", "tag:Team", value="billed_cost"),
        {("AWS", "us-east-1", None): D(1), ("AWS", None, "search"): D(1)})


@test("a bill that the command line names twice, by name and by glob, counts once")
def _(folder):
    lake = Lake(folder / "lake")
    bill = cur(folder / "bills" / "bill.csv", 1, 2)
    lake.take(bill, folder / "bills" / "*.csv", folder / "bills")
    equal((lake.total(), lake.count()), (D(3), 2))


@test("a manifest and its files, named together by a glob, count once")
def _(folder):
    lake = Lake(folder / "lake")
    manifest = legacy_assembly(folder / "bucket", "daily", "2026-05", "a1", [1], [2])
    lake.take(manifest.parent / "daily*")
    equal((lake.total(), lake.count()), (D(3), 2))


@test("two data exports' runs in one folder: the newest is taken, the other is not added to it")
def _(folder):
    bucket = folder / "bucket"
    for run, amount in (("20260510T0000Z", "1"), ("20260511T0000Z", "2")):
        data = f"exp/data/BILLING_PERIOD=2026-05/{run}/exp-00001.csv.gz"
        write(bucket / data, csv_text([{"line_item_unblended_cost": amount}], CUR2_LINE))
        write(bucket / f"exp/metadata/BILLING_PERIOD=2026-05/{run}/exp-Manifest.json", json.dumps({
            "exportName": "exp", "executionId": run, "dataFiles": [f"s3://my-bills/prefix/{data}"],
            "billingPeriod": {"start": "20260501T000000.000Z", "end": "20260601T000000.000Z"}}))
    lake = Lake(folder / "lake")
    holds(lake.take(bucket).out, "assembly 20260511T0000Z", "exp of " + PAYER)
    equal(lake.total(), D(2))


@test("a copy of a bill beside it, plain or gzipped, counts once and is named")
def _(folder):
    bill = cur(folder / "bills" / "may.csv", 1, 2)
    write(folder / "bills" / "may (1).csv", bill.read_bytes())
    write(folder / "bills" / "may.csv.gz", bill.read_bytes())
    cur(folder / "bills" / "more.csv", 3, 4)  # of the same size
    lake = Lake(folder / "lake")
    done = lake.take(folder / "bills")
    holds(done.out + done.err, "may.csv: the same content as may (1).csv", "may.csv.gz: the same content")
    equal((lake.total(), lake.count()), (D(10), 4))


@test("one month in two folders without manifests is refused: both are named, and what to do")
def _(folder):
    lake = Lake(folder / "lake")
    bills = [cur(folder / "bills" / name / "may.csv", amount) for name, amount in (("a", 1), ("b", 2))]
    holds(lake.fails("import", folder / "bills").err, *bills, "2026-05", "import only one of them", "one folder")
    equal(lake.count(), 0)


@test("a zip made by macOS is the bill in it; an empty zip says that it is")
def _(folder):
    lake = Lake(folder / "lake")
    bill = folder / "bill.zip"
    with zipfile.ZipFile(bill, "w") as archive:
        archive.writestr("__MACOSX/bills/._may.csv", b"\0\5\x16\7")
        archive.writestr("bills/", b"")
        archive.writestr("bills/.DS_Store", b"\0\0\0\1Bud1")
        archive.writestr("bills/may.csv", csv_text([cost(3)]))
    lake.take(bill)
    equal((lake.total(), lake.count()), (D(3), 1))
    zipfile.ZipFile(folder / "empty.zip", "w").close()
    holds(lake.fails("import", folder / "empty.zip").err, "empty.zip: is an empty zip")


@test("sums beyond 10^18 are exact")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(cur(folder / "bill.csv", *["999999999999999999.5"] * 3))
    equal(lake.total(), D("2999999999999999998.5"))


@test("an error in one of two files named alike names its folder")
def _(folder):
    for month, amount in (("2026-05", "1"), ("2026-06", "many")):
        cur(folder / "bills" / month / "bill.csv", cost(amount), in_month=month)
    holds(Lake(folder / "lake").fails("import", folder / "bills").err, "2026-06/bill.csv: line 2: column lineItem/UnblendedCost")


@test("months in folders of their own, without manifests, are a delivery each")
def _(folder):
    for month in ("2026-05", "2026-06"):
        cur(folder / f"daily/year=2026/month={month[-1]}" / "daily-00001.csv.gz", month[-1], in_month=month)
    lake = Lake(folder / "lake")
    lake.take(folder / "daily")
    equal(lake.ask("costs", "--by", "month", "--cost", "billed").by("month", value="billed_cost"),
          {"2026-05": D(5), "2026-06": D(6)})


@test("a part that lacks a required column is refused by name, though another part has it")
def _(folder):
    cur(folder / "bills" / "bill-1.csv", 1)
    cur(folder / "bills" / "bill-2.csv", 2, without=("lineItem/UnblendedCost",))
    lake = Lake(folder / "lake")
    holds(lake.fails("import", folder / "bills").err, "bill-2.csv", "line_item_unblended_cost")
    equal(lake.count(), 0)


@test("a bill of columns without lines is named, not taken for a success")
def _(folder):
    holds(Lake(folder / "lake").fails("import", write(folder / "bill.csv", csv_text([]))).err, "bill.csv", "no lines")


@test("a text with a NUL byte doesn't cut an answer short")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(cur(folder / "bill.csv", cost(1, LineItemDescription="a\0b"), cost(2, LineItemDescription="z")))
    for output, row in (("csv", "a\0b,1\n"), ("tsv", "a\0b\t1\n")):
        answer = lake.ok("query", "select ChargeDescription as d, count(*) as n from charges group by 1 order by 1", "-o", output)
        holds(answer.out, row, "z")
    equal([row["d"] for row in lake.ask("query", "select ChargeDescription as d from charges order by 1").rows], ["a\0b", "z"])


@test("an answer that can't be written is an error")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(cur(folder / "bill.csv", *range(500)))
    for question in (("costs", "-o", "csv"), ("query", "select * from charges", "-o", "csv"), ("summary", "-o", "json")):
        with open("/dev/full", "w") as full:
            done = subprocess.run([PROGRAM, "--data", lake.folder, *question], stdout=full, stderr=subprocess.PIPE, text=True)
        equal(done.returncode, 1, str(question))
        holds(done.stderr, "can't write")


@test("paths with blanks, quotes and brackets are paths")
def _(folder):
    lake = Lake(folder / "a 'lake\" [1] ;--")
    lake.take(cur(folder / "it's [1] {2} *;--" / "bill $(x).csv", 1))
    equal((lake.total(), lake.count()), (D(1), 1))
    holds(str(lake.ask("costs", "--explain").json["explanation"]), "bill $(x).csv")


def start_import(lake, *arguments):
    return subprocess.Popen([PROGRAM, "--data", lake.folder, "import", *arguments], stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE, text=True)


@test("two deliveries of one month at once: one of them stays, whole")
def _(folder):
    lake = Lake(folder / "lake")
    bills = [cur(folder / f"{number}" / "bill.csv.gz", *[number] * (10_000 * number)) for number in (1, 2)]
    running = [start_import(lake, bill) for bill in bills]
    equal([(process.wait(), process.stderr.read()) for process in running], [(0, ""), (0, "")])
    assert (lake.total(), lake.count()) in ((D(10_000), 10_000), (D(40_000), 20_000)), (lake.total(), lake.count())
    equal(lake.total("effective"), lake.ask("query", "select sum(EffectiveCost) as e from charges").rows[0]["e"])


@test("two sources of one month at once: one lands, the other is refused and names both")
def _(folder):
    lake = Lake(folder / "lake")
    bills = [cur(folder / "file" / "bill.csv.gz", *[1] * 20_000),
             legacy_assembly(folder / "bucket", "daily", "2026-05", "a1", [2] * 20_000)]
    running = [start_import(lake, bill) for bill in bills]
    ended = [(process.wait(), process.stderr.read()) for process in running]
    equal(sorted(code for code, _ in ended), [0, 1], str(ended))
    holds(next(error for code, error in ended if code), "CUR legacy of " + PAYER, "daily of " + PAYER, "--replace")
    assert lake.total() in (D(20_000), D(40_000)), lake.total()


@test("who asks while a delivery is being replaced sees the one or the other, in lines and roll-up alike")
def _(folder):
    lake = Lake(folder / "lake")
    bills = [cur(folder / f"{number}" / "bill.csv.gz", *[number] * 20_000) for number in (1, 2)]
    lake.take(bills[0])
    seen = set()
    for bill in (bills[1], bills[0], bills[1]):
        running = start_import(lake, bill)
        while running.poll() is None:
            row = lake.ask("query", "select sum(c.BilledCost) as lines, (select sum(BilledCost) from costs_daily) as days "
                           "from charges c").rows[0]
            equal(row["lines"], row["days"])
            seen.add(row["lines"])
        equal((running.returncode, running.stderr.read()), (0, ""))
    assert seen <= {D(20_000), D(40_000)}, seen


if __name__ == "__main__":
    main()
