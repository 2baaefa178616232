#include "catalog/market_weights.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>

#include "base/text.hpp"
#include "catalog/instance_types.hpp"
#include "catalog/list_prices.hpp"
#include "catalog/platform.hpp"

namespace farthing {
namespace {

constexpr const char* kFargateFit = "AWS Fargate";

struct ListedType {
  double gib_per_vcpu = 0;
  double usd_per_vcpu = 0;
};

// y = a + b x. One that would be negative is 0, and the other the best without it. Nothing if all x are the same: then
// what a vCPU and a GiB cost can't be told apart.
std::optional<std::pair<double, double>> least_squares(std::span<const ListedType> points) {
  double x = 0, y = 0, xx = 0, xy = 0;
  for (const auto& point : points) {
    x += point.gib_per_vcpu / static_cast<double>(points.size());
    y += point.usd_per_vcpu / static_cast<double>(points.size());
  }
  double raw_xx = 0, raw_xy = 0;
  for (const auto& [at, value] : points) {
    xx += (at - x) * (at - x);
    xy += (at - x) * (value - y);
    raw_xx += at * at;
    raw_xy += at * value;
  }
  if (xx < 1e-6) return std::nullopt;
  const double b = xy / xx;
  if (b < 0) return std::pair{y, 0.0};
  const double a = y - b * x;
  if (a < 0) return std::pair{0.0, raw_xy / raw_xx};
  return std::pair{a, b};
}

double largest_error(std::span<const ListedType> points, double a, double b) {
  double largest = 0;
  for (const auto& [x, y] : points) largest = std::max(largest, std::abs(a + b * x - y) / y);
  return largest;
}

using FitsByPlatform = std::map<Platform, MarketFit>;

FitsByPlatform fit_all() {
  std::map<Platform, std::map<std::string, std::vector<ListedType>>> families;
  for (const auto& type : instance_types()) {
    const auto platform = platform_of(type.family);
    const bool metal = type.name.find("metal") != std::string::npos;
    if (!platform || !is_plain_family(type.family) || metal || !type.on_demand_usd) continue;
    families[*platform][type.family].push_back(
        {type.memory_gib / type.vcpu, type.on_demand_usd->to_double() / type.vcpu});
  }
  FitsByPlatform fits;
  for (const auto& [platform, members] : families) {
    std::vector<std::string> names;
    std::vector<ListedType> points;
    for (const auto& [family, listed] : members) {
      names.push_back(family);
      points.insert(points.end(), listed.begin(), listed.end());
    }
    const auto line = least_squares(points);
    if (!line) continue;
    const auto [a, b] = *line;
    fits[platform] = {join(names, ", "), a, b, largest_error(points, a, b), static_cast<int>(points.size())};
  }
  return fits;
}

const FitsByPlatform& fits_by_platform() {
  static const FitsByPlatform fits = fit_all();
  return fits;
}

// The platform's own fit, or its vendor's nearest earlier one.
const MarketFit* fit_of(Platform platform) {
  const auto& fits = fits_by_platform();
  auto after = fits.upper_bound(platform);
  if (after == fits.begin()) return nullptr;
  --after;
  return after->first.vendor == platform.vendor ? &after->second : nullptr;
}

std::optional<double> accelerator_rate(const InstanceType& type, const MarketFit& fit) {
  if (type.accelerator_count == 0) return 0.0;
  if (!type.on_demand_usd) return std::nullopt;
  const double rest =
      type.on_demand_usd->to_double() - fit.usd_per_vcpu * type.vcpu - fit.usd_per_gib * type.memory_gib;
  return std::max(0.0, rest / type.accelerator_count);
}

std::vector<MarketRate> rate_all() {
  std::vector<MarketRate> rates;
  // Spot costs less by one factor for both, so its ratio is the same.
  for (const char* fargate : {"fargate", "fargate_spot"}) {
    rates.push_back({fargate, kFargateUsdPerVcpu, kFargateUsdPerGib, 0.0, kFargateFit});
  }
  for (const auto& type : instance_types()) {
    const auto platform = platform_of(type.family);
    const MarketFit* fit = platform ? fit_of(*platform) : nullptr;
    if (fit == nullptr) continue;
    rates.push_back({type.name, fit->usd_per_vcpu, fit->usd_per_gib, accelerator_rate(type, *fit), fit->name});
  }
  std::ranges::sort(rates, {}, &MarketRate::instance_type);
  return rates;
}

std::vector<MarketFit> list_fits() {
  std::vector<MarketFit> fits;
  for (const auto& [platform, fit] : fits_by_platform()) fits.push_back(fit);
  return fits;
}

}  // namespace

const std::vector<MarketFit>& market_fits() {
  static const std::vector<MarketFit> fits = list_fits();
  return fits;
}

const std::vector<MarketRate>& market_rates() {
  static const std::vector<MarketRate> rates = rate_all();
  return rates;
}

}  // namespace farthing
