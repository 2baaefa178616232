#include "lake/snapshot_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "base/file.hpp"
#include "base/time.hpp"
#include "lake/json_fields.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace json = boost::json;
namespace {

// Digits only, as to_string writes them: no sign, no leading zero.
std::optional<std::int64_t> number_from_one(std::string_view text) {
  std::int64_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc{} || end != text.data() + text.size() || n < 1 || text.front() == '0') return std::nullopt;
  return n;
}

bool is_plain_file_name(const std::string& name) {
  return !name.empty() && name.front() != '.' && name.find('/') == std::string::npos;
}

}  // namespace

std::string snapshot_to_json(const SnapshotRecord& record) {
  json::object datasets;
  for (const auto& [dataset, file] : record.manifests) datasets[dataset] = file;
  const json::object out{{"format", kLakeFormat},       {"n", record.n},
                         {"previous", record.previous}, {"written_at", record.written_at},
                         {"writer", record.writer},     {"datasets", std::move(datasets)}};
  return json::serialize(out) + "\n";
}

Result<SnapshotRecord> snapshot_from_json(std::string_view text, const std::string& where) {
  SnapshotRecord record;
  TRY_DONE(read_lake_json(text, where, [&](const JsonFields& fields) {
    record.n = fields.count("n");
    record.previous = fields.count("previous");
    record.written_at = fields.text("written_at");
    record.writer = fields.text("writer");
    if (!parse_timestamp(record.written_at)) fields.damaged("written_at", "is not a time");
    const auto datasets = fields.object("datasets");
    for (const auto& dataset : datasets.keys()) {
      const auto file = datasets.text(dataset.c_str());
      if (!is_plain_file_name(file)) datasets.damaged(dataset.c_str(), "is not the name of a file");
      record.manifests[dataset] = file;
    }
  }));
  return record;
}

std::string manifest_file_name(const std::string& dataset, std::string_view text) {
  return dataset + "-" + sha256_hex(text).substr(0, 16) + ".json";
}

std::optional<std::int64_t> snapshot_number(const std::string& file_name) {
  constexpr std::string_view kEnding = ".json";
  if (!file_name.ends_with(kEnding) || file_name.size() == kEnding.size()) return std::nullopt;
  return number_from_one(std::string_view(file_name).substr(0, file_name.size() - kEnding.size()));
}

fs::path SnapshotFiles::snapshot_path(std::int64_t n) const {
  return root_ / kSnapshotsFolder / (std::to_string(n) + ".json");
}

fs::path SnapshotFiles::manifest_path(const std::string& file_name) const {
  return root_ / kManifestsFolder / file_name;
}

Result<std::int64_t> SnapshotFiles::current() const {
  std::error_code error;
  if (fs::exists(current_path(), error)) {
    TRY(auto text, read_file(current_path()));
    if (text.ends_with('\n')) text.pop_back();
    const auto n = text.empty() ? std::nullopt : number_from_one(text);
    if (!n) return damaged_file("it does not name a snapshot", current_path().string());
    return *n;
  }
  if (error) return fail(error.message(), current_path().string());
  // A crash in the very first commit leaves 1.json without `current`; anything more means that `current` was lost.
  TRY(const auto there, numbers());
  if (there.empty() || there.back() == 1) return 0;
  return fail(fmt::format("is missing, though there are snapshots up to {}", there.back()), current_path().string(),
              fmt::format("write the line {} into it to go on from that snapshot", there.back()));
}

Result<std::vector<std::int64_t>> SnapshotFiles::numbers() const {
  std::vector<std::int64_t> all;
  std::error_code error;
  const auto folder = root_ / kSnapshotsFolder;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (const auto n = snapshot_number(entry->path().filename().string())) all.push_back(*n);
  }
  if (error && error != std::errc::no_such_file_or_directory) return fail(error.message(), folder.string());
  std::sort(all.begin(), all.end());
  return all;
}

Result<SnapshotRecord> SnapshotFiles::record(std::int64_t n) const {
  if (n == 0) return SnapshotRecord();
  const auto path = snapshot_path(n);
  std::error_code error;
  if (!fs::exists(path, error)) {
    return damaged_file(fmt::format("snapshot {} is named, but its file is missing", n), path.string());
  }
  TRY(const auto text, read_file(path));
  TRY(auto record, snapshot_from_json(text, path.string()));
  if (record.n != n) return damaged_file(fmt::format("it says that it is snapshot {}", record.n), path.string());
  return record;
}

Result<Snapshot> SnapshotFiles::load(const SnapshotRecord& record) const {
  Snapshot snapshot{record.n, record.previous, record.written_at, record.writer, {}};
  for (const auto& [dataset, file] : record.manifests) {
    const auto path = manifest_path(file);
    const auto text = read_file(path);
    if (!text) {
      return damaged_file(fmt::format("snapshot {} names it, but: {}", record.n, text.error().what), path.string());
    }
    TRY(auto manifest, manifest_from_json(*text, path.string()));
    if (manifest.dataset != dataset || manifest_file_name(dataset, *text) != file) {
      return damaged_file("its content is not what its name says", path.string());
    }
    snapshot.datasets.emplace(dataset, std::move(manifest));
  }
  return snapshot;
}

}  // namespace farthing
