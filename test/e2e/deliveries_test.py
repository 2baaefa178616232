"""Deliveries of months: the same again, restated, an older one, other sources, and taking one out."""
import json
import shutil
from decimal import Decimal as D

from farthing_program import Lake, equal, holds, main, test
from made_bills import cost, csv_text, cur, focus, legacy_assembly, write


@test("the same delivery twice changes nothing")
def _(folder):
    lake = Lake(folder / "lake")
    bill = cur(folder / "bill.csv", 1, 2)
    lake.take(bill)
    before = lake.fingerprint()
    holds(lake.take(bill).out, "nothing to do")
    equal(lake.fingerprint(), before)


@test("the same lines under another name and compression are another delivery, and take the place of the first")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(cur(folder / "bill.csv", 1, 2))
    holds(lake.take(cur(folder / "again.csv.gz", 1, 2)).out, "takes the place of import")
    equal(lake.total(), D(3))


@test("a restated month replaces the earlier delivery, and an older one imported again by name wins again")
def _(folder):
    lake = Lake(folder / "lake")
    first, second = cur(folder / "1" / "bill.csv", 1, 2), cur(folder / "2" / "bill.csv", 1, 2, "0.5")
    lake.take(first)
    lake.take(second)
    equal((lake.total(), lake.count()), (D("3.5"), 3))
    lake.take(first)
    equal((lake.total(), lake.count()), (D(3), 2))


@test("other months and other sources stay")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(cur(folder / "may.csv", 1, in_month="2026-05"))
    lake.take(cur(folder / "june.csv", 10, in_month="2026-06"))
    lake.take(focus(folder / "focus.csv", {"BillingAccountId": "other", "BilledCost": "100"}))
    lake.take(cur(folder / "may2.csv", 2, in_month="2026-05"))
    equal(lake.ask("costs", "--by", "month,payer", "--cost", "billed").by("month", "payer", value="billed_cost"),
          {("2026-05", "111122223333"): D(2), ("2026-06", "111122223333"): D(10), ("2026-05", "other"): D(100)})


@test("--as-of answers from an earlier snapshot")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(cur(folder / "1.csv", 1))
    earlier = lake.snapshot()
    lake.take(cur(folder / "2.csv", 5))
    equal(lake.total("billed", "--as-of", earlier), D(1))
    equal(lake.total(), D(5))
    holds(lake.fails("costs", "--as-of", 99).err, "99")


@test("imports list and show say what came in, when, from where, lines, control totals and gaps")
def _(folder):
    lake = Lake(folder / "lake")
    bill = cur(folder / "bill.csv", 1, "2.5", without=("lineItem/ResourceId",))
    lake.take(bill)
    row = lake.ask("imports", "list").rows[0]
    equal((row["period"], row["lines"], row["control_total"], row["currency"]), ("2026-05", 2, D("3.5"), "USD"))
    shown = lake.ok("imports", "show", row["import"]).out
    holds(shown, bill, "sha256", "control total", "3.5 USD", "cost per resource is unknown", "CUR legacy")
    holds(lake.fails("imports", "show", "nonsense").err, "nonsense")


@test("imports remove takes a wrong file out again, and only that")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(cur(folder / "may.csv", 1, in_month="2026-05"))
    lake.take(cur(folder / "june.csv", 10, in_month="2026-06"))
    june = next(row["import"] for row in lake.ask("imports", "list").rows if row["period"] == "2026-06")
    lake.ok("imports", "remove", june)
    equal(lake.total(), D(1))
    holds(lake.fails("imports", "remove", june).err, june)


@test("lake gc removes what no recent snapshot names and nothing else; --dry-run removes nothing")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(cur(folder / "1.csv", 1))
    lake.take(cur(folder / "2.csv", 5))
    before = lake.fingerprint()
    listed = lake.ok("lake", "gc", "--older-than", 0, "--dry-run").out
    equal(lake.fingerprint(), before)
    holds(listed, "charges/")
    equal(lake.ok("lake", "gc").out, "")  # all is younger than a day
    equal(lake.ok("lake", "gc", "--older-than", 0).out, listed)
    equal(lake.total(), D(5))
    equal(len(list((lake.folder / "lake").rglob("part-*.parquet"))), 2)  # charges and costs_daily of one month
    equal(lake.ok("lake", "gc", "--older-than", 0).out, "")


@test("a second source of a payer and month is refused, both named; --replace takes it")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(cur(folder / "bill.csv", 1))
    before = lake.fingerprint()
    other = legacy_assembly(folder / "bucket", "daily", "2026-05", "assembly-1", [7])
    holds(lake.fails("import", other).err, "CUR legacy of 111122223333", "daily of 111122223333", "--replace")
    equal(lake.fingerprint(), before)
    lake.take(other, "--replace")
    equal((lake.total(), lake.count()), (D(7), 1))


