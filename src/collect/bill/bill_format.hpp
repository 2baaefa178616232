// Which kind of bill a file is, told by its columns.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace farthing {

enum class BillFamily { kCurLegacy, kCur2, kFocus };

struct DetectedFormat {
  BillFamily family = BillFamily::kFocus;
  std::string focus_version = {};  ///< of kFocus: "1.0" to "1.3"

  [[nodiscard]] bool is_cur() const { return family != BillFamily::kFocus; }
  [[nodiscard]] std::string family_name() const;  ///< "CUR legacy", "CUR 2.0", "FOCUS"
  [[nodiscard]] std::string name() const;         ///< "CUR legacy", "CUR 2.0", "FOCUS 1.2"
  friend bool operator==(const DetectedFormat&, const DetectedFormat&) = default;
};

/// By the names of a CSV header or a Parquet schema; nothing if it's no bill. Names are matched by name_key().
/// `of_data_export`: a Data Export's manifest says so (tells CUR 2.0 flattened by its query from legacy Parquet).
[[nodiscard]] std::optional<DetectedFormat> detect_bill_format(std::span<const std::string> columns,
                                                               bool of_data_export);

/// What the first bytes of a file say it is.
enum class FileKind { kCsv, kGzip, kZip, kParquet, kJson, kEmpty };
[[nodiscard]] Result<FileKind> sniff_file(const std::string& path);

}  // namespace farthing
