#include "focus/charge_parts.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "focus/made_charges_test.hpp"

namespace farthing {
namespace {

// Files as write_day_parts() leaves them.
class ChargePartsTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(make_folders(names_folder(folder_.path()))); }
  void copy(const std::string& rows, const std::string& name, const std::string& columns) {
    const auto file = folder_.path() / name;
    ASSERT_TRUE(make_folders(file.parent_path()));
    const auto done = engine_.run("COPY (SELECT * FROM (VALUES " + rows + ") AS v(" + columns + ")) TO " +
                                  sql_literal(file.string()) + " (FORMAT parquet)");
    ASSERT_TRUE(done) << done.error().text();
  }
  void names(const std::string& day, const std::string& rows) {
    copy(rows, "names/" + day + ".parquet", "day, workload_key, workload_id, name, tags");
  }
  // A row: day, origin, kind, workload_key, and parts of the charge in 10^-18.
  static std::string part_row(const char* day, int origin, int kind, int key, std::int64_t vcpu, const char* hours) {
    return fmt::format(
        "('{}', CAST({} AS UBIGINT), {}, CAST({} AS BIGINT), CAST({} AS BIGINT), CAST(0 AS BIGINT), CAST(NULL AS "
        "BIGINT), CAST({} AS DECIMAL(38,12)), CAST(NULL AS DECIMAL(38,12)), CAST(0 AS DECIMAL(38,12)))",
        day, origin, kind, key, vcpu, hours);
  }
  void parts(const std::string& part_day, const std::string& built, const std::string& rows) {
    copy(rows, "part_day=" + part_day + "/" + built + ".parquet",
         "day, origin, kind, workload_key, vcpu, memory, accelerator, vcpu_hours, gib_hours, accelerator_hours");
  }
  std::string read(const ChargeGroup& group, std::uint64_t origin) {
    const auto read = read_parts(engine_, folder_.path(), group);
    if (!read) return read.error().text();
    std::string text;
    for (const auto& part : read->find(origin)) {
      const auto name = part.kind == kAllocatedPart ? read->names()[part.workload] : WorkloadName{"-", {}, {}};
      text += fmt::format("{}{} {} {} {} {} {} {}", text.empty() ? "" : ";", part_kind_name(part.kind), name.id,
                          name.name.value_or("-"), name.tags.value_or("-"), static_cast<std::int64_t>(part.ratios[0]),
                          part.hours[0].text(), part.hours_known);
    }
    return text;
  }

  TemporaryFolder folder_ = TemporaryFolder::create().value();
  Engine engine_ = Engine::open().value();
};

TEST_F(ChargePartsTest, WhereNothingWasBuiltNothingIsSplit) {
  EXPECT_EQ(read({{"2026-05-01", "none"}}, 1), "");
  EXPECT_EQ(engine_.query(part_counts_sql(folder_.path())).value().rows.size(), 0U);
  EXPECT_EQ(engine_.query(split_origins_sql(folder_.path())).value().rows.size(), 0U);
}

// A charge of two days: what one workload held on both is one part, by whatever number each day knows it, and under its
// newest name.
TEST_F(ChargePartsTest, APartOfSeveralDaysIsOne) {
  names("2026-05-01", "('2026-05-01', 1, 'wb', 'old', NULL), ('2026-05-01', 2, 'wa', 'a', '{}')");
  names("2026-05-02", "('2026-05-02', 1, 'wa', 'a', '{}'), ('2026-05-02', 2, 'wb', 'new', '{\"t\":\"1\"}')");
  parts("2026-05-01", "2026-05-01",
        part_row("2026-05-01", 7, kAllocatedPart, 1, 100, "1") + ", " +
            part_row("2026-05-01", 7, kAllocatedPart, 2, 10, "NULL") + ", " +
            part_row("2026-05-01", 7, kUnallocatedPart, 0, 0, "NULL"));
  parts("2026-05-01", "2026-05-02",
        part_row("2026-05-02", 7, kAllocatedPart, 2, 200, "2") + ", " +
            part_row("2026-05-02", 7, kSystemPart, 0, 5, "3") + ", " +
            part_row("2026-05-02", 7, kUnallocatedPart, 0, 0, "NULL") + ", " +
            part_row("2026-05-02", 8, kIdlePart, 0, 9, "1") + ", " +
            part_row("2026-05-02", 8, kAllocatedPart, 1, 0, "1"));
  const ChargeGroup first{{"2026-05-01"}};
  EXPECT_EQ(
      read(first, 7),
      "allocated wa a {} 10 0 4;allocated wb new {\"t\":\"1\"} 300 3 5;system - - - 5 3 5;unallocated - - - 0 0 4");
  EXPECT_EQ(read(first, 8), "idle - - - 9 1 5");
  EXPECT_EQ(read(first, 9), "");
  EXPECT_EQ(read({{"2026-05-02"}}, 7), "");
  EXPECT_EQ(engine_.query(split_origins_sql(folder_.path())).value().rows.size(), 1U);
  const auto counts = engine_.query(part_counts_sql(folder_.path())).value();
  EXPECT_EQ(*counts.rows[0][0] + " " + *counts.rows[0][1], "2026-05-01 8");
}

TEST_F(ChargePartsTest, ASliceHasItsOwnCharges) {
  names("d", "('d', 1, 'w', NULL, NULL)");
  parts("d", "d",
        part_row("d", 7, kAllocatedPart, 1, 1, "1") + ", " + part_row("d", 8, kAllocatedPart, 1, 2, "1") + ", " +
            part_row("d", 10, kIdlePart, 0, 3, "1"));
  const ChargeGroup even{{"d"}, 0, 2}, odd{{"d"}, 1, 2};
  EXPECT_EQ(read(even, 8) + "|" + read(even, 7) + "|" + read(even, 10), "allocated w - - 2 1 5||idle - - - 3 1 5");
  EXPECT_EQ(read(odd, 7) + "|" + read(odd, 8), "allocated w - - 1 1 5|");
}

TEST_F(ChargePartsTest, FilesThatAreDamagedAreAnError) {
  ASSERT_TRUE(make_folders(folder_.path() / "part_day=d"));
  ASSERT_TRUE(write_file_durably(folder_.path() / "part_day=d" / "x.parquet", "no Parquet"));
  EXPECT_FALSE(read_parts(engine_, folder_.path(), {{"d"}}));
}

}  // namespace
}  // namespace farthing