@test("of many months and assemblies each month's newest complete one is taken, and the choice is printed")
def _(folder):
    bucket = folder / "bucket"
    legacy_assembly(bucket, "daily", "2026-05", "a1", [1])
    newest = legacy_assembly(bucket, "daily", "2026-05", "a2", [2], [3])
    legacy_assembly(bucket, "daily", "2026-06", "b1", [10])
    shutil.copy(newest, newest.parent.parent / newest.name)  # the one that AWS overwrites
    write(bucket / "truth.json", json.dumps({"rows": 1}))
    write(bucket / "notes.txt", "not,a,bill\n1,2,3\n")
    lake = Lake(folder / "lake")
    out = lake.take(bucket).out
    holds(out, "chosen: daily 2026-05: assembly a2 of 2 files, the newest complete one of 2", "chosen: daily 2026-06: assembly b1",
          "truth.json", "notes.txt", "not named by the chosen manifest")
    equal(lake.ask("costs", "--by", "month", "--cost", "billed").by("month", value="billed_cost"),
          {"2026-05": D(5), "2026-06": D(10)})
    equal(lake.ask("imports", "list").rows[0]["source"], "daily of 111122223333")


@test("an unfinished newer assembly is passed over for the newest complete one")
def _(folder):
    bucket = folder / "bucket"
    legacy_assembly(bucket, "daily", "2026-05", "a1", [1])
    unfinished = legacy_assembly(bucket, "daily", "2026-05", "a2", [2], [3])
    shutil.copy(unfinished, unfinished.parent.parent / unfinished.name)
    (unfinished.parent / "daily-00002.csv.gz").unlink()
    lake = Lake(folder / "lake")
    holds(lake.take(bucket).out, "assembly a1", "names a file that is missing")
    equal(lake.total(), D(1))


@test("globs, zip and several files of one folder are one delivery")
def _(folder):
    cur(folder / "bills" / "bill-1.csv.gz", 1)
    cur(folder / "bills" / "bill-2.csv.zip", 2)
    write(folder / "bills" / "other.txt", "x")
    lake = Lake(folder / "lake")
    lake.take(folder / "bills" / "bill-*")
    equal((lake.total(), lake.count()), (D(3), 2))
    equal(len(lake.ask("imports", "list").rows), 1)


@test("BOM, CRLF, quoted newlines, E-notation and mixed case of column names are all fine")
def _(folder):
    text = csv_text([cost("4.0E-7", LineItemDescription='two\nlines, "quoted"'), cost("1E2")], line_end="\r\n")
    header, rest = text.split("\r\n", 1)
    lake = Lake(folder / "lake")
    lake.take(write(folder / "bill.csv", b"\xef\xbb\xbf" + (header.upper() + "\r\n" + rest + "\r\n\r\n").encode()))
    equal(lake.total(), D("100.0000004"))
    equal(lake.ask("query", "select ChargeDescription as d from charges order by BilledCost").rows[0]["d"],
          'two\nlines, "quoted"')


@test("several currencies are never added up")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(cur(folder / "bill.csv", 1, cost(20, CurrencyCode="EUR"), 2))
    answer = lake.ask("costs", "--cost", "billed")
    equal(answer.by("currency", value="billed_cost"), {"USD": D(3), "EUR": D(20)})
    equal(lake.ok("reconcile").code, 0)


@test("negative and zero lines, 10^8 dollars in one line and duplicate line ids are all fine")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(cur(folder / "bill.csv", "-5.25", 0, "100000000.000000000001", "0.25", "0.25"))
    equal((lake.total(), lake.count()), (D("99999995.250000000001"), 5))


@test("more than 12 decimals are rounded half to even and counted in the import's report")
def _(folder):
    lake = Lake(folder / "lake")
    out = lake.take(cur(folder / "bill.csv", "0.0000000000005", "0.0000000000015", 1)).out
    holds(out, "rounded: ")
    equal(lake.total(), D("1.000000000002"))


@test("columns come and go between two deliveries, unknown ones are kept")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(cur(folder / "may.csv", 1, without=("resourceTags/user:Team",)))
    lake.take(cur(folder / "june.csv", {**cost(2), "lineItem/FutureColumn": "new"}, in_month="2026-06",
                  extra=("lineItem/FutureColumn",)))
    equal(lake.ask("costs", "--by", "tag:Team", "--cost", "billed").by("tag:Team", value="billed_cost"),
          {None: D(1), "search": D(2)})
    equal(lake.ask("query", "select x_Unknown['lineItem/FutureColumn'] as f from charges order by 1").rows[0]["f"], "new")


if __name__ == "__main__":
    main()
