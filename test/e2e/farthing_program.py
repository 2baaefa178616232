"""Runs the built program as a user does, and reads its answers. What every *_test.py here stands on.

    @test("a delivery that comes twice changes nothing")
    def _(folder): ...

    if __name__ == "__main__": main()

A test gets an empty folder of its own. `Skip` with a reason skips it. Exit 0: all passed (or skipped), else 1; the last
line is "N passed, N failed, N skipped".
"""
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from decimal import Decimal, getcontext
from pathlib import Path

getcontext().prec = 60  # sums of DECIMAL(38,12) stay exact

PROGRAM = os.environ["FARTHING"]
TEST_DATA = Path(os.environ["FARTHING_TEST_DATA"])
BASES = ("billed", "effective", "net_billed", "net_effective", "contracted", "list")
TIMEOUT_SECONDS = 120  # of one command; far beyond what any needs


class Skip(Exception):
    pass


class Outcome:
    """What a command gave: exit code, stdout, stderr."""

    def __init__(self, arguments, code, out, err):
        self.arguments, self.code, self.out, self.err = arguments, code, out, err

    def __str__(self):
        return f"farthing {' '.join(self.arguments)}\nexit {self.code}\nstdout: {self.out}\nstderr: {self.err}"


def run(*arguments, environment=None, cwd=None):
    arguments = [str(argument) for argument in arguments]
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, timeout=TIMEOUT_SECONDS, env=environment, cwd=cwd,
                          stdin=subprocess.DEVNULL)
    return Outcome(arguments, done.returncode, done.stdout.decode(), done.stderr.decode())


def shown(value, most=2000):
    text = repr(value)
    return text if len(text) <= most else text[:most] + f"... ({len(text)} characters)"


def equal(found, expected, what=""):
    if found == expected:
        return
    if isinstance(found, dict) and isinstance(expected, dict):  # only what differs
        keys = [key for key in found.keys() | expected.keys() if found.get(key, "(none)") != expected.get(key, "(none)")]
        found, expected = ({key: each[key] for key in keys if key in each} for each in (found, expected))
    raise AssertionError(f"{what}\nexpected {shown(expected)}\n   found {shown(found)}")


def holds(text, *parts):
    for part in parts:
        assert str(part) in str(text), f"{part!r} is not in:\n{text}"


class Answer:
    """A table of -o json; rows as dicts, decimals as Decimal."""

    def __init__(self, text):
        self.json = json.loads(text)
        self.columns = [column["name"] for column in self.json["columns"]]
        decimal = [column["type"] == "decimal" for column in self.json["columns"]]
        self.rows = [
            {name: Decimal(cell) if of_decimal and cell is not None else cell
             for name, cell, of_decimal in zip(self.columns, row, decimal)}
            for row in self.json["rows"]]
        self.notes, self.snapshot, self.complete = self.json["notes"], self.json["snapshot"], self.json["complete"]

    def by(self, *keys, value):
        """{key (or tuple of keys): value}; a key that comes twice is an error."""
        found = {}
        for row in self.rows:
            key = tuple(row[name] for name in keys) if len(keys) > 1 else row[keys[0]]
            assert key not in found, f"{key} comes twice"
            found[key] = row[value]
        return found


class Lake:
    """A data folder and the commands on it."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def run(self, *arguments):
        return run("--data", self.folder, *arguments)

    def ok(self, *arguments):
        outcome = self.run(*arguments)
        assert outcome.code == 0, f"failed: {outcome}"
        return outcome

    def fails(self, *arguments, code=1):
        """The command fails with that exit code, one error on stderr and nothing on stdout."""
        outcome = self.run(*arguments)
        assert outcome.code == code, f"exit {code} was expected: {outcome}"
        assert outcome.out == "", f"an error must not write to stdout: {outcome}"
        assert outcome.err.strip(), f"an error must say what is wrong: {outcome}"
        return outcome

    def ask(self, *arguments):
        return Answer(self.ok(*arguments, "-o", "json").out)

    def take(self, *paths):
        return self.ok("import", *paths)

    def snapshot(self):
        return self.ask("imports", "list").snapshot

    def total(self, basis="billed", *options):
        """The one total; None if it's unknown or nothing is there. Several currencies are an error here."""
        rows = self.ask("costs", "--cost", basis, *options).rows
        assert len(rows) <= 1, rows
        return rows[0][basis + "_cost"] if rows else None

    def count(self, sql="select count(*) as n from charges"):
        return self.ask("query", sql).rows[0]["n"]

    def fingerprint(self):
        """Of every file below the data folder, by path and content: equal if and only if nothing has changed."""
        return {str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
                for path in sorted(self.folder.rglob("*")) if path.is_file()}


_tests = []


def test(sentence):
    def register(function):
        _tests.append((sentence, function))
        return function
    return register


def main():
    chosen = sys.argv[1:]  # words; a test runs if its sentence holds one of them
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for sentence, function in _tests:
        if chosen and not any(word in sentence for word in chosen):
            continue
        folder = Path(tempfile.mkdtemp(dir=os.environ.get("FARTHING_TMP")))
        begun = time.monotonic()
        try:
            function(folder)
            counts["passed"] += 1
            print(f"ok: {sentence} ({time.monotonic() - begun:.1f} s)")
        except Skip as reason:
            counts["skipped"] += 1
            print(f"skipped: {sentence}: {reason}")
        except Exception:
            counts["failed"] += 1
            print(f"FAILED: {sentence}\n{traceback.format_exc()}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    sys.exit(1 if counts["failed"] else 0)
