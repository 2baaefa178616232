"""Bad input: a clear error that names the file (line, column), exit 1, and the lake as it was."""
import json
import os
import random
import subprocess
import zipfile
from decimal import Decimal as D

from farthing_program import PROGRAM, Lake, Skip, equal, holds, main, run, test
from made_bills import cost, csv_text, cur, focus, legacy_assembly, write


def refused(folder, path, *words, options=()):
    """The import fails with these words and a lake that holds a bill stays byte for byte what it was."""
    lake = Lake(folder / "lake")
    lake.take(cur(folder / "good" / "good.csv", 1, in_month="2026-01"))
    before = lake.fingerprint()
    outcome = lake.fails("import", path, *options)
    holds(outcome.err, *words)
    equal(lake.fingerprint(), before, "the lake has changed")
    return lake


@test("a missing path")
def _(folder):
    refused(folder, folder / "nowhere.csv", "nowhere.csv", "no such file")


@test("a truncated gz")
def _(folder):
    path = write(folder / "cut.csv.gz", csv_text([cost(i) for i in range(5000)]))
    path.write_bytes(path.read_bytes()[:-500])
    refused(folder, path, "cut.csv.gz")


@test("a damaged gz")
def _(folder):
    path = write(folder / "bad.csv.gz", csv_text([cost(i) for i in range(5000)]))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    refused(folder, path, "bad.csv.gz")


@test("a part that the manifest names but is missing")
def _(folder):
    manifest = legacy_assembly(folder / "bucket", "daily", "2026-05", "a1", [1], [2])
    (manifest.parent / "daily-00002.csv.gz").unlink()
    refused(folder, manifest, "daily-Manifest.json", "daily-00002.csv.gz", "missing")
    refused(folder / "2", folder / "bucket", "daily-00002.csv.gz", "missing")


@test("a manifest of another period")
def _(folder):
    manifest = legacy_assembly(folder / "bucket", "daily", "2026-05", "a1", [1], named="2026-06")
    refused(folder, manifest, "daily-Manifest.json", "2026-06", "2026-05")


@test("not a bill: CSV, text, JSON and bytes")
def _(folder):
    for name, content in (("people.csv", "name,age\nA,1\n"), ("text.txt", "hello"), ("data.json", '{"a": 1}'),
                          ("noise.bin", bytes(range(256)) * 8)):
        refused(folder / name, write(folder / name / name, content), name)


@test("a folder without any bill")
def _(folder):
    write(folder / "empty" / "truth.json", "{}")
    refused(folder, folder / "empty", "there is no bill here")


@test("an empty file")
def _(folder):
    refused(folder, write(folder / "empty.csv", ""), "empty.csv", "empty")


@test("an empty part of a delivery")
def _(folder):
    manifest = legacy_assembly(folder / "bucket", "daily", "2026-05", "a1", [1], [2])
    (manifest.parent / "daily-00002.csv.gz").write_bytes(b"")
    refused(folder, manifest, "daily-00002.csv.gz", "empty")


@test("a required column is missing")
def _(folder):
    refused(folder, cur(folder / "bill.csv", 1, without=("lineItem/UsageEndDate",)), "bill.csv", "line_item_usage_end_date")
    refused(folder / "2", focus(folder / "focus.csv", {}, without=("BilledCost",)), "focus.csv", "BilledCost")


@test("text where a number must be: file, line and column")
def _(folder):
    refused(folder, cur(folder / "bill.csv", 1, 2, cost("twelve")), "bill.csv: line 4: column lineItem/UnblendedCost", "'twelve'")


@test("text where a time must be: file, line and column")
def _(folder):
    refused(folder, cur(folder / "bill.csv", 1, cost(2, UsageStartDate="yesterday")),
            "bill.csv", "line 3", "lineItem/UsageStartDate", "yesterday")


@test("an error in a line that is settled late names the line of the bill too")
def _(folder):
    refused(folder, cur(folder / "bill.csv", 1, cost(2), cost("x", LineItemType="RIFee")), "bill.csv: line 4", "'x'")


@test("too few and too many fields, an open quote")
def _(folder):
    for number, (broken, word) in enumerate((("a,b", "field"), (",".join("x" * 100), "field"), ('"never closed', "quote"))):
        refused(folder / str(number), write(folder / f"{number}.csv", csv_text([cost(1)]) + broken + "\n"), f"{number}.csv: line 3", word)


@test("a line beyond 16 MiB")
def _(folder):
    refused(folder, cur(folder / "long.csv", 1, cost(2, LineItemDescription="x" * (17 << 20))), "long.csv: line 3", "16 MiB")


@test("a zip with ../")
def _(folder):
    path = folder / "evil.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../bill.csv", csv_text([cost(1)]))
    refused(folder, path, "evil.zip", "../bill.csv")


@test("a zip bomb")
def _(folder):
    path = folder / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bill.csv", csv_text([cost(1)]) + (("," * 26 + "\n") * (200 << 10)) * 30)
    refused(folder, path, "bomb.zip")


@test("a second source for a payer and month: both are named")
def _(folder):
    other = legacy_assembly(folder / "bucket", "daily", "2026-01", "a1", [7])
    refused(folder, other, "CUR legacy of 111122223333", "daily of 111122223333", "--replace")


@test("an error in one of two bills keeps both out")
def _(folder):
    good, bad = cur(folder / "a" / "may.csv", 1), cur(folder / "b" / "june.csv", cost("oops"), in_month="2026-06")
    lake = Lake(folder / "lake")
    lake.fails("import", good, bad)
    equal(lake.count(), 0)


