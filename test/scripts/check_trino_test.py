"""scripts/check-trino must find what Trino doesn't understand, or understands in another way than DuckDB."""
import pathlib
import subprocess
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "check-trino"
HEADER = "-- made: what it is.\n-- One row: one.\n"


class CheckTrino(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        (self.root / "models").mkdir()

    def check(self, models):
        """The exit code and the output for models of these names."""
        for name, text in models.items():
            (self.root / f"models/{name}.sql").write_text(text + "\n")
        done = subprocess.run([SCRIPT, self.root], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def assert_faults(self, cases):
        """Each (SQL, fault), as a model of its own with a good header: all in one run, for sqlglot is slow to load."""
        models = {f"m{at}": f"-- m{at}: it.\n-- One row: one.\n{sql}" for at, (sql, _) in enumerate(cases)}
        code, text = self.check(models)
        self.assertEqual(code, 1, text)
        for at, (sql, fault) in enumerate(cases):
            with self.subTest(sql):
                of_it = [line for line in text.splitlines() if line.startswith(f"models/m{at}.sql:")]
                self.assertTrue(any(fault in line for line in of_it), of_it)

    def assert_fault(self, text, fault):
        code, output = self.check({"made": text})
        self.assertEqual(code, 1, output)
        self.assertIn(fault, output)

    def test_what_the_engines_share_passes(self):
        shared = (
            "SELECT a, CAST(sum(b) AS DECIMAL(38,12)) AS b FROM t GROUP BY a",
            "WITH x AS (SELECT 1 AS a), y(b) AS (SELECT a FROM x) SELECT b, row_number() OVER (PARTITION BY b ORDER BY b) AS n FROM y",
            "SELECT h.hour FROM t CROSS JOIN UNNEST(sequence(t.a, t.b, INTERVAL '1' HOUR)) AS h(hour) WHERE h.hour < t.b",
            "SELECT element_at(m, 'k'), a[1], ARRAY[1, 2], m['x'] FROM t WHERE (a, b) IN (SELECT c, d FROM u)",
            "SELECT * FROM t UNION ALL SELECT * FROM u",
            "SELECT 'x::INT // QUALIFY' AS \"exclude\" FROM t -- list_transform(a), x::INT",
            "SELECT count(*) FILTER (WHERE a IS NOT DISTINCT FROM b) FROM t JOIN u USING (id)",
        )
        models = {f"m{at}": f"-- m{at}: it.\n-- One row: one.\n{sql}" for at, sql in enumerate(shared)}
        self.assertEqual(self.check(models), (0, f"check-trino: {len(shared)} models, 0 faults\n"))

    def test_syntax_of_duckdb_alone_is_a_fault(self):
        self.assert_faults((
            ("SELECT * EXCLUDE (a) FROM t", "EXCLUDE is DuckDB's"),
            ("SELECT * REPLACE (a AS b) FROM t", "* REPLACE is DuckDB's"),
            ("SELECT x::INT FROM t", ":: is DuckDB's: write CAST(x AS TYPE)"),
            ("SELECT a FROM t QUALIFY row_number() OVER () = 1", "QUALIFY is DuckDB's"),
            ("SELECT a FROM t WHERE a ILIKE 'b'", "ILIKE is DuckDB's"),
            ("SELECT a FROM t GROUP BY ALL", "GROUP BY ALL is DuckDB's"),
            ("SELECT a FROM t ANTI JOIN u ON t.a = u.a", "ANTI JOIN is DuckDB's"),
            ("SELECT a // b FROM t", "// is DuckDB's"),
            ("SELECT [1, 2] AS a", "ARRAY[...]"),
            ("SELECT {'a': 1} AS a", "{ is DuckDB's"),
            ("SELECT a FROM t UNION ALL BY NAME SELECT a FROM u", "BY NAME is DuckDB's"),
            ("SELECT a, FROM t", ", FROM is DuckDB's"),
            ("FROM t", "begins with FROM"),
            ("SELECT DECIMAL '0.1234' AS a", "DuckDB cuts"),
        ))

    def test_a_function_that_trino_lacks_is_a_fault(self):
        calls = ("strftime(a, '%Y')", "list_transform(a, b)", "epoch(a)", "date_sub('day', a, b)", "generate_series(1, 2)")
        self.assert_faults([(f"SELECT {call} AS a FROM t", f"{call.split('(')[0]}() isn't among") for call in calls])

    def test_a_fault_names_its_line(self):
        self.assert_fault(HEADER + "SELECT\n  x::INT\nFROM t", "models/made.sql:4: ::")

    def test_what_is_no_sql_is_a_fault(self):
        self.assert_faults([
            ("SELECT a FROM (SELECT b", "isn't Trino's SQL"),
            ("SELECT 1; SELECT 2", "holds 2 statements"),
            ("-- nothing", "holds 0 statements"),
        ])

    def test_the_header_says_what_it_is_and_what_one_row_is(self):
        self.assert_fault("-- made: what it is.\nSELECT 1", "'-- One row: what a row is'")
        self.assert_fault("-- other: x.\n-- One row: one.\nSELECT 1", "the first line must be '-- made: what it is'")
        self.assert_fault("-- made: what it is.\n\n-- One row: one.\nSELECT 1", "'-- One row: what a row is'")

    def test_a_folder_without_models_is_a_fault(self):
        done = subprocess.run([SCRIPT, self.root], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("there is no model", done.stderr)


if __name__ == "__main__":
    unittest.main()
