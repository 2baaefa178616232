"""kill -9 at random moments: the lake is always the old world or the new one."""
import random
import signal
import subprocess
import time

from farthing_program import PROGRAM, Lake, equal, main, test
from made_bills import cost, cur


def world(lake):
    """What the lake says: lines and money of the charges, money of the roll-up."""
    row = lake.ask("query", "select count(*) as n, sum(BilledCost) as billed, sum(ListCost) as listed from charges").rows[0]
    return row["n"], row["billed"], row["listed"], lake.total()


def killed_import(lake, bill, seconds):
    """Whether the import was still running after these seconds, and so was killed."""
    process = subprocess.Popen([PROGRAM, "--data", lake.folder, "import", bill], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    time.sleep(seconds)  # the moment is what is tried here
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


@test("kill -9 at 20 random moments of two alternating deliveries leaves the one or the other, complete")
def _(folder):
    lake = Lake(folder / "lake")
    bills = [cur(folder / name / "bill.csv.gz", *[cost(f"{i % 89}.{i % 97:02}", ResourceId=f"i-{i:017}") for i in range(count)])
             for name, count in (("first", 60_000), ("second", 70_000))]
    worlds = []
    for bill in bills:
        begun = time.monotonic()
        lake.take(bill)
        whole_import = time.monotonic() - begun
        worlds.append(world(lake))
    dice = random.Random(4)
    killed, there = 0, 1
    for rounds in range(60):  # one that came to its end before the moment doesn't count
        killed += killed_import(lake, bills[1 - there], dice.uniform(0, whole_import))
        found = world(lake)
        assert found in worlds, f"round {rounds}: {found} is neither of {worlds}"
        equal(lake.ok("reconcile").code, 0)
        there = worlds.index(found)
        if killed == 20:
            break
        if rounds % 5 == 4:  # so that each is tried on top of the other
            lake.take(bills[1 - there])
            there = 1 - there
    equal(killed, 20, "killed before their end")
    lake.take(bills[0])
    lake.ok("lake", "gc", "--older-than", 0)
    equal(world(lake), worlds[0])
    equal(len(list((lake.folder / "lake").rglob("*.parquet"))), 2)
    equal([path for path in (lake.folder / "lake").rglob("staging/*")], [])


if __name__ == "__main__":
    main()
