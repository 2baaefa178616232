"""What bench/allocation and bench/gpu share: a process with what it took, and rows of CSV."""
import csv
import io
import os
import subprocess
import time

FARTHING = os.path.abspath(os.environ.get("FARTHING", "build/farthing"))
RUN_SQL = os.path.abspath(os.environ.get("FARTHING_RUN_SQL", "build/release/farthing_run_sql"))
FOLDER = "build/bench"


def measured(command, data=None, may_fail=False):
    """Wall and CPU seconds, peak MB and stdout of a process that must succeed; None if it may fail and did."""
    begun = time.monotonic()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FARTHING_")}
    process = subprocess.Popen([FARTHING, *command] if command[0] != RUN_SQL else command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env={**environment, **({"FARTHING_DATA": data} if data else {})})
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0 and may_fail:
        return None
    if status != 0:
        raise SystemExit(f"{' '.join(command)[:300]} failed (data: {data})\n{output.decode()[-500:]}")
    return {"wall_s": round(time.monotonic() - begun, 3), "cpu_s": round(usage.ru_utime + usage.ru_stime, 3),
            "peak_mb": round(usage.ru_maxrss / 1024), "output": output.decode()}


def figures(run):
    return {key: run[key] for key in ("wall_s", "cpu_s", "peak_mb")}


def show(name, run, more=""):
    print(f"{name:44} {run['wall_s']:7.2f} s, CPU {run['cpu_s']:7.2f} s, peak {run['peak_mb']:5} MB{more}", flush=True)


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))
