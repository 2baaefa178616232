#include "opencost/older_filter.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace farthing {
namespace {

using Form = OlderFilter::Form;

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto from = text.find_first_not_of(kBlanks);
  return from == std::string_view::npos ? std::string_view()
                                        : text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

Filter older_test(std::string_view field, std::string_view value) {
  Filter test;
  test.kind = Filter::Kind::kTest;
  test.field = field;
  if (value.ends_with('*')) {
    test.match = Filter::Match::kStartsWith;
    value.remove_suffix(1);
  }
  test.values = {std::string(value)};
  return test;
}

Filter joined_filter(Filter::Kind kind, std::vector<Filter> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  Filter filter;
  filter.kind = kind;
  filter.parts = std::move(parts);
  return filter;
}

tl::unexpected<Error> wrong_older(const OlderFilter& older, std::string_view value, const std::string& said) {
  return misuse(fmt::format("'{}' has '{}': {}", older.parameter, value, said),
                fmt::format("e.g. {}={}", older.parameter,
                            older.form == Form::kText    ? "a,b*"
                            : older.form == Form::kKeyed ? "key:a,key:b*"
                                                         : "deployment:a,b*"));
}

Result<Filter> older_value(const OlderFilter& older, std::string_view value) {
  if (value.empty()) return wrong_older(older, value, "a value is missing");
  if (value.substr(0, value.size() - 1).find('*') != std::string_view::npos) {
    return wrong_older(older, value, "a * can only be at the end");
  }
  if (older.form == Form::kText) return older_test(older.field, value);
  const auto colon = value.find(':');
  if (colon == std::string_view::npos && older.form == Form::kController) return older_test(older.field, value);
  const auto before = without_blanks(value.substr(0, colon));
  const auto behind = colon == std::string_view::npos ? std::string_view() : without_blanks(value.substr(colon + 1));
  if (before.empty() || behind.empty()) return wrong_older(older, value, "it isn't key:value");
  auto test = older_test(older.field, behind);
  if (older.form == Form::kKeyed) {
    test.key = before;
    return test;
  }
  return joined_filter(Filter::Kind::kAll, {older_test("controllerKind", before), std::move(test)});
}

}  // namespace

const std::vector<OlderFilter>& older_allocation_filters() {
  static const std::vector<OlderFilter> kFilters = {{"filterClusters", "cluster"},
                                                    {"filterNodes", "node"},
                                                    {"filterNamespaces", "namespace"},
                                                    {"filterControllerKinds", "controllerKind"},
                                                    {"filterControllers", "controllerName", Form::kController},
                                                    {"filterPods", "pod"},
                                                    {"filterContainers", "container"},
                                                    {"filterServices", "services"},
                                                    {"filterLabels", "label", Form::kKeyed},
                                                    {"filterAnnotations", "annotation", Form::kKeyed},
                                                    {"filterDepartments", "department"},
                                                    {"filterEnvironments", "environment"},
                                                    {"filterOwners", "owner"},
                                                    {"filterProducts", "product"},
                                                    {"filterTeams", "team"}};
  return kFilters;
}

const std::vector<OlderFilter>& older_asset_filters() {
  static const std::vector<OlderFilter> kFilters = {
      {"filterAccounts", "account"},   {"filterCategories", "category"},
      {"filterClusters", "cluster"},   {"filterNames", "name"},
      {"filterProjects", "project"},   {"filterProviderIDs", "providerID"},
      {"filterProviders", "provider"}, {"filterServices", "service"},
      {"filterTypes", "assetType"},    {"filterLabels", "label", Form::kKeyed}};
  return kFilters;
}

const std::vector<OlderFilter>& older_cloud_filters() {
  static const std::vector<OlderFilter> kFilters = {{"filterInvoiceEntityIDs", "invoiceEntityID"},
                                                    {"filterAccountIDs", "accountID"},
                                                    {"filterProviders", "provider"},
                                                    {"filterProviderIDs", "providerID"},
                                                    {"filterServices", "service"},
                                                    {"filterCategories", "category"},
                                                    {"filterLabels", "label", Form::kKeyed}};
  return kFilters;
}

Result<Filter> parse_older_filter(const OlderFilter& older, std::string_view text) {
  std::vector<Filter> values;
  for (const auto& value : comma_list(text)) {
    TRY(auto test, older_value(older, value));
    values.push_back(std::move(test));
  }
  return joined_filter(Filter::Kind::kAny, std::move(values));
}

std::vector<std::string> comma_list(std::string_view text) {
  std::vector<std::string> list;
  for (const auto& one : split(text, ',')) list.emplace_back(without_blanks(one));
  return list;
}

Filter all_of_filters(std::vector<Filter> filters) {
  std::erase_if(filters, [](const auto& one) { return one.holds_always(); });
  return joined_filter(Filter::Kind::kAll, std::move(filters));
}

}  // namespace farthing
