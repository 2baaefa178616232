#include "lake/engine.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "base/file.hpp"
#include "base/text.hpp"
#include "lake/table_source.hpp"

namespace farthing {
namespace {

using testing::HasSubstr;

std::string single(Engine& engine, const std::string& sql) {
  const auto rows = engine.query(sql);
  return rows ? rows->rows.at(0).at(0).value_or("NULL") : "error: " + rows.error().text();
}

class EngineTest : public testing::Test {
 protected:
  Engine engine_ = Engine::open().value();
};

TEST_F(EngineTest, IsTheVersionThatWasPinned) { EXPECT_EQ(Engine::version(), "v1.5.6"); }

TEST_F(EngineTest, ShowsEveryTypeOfTheLakeAsText) {
  EXPECT_EQ(single(engine_, "SELECT CAST('1.680000000000' AS DECIMAL(38,12))"), "1.68");
  EXPECT_EQ(single(engine_, "SELECT CAST('-0.08' AS DECIMAL(9,2))"), "-0.08");
  EXPECT_EQ(single(engine_, "SELECT sum(x) FROM (VALUES (1), (2)) t(x)"), "3");
  EXPECT_EQ(single(engine_, "SELECT 0.1e0"), "0.1");
  EXPECT_EQ(single(engine_, "SELECT TIMESTAMP '2026-10-01 05:06:07'"), "2026-10-01T05:06:07Z");
  EXPECT_EQ(single(engine_, "SELECT DATE '2026-10-01'"), "2026-10-01");
  EXPECT_EQ(single(engine_, "SELECT true"), "true");
  EXPECT_EQ(single(engine_, "SELECT NULL"), "NULL");
  EXPECT_EQ(single(engine_, "SELECT MAP {'a\"b': 'x', 'c': NULL}"), R"({"a\"b": "x", "c": null})");
  EXPECT_EQ(single(engine_, "SELECT [1, 2]"), "[1, 2]");
  EXPECT_EQ(single(engine_, "SELECT {'a': 1, 'b': 'x'}"), R"({"a": 1, "b": "x"})");
  EXPECT_THAT(single(engine_, "SELECT INTERVAL 1 DAY"), HasSubstr("CAST it AS VARCHAR"));
}

TEST_F(EngineTest, NamesAndTypesItsColumns) {
  const auto rows = engine_.query("SELECT 1 AS a, CAST(1 AS DECIMAL(38,12)) AS cost").value();
  EXPECT_EQ(rows.columns[0].name, "a");
  EXPECT_EQ(rows.columns[0].type, ValueType::kInteger);
  EXPECT_EQ(rows.columns[1].sql_type, "DECIMAL(38,12)");
  EXPECT_EQ(rows.columns[1].type, ValueType::kDecimal);
}

TEST_F(EngineTest, CutsALongResultAndSaysSo) {
  const auto rows = engine_.query("SELECT range FROM range(100000)", 10).value();
  EXPECT_EQ(rows.rows.size(), 10u);
  EXPECT_TRUE(rows.cut);
  EXPECT_FALSE(engine_.query("SELECT range FROM range(10)", 10).value().cut);
}

TEST_F(EngineTest, RefusesASecondStatement) { EXPECT_FALSE(engine_.query("SELECT 1; SELECT 2")); }

TEST_F(EngineTest, StopsAQueryThatTakesTooLong) {
  const auto rows = engine_.query_within("SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b",
                                         std::chrono::milliseconds(100));
  ASSERT_FALSE(rows);
  EXPECT_THAT(rows.error().text(), HasSubstr("took longer than 0.1 s"));
  EXPECT_EQ(single(engine_, "SELECT 1"), "1");
}

TEST_F(EngineTest, TouchesNothingOutsideItsFoldersOnceLockedDown) {
  const auto folder = TemporaryFolder::create().value();
  ASSERT_TRUE(engine_.run("COPY (SELECT 1 AS a) TO '" + (folder.path() / "a.parquet").string() + "'"));
  ASSERT_TRUE(engine_.lock_down({folder.path()}));
  EXPECT_EQ(single(engine_, "SELECT a FROM '" + (folder.path() / "a.parquet").string() + "'"), "1");
  for (const char* sql : {"SELECT * FROM read_text('/etc/passwd')", "SELECT * FROM glob('/etc/*')",
                          "COPY (SELECT 1) TO '/tmp/escape.csv'", "ATTACH '/tmp/escape.db'", "INSTALL httpfs",
                          "SET enable_external_access = true", "SET memory_limit = '99GB'"}) {
    EXPECT_FALSE(engine_.query(sql)) << sql;
  }
}

TEST_F(EngineTest, ReadsAFolderWhoseNameLooksLikeAPatternOnceLockedDown) {
  const auto parent = TemporaryFolder::create().value();
  for (const char* name : {"lake [1] *?", "lake 1 *?"}) {  // the pattern of the first would match the second
    const auto folder = parent.path() / name;
    ASSERT_TRUE(make_folders(folder));
    ASSERT_TRUE(
        engine_.run("COPY (SELECT '" + std::string(name) + "' AS a) TO '" + (folder / "a.parquet").string() + "'"));
  }
  const auto folder = parent.path() / "lake [1] *?";
  ASSERT_TRUE(engine_.lock_down({folder}));
  EXPECT_EQ(single(engine_, "SELECT a FROM read_parquet(['" + exact_pattern((folder / "a.parquet").string()) + "'])"),
            "lake [1] *?");
  EXPECT_FALSE(engine_.query("SELECT a FROM '" + (parent.path() / "lake 1 *?" / "a.parquet").string() + "'"));
}

TEST_F(EngineTest, MakesExactDecimalsAndCountsRoundings) {
  EXPECT_EQ(single(engine_, "SELECT exact_decimal('4.0E-7', 'c')"), "0.0000004");
  EXPECT_EQ(single(engine_, "SELECT exact_decimal(CAST(8482.98903482e0 AS VARCHAR), 'c')"), "8482.98903482");
  EXPECT_EQ(engine_.roundings(), 0);
  EXPECT_EQ(single(engine_, "SELECT exact_decimal('0.0000000000005', 'c')"), "0");
  EXPECT_EQ(engine_.roundings(), 1);
  EXPECT_EQ(single(engine_, "SELECT exact_decimal(NULL, 'c')"), "NULL");
  EXPECT_EQ(single(engine_, "SELECT exact_product('0.0000004', '2.5')"), "0.000001");
  EXPECT_THAT(single(engine_, "SELECT exact_decimal('abc', 'cost')"), HasSubstr("column cost: 'abc' is not a number"));
}

TEST_F(EngineTest, TakesDoublesByTheirShortestDecimal) {
  EXPECT_EQ(single(engine_, "SELECT double_decimal(8482.98903482e0, 'c')"), "8482.98903482");
  EXPECT_EQ(single(engine_, "SELECT double_decimal(-4e-7, 'c')"), "-0.0000004");
  EXPECT_EQ(single(engine_, "SELECT double_decimal(CAST(NULL AS DOUBLE), 'c')"), "NULL");
  EXPECT_EQ(single(engine_,
                   "SELECT string_agg(double_decimal(x, 'c'), ' ') FROM (VALUES (0e0), (-0e0), (NULL), (2.5e0), "
                   "(2.5e0), (5e-324), (999999999999999e0)) t(x)"),
            "0.000000000000 0.000000000000 2.500000000000 2.500000000000 0.000000000000 999999999999999.000000000000");
  for (const char* value : {"nan", "inf", "-inf"}) {
    EXPECT_THAT(single(engine_, "SELECT double_decimal(CAST('" + std::string(value) + "' AS DOUBLE), 'cost')"),
                HasSubstr("column cost: '" + std::string(value) + "' is not a number"));
  }
  EXPECT_THAT(single(engine_, "SELECT double_decimal(1e18, 'cost')"), HasSubstr("column cost: '1e+18' is too large"));
}

// By the engine's own text of a DOUBLE, for numbers of all sizes and for such as a bill has.
TEST_F(EngineTest, TakesDoublesAsItTakesTheirText) {
  const char* random =
      "(SELECT (hash(i) % 2000003) / 7e0 * pow(10e0, CAST(hash(i + 1) % 40 AS INTEGER) - 28) * "
      "(CASE WHEN i % 3 = 0 THEN -1 ELSE 1 END) AS x FROM range(100000) t(i) UNION ALL SELECT "
      "(i - 5000) / 100e0 FROM range(10000) t(i))";
  EXPECT_EQ(single(engine_, std::string("SELECT count(*) FROM ") + random +
                                " WHERE double_text(x) <> CAST(x AS VARCHAR) "
                                "AND CAST(double_text(x) AS DOUBLE) <> x"),
            "0");
  EXPECT_EQ(single(engine_, std::string("SELECT count(*) FROM ") + random +
                                " WHERE abs(x) < 1e17 AND "
                                "double_decimal(x, 'c') <> exact_decimal(CAST(x AS VARCHAR), 'c')"),
            "0");
}

TEST_F(EngineTest, KnowsNoEmptyText) {
  EXPECT_EQ(
      single(engine_, "SELECT list(known_text(x)) FROM (VALUES ('a'), (''), (NULL), ('longer than twelve')) t(x)"),
      R"(["a", null, null, "longer than twelve"])");
  EXPECT_EQ(single(engine_, "SELECT list(known_text(x)) FROM (VALUES ('a'), (NULL)) t(x)"), R"(["a", null])");
}

TEST_F(EngineTest, StatesARatioOnce) {
  EXPECT_EQ(single(engine_, "SELECT exact_ratio('10', '1', '3')"), "3.333333333333");
  EXPECT_EQ(single(engine_, "SELECT exact_ratio('99999999999', '99999999999', '99999999999')"), "99999999999");
  EXPECT_EQ(single(engine_, "SELECT exact_ratio('-0.000000000001', '1', '2')"), "0");
  EXPECT_EQ(single(engine_, "SELECT exact_ratio('0.000000000003', '1', '2')"), "0.000000000002");
  EXPECT_EQ(single(engine_, "SELECT exact_ratio('1', '1', '0')"), "NULL");
  EXPECT_EQ(single(engine_, "SELECT exact_ratio('1', NULL, '1')"), "NULL");
}

TEST_F(EngineTest, TakesFunctionsOfText) {
  ASSERT_TRUE(engine_.add_text_function("first_word", [](std::string_view text) {
    return text.empty() ? std::string_view() : text.substr(0, text.find(' '));
  }));
  EXPECT_EQ(single(engine_, "SELECT first_word('one two')"), "one");
  EXPECT_EQ(single(engine_, "SELECT first_word('')"), "NULL");
  EXPECT_EQ(single(engine_, "SELECT first_word(NULL)"), "NULL");
}

// Numbers 0..count-1, with a text that is long enough not to be kept inside the engine's own string, and a map.
class Numbers final : public TableSource {
 public:
  explicit Numbers(std::int64_t count) : count_(count) {}
  const std::vector<SourceColumn>& columns() const override { return columns_; }
  std::unique_ptr<Reader> new_reader() override { return std::make_unique<NumbersReader>(*this); }
  std::size_t max_readers() const override { return 2; }

