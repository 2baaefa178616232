"""`farthing demo`: a real bill and a generated organisation, each in a data folder of its own."""
from farthing_program import Lake, equal, holds, main, test


@test("the demo shows what teams and clusters cost, keeps both lakes apart, and generates once")
def _(folder):
    demo = Lake(folder)
    first = demo.ok("demo").out
    holds(first, "1.6823086974", "Effective cost by team", "Effective cost by cluster and namespace", "eks-train", "ecs-main",
          "Idle by cluster", "nothing contradicts", "built 2026-09-01 to 2026-10-31, 61 days: new",
          f"farthing --data {folder / 'demo-organisation'} serve")
    sample, organisation = Lake(folder / "demo"), Lake(folder / "demo-organisation")
    equal(sample.count(), 1281)
    equal(organisation.count("SELECT count(DISTINCT billing_period) AS n FROM charges"), 2)
    holds(organisation.ok("compare", "--month", "2026-10").out, "Change of effective cost by team, 2026-10 compared with 2026-09")
    before = organisation.snapshot()
    again = demo.ok("demo").out
    holds(again, "kept 61 days")
    assert "nodes: " not in again, again
    equal(organisation.snapshot(), before)
    answers = "\nEffective cost by team"
    equal(again[again.index(answers):], first[first.index(answers):])


main()
