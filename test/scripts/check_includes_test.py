"""scripts/check-includes must find each kind of fault, and nothing else."""
import pathlib
import subprocess
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "check-includes"
TABLES = """
| folder | what happens there | may include |
|---|---|---|
| `src/base/` | basics | nothing of ours |
| `src/collect/bill/` | bills | base |
| `src/ask/` | answers | base |

| library | included by |
|---|---|
| `engine.h` | ask |
"""


class CheckIncludes(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.write("docs/architecture.md", TABLES)
        self.write("src/base/text.hpp", "#include <string>\n")
        self.write("src/ask/ask.cpp", '#include "ask/ask.hpp"\n#include "base/text.hpp"\n#include <engine.h>\n')
        self.write("src/collect/bill/bill.cpp", '#include "base/text.hpp"\n')

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run_script(self):
        done = subprocess.run([SCRIPT, self.root], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def assert_fault(self, fault):
        code, text = self.run_script()
        self.assertEqual(code, 1, text)
        self.assertIn(fault, text)
        self.assertIn("1 faults", text)

    def test_includes_by_the_table_pass(self):
        self.assertEqual(self.run_script(), (0, "check-includes: 3 rooms, 0 faults\n"))

    def test_an_include_of_a_room_that_is_not_in_the_row_is_named_with_its_line(self):
        self.write("src/base/money.cpp", '\n  #  include "ask/ask.hpp"\n')
        self.assert_fault("src/base/money.cpp:2: base must not include ask/ask.hpp of ask")

    def test_a_nested_room_is_a_room_of_its_own(self):
        self.write("src/ask/deep.cpp", '#include "collect/bill/bill.hpp"\n')
        self.assert_fault("src/ask/deep.cpp:1: ask must not include collect/bill/bill.hpp of collect/bill")

    def test_a_header_outside_all_rooms_is_a_fault(self):
        self.write("src/ask/near.cpp", '#include "near.hpp"\n')
        self.assert_fault("near.hpp lies in no room")

    def test_a_folder_without_a_row_is_a_fault(self):
        self.write("src/utils/x.cpp", "\n")
        self.assert_fault("src/utils/x.cpp: docs/architecture.md has no room for this folder")

    def test_a_row_without_a_folder_is_a_fault(self):
        self.write("docs/architecture.md", TABLES.replace("`src/ask/` |", "`src/ask/` | a | base |\n| `src/gone/` |"))
        self.assert_fault("there is no src/gone")

    def test_a_library_is_kept_to_its_rooms(self):
        self.write("src/base/sql.cpp", "#include <engine.h>\n")
        self.assert_fault("src/base/sql.cpp:1: only ask may include engine.h")

    def test_only_tests_may_include_test_support(self):
        self.write("test/support/bills.hpp", '#include "ask/ask.hpp"\n#include "collect/bill/bill.hpp"\n')
        self.write("src/ask/ask_test.cpp", '#include "support/bills.hpp"\n')
        self.assertEqual(self.run_script()[0], 0)
        self.write("src/ask/other.cpp", '#include "support/bills.hpp"\n')
        self.assert_fault("src/ask/other.cpp:1: only tests may include support/bills.hpp")

    def test_a_document_without_the_table_is_no_licence_for_everything(self):
        self.write("docs/architecture.md", "no table\n")
        code, text = self.run_script()
        self.assertEqual(code, 1)
        self.assertIn("has no table of folders", text)


unittest.main()
