"""scripts/check-shape must find what breaks the rules of shape."""
import pathlib
import subprocess
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "check-shape"


class CheckShape(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        subprocess.run(["git", "init", "-q", self.root], check=True)
        self.write("src/base/README.md", 1)
        self.write("src/base/text.cpp", 100)
        self.write("src/base/text_test.cpp", 90)

    def write(self, name, lines):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x\n" * lines)

    def run_script(self):
        done = subprocess.run([SCRIPT, self.root], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def assert_fault(self, fault):
        code, text = self.run_script()
        self.assertEqual(code, 1, text)
        self.assertIn(fault, text)

    def test_a_well_shaped_tree_passes_and_its_figures_are_printed(self):
        self.assertEqual(self.run_script(), (0, "check-shape: 1 product files, median 100 lines, tests/product 0.90, 0 faults\n"))

    def test_a_file_over_500_lines_is_named(self):
        self.write("src/base/text_test.cpp", 501)
        self.assert_fault("src/base/text_test.cpp: 501 lines, 500 at most")

    def test_generated_files_and_test_data_may_be_long(self):
        for name in ("src/base/table.gen.cpp", "src/base/generated/table.cpp", "test/data/bill.csv", "fuzz/corpus/csv/long.txt"):
            self.write(name, 2000)
        self.write("src/base/generated/README.md", 1)
        self.assertEqual(self.run_script()[0], 0)

    def test_a_folder_without_readme_is_named(self):
        self.write("src/ask/ask_test.cpp", 10)
        self.assert_fault("src/ask: has no README.md")

    def test_too_few_lines_of_tests_are_a_fault(self):
        self.write("src/base/text_test.cpp", 66)
        self.assert_fault("0.66 lines of tests for a line of the product, 0.7 at least")

    def test_a_median_above_150_lines_is_a_fault(self):
        self.write("src/base/text.cpp", 151)
        self.write("test/e2e/long_test.py", 400)
        self.assert_fault("the median product file has 151 lines, 150 at most")


unittest.main()
