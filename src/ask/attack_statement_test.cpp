// More ways to files, settings and second statements than attack_test.cpp has: all functions and statements of the
// engine that read, write or change something, by name and from every place where a table or a value may stand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ask/condition.hpp"
#include "ask/query.hpp"
#include "base/file.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kGuardedTables = {"charges", "split_charges", "costs_daily"};

std::string verdict_on(const std::string& sql) {
  const auto checked = check_query(sql, kGuardedTables);
  if (checked) return "accepted as " + *checked;
  return checked.error().kind == Error::Kind::kUsage ? "refused" : "failed: " + checked.error().text();
}

TEST(GuardedQuery, ReadsNothingThroughAnyTableFunction) {
  for (const char* name : {"read_csv_auto",
                           "read_json_auto",
                           "read_json_objects",
                           "read_json_objects_auto",
                           "read_ndjson",
                           "read_ndjson_auto",
                           "read_ndjson_objects",
                           "parquet_schema",
                           "parquet_file_metadata",
                           "parquet_kv_metadata",
                           "parquet_bloom_probe",
                           "read_xlsx",
                           "st_read",
                           "sqlite_scan",
                           "postgres_scan",
                           "mysql_scan",
                           "iceberg_scan",
                           "delta_scan",
                           "read_duckdb",
                           "arrow_scan",
                           "pandas_scan",
                           "glob",
                           "sniff_csv",
                           "duckdb_columns",
                           "duckdb_constraints",
                           "duckdb_databases",
                           "duckdb_dependencies",
                           "duckdb_extensions",
                           "duckdb_functions",
                           "duckdb_indexes",
                           "duckdb_keywords",
                           "duckdb_log_contexts",
                           "duckdb_logs",
                           "duckdb_memory",
                           "duckdb_optimizers",
                           "duckdb_schemas",
                           "duckdb_secret_types",
                           "duckdb_sequences",
                           "duckdb_tables",
                           "duckdb_temporary_files",
                           "duckdb_types",
                           "duckdb_variables",
                           "pragma_collations",
                           "pragma_database_size",
                           "pragma_metadata_info",
                           "pragma_platform",
                           "pragma_rtree_info",
                           "pragma_show",
                           "pragma_storage_info",
                           "pragma_user_agent",
                           "pragma_version",
                           "json_tree",
                           "repeat_row",
                           "summary",
                           "truncate_duckdb_logs",
                           "parse_duckdb_log_message"}) {
    const std::string call = std::string(name) + "('x')";
    EXPECT_EQ(verdict_on("SELECT * FROM " + call), "refused");
    EXPECT_EQ(verdict_on("SELECT a.* FROM charges c, LATERAL " + call + " a"), "refused");
    EXPECT_EQ(verdict_on("SELECT 1 WHERE 'x' IN (FROM " + call + ")"), "refused");
    EXPECT_EQ(verdict_on("WITH a AS (FROM " + call + ") SELECT * FROM charges"), "refused");
  }
}

TEST(GuardedQuery, ReadsNoFileThroughAName) {
  for (const char* file :
       {"'x.csv'", "\"x.parquet\"", "'/etc/passwd'", "'~/.aws/credentials'", "'https://example.org/x'",
        "\"file:///etc/passwd\"", "'charges.parquet'", "'lake/../x.json'", "'*.csv'"}) {
    const std::string name = file;
    for (const auto& sql :
         {"FROM " + name, "SELECT * FROM (FROM " + name + ") t", "SELECT 1 UNION ALL FROM " + name,
          "SELECT * FROM charges SEMI JOIN " + name + " t ON true", "SELECT * FROM charges POSITIONAL JOIN " + name,
          "SELECT (SELECT max(a) FROM " + name + " t(a))", "TABLE " + name,
          "SELECT count(*) FILTER ((FROM " + name + "))", "SELECT CASE WHEN EXISTS (FROM " + name + ") THEN 1 END",
          "VALUES ((FROM " + name + "))"}) {
      EXPECT_EQ(verdict_on(sql), "refused") << sql;
    }
  }
}

