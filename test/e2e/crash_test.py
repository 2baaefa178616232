"""kill -9 at random moments: the lake is always the old world or the new one."""
import random
import signal
import subprocess
import time
from decimal import Decimal as D

from farthing_program import PROGRAM, Lake, equal, main, test
from made_bills import cost, cur


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
        worlds.append((lake.total(), lake.count(), lake.total("list")))
    dice = random.Random(4)
    killed = 0
    for round_number in range(20):
        process = subprocess.Popen([PROGRAM, "--data", lake.folder, "import", bills[round_number % 2]], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0, whole_import))  # the moment is what is tried here
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        world = (lake.total(), lake.count(), lake.total("list"))
        assert world in worlds, f"round {round_number}: {world} is neither of {worlds}"
        equal(lake.ok("reconcile").code, 0)
    assert killed >= 10, f"only {killed} of 20 were killed before their end"
    lake.take(bills[0])
    lake.ok("lake", "gc", "--older-than", 0)
    equal((lake.total(), lake.count(), lake.total("list")), worlds[0])
    equal(len(list((lake.folder / "lake").rglob("*.parquet"))), 2)
    equal([path for path in (lake.folder / "lake").rglob("staging/*")], [])


if __name__ == "__main__":
    main()
