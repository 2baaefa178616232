"""A change between two periods: its parts sum to it, and both sides are what `costs` says."""
import functools
import json
import os
import tempfile
from decimal import Decimal as D
from pathlib import Path

from farthing_program import BASES, Lake, equal, main, run, test

PARTS = ("price", "quantity", "mix", "new", "gone", "idle", "other")


@functools.cache
def organisation():
    """Two months of a small organisation, split to its workloads; made once for tests that only ask."""
    folder = Path(tempfile.mkdtemp(dir=os.environ.get("FARTHING_TMP")))
    lake = Lake(folder / "lake")
    for month, days in (("2026-09", 30), ("2026-10", 31)):
        out = folder / month
        made = run("generate", "org", "--month", month, "--days", days, "--nodes", 8, "--pods", 24, "--seed", 3, "--out", out)
        equal(made.code, 0, str(made))
        lake.take(out)
    equal(run("--data", folder / "lake", "build").code, 0)
    return folder / "lake"


def rows(lake, *command):
    outcome = run("--data", lake, *command, "-o", "json")
    equal(outcome.code, 0, str(outcome))
    answer = json.loads(outcome.out)
    names = [column["name"] for column in answer["columns"]]
    return [dict(zip(names, row)) for row in answer["rows"]], answer


@test("on every basis and by any dimensions the parts sum to the change, and the sides are those of costs")
def _(folder):
    lake = organisation()
    asked = ["service", "region,SkuId", "team", "cluster,namespace,workload", "cost_kind,instance_type", "currency", "tag:Team"]
    for by in asked:
        for basis in BASES if by in ("team", "service") else ("effective",):
            common = ["--month", "2026-10", "--by", by, "--cost", basis]
            compared, _ = rows(lake, "compare", *common)
            costs, _ = rows(lake, "costs", *common, "--compare", "previous")
            keys = by.split(",")
            sides = {tuple(row[key] for key in keys): (row[f"previous_{basis}_cost"], row[f"{basis}_cost"]) for row in costs}
            equal({tuple(row[key] for key in keys): (row["before"], row["after"]) for row in compared}, sides, f"{by} {basis}")
            for row in compared:
                if row["change"] is None:
                    equal([row[part] for part in PARTS], [None] * len(PARTS), str(row))
                    continue
                equal(sum(D(row[part]) for part in PARTS), D(row["change"]), f"{by} {basis}: {row}")
                equal(D(row["after"]) - D(row["before"]), D(row["change"]), f"{by} {basis}: {row}")


@test("the largest changes and all others sum to the whole, and the change of idle is that of the idle rows")
def _(folder):
    lake = organisation()
    every, _ = rows(lake, "compare", "--last", "14d", "--by", "team,instance_type")
    largest, answer = rows(lake, "compare", "--last", "14d", "--by", "team,instance_type", "--top", 3)
    equal(len(largest), 4)
    equal(largest[3]["team"], "(other)")
    for part in (*PARTS, "before", "after", "change"):
        equal(sum(D(row[part]) for row in largest), sum(D(row[part]) for row in every), part)
    sizes = [abs(D(row["change"])) for row in every]
    equal(sizes, sorted(sizes, reverse=True))
    equal([answer["period"]["from"], answer["period"]["to"]], ["2026-10-18", "2026-11-01"])
    equal([answer["compared_with"]["from"], answer["compared_with"]["to"]], ["2026-10-04", "2026-10-18"])
    kinds, _ = rows(lake, "compare", "--last", "14d", "--by", "cost_kind")
    idle = next(row for row in kinds if row["cost_kind"] == "idle")
    equal(idle["idle"], idle["change"])
    equal(sum(D(row["idle"]) for row in every), D(idle["change"]))


@test("without dimensions it is by team; without data to compare with the change is unknown")
def _(folder):
    lake = organisation()
    usual, answer = rows(lake, "compare")
    equal(answer["columns"][0]["name"], "team")
    equal(len(usual) > 2, True)
    first, answer = rows(lake, "compare", "--month", "2026-09")
    equal({row["change"] for row in first}, {None})
    equal(answer["complete"], False)
    assert any("no data for 2026-08" in note for note in answer["notes"]), answer["notes"]
    outcome = run("--data", lake, "compare", "--by", "tem")
    equal(outcome.code, 2)
    assert "did you mean 'team'" in outcome.err, outcome.err


if __name__ == "__main__":
    main()
