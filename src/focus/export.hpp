// A month of the bill as FOCUS 1.3: each charge of a machine that workloads ran on is replaced by its allocated
// charges.
#pragma once
#include <filesystem>
#include <string>

#include "ask/answer.hpp"
#include "ask/lake_view.hpp"
#include "base/result.hpp"
#include "domain/allocation.hpp"

namespace farthing {

struct FocusExport {
  std::string month;              ///< "2026-10"
  std::filesystem::path out;      ///< the folder to write to
  std::string file_type = "csv";  ///< csv, csv.gz, parquet
};

struct FocusExported {
  Answer answer;             ///< a row a currency and basis: what the bill says, what the file says
  bool contradicts = false;  ///< they differ
};

/// Writes one file, focus-1.3-<month>.<type>, over an older one; a failure leaves that as it was. The lake must have
/// been built for charges to be split; `config` names the method.
[[nodiscard]] Result<FocusExported> export_focus(LakeView& view, const Lake& lake, const AllocationConfig& config,
                                                 const FocusExport& what);

}  // namespace farthing
