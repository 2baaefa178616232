#include "catalog/list_prices.hpp"

#include "base/result.hpp"
#include "catalog/catalog_file.hpp"

namespace farthing {
namespace {

// The rows of a type follow one another by date; one without a price says that the type was withdrawn.
std::vector<ListPrice> read_machines() {
  std::vector<ListPrice> prices;
  std::string last_type;
  for (const auto& row : catalog_rows("on_demand_prices")) {
    const auto& type = row[0];
    const auto& date = row[1];
    const auto& usd = row[2];
    if (type == last_type && prices.back().valid_to.empty()) prices.back().valid_to = date;
    last_type = type;
    if (usd.empty()) continue;
    const auto price = parse_decimal(usd);
    FARTHING_CHECK(price.status == ParsedDecimal::Status::kExact);
    prices.push_back({"AmazonEC2", "", "hour", type, "on_demand", price.value, date, ""});
  }
  return prices;
}

ListPrice fargate(const char* sku, const char* unit, double usd) {
  return {"AmazonECS", sku, unit, "fargate", "fargate", parse_decimal(usd).value, "2019-01-07", ""};
}

std::vector<ListPrice> read_prices() {
  auto prices = read_machines();
  prices.push_back(fargate("Fargate-GB-Hours", "gib_hour", kFargateUsdPerGib));
  prices.push_back(fargate("Fargate-vCPU-Hours:perCPU", "vcpu_hour", kFargateUsdPerVcpu));
  return prices;
}

}  // namespace

const std::vector<ListPrice>& list_prices() {
  static const std::vector<ListPrice> prices = read_prices();
  return prices;
}

}  // namespace farthing
