#include "collect/generate/truth.hpp"

#include <fmt/format.h>

#include <functional>

namespace farthing::generate {
namespace {

std::string costs_json(const CostSums& costs) {
  std::string json = "{";
  for (const auto& basis : kCostBases) {
    if (json.size() > 1) json += ", ";
    json += fmt::format("\"{}\": \"{}\"", basis.name, costs.sums[static_cast<std::size_t>(basis.basis)].text());
  }
  return json + "}";
}

std::string groups_json(std::string_view name, const std::map<std::string, CostSums>& groups) {
  std::string json = fmt::format(",\n  \"{}\": {{", name);
  const char* separator = "\n    ";
  for (const auto& [key, costs] : groups) {
    json += separator + json_string(key) + ": " + costs_json(costs);
    separator = ",\n    ";
  }
  return json + "\n  }";
}

}  // namespace

Truth::Truth(const World& world) : world_(world), by_account_(world.accounts.size()) {}

void Truth::add(const BillLine& line, const Charges& charges) {
  if (line.split) {
    ++split_rows_;
    return;
  }
  const auto [service, added] = service_groups_.try_emplace(line.service, nullptr);
  if (added) service->second = &by_service_[line.service->name];
  Group& day = by_day_[start_of_day(line.begin).micros / kMicrosPerDay];
  for (const Charge& charge : charges) {
    totals_.add(charge.costs);
    service->second->add(charge.costs);
    by_account_[line.account->index].add(charge.costs);
    day.add(charge.costs);
    by_type_[static_cast<std::size_t>(line.type)].add(charge.costs);
    by_category_[static_cast<std::size_t>(charge.category)].add(charge.costs);
  }
}

std::string Truth::json(const Header& header) const {
  std::string json = fmt::format(
      "{{\n  \"rows\": {},\n  \"lines\": {},\n  \"split_rows\": {},\n  \"cur_rows\": {},\n  \"seed\": {},\n  "
      "\"month\": \"{}\",\n"
      "  \"format\": \"{}\",\n  \"currency\": \"USD\",\n  \"payer\": \"{}\",\n  \"assembly_id\": \"{}\",\n  "
      "\"totals\": {}",
      header.rows, header.format == BillFormat::kFocus12Csv ? header.rows : header.rows - split_rows_,
      header.format == BillFormat::kFocus12Csv ? 0 : split_rows_, header.cur_rows, world_.seed, world_.month,
      name_of(header.format), world_.payer_id, header.assembly_id, costs_json(totals_));
  std::map<std::string, CostSums> groups;
  const auto section = [&](std::string_view name) {
    json += groups_json(name, groups);
    groups.clear();
  };
  const auto put = [&](const std::string& key, const Group& group) {
    if (group.any) groups.emplace(key, group.costs);
  };
  for (const auto& [service, group] : by_service_) put(service, group);
  section("by_service");
  for (const auto& account : world_.accounts) put(account.id, by_account_[account.index]);
  section("by_account");
  for (const auto& [day, group] : by_day_) put(format_date({day * kMicrosPerDay}), group);
  section("by_day");
  for (std::size_t i = 0; i < kChargeCategories; ++i) put(name_of(static_cast<ChargeCategory>(i)), by_category_[i]);
  section("by_charge_category");
  if (header.format != BillFormat::kFocus12Csv) {
    for (std::size_t i = 0; i < kLineTypes; ++i) put(name_of(static_cast<LineType>(i)), by_type_[i]);
    section("by_line_item_type");
  }
  return json + "\n}\n";
}

std::string json_string(std::string_view text) {
  std::string json = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      json += c == '\n' ? "\\n" : fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      json += c;
    }
  }
  return json + "\"";
}

}  // namespace farthing::generate
