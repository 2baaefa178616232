#include "collect/generate/org/org_texts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collect/generate/csv_text.hpp"
#include "collect/generate/org/bill_world.hpp"

namespace farthing::generate::org {
namespace {

std::string money_text(Picos amount) { return Decimal::from_units(amount).text(); }

Picos mean_spot_price(const MachineType& type, std::int64_t day, std::uint64_t seed) {
  Picos sum = 0;
  for (std::int64_t hour = day * 24; hour < (day + 1) * 24; ++hour) {
    for (const char zone : {'a', 'b', 'c'}) sum += spot_price(type, zone, hour, seed);
  }
  return round_to(sum / 72, 6);
}

// The parts of the true prices that truth.json states.
std::string parts_json(const MachineType& type) {
  const auto part = [&](Resource resource) {
    return static_cast<double>(type.truth[resource]) / static_cast<double>(kWhole);
  };
  return fmt::format("\"{}\": [{:.9f}, {:.9f}, {:.9f}]", type.name, part(kVcpu), part(kMemory), part(kAccelerator));
}

}  // namespace

std::string prices_csv(const Organisation& organisation) {
  const std::string from = format_timestamp(organisation.begin);
  const std::string date = format_date(organisation.begin);
  std::string csv = "service,region,unit,price_usd,instance_type,os,purchase_option,valid_from,valid_to,source,as_of\n";
  const auto add = [&](const char* service, const char* unit, Picos price, const std::string& type, const char* option,
                       const std::string& begins, const std::string& ends) {
    csv += fmt::format("{},us-east-1,{},{},{},linux,{},{},{},generated,{}\n", service, unit, money_text(price), type,
                       option, begins, ends, date);
  };
  for (const auto& type : organisation.types) {
    add("AmazonEC2", "hour", type.price, type.name, "on_demand", from, "");
    for (std::int64_t day = 0; day * kDaySeconds < organisation.seconds; ++day) {
      add("AmazonEC2", "hour", mean_spot_price(type, day, organisation.plan.seed), type.name, "spot",
          format_timestamp(organisation.at(day * kDaySeconds)),
          format_timestamp(organisation.at((day + 1) * kDaySeconds)));
    }
  }
  constexpr Picos kFargateVcpu = 40'480'000'000, kFargateGib = 4'445'000'000;
  add("AmazonECS", "vcpu_hour", kFargateVcpu, "fargate", "fargate", from, "");
  add("AmazonECS", "gib_hour", kFargateGib, "fargate", "fargate", from, "");
  add("AmazonECS", "vcpu_hour", kFargateVcpu / 100 * kFargateSpotPercent, "fargate_spot", "fargate_spot", from, "");
  add("AmazonECS", "gib_hour", kFargateGib / 100 * kFargateSpotPercent, "fargate_spot", "fargate_spot", from, "");
  return csv;
}

std::string events_csv(const Organisation& organisation) {
  std::string csv = "time,kind,title,cluster,namespace,workload,account\n";
  csv += fmt::format("{},note,month opened,,,,{}\n", format_timestamp(organisation.begin), organisation.accounts[0]);
  int number = 0;
  for (const auto& rollout : organisation.rollouts) {
    const Controller& controller = organisation.controllers[rollout.controller];
    const ClusterShape& cluster = kClusterShapes[controller.cluster];
    csv += fmt::format("{},deployment,{} v{},{},{},{},{}\n", format_timestamp(organisation.at(rollout.at)),
                       controller.name, ++number, cluster.name, controller.space, controller.name,
                       organisation.accounts[cluster.account]);
  }
  return csv;
}

std::string with_organisation(std::string bill, const Organisation& organisation, const OrgMoney& money,
                              const OrgTotals& totals) {
  const auto text = [](int128 amount) { return Decimal::from_units(amount).text(); };
  const OrgPlan& plan = organisation.plan;
  std::string parts;
  for (const auto& type : organisation.types) parts += (parts.empty() ? "" : ",\n      ") + parts_json(type);
  std::string pools;
  for (const PoolSum& pool : totals.pools) {
    pools += fmt::format("{}\"{}\": {{\"gpu\": \"{}\", \"held\": \"{}\", \"used\": \"{}\"}}",
                         pools.empty() ? "" : ",\n      ", pool.pool->name, text(pool.cards), text(pool.held.cards),
                         text(pool.held.used));
  }
  const auto machines =
      std::ranges::count_if(organisation.nodes, [](const Node& node) { return node.type != nullptr; });
  const std::string more = fmt::format(
      ",\n  \"organisation\": {{\n    \"days\": {}, \"nodes\": {}, \"pods\": {},\n    \"machines\": {}, "
      "\"fargate_tasks\": {}, \"workloads\": {}, \"usage_rows\": {}, \"pod_hours\": {},\n    \"effective\": {{\n      "
      "\"machines\": \"{}\", \"allocated\": \"{}\", \"system\": \"{}\", \"idle\": \"{}\",\n      \"root_volumes\": "
      "\"{}\", \"not_covered_instances\": \"{}\", \"unused_commitment\": \"{}\", \"capacity_block\": \"{}\", "
      "\"unused_capacity_block\": \"{}\"\n    }},\n "
      "   \"accelerators\": {{\n      {}\n    }},\n    "
      "\"true_parts\": {{\n      {}\n    }}\n  }}\n}}\n",
      plan.days, plan.nodes, plan.pods, machines, static_cast<std::int64_t>(organisation.nodes.size()) - machines,
      organisation.pods.size(), totals.usage_rows, std::int64_t{plan.pods} * organisation.hours(), text(money.machines),
      totals.held.text(), totals.system.text(), totals.idle.text(), text(money.volumes), text(money.outside),
      text(money.unused), text(money.block), text(money.block - money.block_used), pools, parts);
  bill.resize(bill.rfind("\n}"));
  return bill + more;
}

}  // namespace farthing::generate::org
