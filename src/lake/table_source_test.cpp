// Batches of rows made in code: every type of column, and the edges of a batch.
#include "lake/table_source.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <functional>

#include "lake/engine.hpp"

namespace farthing {
namespace {

using ::testing::HasSubstr;

// Gives each of its batches once, to whichever reader asks first.
class MadeBatches final : public TableSource {
 public:
  using Fill = std::function<Result<std::size_t>(Batch&, std::size_t number)>;
  MadeBatches(std::vector<SourceColumn> columns, std::size_t batches, Fill fill)
      : columns_(std::move(columns)), batches_(batches), fill_(std::move(fill)) {}
  const std::vector<SourceColumn>& columns() const override { return columns_; }
  std::unique_ptr<Reader> new_reader() override { return std::make_unique<OneReader>(*this); }
  std::size_t max_readers() const override { return 3; }

 private:
  struct OneReader final : Reader {
    explicit OneReader(MadeBatches& source) : source_(source) {}
    Result<std::size_t> fill(Batch& batch) override {
      const auto number = source_.next_++;
      return number < source_.batches_ ? source_.fill_(batch, number) : Result<std::size_t>(0);
    }
    MadeBatches& source_;
  };
  std::vector<SourceColumn> columns_;
  std::size_t batches_;
  Fill fill_;
  std::atomic<std::size_t> next_ = 0;
};

class TableSourceTest : public ::testing::Test {
 protected:
  void make(std::vector<SourceColumn> columns, std::size_t batches, MadeBatches::Fill fill) {
    const auto source = std::make_shared<MadeBatches>(std::move(columns), batches, std::move(fill));
    ASSERT_TRUE(engine_.add_table("made", source));
  }
  std::string row(const std::string& sql) {
    const auto rows = engine_.query(sql);
    if (!rows) return "error: " + rows.error().text();
    if (rows->rows.empty()) return "no row";
    std::string text;
    for (const auto& cell : rows->rows[0]) text += (text.empty() ? "" : "|") + cell.value_or("NULL");
    return text;
  }
  Engine engine_ = Engine::open().value();
};

const std::vector<SourceColumn> kOfEachType = {
    {"a", ColumnType::kText},   {"b", ColumnType::kDecimal}, {"c", ColumnType::kTimestamp}, {"d", ColumnType::kInteger},
    {"e", ColumnType::kDouble}, {"f", ColumnType::kBoolean}, {"g", ColumnType::kMap}};

TEST_F(TableSourceTest, HasColumnsOfEachTypeWithTheirOwnNull) {
  make(kOfEachType, 1, [](Batch& batch, std::size_t) {
    for (std::size_t column = 0; column < 7; ++column) batch.set_null(column, 0);
    batch.set_text(0, 1, "it's");
    batch.set_decimal(1, 1, Decimal::from_units(-1));
    batch.set_timestamp(2, 1, *parse_timestamp("2026-10-01T05:06:07Z"));
    batch.set_integer(3, 1, -9'223'372'036'854'775'807);
    batch.set_double(4, 1, 0.1);
    batch.set_boolean(5, 1, true);
    batch.begin_map(6, 1);
    batch.add_entry(6, "k", "v");
    batch.end_map(6, 1);
    return Result<std::size_t>(2);
  });
  EXPECT_EQ(row("SELECT * FROM made() WHERE a IS NOT NULL"),
            "it's|-0.000000000001|2026-10-01T05:06:07Z|-9223372036854775807|0.1|true|{\"k\": \"v\"}");
}

TEST_F(TableSourceTest, KnowsANullFromAnEmptyText) {
  make({{"a", ColumnType::kText}, {"m", ColumnType::kMap}}, 1, [](Batch& batch, std::size_t) {
    batch.set_text(0, 0, "");
    batch.begin_map(1, 0);
    batch.end_map(1, 0);
    batch.set_null(0, 1);
    batch.set_null(1, 1);
    return Result<std::size_t>(2);
  });
  EXPECT_EQ(row("SELECT count(*), count(a), count(m), min(length(a)), min(cardinality(m)) FROM made()"), "2|1|1|0|0");
}

TEST_F(TableSourceTest, OfFullBatchesLosesNoRowAtTheirEdges) {
  make({{"n", ColumnType::kInteger}}, 5, [](Batch& batch, std::size_t number) {
    for (std::size_t i = 0; i < Batch::kCapacity; ++i) {
      batch.set_integer(0, i, static_cast<std::int64_t>(number * Batch::kCapacity + i));
    }
    return Result<std::size_t>(Batch::kCapacity);
  });
  // 5 x 2048 numbers from 0: the sum is 10240 x 10239 / 2.
  EXPECT_EQ(row("SELECT count(*), count(DISTINCT n), sum(n), max(n) FROM made()"), "10240|10240|52423680|10239");
}

TEST_F(TableSourceTest, WithoutRowsIsAnEmptyTable) {
  make(kOfEachType, 0, [](Batch&, std::size_t) { return Result<std::size_t>(0); });
  EXPECT_EQ(row("SELECT count(*) FROM made()"), "0");
  EXPECT_EQ(row("SELECT * FROM made()"), "no row");
}

TEST_F(TableSourceTest, OfManyMapsKeepsEachRowsEntries) {
  make({{"n", ColumnType::kInteger}, {"m", ColumnType::kMap}}, 3, [](Batch& batch, std::size_t) {
    static constexpr std::string_view kKeys[] = {"k0", "k1", "k2", "k3", "k4"};
    for (std::size_t i = 0; i < Batch::kCapacity; ++i) {
      batch.set_integer(0, i, static_cast<std::int64_t>(i % 6));
      batch.begin_map(1, i);
      for (std::size_t key = 0; key < i % 6; ++key) batch.add_entry(1, kKeys[key], kKeys[4 - key]);
      batch.end_map(1, i);
    }
    return Result<std::size_t>(Batch::kCapacity);
  });
  EXPECT_EQ(row("SELECT count(*) FROM made() WHERE cardinality(m) <> n"), "0");
  EXPECT_EQ(row("SELECT count(*) FROM made() WHERE n > 2 AND m['k2'] IS DISTINCT FROM 'k2'"), "0");
  EXPECT_EQ(row("SELECT count(*) FROM made() WHERE n < 3 AND m['k2'] IS NOT NULL"), "0");
}

TEST_F(TableSourceTest, ThatFailsInALaterBatchGivesItsErrorAndNoRows) {
  make({{"n", ColumnType::kInteger}}, 9, [](Batch& batch, std::size_t number) -> Result<std::size_t> {
    if (number == 7) return fail("'x' is not a number", "bill.csv: line 8", "mend it");
    batch.set_integer(0, 0, 1);
    return 1;
  });
  EXPECT_THAT(row("SELECT n FROM made()"), HasSubstr("bill.csv: line 8: 'x' is not a number (mend it)"));
  EXPECT_EQ(row("SELECT 1"), "1") << "the engine goes on";
}

}  // namespace
}  // namespace farthing
