"""The documents must be true where a program can tell: links, columns, targets, sizes of READMEs."""
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def tracked(pattern):
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", pattern], cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


class Documents(unittest.TestCase):
    def test_every_relative_link_leads_somewhere(self):
        lost = []
        for document in tracked("*.md"):
            if "test/data" in document.as_posix():
                continue
            for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text()):
                if "://" not in target and not (document.parent / target).exists():
                    lost.append(f"{document.relative_to(ROOT)}: {target}")
        self.assertEqual(lost, [])

    def test_the_columns_of_a_charge_are_listed_in_their_order(self):
        source = (ROOT / "src/domain/charge_columns.cpp").read_text()
        document = (ROOT / "docs/reference/charges.md").read_text().split("## `costs_daily`")[0]
        parts = document.split("## `split_charges`")
        for table, part in zip(("kChargeColumns", "kSplitChargeColumns"), parts):
            columns = re.findall(r'\{"(\w+)",', re.search(table + r"\[\] = \{(.*?)\n\};", source, re.S)[1])
            listed = re.findall(r"^\| (\w+) \| [A-Z]", part, re.M)
            self.assertGreater(len(columns), 20)
            # Ours follow FOCUS's in the document.
            self.assertEqual(listed, sorted(columns, key=lambda name: name.startswith("x_")) if table == "kChargeColumns" else columns)

    def test_every_make_target_is_in_help_and_every_target_that_is_named_exists(self):
        helped = subprocess.run(["make", "--no-print-directory", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        targets = set(re.findall(r"^(\S+)", helped, re.M))
        declared = set(re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.M)[1].split())
        self.assertEqual(targets, declared)
        for document in ("README.md", "CONTRIBUTING.md", "docs/architecture.md"):
            named = set(re.findall(r"`make ([a-z0-9]+)", (ROOT / document).read_text()))
            self.assertEqual(named - targets, set(), document)

    def test_test_data_have_a_source_and_a_licence(self):
        sources = (ROOT / "test/data/SOURCES.md").read_text()
        for path in tracked("test/data/*"):
            name = path.relative_to(ROOT / "test/data").as_posix()
            named = name in sources or (name.startswith("focus_spec_1.2_examples/") and "focus_spec_1.2_examples/*.csv" in sources)
            self.assertTrue(named or name == "SOURCES.md", name)

    def test_no_file_names_a_registry_host(self):
        for path in tracked("scripts/*") + tracked("Makefile") + tracked("cmake/*") + tracked("CMakeLists.txt") + tracked(".ci/*"):
            self.assertIsNone(re.search(r"https?://", path.read_text()), path)


unittest.main()
