// The CSV texts that a path stands for, each opened as a stream of plain bytes.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>

#include "base/byte_source.hpp"
#include "base/result.hpp"
#include "collect/bill/csv_lines.hpp"

namespace farthing {

/// The text of a file or of a zip's member, inflated if it begins as gzip does. `bytes_read` counts what comes from
/// disk (nothing is counted if it is null) and must outlive the stream.
[[nodiscard]] Result<std::unique_ptr<ByteSource>> open_csv_text(const CsvFile& file,
                                                                std::atomic<std::int64_t>* bytes_read);
/// The names of the first line of a text. See read_csv_header().
[[nodiscard]] Result<std::vector<std::string>> read_header(ByteSource& source, const std::string& name);

}  // namespace farthing
