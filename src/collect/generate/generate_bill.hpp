// Synthetic bills with their ground truth: one seed is one bill, whatever its format and number of files.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace farthing {

enum class BillFormat { kCurCsvGz, kCur2Parquet, kFocus12Csv };

/// "cur-csv-gz", "cur2-parquet", "focus-1.2-csv"; anything else is misuse.
[[nodiscard]] Result<BillFormat> parse_bill_format(std::string_view name);
[[nodiscard]] std::string_view name_of(BillFormat format);

struct BillPlan {
  std::int64_t rows = 0;  ///< lines of the CUR, split-cost rows among them; the FOCUS bill of the same seed has fewer
  std::uint64_t seed = 0;
  BillFormat format = BillFormat::kCurCsvGz;
  int parts = 1;           ///< files of the delivery, 1 to 1000
  std::string month = "";  ///< "YYYY-MM"; empty is kDefaultMonth
  std::filesystem::path out;
};

/// Fixed, not "last month": a bill must not depend on the day on which it is generated.
inline constexpr const char* kDefaultMonth = "2026-09";

struct GeneratedBill {
  std::int64_t rows = 0;        ///< records in the files
  int files = 0;                ///< data files, manifests and truth.json not counted
  std::int64_t bytes = 0;       ///< of the data files
  std::filesystem::path truth;  ///< truth.json
  std::string assembly_id;      ///< a hash of the data files
};

/// Writes the bill in the layout of AWS's delivery below plan.out, and plan.out/truth.json with its exact totals.
/// The same plan gives the same bytes. Files of an earlier bill in plan.out stay, its truth.json is replaced.
/// Memory is bounded whatever the number of rows. Errors: misuse of rows, parts or month; a folder that can't be
/// written.
[[nodiscard]] Result<GeneratedBill> generate_bill(const BillPlan& plan);

}  // namespace farthing
