// Lines that can be settled only when all are known are set aside as CSV while a bill is read, and read again at its
// end: so a bill is inflated and split once.
#pragma once
#include <cstdio>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "collect/bill/csv_lines.hpp"
#include "collect/bill/record_group.hpp"
#include "collect/bill/row_plan.hpp"

namespace farthing {

/// The lines set aside of one table, a file a part. Thread-safe.
class LateLines {
 public:
  LateLines(const CsvTable& table, const std::filesystem::path& folder);
  ~LateLines();
  LateLines(const LateLines&) = delete;
  LateLines& operator=(const LateLines&) = delete;

  /// Takes the late records out of the group and writes them to the file of `part`.
  [[nodiscard]] Done take_out(RecordGroup& records, std::size_t part, const RowPlan& plan);
  /// The table of what was set aside, whose lines know where they stood. Closes the files.
  [[nodiscard]] Result<CsvTable> finish();

 private:
  struct PartFile {
    std::filesystem::path path;
    std::FILE* file = nullptr;
  };
  [[nodiscard]] bool is_late(const RecordGroup& records, std::size_t record, const RowPlan& plan) const;
  [[nodiscard]] Done append(std::size_t part, std::string_view text);

  const CsvTable& table_;
  std::mutex mutex_;
  std::vector<PartFile> files_;  ///< by part
};

}  // namespace farthing
