#include "ask/inventory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "support/asked.hpp"
#include "support/bill_lake.hpp"
#include "support/cur_csv.hpp"

namespace farthing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string lines_of(const Answer& answer) { return join(rows_text(answer), "\n") + "\n"; }

class InventoryTest : public BillLakeFixture {
 protected:
  [[nodiscard]] Snapshot snapshot() const { return lake_.snapshot().value_or(Snapshot{}); }
};

TEST_F(InventoryTest, OfAnEmptyLakeIsEmptyAndNoZero) {
  EXPECT_TRUE(list_imports(snapshot()).rows.empty());
  const auto datasets = list_datasets(snapshot());
  EXPECT_TRUE(datasets.rows.empty());
  EXPECT_EQ(datasets.freshness, std::nullopt);
}

TEST_F(InventoryTest, NamesWhatCameInWithItsControlTotal) {
  import_text(CurCsv().line({{"lineItem/UnblendedCost", "1.25"}}).line({{"lineItem/UnblendedCost", "2"}}).text());
  const auto imports = lines_of(list_imports(snapshot()));
  EXPECT_THAT(imports, AllOf(HasSubstr("2026-05"), HasSubstr("|2|3.25|USD|")));
  const auto datasets = lines_of(list_datasets(snapshot()));
  EXPECT_THAT(datasets, HasSubstr("charges|2|"));
  EXPECT_THAT(datasets, AllOf(HasSubstr("|1|2026-05|2026-05\n"), Not(HasSubstr("nodes"))));
  EXPECT_EQ(list_datasets(snapshot()).snapshot, 1);
}

TEST_F(InventoryTest, SaysOfWhatADimensionIs) {
  AllocationConfig config;
  config.dimensions.push_back({"team", {}, {}, {}});
  const auto dimensions = lines_of(list_dimensions(snapshot(), config));
  for (const char* row : {"cluster|workloads\n", "team|workloads\n", "service|both\n", "usage_type|bill\n"}) {
    EXPECT_THAT(dimensions, HasSubstr(row));
  }
  EXPECT_THAT(lines_of(list_dimensions(snapshot(), AllocationConfig{})), Not(HasSubstr("team|")));
}

}  // namespace
}  // namespace farthing
