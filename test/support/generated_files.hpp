// Reads generated bills back with as little code as can be, none of it the product's.
#pragma once
#include <gtest/gtest.h>
#include <isa-l/igzip_lib.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/file.hpp"

namespace farthing::samples {

inline std::string inflated_text(const std::string& bytes) {
  std::string text(bytes.size() * 40, '\0');
  inflate_state state;
  isal_inflate_init(&state);
  state.crc_flag = ISAL_GZIP;
  state.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(bytes.data()));
  state.avail_in = static_cast<std::uint32_t>(bytes.size());
  state.next_out = reinterpret_cast<std::uint8_t*>(text.data());
  state.avail_out = static_cast<std::uint32_t>(text.size());
  EXPECT_EQ(isal_inflate(&state), ISAL_DECOMP_OK);
  EXPECT_EQ(state.block_state, ISAL_BLOCK_FINISH);
  text.resize(state.total_out);
  return text;
}

// RFC 4180, as plainly as it can be written.
inline std::vector<std::vector<std::string>> csv_rows(const std::string& text) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row(1);
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') {
        row.back() += c;
      } else if (text[i + 1] == '"') {
        row.back() += text[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      row.emplace_back();
    } else if (c == '\n') {
      rows.push_back(std::move(row));
      row = std::vector<std::string>(1);
    } else {
      row.back() += c;
    }
  }
  EXPECT_EQ(row, std::vector<std::string>(1)) << "the last line ends";
  return rows;
}

// The rows of a bill's CSV files, each as a map of what isn't empty.
using NamedRow = std::map<std::string, std::string>;
inline std::vector<NamedRow> named_rows(const std::vector<std::filesystem::path>& files) {
  std::vector<NamedRow> all;
  for (const auto& file : files) {
    const std::string bytes = *read_file(file);
    const auto rows = csv_rows(file.extension() == ".gz" ? inflated_text(bytes) : bytes);
    for (std::size_t i = 1; i < rows.size(); ++i) {
      EXPECT_EQ(rows[i].size(), rows[0].size());
      NamedRow named;
      for (std::size_t j = 0; j < rows[i].size(); ++j) {
        if (!rows[i][j].empty()) named.emplace(rows[0][j], rows[i][j]);
      }
      all.push_back(std::move(named));
    }
  }
  return all;
}

inline Decimal number_in(const NamedRow& row, const std::string& column) {
  const auto found = row.find(column);
  if (found == row.end()) return {};
  const auto parsed = parse_decimal(found->second);
  EXPECT_EQ(parsed.status, ParsedDecimal::Status::kExact) << column << " " << found->second;
  return parsed.value;
}

// All files below a folder whose names end so, in order.
inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder, const std::string& ending) {
  std::set<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().string().ends_with(ending)) files.insert(entry.path());
  }
  return {files.begin(), files.end()};
}

}  // namespace farthing::samples
