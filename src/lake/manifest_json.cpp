#include <boost/json.hpp>
#include <filesystem>

#include "domain/cost_basis.hpp"
#include "lake/json_fields.hpp"
#include "lake/snapshot.hpp"

namespace farthing {
namespace json = boost::json;
namespace {

constexpr const char* kOptionalDeliveryTexts[] = {"assembly", "first_charge", "last_charge_end", "newest_usage_end"};
using OptionalText = std::optional<std::string> Delivery::*;
constexpr OptionalText kOptionalDeliveryFields[] = {&Delivery::assembly, &Delivery::first_charge,
                                                    &Delivery::last_charge_end, &Delivery::newest_usage_end};

json::array list_of_texts(const std::vector<std::string>& texts) {
  json::array list;
  for (const auto& text : texts) list.emplace_back(text);
  return list;
}

json::object totals_object(const CurrencyTotals& totals) {
  json::object costs, unknown_lines;
  for (std::size_t i = 0; i < kCostBases.size(); ++i) {
    if (totals.costs[i]) costs[kCostBases[i].name] = totals.costs[i]->text();
    unknown_lines[kCostBases[i].name] = totals.unknown_lines[i];
  }
  json::object out;
  if (totals.currency) out["currency"] = *totals.currency;
  out["lines"] = totals.lines;
  out["control"] = totals.control.text();
  out["costs"] = std::move(costs);
  out["unknown_lines"] = std::move(unknown_lines);
  return out;
}

json::object delivery_object(const Delivery& delivery) {
  json::object out{{"import_id", delivery.import_id},
                   {"deliveries_of_import", delivery.deliveries_of_import},
                   {"imported_at", delivery.imported_at},
                   {"format", delivery.format},
                   {"input_digest", delivery.input_digest},
                   {"lines", delivery.lines},
                   {"split_lines", delivery.split_lines},
                   {"roundings", delivery.roundings},
                   {"lines_without_invoice", delivery.lines_without_invoice},
                   {"gaps", list_of_texts(delivery.gaps)},
                   {"findings", list_of_texts(delivery.findings)},
                   {"unknown_columns", list_of_texts(delivery.unknown_columns)}};
  for (std::size_t i = 0; i < std::size(kOptionalDeliveryTexts); ++i) {
    if (const auto& text = delivery.*kOptionalDeliveryFields[i]) out[kOptionalDeliveryTexts[i]] = *text;
  }
  json::array inputs, totals;
  for (const auto& input : delivery.inputs) {
    inputs.push_back(json::object{{"uri", input.uri}, {"bytes", input.bytes}, {"sha256", input.sha256}});
  }
  for (const auto& currency : delivery.totals) totals.push_back(totals_object(currency));
  out["inputs"] = std::move(inputs);
  out["totals"] = std::move(totals);
  return out;
}

json::object partition_object(const Partition& partition) {
  json::object out{{"period", partition.period}, {"source", partition.source}, {"version", partition.version}};
  if (partition.payer) out["payer"] = *partition.payer;
  if (!partition.sql_sha256.empty()) out["sql_sha256"] = partition.sql_sha256;
  json::array files;
  for (const auto& file : partition.files) {
    files.push_back(
        json::object{{"path", file.path}, {"bytes", file.bytes}, {"rows", file.rows}, {"sha256", file.sha256}});
  }
  out["files"] = std::move(files);
  if (partition.delivery) out["delivery"] = delivery_object(*partition.delivery);
  return out;
}

CurrencyTotals read_totals(const JsonFields& fields) {
  CurrencyTotals totals;
  totals.currency = fields.optional_text("currency");
  totals.lines = fields.count("lines");
  totals.control = fields.amount("control");
  const auto costs = fields.object("costs");
  const auto unknown_lines = fields.object("unknown_lines");
  for (std::size_t i = 0; i < kCostBases.size(); ++i) {
    totals.costs[i] = costs.optional_amount(kCostBases[i].name);
    totals.unknown_lines[i] = unknown_lines.count(kCostBases[i].name);
  }
  return totals;
}

Delivery read_delivery(const JsonFields& fields) {
  Delivery delivery;
  delivery.import_id = fields.text("import_id");
  delivery.deliveries_of_import = static_cast<int>(fields.count("deliveries_of_import"));
  delivery.imported_at = fields.text("imported_at");
  delivery.format = fields.text("format");
  delivery.input_digest = fields.text("input_digest");
  for (const auto& input : fields.objects("inputs")) {
    delivery.inputs.push_back({input.text("uri"), input.count("bytes"), input.text("sha256")});
  }
  delivery.lines = fields.count("lines");
  delivery.split_lines = fields.count("split_lines");
  delivery.roundings = fields.count("roundings");
  for (const auto& totals : fields.objects("totals")) delivery.totals.push_back(read_totals(totals));
  for (std::size_t i = 0; i < std::size(kOptionalDeliveryTexts); ++i) {
    delivery.*kOptionalDeliveryFields[i] = fields.optional_text(kOptionalDeliveryTexts[i]);
  }
  delivery.lines_without_invoice = fields.count("lines_without_invoice");
  delivery.gaps = fields.texts("gaps");
  delivery.findings = fields.texts("findings");
  delivery.unknown_columns = fields.texts("unknown_columns");
  return delivery;
}

// A path that leads out of the lake's folder would let a damaged manifest show any file.
std::string read_path(const JsonFields& fields) {
  const auto text = fields.text("path");
  const std::filesystem::path path(text);
  bool inside = path.is_relative() && !path.empty();
  for (const auto& part : path) inside = inside && part != "..";
  if (!inside) fields.damaged("path", "leads out of the lake: '" + text + "'");
  return text;
}

Partition read_partition(const JsonFields& fields) {
  Partition partition;
  partition.period = fields.text("period");
  partition.source = fields.text("source");
  partition.payer = fields.optional_text("payer");
  partition.version = fields.text("version");
  for (const auto& file : fields.objects("files")) {
    partition.files.push_back({read_path(file), file.count("bytes"), file.count("rows"), file.text("sha256")});
  }
  if (const auto delivery = fields.optional_object("delivery")) partition.delivery = read_delivery(*delivery);
  partition.sql_sha256 = fields.optional_text("sql_sha256").value_or("");
  return partition;
}

}  // namespace

const std::vector<Partition>& Snapshot::partitions(std::string_view dataset) const {
  static const std::vector<Partition> kNone;
  const auto found = datasets.find(std::string(dataset));
  return found == datasets.end() ? kNone : found->second.partitions;
}

// One partition a line, so that people and diff can read it.
std::string manifest_to_json(const Manifest& manifest) {
  std::string out = "{\"format\":" + std::to_string(kLakeFormat) + ",\"dataset\":" + json::serialize(manifest.dataset) +
                    ",\"partitions\":[";
  for (const auto& partition : manifest.partitions) {
    out += (&partition == manifest.partitions.data() ? "\n" : ",\n") + json::serialize(partition_object(partition));
  }
  return out + "\n]}\n";
}

Result<Manifest> manifest_from_json(std::string_view text, const std::string& where) {
  Manifest manifest;
  TRY_DONE(read_lake_json(text, where, [&](const JsonFields& fields) {
    manifest.dataset = fields.text("dataset");
    for (const auto& partition : fields.objects("partitions")) {
      manifest.partitions.push_back(read_partition(partition));
    }
  }));
  return manifest;
}

}  // namespace farthing
