"""scripts/check and test/e2e/run count what others trust: a failure must never end as a success."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Tree(unittest.TestCase):
    """A folder with the script under test, as in the repository."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def copy(self, name):
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, self.root / name)

    def write(self, name, text, mode=0o755):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)

    def lines_of(self, *command, **environment):
        # Without what the make that runs this test hands down to its children.
        kept = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "FARTHING")}
        done = subprocess.run(command, cwd=self.root, env=kept | environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.splitlines()


class Check(Tree):
    def setUp(self):
        super().setUp()
        self.copy("scripts/check")

    def check(self, **recipes):
        self.write("Makefile", "".join(f".PHONY: {name}\n{name}:\n\t{recipe}\n" for name, recipe in recipes.items()))
        code, lines = self.lines_of("scripts/check", *recipes)
        return code, lines[-1]

    def test_counts_of_ctest_and_of_the_e2e_runs_are_added_and_any_other_step_is_one(self):
        ctest = "@echo '100% tests passed, 0 tests failed out of 57'; echo 'Total Test time (real) = 1 sec'"
        self.assertEqual(self.check(test=ctest, e2e="@echo '10 passed, 0 failed, 2 skipped'", lint="@true"), (0, "68 passed, 0 failed"))

    def test_failed_tests_are_counted_and_fail_the_run(self):
        ctest = "@echo '98% tests passed, 1 tests failed out of 50'; exit 8"
        self.assertEqual(self.check(test=ctest, lint="@true"), (1, "50 passed, 1 failed"))

    def test_a_step_that_breaks_without_counting_is_a_failure_and_the_others_still_run(self):
        self.assertEqual(self.check(lint="@exit 3", e2e="@echo '4 passed, 0 failed, 0 skipped'"), (1, "4 passed, 1 failed"))

    def test_a_step_that_breaks_after_passing_tests_is_a_failure(self):
        self.assertEqual(self.check(e2e="@echo '4 passed, 0 failed, 0 skipped'; exit 1"), (1, "4 passed, 1 failed"))

    def test_counted_failures_fail_even_if_the_step_says_that_it_is_fine(self):
        self.assertEqual(self.check(e2e="@echo '4 passed, 2 failed, 0 skipped'"), (1, "4 passed, 2 failed"))

    def test_a_missing_target_is_a_failure(self):
        self.write("Makefile", "")
        code, lines = self.lines_of("scripts/check", "gone")
        self.assertEqual((code, lines[-1]), (1, "0 passed, 1 failed"))

    def test_nothing_to_do_is_no_success(self):
        code, lines = self.lines_of("scripts/check")
        self.assertEqual((code, lines[-1]), (1, "0 passed, 0 failed"))


class EndToEnd(Tree):
    def setUp(self):
        super().setUp()
        self.copy("test/e2e/run")
        self.write("build/farthing", "#!/bin/sh\necho farthing\n")

    def run_tests(self, *names):
        code, lines = self.lines_of("test/e2e/run", *names)
        return code, lines[-1] if lines else ""

    def test_each_file_is_one_test_unless_it_counts_itself(self):
        self.write("test/e2e/a_test.sh", '"$FARTHING" | grep -q farthing\n')
        self.write("test/e2e/b_test.py", "print('3 passed, 0 failed, 1 skipped')\n")
        self.assertEqual(self.run_tests(), (0, "4 passed, 0 failed, 1 skipped"))

    def test_a_failing_file_fails_the_run_and_the_others_still_run(self):
        self.write("test/e2e/a_test.sh", "exit 1\n")
        self.write("test/e2e/b_test.py", "raise SystemExit(0)\n")
        self.assertEqual(self.run_tests(), (1, "1 passed, 1 failed, 0 skipped"))

    def test_counted_failures_fail_whatever_the_exit_code(self):
        self.write("test/e2e/a_test.sh", "echo '1 passed, 1 failed, 0 skipped'\n")
        self.assertEqual(self.run_tests(), (1, "1 passed, 1 failed, 0 skipped"))

    def test_exit_77_is_skipped(self):
        self.write("test/e2e/a_test.sh", "exit 77\n")
        self.write("test/e2e/b_test.sh", "true\n")
        self.assertEqual(self.run_tests(), (0, "1 passed, 0 failed, 1 skipped"))

    def test_one_test_can_be_named(self):
        self.write("test/e2e/a_test.sh", "exit 1\n")
        self.write("test/e2e/b_test.sh", "true\n")
        self.assertEqual(self.run_tests("b_test"), (0, "1 passed, 0 failed, 0 skipped"))

    def test_each_test_has_an_empty_folder_of_its_own(self):
        for name in ("a", "b"):
            self.write(f"test/e2e/{name}_test.sh", '[ -z "$(ls -A "$FARTHING_TMP")" ] && touch "$FARTHING_TMP/x"\n')
        self.assertEqual(self.run_tests(), (0, "2 passed, 0 failed, 0 skipped"))

    def test_no_test_at_all_and_no_program_are_failures(self):
        self.assertEqual(self.run_tests()[0], 1)
        (self.root / "build/farthing").unlink()
        self.write("test/e2e/a_test.sh", "true\n")
        self.assertEqual(self.run_tests()[0], 1)


unittest.main()
