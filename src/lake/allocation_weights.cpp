#include "lake/allocation_weights.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/text.hpp"

namespace farthing {
namespace {

struct NamedWeights {
  const char* name;
  const char* rows;  // has_accelerator, spot, vcpu, gib, accelerator, name
};

// AWS: 9 to 1, and 90 to 9 to 1. OpenCost: its default prices in us-east-1; its accelerator costs the same on spot.
// Where the market says nothing of a type, it is weighed as AWS does.
constexpr NamedWeights kWeights[] = {
    {"aws",
     "(false, false, 9e0, 1e0, 0e0, 'aws'), (true, false, 0.9e0, 0.1e0, 9e0, 'aws'), (false, true, 9e0, 1e0, 0e0, "
     "'aws'), "
     "(true, true, 0.9e0, 0.1e0, 9e0, 'aws')"},
    {"opencost",
     "(false, false, 0.031611e0, 0.004237e0, 0e0, 'opencost'), (true, false, 0.031611e0, 0.004237e0, 0.95e0, "
     "'opencost'), "
     "(false, true, 0.006655e0, 0.000892e0, 0e0, 'opencost'), (true, true, 0.006655e0, 0.000892e0, 0.95e0, "
     "'opencost')"},
    {"market",
     "(false, false, 9e0, 1e0, 0e0, 'aws, as the market has no price of this type'), (true, false, 0.9e0, 0.1e0, 9e0, "
     "'aws, "
     "as the market has no price of this type'), (false, true, 9e0, 1e0, 0e0, 'aws, as the market has no price of this "
     "type'), (true, true, 0.9e0, 0.1e0, 9e0, 'aws, as the market has no price of this type')"},
};

struct ShareBy {
  const char* name;
  int takes_request, takes_usage;
};
constexpr ShareBy kShareBy[] = {{"max", 1, 1}, {"request", 1, 0}, {"usage", 0, 1}};

template <typename Choices>
auto find_choice(const Choices& choices, const std::string& name, const std::string& complaint)
    -> Result<const typename std::remove_reference_t<decltype(choices[0])>*> {
  std::vector<std::string> names;
  for (const auto& one : choices) {
    if (name == one.name) return &one;
    names.emplace_back(one.name);
  }
  return misuse(complaint + " '" + name + "'", "choose one of: " + join(names, ", "));
}

std::string market_rows(const BuildSettings& settings) {
  if (settings.config.weights != "market") return {};
  std::vector<std::string> rows;
  for (const auto& one : settings.market) {
    rows.push_back(fmt::format("({}, {:.17g}::DOUBLE, {:.17g}::DOUBLE, {}, {})", sql_literal(one.machine), one.vcpu,
                               one.gib,
                               one.accelerator ? fmt::format("{:.17g}::DOUBLE", *one.accelerator) : "NULL::DOUBLE",
                               sql_literal("market: " + one.name)));
  }
  return join(rows, ", ");
}

}  // namespace

Done make_allocation_settings(Engine& engine, const BuildSettings& settings) {
  TRY(const auto* weights, find_choice(kWeights, settings.config.weights, "there are no weights"));
  TRY(const auto* share_by, find_choice(kShareBy, settings.config.share_by, "nothing is shared by"));
  TRY_DONE(engine.run(std::string("CREATE TEMP TABLE allocation_weights AS SELECT * FROM (VALUES ") + weights->rows +
                      ") AS v(has_accelerator, spot, vcpu, gib, accelerator, name)"));
  TRY_DONE(
      engine.run("CREATE TEMP TABLE machine_weights (machine VARCHAR, vcpu DOUBLE, gib DOUBLE, accelerator DOUBLE, "
                 "name VARCHAR)"));
  if (const auto rows = market_rows(settings); !rows.empty()) {
    TRY_DONE(engine.run("INSERT INTO machine_weights VALUES " + rows));
  }
  return engine.run(
      fmt::format("CREATE TEMP TABLE allocation_settings AS SELECT {} AS takes_request, {} AS takes_usage",
                  share_by->takes_request, share_by->takes_usage));
}

}  // namespace farthing
