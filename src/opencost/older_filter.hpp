// The filters that OpenCost had before its filter language: filterNamespaces=web,kube-*.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "opencost/filter.hpp"

namespace farthing {

/// A parameter and the field that it is about.
struct OlderFilter {
  /// A value is a text, "key:text" of a map, or a controller: "name" or "kind:name".
  enum class Form { kText, kKeyed, kController };

  std::string_view parameter;  ///< "filterNamespaces"
  std::string_view field;      ///< "namespace"
  Form form = Form::kText;
};

[[nodiscard]] const std::vector<OlderFilter>& older_allocation_filters();
[[nodiscard]] const std::vector<OlderFilter>& older_asset_filters();
[[nodiscard]] const std::vector<OlderFilter>& older_cloud_filters();

/// Values with commas are "or"; one that ends with * is what begins so. A value that is empty, has a * elsewhere or not
/// the form is a usage error.
[[nodiscard]] Result<Filter> parse_older_filter(const OlderFilter& older, std::string_view text);
/// What stands between commas, without the blanks around it.
[[nodiscard]] std::vector<std::string> comma_list(std::string_view text);
/// What holds where all of them hold.
[[nodiscard]] Filter all_of_filters(std::vector<Filter> filters);

}  // namespace farthing