TEST(GuardedQuery, IsNoOtherStatement) {
  for (const char* sql : {"SET SESSION threads = 1",
                          "SET GLOBAL memory_limit = '1GB'",
                          "RESET ALL",
                          "PRAGMA threads = 1",
                          "PRAGMA table_info('charges')",
                          "PRAGMA version",
                          "PRAGMA enable_object_cache",
                          "DETACH memory",
                          "COMMENT ON TABLE charges IS 'x'",
                          "ALTER TABLE charges ADD COLUMN a INTEGER",
                          "ALTER VIEW charges RENAME TO x",
                          "ANALYZE",
                          "DEALLOCATE p",
                          "ROLLBACK",
                          "COMMIT",
                          "FORCE CHECKPOINT",
                          "UPDATE EXTENSIONS",
                          "LOAD '/tmp/x.duckdb_extension'",
                          "FORCE INSTALL httpfs FROM 'https://example.org'",
                          "CREATE TEMP MACRO lower(x) AS x",
                          "CREATE TYPE t AS ENUM ('a')",
                          "CREATE SEQUENCE s",
                          "CREATE SCHEMA s",
                          "CREATE INDEX i ON charges (SkuId)",
                          "CREATE OR REPLACE VIEW charges AS SELECT 1",
                          "DROP MACRO m",
                          "DROP TABLE IF EXISTS charges CASCADE",
                          "TRUNCATE charges",
                          "COPY FROM DATABASE memory TO x",
                          "COPY charges FROM '/etc/passwd'",
                          "COPY (FROM charges) TO 'x' (FORMAT parquet)",
                          "ATTACH IF NOT EXISTS 'x' AS y",
                          "CREATE PERSISTENT SECRET s (TYPE S3, KEY_ID 'x')",
                          "DROP SECRET s",
                          "CREATE TABLE t AS FROM charges",
                          "INSERT OR REPLACE INTO charges BY NAME SELECT 1",
                          "EXPLAIN (FORMAT json) SELECT 1",
                          "DESCRIBE",
                          "SHOW DATABASES",
                          "CALL pragma_version()",
                          "EXECUTE p(1)",
                          "PREPARE p AS DELETE FROM charges"}) {
    EXPECT_EQ(verdict_on(sql), "refused") << sql;
    EXPECT_EQ(verdict_on(std::string("SELECT 1; ") + sql), "refused") << "behind another";
    EXPECT_EQ(verdict_on(std::string("SELECT 1 /* ; */ ; -- \n") + sql), "refused") << "behind comments";
    EXPECT_EQ(verdict_on(std::string("/**/ ") + sql + "; SELECT 1"), "refused") << "before another";
    EXPECT_FALSE(parse_condition(std::string("true; ") + sql)) << sql;
    EXPECT_FALSE(parse_condition(std::string("true) ; ") + sql + " --")) << sql;
  }
}

TEST(GuardedQuery, CallsNoFunctionThatKnowsOrChangesTheMachine) {
  for (const char* call : {"current_setting('threads')",
                           "set_config('threads', '1', false)",
                           "getvariable('x')",
                           "getenv('PATH')",
                           "current_schema()",
                           "current_schemas(true)",
                           "pg_size_pretty(1)",
                           "has_table_privilege('charges', 'x')",
                           "pg_get_viewdef(1)",
                           "pg_read_file('/etc/passwd')",
                           "read_blob('x')",
                           "nextval('s')",
                           "txid_current()",
                           "is_histogram_other_bin(1)",
                           "add_parquet_key('a', 'b')",
                           "encode('x')",
                           "decode('x'::BLOB)",
                           "from_base64('eA==')",
                           "json_extract('{}', '$')",
                           "to_json(1)",
                           "row_to_json(1)",
                           "uuid()",
                           "random()",
                           "parse_path('/a/b')",
                           "parse_dirpath('/a/b')",
                           "map_from_entries([(1, 2)])",
                           "list_aggregate([1], 'sum')",
                           "vector_type(SkuId)",
                           "stats(SkuId)"}) {
    const std::string sql = call;
    EXPECT_EQ(verdict_on("SELECT " + sql + " FROM charges"), "refused") << sql;
    EXPECT_EQ(verdict_on("SELECT 1 FROM charges WHERE " + sql + " IS NULL"), "refused") << sql;
  }
}

// The check aside, what runs is behind the engine's own door: even a query that got through could touch no file.
TEST(GuardedQuery, LeavesNothingBehind) {
  const auto folder = TemporaryFolder::create().value();
  const Lake lake(folder.path() / "data");
  const auto escaped = (folder.path() / "escaped").string();
  for (const auto& sql : {"COPY (SELECT 1) TO '" + escaped + "'", "ATTACH '" + escaped + "'",
                          "EXPORT DATABASE '" + escaped + "'", "SELECT 1; COPY (SELECT 1) TO '" + escaped + "'"}) {
    const auto answer = ask_query(lake, std::nullopt, sql);
    ASSERT_FALSE(answer) << sql;
    EXPECT_EQ(answer.error().kind, Error::Kind::kUsage) << answer.error().text();
  }
  EXPECT_TRUE(ask_query(lake, std::nullopt, "SELECT count(*) FROM charges"));
  EXPECT_TRUE(fs::is_empty(folder.path())) << "an empty lake stays no folder at all";
}

}  // namespace
}  // namespace farthing