@test("a full disk")
def _(folder):
    dice = random.Random(1)
    bill = cur(folder / "bill.csv", *[cost(i % 97, LineItemDescription=dice.randbytes(60).hex()) for i in range(60_000)])
    small = folder / "small"
    small.mkdir()
    script = (f"mount -t tmpfs -o size=2m none {small} || exit 77; {PROGRAM} --data {small} import {bill}; code=$?; "
              f"{PROGRAM} --data {small} costs -o csv > {folder}/answer 2>/dev/null; exit $code")
    done = subprocess.run(["unshare", "-m", "sh", "-c", script], capture_output=True, text=True)
    if done.returncode == 77 or "unshare" in done.stderr:
        raise Skip("no mount namespace here: " + done.stderr.strip())
    equal(done.returncode, 1, done.stderr)
    holds(done.stderr, "space")
    equal((folder / "answer").read_text(), "effective_cost,currency\n")


@test("two imports at once: both land, whole")
def _(folder):
    lake = Lake(folder / "lake")
    bills = [cur(folder / f"{number}" / "bill.csv.gz", *range(20_000), in_month=f"2026-0{number}") for number in (3, 4)]
    running = [subprocess.Popen([PROGRAM, "--data", lake.folder, "import", bill], stdout=subprocess.DEVNULL) for bill in bills]
    equal([process.wait() for process in running], [0, 0])
    total = D(sum(range(20_000)))
    equal(lake.ask("costs", "--by", "month", "--cost", "billed").by("month", value="billed_cost"),
          {"2026-03": total, "2026-04": total})


@test("a lake written by a newer version is refused, and not touched")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(cur(folder / "bill.csv", 1))
    snapshot = next((lake.folder / "lake" / "snapshots").glob("*.json"))
    content = json.loads(snapshot.read_text())
    content["format"] += 1
    snapshot.write_text(json.dumps(content))
    before = lake.fingerprint()
    holds(lake.fails("costs").err, snapshot.name, "newer")
    holds(lake.fails("import", cur(folder / "2.csv", 2)).err, "newer")
    equal({path: mark for path, mark in lake.fingerprint().items() if "staging" not in path}.keys() >= before.keys(), True)
    equal(snapshot.read_text(), json.dumps(content))


ATTACKS = [
    "SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM '/etc/passwd'", "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM glob('/*')", "COPY (SELECT 1) TO '/tmp/farthing-escape.csv'", "ATTACH '/tmp/farthing-escape.db'",
    "SET memory_limit = '1TB'", "PRAGMA enable_profiling", "CALL enable_logging()", "SELECT 1; SELECT 2",
    "CREATE TABLE t AS SELECT 1", "DROP VIEW charges", "INSERT INTO charges SELECT * FROM charges", "EXPORT DATABASE '/tmp/x'",
    "SELECT current_setting('memory_limit')", "SELECT * FROM duckdb_settings()", "SELECT * FROM duckdb_views()",
    "SELECT * FROM enable_logging(storage='file', storage_path='/tmp/x')", "SELECT getenv('HOME')",
    "SELECT repeat('x', 1000000000) || repeat('y', 1000000000)", "LOAD httpfs", "INSTALL httpfs", "DESCRIBE charges",
    "WITH a AS (INSERT INTO charges SELECT 1) SELECT 1", "SELECT * FROM range(1000000000000)",
]


@test("user SQL: only one read-only SELECT over the lake's tables")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(cur(folder / "bill.csv", 1))
    before = lake.fingerprint()
    for attack in ATTACKS:
        lake.fails("query", attack, code=2)
    equal(lake.fingerprint(), before)
    assert not os.path.exists("/tmp/farthing-escape.csv") and not os.path.exists("/tmp/farthing-escape.db")


@test("a condition: only a pure expression over known columns")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(cur(folder / "bill.csv", 1))
    for attack in ("1=1; DROP VIEW charges", "service IN (SELECT 'x')", "1=1) OR (1=1", "read_text('/etc/passwd') = ''",
                   "sum(BilledCost) > 0", "getenv('HOME') = ''", "current_setting('threads') = '1'", "1=1 --", "", "no_such = 1",
                   "row_number() OVER () = 1", "EXISTS (FROM charges)"):
        outcome = lake.run("costs", "--where", attack)
        # Brackets that close and open again, and a comment, are harmless: the condition is written anew from its tree.
        if attack in ("1=1) OR (1=1", "1=1 --") and outcome.code == 0:
            continue
        equal(outcome.code, 2, attack)


@test("a query that takes too long is stopped")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(cur(folder / "bill.csv", *range(2000)))
    sql = "SELECT count(*) FROM charges a, charges b, charges c WHERE a.BilledCost + b.BilledCost > c.BilledCost"
    holds(lake.fails("query", sql, "--time-limit", "0.5").err, "0.5 s")


@test("wrong usage is exit 2")
def _(folder):
    for arguments in ((), ("nonsense",), ("costs", "--by", "servise"), ("costs", "--cost", "cheap"), ("costs", "--month", "May"),
                      ("costs", "-o", "xml"), ("import",), ("costs", "--granularity", "year"), ("costs", "--month", "2026-05", "--last", "3d")):
        equal(run("--data", folder / "lake", *arguments).code, 2, str(arguments))
    holds(run("--data", folder / "lake", "costs", "--by", "servise").err, "did you mean 'service'?")


if __name__ == "__main__":
    main()
