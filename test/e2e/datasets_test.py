"""Datasets that a user brings: beside a bill, alone, again, and with faults."""
import json

from farthing_program import Lake, equal, holds, main, test
from made_bills import cur, write

NODES = "node_id,start,end,vcpu,memory_gib,labels\n" \
    'i-1,2026-05-01T22:00:00Z,2026-05-02T06:00:00Z,4,16,"{""pool"": ""web, ""}"\n' \
    "i-2,2026-05-01T00:00:00Z,,8,32,\n"
PODS = [{"workload_id": f"p{i}/app", "node_id": "i-1", "start": "2026-05-01T23:59:30Z", "end": "2026-05-02T00:00:00Z",
         "request_vcpu": 0.5, "labels": {"team": "search"}} for i in (1, 2)]


def put_all(folder):
    write(folder / "nodes.csv", NODES)
    write(folder / "pods.ndjson", "".join(json.dumps(pod) + "\n" for pod in PODS))
    write(folder / "usage.csv", "workload_id,hour,vcpu_hours\np1/app,2026-05-01T23:00:00Z,0.004\n")
    return folder


def rows(lake, sql):
    return lake.ask("query", sql).json["rows"]


@test("a folder of a bill, datasets and other files takes all in, each as what it is")
def _(folder):
    lake = Lake(folder / "lake")
    cur(folder / "in" / "bill.csv", 1, 2)
    put_all(folder / "in")
    write(folder / "in" / "truth.json", "{}")
    out = lake.take(folder / "in").out
    holds(out, "CUR legacy", "nodes: 2 rows of 1 file", "workloads: 2 rows", "usage_hourly: 1 rows", "truth.json")
    equal(rows(lake, 'SELECT node_id, start, "end" FROM nodes ORDER BY 1, 2'),
          [["i-1", "2026-05-01T22:00:00Z", "2026-05-02T00:00:00Z"], ["i-1", "2026-05-02T00:00:00Z", "2026-05-02T06:00:00Z"],
           ["i-2", "2026-05-01T00:00:00Z", None]])
    equal(rows(lake, "SELECT sum(epoch(\"end\" - start) * request_vcpu) FROM workloads WHERE labels['team'] = 'search'"), [[30]])


@test("datasets need no bill, and the same again changes nothing")
def _(folder):
    lake = Lake(folder / "lake")
    put_all(folder / "in")
    lake.take(folder / "in")
    before = lake.fingerprint()
    holds(lake.take(folder / "in").out, "nothing to do: they are there")
    equal(lake.fingerprint(), before)


@test("a wrong cell in one file leaves the bill beside it out as well")
def _(folder):
    lake = Lake(folder / "lake")
    cur(folder / "in" / "bill.csv", 1, 2)
    put_all(folder / "in")
    write(folder / "in" / "usage.csv", "workload_id,hour,vcpu_hours\np1/app,2026-05-01T23:00:00Z,much\n")
    holds(lake.fails("import", folder / "in").err, "usage.csv: row 1: column vcpu_hours: 'much' is not a number")
    equal(lake.ask("imports", "list").rows, [])


@test("a folder without files is no dataset")
def _(folder):
    (folder / "in").mkdir()
    holds(Lake(folder / "lake").fails("import", "--as", "nodes", folder / "in").err, "there is no file here")


main()
