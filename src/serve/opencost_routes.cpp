#include "serve/opencost_routes.hpp"

#include "base/time.hpp"
#include "opencost/allocation.hpp"
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

}  // namespace

const std::vector<Route>& opencost_routes() {
  static const std::vector<Route> kOpenCostRoutes = {
      {"/allocation", false, allocation_route, true},
      {"/allocation/compute", false, allocation_route, true},
      {"/allocation/summary", false, allocation_summary_route, true},
      {"/model/allocation", false, allocation_route, true},
      {"/model/allocation/compute", false, allocation_route, true},
      {"/model/allocation/summary", false, allocation_summary_route, true},
  };
  return kOpenCostRoutes;
}

}  // namespace farthing
