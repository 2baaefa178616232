"""Small organisations made by hand: rows of nodes, workloads and usage, and the bill's lines of their machines.

Everything lies in the hour from 10:00 to 11:00 of 2026-05-01 unless told otherwise. A machine has 4 vCPU and 36 GiB: at AWS's
weights, 9 a vCPU and 1 a GiB, either carries half of its cost, so a container's part is the mean of its two shares.
"""
import csv
import io
import json

from farthing_program import Lake
from made_bills import CUR_LINE, cost, cur, write


def at(clock="10:00:00", day=1):
    return f"2026-05-{day:02}T{clock}Z"


HOUR = {"start": at(), "end": at("11:00:00")}
SETTINGS = ("--weights", "aws", "--share-by", "max")


def machine(node_id, **others):
    return {"node_id": node_id, **HOUR, "cluster": "prod", "orchestrator": "eks", "vcpu": 4, "memory_gib": 36, **others}


def container(workload_id, node_id, quarters=1, **others):
    """A container that reserves so many quarters of a machine."""
    return {"workload_id": workload_id, "node_id": node_id, **HOUR, "cluster": "prod", "orchestrator": "eks", "namespace": "default",
            "pod": workload_id, "request_vcpu": quarters, "request_memory_gib": 9 * quarters, **others}


def used(workload_id, vcpu_hours, gib_hours, hour=HOUR["start"], **others):
    return {"workload_id": workload_id, "hour": hour, "vcpu_hours": vcpu_hours, "gib_hours": gib_hours, **others}


def billed(resource_id, amount, start=HOUR["start"], end=HOUR["end"], **others):
    """A line of the bill, by default an hour of a machine without a tag."""
    others = {"userTeam": "", "UsageAccountId": "444455556666", **others}
    return cost(amount, ResourceId=resource_id, UsageStartDate=start, UsageEndDate=end, **others)


def rows_text(rows):
    """Dicts as CSV, a column for each key that any of them has."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n", restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: json.dumps(value) if isinstance(value, (dict, list)) else value for name, value in row.items()})
    return text.getvalue()


def lay(folder, bill=(), nodes=(), workloads=(), usage=()):
    """The files of an organisation, those that have rows. Returns the folder."""
    if bill:
        cur(folder / "bill.csv", *bill, extra=sorted({name for line in bill for name in line} - CUR_LINE.keys()))
    for name, rows in (("nodes", nodes), ("workloads", workloads), ("usage", usage)):
        if rows:
            write(folder / f"{name}.csv", rows_text(rows))
    return folder


def built(folder, *settings, config=None, **rows):
    """A lake with this organisation imported and built at AWS's weights."""
    lake = Lake(folder / "lake")
    lake.take(lay(folder / "in", **rows))
    lake.ok(*(("--config", config) if config else ()), "build", *SETTINGS, *settings)
    return lake


def costs_by(lake, dimensions, *options, basis="effective", before=()):
    """{value (or tuple of values): cost} of `farthing costs --by`."""
    answer = lake.ask(*before, "costs", "--by", dimensions, "--cost", basis, *options)
    return answer.by(*[name for name in answer.columns if name in dimensions.split(",")], value=basis + "_cost")
