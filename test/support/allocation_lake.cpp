#include "support/allocation_lake.hpp"

#include <cmath>
#include <set>

#include "ask/condition.hpp"
#include "base/text.hpp"
#include "catalog/accelerators.hpp"
#include "catalog/market_weights.hpp"
#include "collect/dataset/import_datasets.hpp"

namespace farthing {
namespace {

std::string csv_field(const std::string& field) {
  if (field.find_first_of(",\"\n") == std::string::npos) return field;
  std::string out = "\"";
  for (const char c : field) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

template <typename Map>
Map put_over(Map row, const Map& more) {
  for (const auto& [name, value] : more) row[name] = value;
  return row;
}

}  // namespace

std::string dataset_csv(const std::vector<DatasetRow>& rows) {
  std::set<std::string> columns;
  for (const auto& row : rows) {
    for (const auto& [name, value] : row) columns.insert(name);
  }
  std::string text = join(std::vector<std::string>(columns.begin(), columns.end()), ",") + "\n";
  for (const auto& row : rows) {
    std::vector<std::string> cells;
    for (const auto& name : columns) cells.push_back(row.contains(name) ? csv_field(row.at(name)) : "");
    text += join(cells, ",") + "\n";
  }
  return text;
}

DatasetRow node_row(const std::string& id, const DatasetRow& more) {
  return put_over({{"node_id", id},
                   {"start", "2026-05-01T10:00:00Z"},
                   {"end", "2026-05-01T11:00:00Z"},
                   {"vcpu", "4"},
                   {"memory_gib", "16"}},
                  more);
}

DatasetRow container_row(const std::string& id, const std::string& node, const DatasetRow& more) {
  return put_over({{"workload_id", id},
                   {"node_id", node},
                   {"start", "2026-05-01T10:00:00Z"},
                   {"end", "2026-05-01T11:00:00Z"},
                   {"request_vcpu", "1"},
                   {"request_memory_gib", "4"}},
                  more);
}

CurFields lasting(const std::string& start, const std::string& end) {
  return {{"lineItem/UsageStartDate", start}, {"lineItem/UsageEndDate", end}};
}

CurFields machine_line(const std::string& resource, const std::string& cost, const CurFields& more) {
  CurFields line = lasting("2026-05-01T10:00:00Z", "2026-05-01T11:00:00Z");
  line["lineItem/ResourceId"] = resource;
  line["lineItem/UnblendedCost"] = cost;
  return put_over(line, more);
}

CurFields covered_line(const std::string& resource, const std::string& effective, const CurFields& more) {
  return machine_line(resource, "1",
                      put_over({{"lineItem/LineItemType", "SavingsPlanCoveredUsage"},
                                {"savingsPlan/SavingsPlanARN", "arn:aws:savingsplans::444455556666:savingsplan/p"},
                                {"savingsPlan/SavingsPlanEffectiveCost", effective}},
                               more));
}

CurFields plan_hour(const std::string& used, const CurFields& more) {
  return machine_line("", "10",
                      put_over({{"lineItem/LineItemType", "SavingsPlanRecurringFee"},
                                {"lineItem/ProductCode", "ComputeSavingsPlans"},
                                {"lineItem/UsageType", "ComputeSP:1yrNoUpfront"},
                                {"lineItem/Operation", ""},
                                {"savingsPlan/SavingsPlanARN", "arn:aws:savingsplans::444455556666:savingsplan/p"},
                                {"savingsPlan/TotalCommitmentToDate", "10"},
                                {"savingsPlan/UsedCommitment", used},
                                {"savingsPlan/RecurringCommitmentForBillingPeriod", "10"}},
                               more));
}

std::string bill_of(const std::vector<CurFields>& lines) {
  CurCsv csv;
  for (const auto& line : lines) csv.line(line);
  return csv.text();
}

BuildSettings build_settings(const AllocationConfig& config) {
  BuildSettings settings;
  settings.config = config;
  for (const auto& rate : market_rates()) {
    settings.market.push_back(
        {rate.instance_type, rate.usd_per_vcpu, rate.usd_per_gib, rate.usd_per_accelerator, rate.fit});
  }
  settings.accelerators = accelerator_facts();
  for (const auto& rule : config.shared) {
    const auto condition = parse_condition(rule.when);
    if (!condition) {
      ADD_FAILURE() << rule.name << ": " << condition.error().text();
      continue;
    }
    settings.shared.push_back({rule.name, condition->sql});
    settings.shared_columns.insert(settings.shared_columns.end(), condition->columns.begin(), condition->columns.end());
  }
  return settings;
}

void AllocationLakeFixture::take(const std::string& name, const std::string& text) const {
  const auto found = find_dataset_files({put(name, text)}, std::nullopt);
  ASSERT_TRUE(found) << found.error().text();
  ASSERT_EQ(found->size(), 1u) << name;
  auto prepared = PreparedDatasets::prepare(lake_, *found);
  ASSERT_TRUE(prepared) << prepared.error().text();
  const auto report = std::move(*prepared).commit(lake_);
  ASSERT_TRUE(report) << report.error().text();
}

void AllocationLakeFixture::replace_bill(const std::vector<CurFields>& lines, const std::string& name) const {
  const auto report = import_paths({put(name, bill_of(lines))}, true);
  ASSERT_TRUE(report) << report.error().text();
}

AllocationConfig AllocationLakeFixture::config_of(const std::string& weights, const std::string& share_by) {
  auto config = default_allocation_config();
  config.weights = weights;
  config.share_by = share_by;
  return config;
}

BuildReport AllocationLakeFixture::build(const AllocationConfig& config) const {
  auto report = build_models(lake_, build_settings(config));
  if (!report) ADD_FAILURE() << report.error().text();
  return report.value_or(BuildReport());
}

double AllocationLakeFixture::number(const std::string& sql) const {
  const auto text = ask(sql);
  try {
    return std::stod(text);
  } catch (const std::exception&) {
    ADD_FAILURE() << sql << "\nis " << text;
    return std::nan("");
  }
}

double AllocationLakeFixture::cost_of(const std::string& workload) const {
  return number("SELECT sum(effective_cost) FROM allocated_costs WHERE workload_id = " + sql_literal(workload));
}

double AllocationLakeFixture::idle_of(const std::string& workload, const std::string& mode) const {
  return number("SELECT coalesce(sum(effective_cost), 0) FROM idle_moves WHERE workload_id = " + sql_literal(workload) +
                " AND idle_mode = " + sql_literal(mode));
}

std::string AllocationLakeFixture::kinds_of_cost() const {
  return ask(
      "SELECT cost_kind, reason, sum(effective_cost) FROM allocation_daily WHERE NOT estimated GROUP BY 1, 2 "
      "ORDER BY 1, 2");
}

}  // namespace farthing
