#include "lake/new_files.hpp"

#include <algorithm>
#include <string>

#include "base/file.hpp"
#include "base/text.hpp"

namespace farthing {
namespace fs = std::filesystem;

Result<std::vector<DataFile>> describe_files(Engine& engine, const fs::path& lake_root, const fs::path& folder) {
  std::vector<DataFile> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    DataFile file;
    file.path = fs::relative(entry.path(), lake_root, error).generic_string();
    file.bytes = static_cast<std::int64_t>(entry.file_size(error));
    if (error) return fail(error.message(), entry.path().string());
    TRY(file.sha256, sha256_of_file(entry.path()));
    TRY_DONE(sync_path(entry.path()));
    TRY(auto rows,
        engine.query("SELECT num_rows FROM parquet_file_metadata(" + sql_literal(entry.path().string()) + ")"));
    file.rows = std::stoll(rows.rows.at(0).at(0).value_or("0"));
    if (file.rows > 0) files.push_back(std::move(file));
  }
  if (error) return fail(error.message(), folder.string());
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

UncommittedFolders::~UncommittedFolders() {
  std::error_code ignored;  // what can't be removed is tidied up by the next `lake gc`
  for (const auto& folder : folders_) {
    fs::remove_all(folder, ignored);
    fs::remove(folder.parent_path(), ignored);  // the month's or day's folder, if that was its only version
  }
}

}  // namespace farthing
