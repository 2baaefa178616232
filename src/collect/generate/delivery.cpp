#include "collect/generate/delivery.hpp"

#include <fmt/format.h>

#include "collect/generate/truth.hpp"

namespace farthing::generate {
namespace fs = std::filesystem;
namespace {

constexpr char kBucket[] = "farthing-generated-bills";

const char* extension_of(BillFormat format) {
  switch (format) {
    case BillFormat::kCurCsvGz:
      return ".csv.gz";
    case BillFormat::kCur2Parquet:
      return ".snappy.parquet";
    case BillFormat::kFocus12Csv:
      return ".csv";
  }
  return "";
}

// "20260901"
std::string compact_date(Timestamp time) {
  std::string text;
  for (const char c : format_date(time)) {
    if (c != '-') text += c;
  }
  return text;
}

std::string period_json(const World& world) {
  return fmt::format(R"({{"start":"{}T000000.000Z","end":"{}T000000.000Z"}})", compact_date(world.begin),
                     compact_date(world.end));
}

// "lineItem/UsageType" is column UsageType of category lineItem.
std::string report_columns_json(const std::vector<ManifestColumn>& columns) {
  std::string json;
  for (const auto& column : columns) {
    const std::size_t slash = column.name.find('/');
    json += fmt::format("{}\n    {{\"category\":{},\"name\":{}}}", json.empty() ? "" : ",",
                        json_string(column.name.substr(0, slash)), json_string(column.name.substr(slash + 1)));
  }
  return json;
}

std::string export_columns_json(const std::vector<ManifestColumn>& columns) {
  std::string json;
  for (const auto& column : columns) {
    json += fmt::format("{}\n    {{\"name\":{},\"type\":{}}}", json.empty() ? "" : ",", json_string(column.name),
                        json_string(column.type));
  }
  return json;
}

}  // namespace

Result<Delivery> Delivery::begin(const BillPlan& plan, const World& world) {
  std::string name = fmt::format("farthing-{}", plan.seed);
  TemporaryFolder aside(plan.out / fmt::format(".{}-{}", name, unique_id()));
  TRY_DONE(make_folders(aside.path()));
  return Delivery(plan, world, std::move(name), std::move(aside));
}

std::string Delivery::part_name(int number) const {
  return fmt::format("{}-{:05}{}", name_, number, extension_of(plan_.format));
}

fs::path Delivery::part(int number) const { return aside_.path() / part_name(number); }

Result<Delivery::Written> Delivery::parts_written() const {
  Written written;
  std::string all;
  for (int i = 1; i <= plan_.parts; ++i) {
    TRY(const std::string hash, sha256_of_file(part(i)));
    all += fmt::format("{} {}\n", part_name(i), hash);
    std::error_code error;
    const auto bytes = fs::file_size(part(i), error);
    if (error) return fail(error.message(), part(i).string());
    written.bytes += static_cast<std::int64_t>(bytes);
  }
  const std::string hash = sha256_hex(all);
  written.assembly_id = fmt::format("{}-{}-{}-{}-{}", hash.substr(0, 8), hash.substr(8, 4), hash.substr(12, 4),
                                    hash.substr(16, 4), hash.substr(20, 12));
  return written;
}

Done Delivery::deliver(const std::string& assembly_id, const std::vector<ManifestColumn>& columns) const {
  return plan_.format == BillFormat::kCurCsvGz ? deliver_report(assembly_id, columns)
                                               : deliver_export(assembly_id, columns);
}

Done Delivery::move_parts(const fs::path& folder) const {
  TRY_DONE(make_folders(folder));
  for (int i = 1; i <= plan_.parts; ++i) TRY_DONE(move_path(part(i), folder / part_name(i)));
  return {};
}

std::string Delivery::part_list(const std::string& prefix) const {
  std::string json;
  for (int i = 1; i <= plan_.parts; ++i) {
    json += fmt::format("{}\n    {}", i == 1 ? "" : ",", json_string(prefix + part_name(i)));
  }
  return json;
}

Done Delivery::deliver_report(const std::string& id, const std::vector<ManifestColumn>& columns) const {
  const std::string period = compact_date(world_->begin) + "-" + compact_date(world_->end);
  const fs::path folder = plan_.out / name_ / period;
  TRY_DONE(move_parts(folder / id));
  const std::string manifest = fmt::format(
      "{{\n  \"assemblyId\":\"{}\",\n  \"account\":\"{}\",\n  \"columns\":[{}\n  ],\n  \"charset\":\"UTF-8\",\n"
      "  \"compression\":\"GZIP\",\n  \"contentType\":\"text/csv\",\n  \"reportId\":\"{}\",\n  \"reportName\":\"{}\",\n"
      "  \"billingPeriod\":{},\n  \"bucket\":\"{}\",\n  \"reportKeys\":[{}\n  ],\n  "
      "\"additionalArtifactKeys\":[]\n}}\n",
      id, world_->payer_id, report_columns_json(columns), sha256_hex(name_).substr(0, 40), name_, period_json(*world_),
      kBucket, part_list(fmt::format("{}/{}/{}/", name_, period, id)));
  TRY_DONE(write_file_durably(folder / id / (name_ + "-Manifest.json"), manifest));
  return write_file_durably(folder / (name_ + "-Manifest.json"), manifest);
}

Done Delivery::deliver_export(const std::string& id, const std::vector<ManifestColumn>& columns) const {
  const std::string partition = "BILLING_PERIOD=" + world_->month;
  TRY_DONE(move_parts(plan_.out / name_ / "data" / partition));
  const bool parquet = plan_.format == BillFormat::kCur2Parquet;
  const std::string manifest = fmt::format(
      "{{\n  \"exportName\":\"{}\",\n  \"executionId\":\"{}\",\n  \"account\":\"{}\",\n  \"table\":\"{}\",\n"
      "  \"billingPeriod\":{},\n  \"contentType\":\"{}\",\n  \"compression\":\"{}\",\n  \"columns\":[{}\n  ],\n"
      "  \"dataFiles\":[{}\n  ],\n  \"additionalOutputFiles\":[]\n}}\n",
      name_, id, world_->payer_id, parquet ? "COST_AND_USAGE_REPORT" : "FOCUS_1_2_AWS", period_json(*world_),
      parquet ? "application/vnd.apache.parquet" : "text/csv", parquet ? "SNAPPY" : "NONE",
      export_columns_json(columns), part_list(fmt::format("s3://{}/{}/data/{}/", kBucket, name_, partition)));
  const fs::path folder = plan_.out / name_ / "metadata" / partition;
  TRY_DONE(make_folders(folder));
  return write_file_durably(folder / (name_ + "-Manifest.json"), manifest);
}

}  // namespace farthing::generate
