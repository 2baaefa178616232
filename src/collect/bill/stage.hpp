// Writes a bill's charges as Parquet into a folder aside, checks them against the bill, and says what they are.
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collect/bill/bill_lines.hpp"
#include "lake/snapshot.hpp"

namespace farthing {

/// What a progress bar shows. Written by the importer, read by anyone at any time.
struct ImportProgress {
  std::atomic<std::int64_t> total_bytes = 0;
  std::atomic<std::int64_t> bytes_before = 0;  ///< of the deliveries that are done
  std::mutex mutex;
  std::shared_ptr<CsvLines> reading;  ///< under the mutex: what is being read, if it's CSV
};

/// One month of one payer among the staged charges.
struct StagedMonth {
  std::string period;
  std::optional<std::string> payer;
  Delivery delivery;  ///< lines, totals, times; the rest is the importer's
};

struct StagedBill {
  std::filesystem::path charges;        ///< a folder of Parquet files
  std::filesystem::path split_charges;  ///< the same; empty path if there are none
  std::vector<StagedMonth> months;
  std::vector<std::string> findings;
  std::vector<std::string> gaps;
  std::vector<std::string> unknown_columns;
  std::int64_t roundings = 0;
};

/// Errors: what the bill's reader finds (file, line, column), a full disk, a sum that differs from the bill's.
[[nodiscard]] Result<StagedBill> stage_bill(Engine& engine, const BillFiles& files, const std::filesystem::path& folder,
                                            ImportProgress& progress);

/// "COPY (sql) TO 'folder'" as ZSTD Parquet of files of about 256 MB, named by `prefix`.
[[nodiscard]] std::string copy_to_parquet(const std::string& sql, const std::filesystem::path& folder,
                                          const std::string& prefix);

}  // namespace farthing
