#include "collect/bill/manifest.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "base/text.hpp"
#include "base/time.hpp"

namespace farthing {
namespace {

namespace json = boost::json;

std::optional<std::string> text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::optional(std::string(value->as_string())) : std::nullopt;
}

bool looks_like_bill_file(std::string_view text) {
  for (const std::string_view ending : {".csv", ".csv.gz", ".gz", ".zip", ".parquet"}) {
    if (ends_with_ignoring_case(text, ending)) return true;
  }
  return false;
}

// The array whose entries all look like paths of bill files, at any depth: Data Exports' key for it isn't documented.
const json::array* find_file_array(const json::object& object, int depth);

const json::array* find_file_array(const json::value& value, int depth) {
  if (depth > 8) return nullptr;
  if (const auto* object = value.if_object()) return find_file_array(*object, depth);
  if (const auto* array = value.if_array()) {
    bool files = !array->empty();
    for (const auto& entry : *array) files = files && entry.is_string() && looks_like_bill_file(entry.as_string());
    if (files) return array;
    for (const auto& entry : *array) {
      if (const auto* found = find_file_array(entry, depth + 1)) return found;
    }
  }
  return nullptr;
}

const json::array* find_file_array(const json::object& object, int depth) {
  for (const auto& entry : object) {
    if (entry.key() == "additionalOutputFiles" || entry.key() == "additionalArtifactKeys") continue;
    if (const auto* found = find_file_array(entry.value(), depth + 1)) return found;
  }
  return nullptr;
}

constexpr std::size_t kMostKeyBytes = 1024;  // of an object in S3

// The path behind "s3://bucket/" or "arn:aws:s3:::bucket/".
std::string without_bucket(std::string_view key) {
  for (const std::string_view scheme : {"s3://", "arn:aws:s3:::"}) {
    if (key.starts_with(scheme)) {
      key.remove_prefix(scheme.size());
      const auto slash = key.find('/');
      return std::string(slash == std::string_view::npos ? std::string_view() : key.substr(slash + 1));
    }
  }
  return std::string(key);
}

std::optional<std::string> period_of(const json::object& manifest) {
  for (const char* name : {"billingPeriod", "billing_period", "period"}) {
    const auto* value = manifest.if_contains(name);
    if (value == nullptr) continue;
    std::optional<std::string> start;
    if (value->is_object()) start = text_of(value->get_object(), "start");
    if (value->is_string()) start = std::string(value->get_string());
    if (start && parse_month(*start)) return start;
    if (const auto time = start ? parse_timestamp(*start) : std::nullopt) return month_of(*time);
  }
  return std::nullopt;
}

// "2026-10" of ".../BILLING_PERIOD=2026-10/...".
std::optional<std::string> period_of_path(std::string_view path) {
  const auto at = lower(path).find("billing_period=");
  if (at == std::string::npos || path.size() < at + 22) return std::nullopt;
  const std::string month(path.substr(at + 15, 7));
  return parse_month(month) ? std::optional(month) : std::nullopt;
}

std::string file_name_of(const std::string& where) { return std::filesystem::path(where).filename().string(); }

// As AWS names them. Others' files, such as "daily-QuickSightManifest.json", only list the same files again.
bool is_named_manifest(const std::string& where) { return ends_with_ignoring_case(where, "-manifest.json"); }

std::string export_name(const json::object& manifest, const std::string& where) {
  for (const char* name : {"exportName", "export_name", "name"}) {
    if (auto text = text_of(manifest, name); text && !text->empty()) return *text;
  }
  const std::string file = file_name_of(where);
  const auto end = lower(file).find("-manifest");
  return end == 0 ? file : file.substr(0, end);
}

Result<BillManifest> read_report_manifest(const json::object& object, const std::string& where) {
  BillManifest manifest;
  manifest.name = text_of(object, "reportName").value_or("");
  manifest.owner = text_of(object, "account");
  manifest.assembly = text_of(object, "assemblyId");
  if (manifest.name.empty()) return fail("is a manifest without reportName", where);
  const auto& keys = object.at("reportKeys");
  if (!keys.is_array()) return fail("reportKeys is no list of files", where);
  for (const auto& entry : keys.get_array()) {
    if (!entry.is_string()) return fail("reportKeys holds something that is no path", where);
    manifest.keys.push_back(without_bucket(entry.as_string()));
  }
  return manifest;
}

// A Data Export's manifest says what it exports; a JSON file that merely lists files is none.
std::optional<BillManifest> read_export_manifest(const json::object& object, const std::string& where) {
  bool of_export = is_named_manifest(where) || lower(file_name_of(where)) == "manifest.json";
  for (const auto& entry : object) of_export = of_export || lower(entry.key()).find("export") != std::string::npos;
  const auto* files = of_export ? find_file_array(object, 0) : nullptr;
  if (files == nullptr) return std::nullopt;
  BillManifest manifest;
  manifest.of_data_export = true;
  manifest.name = export_name(object, where);
  manifest.owner = text_of(object, "exportArn");
  manifest.assembly = text_of(object, "executionId");
  for (const auto& entry : *files) manifest.keys.push_back(without_bucket(entry.as_string()));
  return manifest;
}

}  // namespace

Result<std::optional<BillManifest>> parse_manifest(std::string_view text, const std::string& where) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = 32;
  const json::value value = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error && is_named_manifest(where)) {
    return fail("is no JSON: " + error.message(), where, "fetch the manifest and its delivery again");
  }
  if (error || !value.is_object()) return std::optional<BillManifest>();
  const auto& object = value.get_object();
  std::optional<BillManifest> manifest;
  if (object.contains("reportKeys")) {
    TRY(manifest, read_report_manifest(object, where));
  } else {
    manifest = read_export_manifest(object, where);
    if (!manifest && is_named_manifest(where)) return fail("is a manifest that names no file of a bill", where);
    if (!manifest) return manifest;
  }
  if (manifest->keys.empty()) return fail("names no file", where);
  manifest->period = period_of(object);
  if (!manifest->period) manifest->period = period_of_path(where);
  if (!manifest->period) manifest->period = period_of_path(manifest->keys.front());
  return manifest;
}

std::optional<std::filesystem::path> find_manifest_file(const std::filesystem::path& manifest,
                                                        const std::filesystem::path& root, std::string_view key) {
  if (key.size() > kMostKeyBytes) return std::nullopt;
  const auto parts = split(key, '/');
  for (const auto& part : parts) {
    if (part == "..") return std::nullopt;
  }
  for (std::size_t first = 0; first < parts.size(); ++first) {
    std::filesystem::path end;
    for (std::size_t i = first; i < parts.size(); ++i) end /= parts[i];
    auto folder = manifest.parent_path();
    for (int levels = 0; levels < 8; ++levels) {
      std::error_code ignored;  // not there and not readable are the same here: the caller reports the missing file
      if (!end.empty() && std::filesystem::is_regular_file(folder / end, ignored)) return folder / end;
      if (folder == root || folder == folder.parent_path()) break;
      folder = folder.parent_path();
    }
  }
  return std::nullopt;
}

}  // namespace farthing