 private:
  struct NumbersReader final : Reader {
    explicit NumbersReader(Numbers& source) : source_(source) {}
    Result<std::size_t> fill(Batch& batch) override {
      const auto first = source_.next_.fetch_add(Batch::kCapacity);
      std::size_t row = 0;
      texts_.assign(Batch::kCapacity, {});
      for (auto n = first; n < source_.count_ && row < Batch::kCapacity; ++n, ++row) {
        if (n == 77'777) return fail("77777 is not liked", "numbers");
        texts_[row] = "a text of the number " + std::to_string(n);
        batch.set_integer(0, row, n);
        batch.set_text(1, row, texts_[row]);
        n % 3 == 0 ? batch.set_null(2, row) : batch.set_decimal(2, row, Decimal::from_integer(n));
        batch.set_timestamp(3, row, Timestamp{n * 1'000'000});
        batch.begin_map(4, row);
        for (std::int64_t i = 0; i < n % 4; ++i)
          batch.add_entry(4, i == 0 ? "first" : (i == 1 ? "second" : "third"), texts_[row]);
        batch.end_map(4, row);
      }
      return row;
    }
    Numbers& source_;
    std::vector<std::string> texts_;
  };
  std::vector<SourceColumn> columns_{{"n", ColumnType::kInteger},
                                     {"text", ColumnType::kText},
                                     {"cost", ColumnType::kDecimal},
                                     {"at", ColumnType::kTimestamp},
                                     {"tags", ColumnType::kMap}};
  std::int64_t count_;
  std::atomic<std::int64_t> next_ = 0;
};

TEST_F(EngineTest, ReadsRowsMadeInCode) {
  ASSERT_TRUE(engine_.add_table("numbers", std::make_shared<Numbers>(50'000)));
  ASSERT_TRUE(engine_.run("CREATE TABLE t AS SELECT * FROM numbers()"));
  EXPECT_EQ(single(engine_, "SELECT count(*) FROM t"), "50000");
  EXPECT_EQ(single(engine_, "SELECT sum(n) FROM t"), "1249975000");
  EXPECT_EQ(single(engine_, "SELECT count(*) FROM t WHERE text = 'a text of the number ' || n"), "50000");
  EXPECT_EQ(single(engine_, "SELECT count(*) FROM t WHERE cost IS NULL"), "16667");
  EXPECT_EQ(single(engine_, "SELECT count(*) FROM t WHERE cost <> n"), "0");
  EXPECT_EQ(single(engine_, "SELECT count(*) FROM t WHERE len(map_keys(tags)) <> n % 4"), "0");
  EXPECT_EQ(single(engine_, "SELECT count(*) FROM t WHERE n % 4 = 3 AND tags['third'] = text"), "12500");
}

TEST_F(EngineTest, TellsTheErrorOfRowsMadeInCode) {
  ASSERT_TRUE(engine_.add_table("numbers", std::make_shared<Numbers>(100'000)));
  EXPECT_THAT(engine_.run("CREATE TABLE t AS SELECT * FROM numbers()").error().text(),
              HasSubstr("numbers: 77777 is not liked"));
}

}  // namespace
}  // namespace farthing
