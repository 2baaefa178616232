"""Answers: formats agree, periods, comparisons, conditions, and what is unknown."""
import csv
import io
import json
import os
from decimal import Decimal as D

from farthing_program import Lake, equal, holds, main, run, test
from made_bills import cost, cur, month


def lake_of_two_months(folder):
    lake = Lake(folder / "lake")
    lake.take(cur(folder / "may.csv", 1, cost(2, region="eu-west-1"), cost(4, region=""), in_month="2026-05"))
    lake.take(cur(folder / "june.csv", 8, cost(16, region="eu-west-1"), cost(32, ProductCode="AmazonS3", ProductName="Amazon Simple Storage Service"),
                  in_month="2026-06"))
    return lake


@test("the formats agree with each other")
def _(folder):
    lake = lake_of_two_months(folder)
    question = ("costs", "--by", "region,service", "--cost", "billed")
    answer = lake.ask(*question)
    rows = [[row[name] if not isinstance(row[name], D) else str(row[name]) for name in answer.columns] for row in answer.rows]
    as_csv = list(csv.reader(io.StringIO(lake.ok(*question, "-o", "csv").out)))
    equal(as_csv, [answer.columns] + [["" if cell is None else cell for cell in row] for row in rows])
    as_objects = [json.loads(line) for line in lake.ok(*question, "-o", "ndjson").out.splitlines()]
    equal(as_objects, [dict(zip(answer.columns, row)) for row in rows])
    equal([line.split("\t") for line in lake.ok(*question, "-o", "tsv").out.splitlines()], as_csv)
    for output in ("table", "markdown"):
        holds(lake.ok(*question, "-o", output).out, "us-east-1", "Amazon Simple Storage Service", "63")


@test("the same sum by any dimension, granularity and top")
def _(folder):
    lake = lake_of_two_months(folder)
    for options in (("--by", "region"), ("--by", "resource,operation"), ("--by", "tag:Team"), ("--granularity", "day"), ("--granularity", "hour"),
                    ("--by", "service", "--top", "1"), ("--by", "region", "--granularity", "month"), ("--quantity",), ("--by", "account,usage_type")):
        equal(sum(row["billed_cost"] for row in lake.ask("costs", "--cost", "billed", *options).rows), D(63), str(options))


@test("periods: a month, dates that exclude their end, the last days of the data")
def _(folder):
    lake = lake_of_two_months(folder)
    equal(lake.total("billed", "--month", "2026-05"), D(7))
    equal(lake.total("billed", "--from", "2026-05-01", "--to", "2026-06-01"), D(7))
    holds(str(lake.ask("costs", "--from", "2026-05-01", "--to", "2026-06-01").notes), "2026-06-01 is not included")
    equal(lake.total("billed", "--from", "2026-06-01"), D(56))
    answer = lake.ask("costs", "--month", "2020-01")
    equal((answer.rows, answer.complete), ([], False))
    holds(str(answer.notes), "2026-05")


@test("comparing with the previous month: change, percent, rows of either side")
def _(folder):
    lake = lake_of_two_months(folder)
    rows = lake.ask("costs", "--month", "2026-06", "--by", "service", "--cost", "billed", "--compare", "previous").rows
    found = {row["service"]: (row["billed_cost"], row["previous_billed_cost"], row["change"]) for row in rows}
    equal(found, {"Amazon Elastic Compute Cloud": (D(24), D(7), D(17)), "Amazon Simple Storage Service": (D(32), D(0), D(32))})


@test("a condition that met NULL says for how many lines and how much money")
def _(folder):
    lake = lake_of_two_months(folder)
    answer = lake.ask("costs", "--cost", "billed", "--where", "region = 'eu-west-1'")
    equal(answer.rows[0]["billed_cost"], D(18))
    equal(answer.complete, False)
    holds(str(answer.notes), "1 line", "4")


@test("--explain tells formula, lines, source files and snapshot")
def _(folder):
    lake = lake_of_two_months(folder)
    holds(str(lake.ask("costs", "--explain").json["explanation"]), "EffectiveCost", "may.csv", "june.csv", "snapshot")


@test("net costs of a bill without net columns are unknown, not zero")
def _(folder):
    lake = lake_of_two_months(folder)
    answer = lake.ask("costs", "--cost", "net_billed")
    equal((answer.rows[0]["net_billed_cost"], answer.complete), (None, False))


@test("--quantity puts quantities with their units beside the money")
def _(folder):
    lake = lake_of_two_months(folder)
    rows = lake.ask("costs", "--by", "service", "--quantity", "--cost", "billed", "--month", "2026-06").rows
    equal({(row["service"], row["quantity"], row["unit"]) for row in rows},
          {("Amazon Elastic Compute Cloud", D(2), "Hrs"), ("Amazon Simple Storage Service", D(1), "Hrs")})


@test("query, summary and reconcile say the same total")
def _(folder):
    lake = lake_of_two_months(folder)
    equal(lake.ask("query", "SELECT sum(BilledCost) AS b FROM charges").rows[0]["b"], D(63))
    equal(lake.ask("query", "SELECT sum(BilledCost) AS b FROM costs_daily").rows[0]["b"], D(63))
    summary = json.loads(lake.ok("summary", "-o", "json").out)
    equal(summary["month"], "2026-06")
    equal(summary["contradicts"], False)
    costs = summary["parts"][0]
    names = [column["name"] for column in costs["columns"]]
    billed = next(row for row in costs["rows"] if row[names.index("basis")] == "billed")
    equal((billed[names.index("month_so_far")], billed[names.index("last_month")]), ("56", "7"))
    equal({row["status"] for row in lake.ask("reconcile").rows} & {"contradicts"}, set())


@test("an empty data folder answers with zero rows, on every question")
def _(folder):
    lake = Lake(folder / "none")
    for question in (("costs",), ("reconcile",), ("commitments",), ("imports", "list"), ("query", "SELECT * FROM charges")):
        equal(lake.ask(*question).rows, [], str(question))
    lake.ok("summary")
    lake.ok("lake", "gc")
    equal(lake.folder.exists(), False)


@test("the data folder is --data, else FARTHING_DATA, else XDG_DATA_HOME, else the home's")
def _(folder):
    lake_of_two_months(folder)
    plain = {name: value for name, value in os.environ.items() if name not in ("FARTHING_DATA", "XDG_DATA_HOME")}
    (folder / "xdg").mkdir()
    os.symlink(folder / "lake", folder / "xdg" / "farthing")
    (folder / "home/.local/share").mkdir(parents=True)
    os.symlink(folder / "lake", folder / "home/.local/share/farthing")
    for environment in ({"FARTHING_DATA": str(folder / "lake")}, {"XDG_DATA_HOME": str(folder / "xdg")}, {"HOME": str(folder / "home")}):
        holds(run("costs", "-o", "csv", environment={**plain, **environment}).out, "63,USD")


@test("nothing but data on stdout: an import's progress and notes go to stderr")
def _(folder):
    lake = lake_of_two_months(folder)
    outcome = lake.ok("costs", "-o", "csv")
    equal(outcome.out, "effective_cost,currency\n63,USD\n")
    holds(outcome.err, "note:")


if __name__ == "__main__":
    main()
