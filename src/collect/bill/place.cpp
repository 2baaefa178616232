#include "collect/bill/place.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "lake/models.hpp"
#include "lake/parquet_folder.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace {

std::string month_condition(const StagedMonth& month) {
  return "billing_period = " + sql_literal(month.period) + " AND BillingAccountId IS NOT DISTINCT FROM " +
         (month.payer ? sql_literal(*month.payer) : "CAST(NULL AS VARCHAR)");
}

// A bill of one month and payer is moved as it is; others are divided.
Done fill_folder(Engine& engine, const fs::path& staged, const fs::path& target, const StagedMonth& month, bool only) {
  if (!only) {
    return engine.run(
        copy_to_parquet("SELECT * FROM " + read_folder(staged) + " WHERE " + month_condition(month), target, "part"));
  }
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(staged, error)) {
    TRY_DONE(move_path(entry.path(), target / entry.path().filename()));
  }
  if (error) return fail(error.message(), staged.string());
  return {};
}

class MonthPlacer {
 public:
  MonthPlacer(Engine& engine, const Lake& lake, std::string source, UncommittedFolders& folders)
      : engine_(engine), lake_(lake), source_(std::move(source)), folders_(folders) {}

  Result<PlacedMonth> place(const StagedBill& bill, const StagedMonth& month) {
    const bool only = bill.months.size() == 1;
    const std::string version = unique_id();
    const auto folder_of = [&](const char* dataset) -> Result<fs::path> {
      TRY(auto folder, lake_.new_partition_folder(dataset, month.period, version));
      folders_.add(folder);
      return folder;
    };
    PlacedMonth placed;
    TRY(auto charges, folder_of(kCharges));
    TRY_DONE(fill_folder(engine_, bill.charges, charges, month, only));
    TRY(placed[kCharges], partition(month, version, charges));
    placed[kCharges].delivery = month.delivery;
    TRY(auto daily, folder_of(kCostsDaily));
    const std::string sql(model_sql(kCostsDaily));
    TRY_DONE(engine_.run("CREATE OR REPLACE TEMP VIEW charges AS SELECT * FROM " + read_folder(charges)));
    TRY_DONE(engine_.run(copy_to_parquet(sql, daily, "part")));
    TRY(placed[kCostsDaily], partition(month, version, daily));
    placed[kCostsDaily].sql_sha256 = sha256_hex(sql);
    if (month.delivery.split_lines > 0) {
      TRY(auto splits, folder_of(kSplitCharges));
      TRY_DONE(fill_folder(engine_, bill.split_charges, splits, month, only));
      TRY(placed[kSplitCharges], partition(month, version, splits));
    }
    return placed;
  }

 private:
  Result<Partition> partition(const StagedMonth& month, const std::string& version, const fs::path& folder) {
    Partition partition;
    partition.period = month.period;
    partition.source = source_ + " of " + month.payer.value_or("an unknown payer");
    partition.payer = month.payer;
    partition.version = version;
    TRY(partition.files, describe_files(engine_, lake_.root(), folder));
    return partition;
  }

  Engine& engine_;
  const Lake& lake_;
  std::string source_;
  UncommittedFolders& folders_;
};

}  // namespace

Result<std::vector<PlacedMonth>> place_staged_bill(Engine& engine, const Lake& lake, const StagedBill& bill,
                                                   const std::string& source, UncommittedFolders& folders) {
  MonthPlacer placer(engine, lake, source, folders);
  std::vector<PlacedMonth> placed;
  for (const auto& month : bill.months) {
    TRY(auto one, placer.place(bill, month));
    placed.push_back(std::move(one));
  }
  return placed;
}

}  // namespace farthing
