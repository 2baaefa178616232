"""The cost of machines split to what ran on them: from files to dollars."""
from decimal import Decimal as D

from farthing_program import Lake, equal, holds, main, test
from made_bills import write

HOUR = {"lineItem/UsageStartDate": "2026-05-01T10:00:00Z", "lineItem/UsageEndDate": "2026-05-01T11:00:00Z"}


def bill(folder, amount):
    header = ["identity/LineItemId", "bill/BillingPeriodStartDate", "bill/PayerAccountId", "lineItem/LineItemType",
              "lineItem/UsageStartDate", "lineItem/UsageEndDate", "lineItem/ResourceId", "lineItem/UnblendedCost",
              "lineItem/CurrencyCode"]
    line = ["1", "2026-05-01T00:00:00Z", "111122223333", "Usage", *HOUR.values(), "i-1", amount, "USD"]
    return write(folder / "bill.csv", ",".join(header) + "\n" + ",".join(line) + "\n")


def organisation(folder):
    write(folder / "nodes.csv", "node_id,start,end,cluster,vcpu,memory_gib\n"
          "i-1,2026-05-01T10:00:00Z,2026-05-01T11:00:00Z,prod,4,16\n")
    write(folder / "workloads.csv", "workload_id,node_id,start,end,namespace,request_vcpu,request_memory_gib\n"
          "a,i-1,2026-05-01T10:00:00Z,2026-05-01T11:00:00Z,web,2,8\n"
          "b,i-1,2026-05-01T10:30:00Z,2026-05-01T11:00:00Z,batch,2,8\n")
    return folder


def costs(lake):
    return lake.ask("query", "SELECT coalesce(namespace, cost_kind) AS what, sum(billed_cost) AS cost FROM allocated_costs "
                    "GROUP BY 1").by("what", value="cost")


@test("an hour of the bill falls on what ran, by what it held, and the rest is idle")
def _(folder):
    lake = Lake(folder / "lake")
    bill(organisation(folder / "in"), "1.00")
    lake.take(folder / "in")
    holds(lake.ok("build").out, "built 2026-05-01, 1 day: new", "1 node-hours, 2 shares")
    equal(costs(lake), {"web": D("0.5"), "batch": D("0.25"), "idle": D("0.25")})


@test("a restated bill changes the money of the day, and nothing is built when nothing changed")
def _(folder):
    lake = Lake(folder / "lake")
    bill(organisation(folder / "in"), "1.00")
    lake.take(folder / "in")
    lake.ok("build")
    before = lake.fingerprint()
    holds(lake.ok("build").out, "kept 1 day", "0 node-hours")
    equal(lake.fingerprint(), before)
    lake.take(bill(folder / "restated", "3.00"))
    holds(lake.ok("build").out, "its inputs changed")
    equal(costs(lake), {"web": D("1.5"), "batch": D("0.75"), "idle": D("0.75")})


@test("a setting that is none names those that are")
def _(folder):
    lake = Lake(folder / "lake")
    lake.take(organisation(folder / "in"))
    holds(lake.fails("build", "--weights", "fair", code=2).err, "aws, opencost")


main()
