#include "serve/opencost_routes.hpp"

#include "base/time.hpp"
#include "opencost/allocation.hpp"
#include "opencost/assets.hpp"
#include "opencost/cloud_cost.hpp"
#include "opencost/configs.hpp"
#include "opencost/inference.hpp"
#include "serve/opencost_questions.hpp"

namespace farthing {
namespace {

template <typename Question, typename Body>
Result<WorkOut> opencost_asked(Result<Question> question, Body body) {
  if (!question) return tl::unexpected(std::move(question).error());
  return WorkOut([question = std::move(*question), body](const Lake&, LakeView& view, OutputFormat) {
    return body(view, question);
  });
}

Result<WorkOut> allocation_route(Parameters& parameters, const AllocationConfig&) {
  return opencost_asked(allocation_question(parameters, system_now()), allocation_body);
}

Result<WorkOut> allocation_summary_route(Parameters& parameters, const AllocationConfig&) {
  return opencost_asked(allocation_question(parameters, system_now()), allocation_summary_body);
}

template <bool kAsSeries>
Result<WorkOut> inference_route(Parameters& parameters, const AllocationConfig&) {
  return opencost_asked(inference_question(parameters, system_now(), kAsSeries),
                        kAsSeries ? inference_series_body : inference_total_body);
}

template <bool kAsList>
Result<WorkOut> assets_route(Parameters& parameters, const AllocationConfig&) {
  return opencost_asked(asset_question(parameters, system_now(), kAsList), assets_body);
}

template <Result<std::string> (*kBody)(LakeView&, const CloudCostQuestion&)>
Result<WorkOut> cloud_view_route(Parameters& parameters, const AllocationConfig&) {
  return opencost_asked(cloud_view_question(parameters, system_now()), kBody);
}

Result<WorkOut> cloud_cost_route(Parameters& parameters, const AllocationConfig&) {
  return opencost_asked(cloud_cost_question(parameters, system_now()), cloud_cost_body);
}

Result<WorkOut> cloud_status_route(Parameters&, const AllocationConfig&) {
  return WorkOut([](const Lake&, LakeView& view, OutputFormat) { return cloud_status_body(view); });
}

Result<WorkOut> configs_route(Parameters&, const AllocationConfig&) {
  return WorkOut([](const Lake&, LakeView& view, OutputFormat) { return configs_body(view); });
}

constexpr std::pair<std::string_view, Result<WorkOut> (*)(Parameters&, const AllocationConfig&)> kOpenCostAddresses[] =
    {
        {"/model/allocation", allocation_route},
        {"/model/allocation/compute", allocation_route},
        {"/model/allocation/summary", allocation_summary_route},
        {"/model/allocation/compute/summary", allocation_summary_route},
        {"/model/getConfigs", configs_route},
        {"/model/cloudCost", cloud_cost_route},
        {"/model/cloudCost/view/graph", cloud_view_route<cloud_graph_body>},
        {"/model/cloudCost/view/totals", cloud_view_route<cloud_totals_body>},
        {"/model/cloudCost/view/table", cloud_view_route<cloud_table_body>},
        {"/model/cloudCost/status", cloud_status_route},
        {"/model/inferenceCost/total", inference_route<false>},
        {"/model/inferenceCost/timeseries", inference_route<true>},
};

constexpr std::string_view kModelPrefix = "/model";

std::vector<Route> made_routes() {
  std::vector<Route> made;
  made.push_back({"/assets", false, assets_route<false>, true});
  made.push_back({"/model/assets", false, assets_route<true>, true});
  for (const auto& [path, understand] : kOpenCostAddresses) {
    made.push_back({path.substr(kModelPrefix.size()), false, understand, true});
    made.push_back({path, false, understand, true});
  }
  return made;
}

}  // namespace

const std::vector<Route>& opencost_routes() {
  static const auto kOpenCostRoutes = made_routes();
  return kOpenCostRoutes;
}

}  // namespace farthing
