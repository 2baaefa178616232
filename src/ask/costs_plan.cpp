#include "ask/costs_plan.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace farthing {
namespace {

Result<std::vector<Dimension>> find_dimensions(const std::vector<std::string>& names) {
  std::vector<Dimension> found;
  std::set<std::string> seen;
  for (const auto& name : names) {
    TRY(auto dimension, find_dimension(name));
    if (!seen.insert(dimension.sql()).second) {
      return misuse("'" + name + "' is in --by twice", "name each dimension once");
    }
    found.push_back(std::move(dimension));
  }
  return found;
}

Result<std::optional<Period>> compared_with(const CostsQuestion& question, const Period& period) {
  if (!question.compare) return std::nullopt;
  if (*question.compare == "previous") {
    TRY(auto before, period_before(period));
    return before;
  }
  if (period.kind == Period::Kind::kAll) {
    return misuse("a comparison needs a period of its own", "give --month, --last, or --from and --to");
  }
  TRY(auto other, parse_period(*question.compare));
  return other;
}

// The reason why the lines must be read; empty if the roll-up will do.
std::string reason_for_lines(const CostsPlan& plan) {
  if (plan.question.quantity) return "quantities aren't in the daily roll-up";
  if (plan.question.granularity == Granularity::kHour) return "hours aren't in the daily roll-up";
  for (const auto& dimension : plan.by) {
    if (!dimension.in_daily_rollup()) return dimension.name + " isn't in the daily roll-up";
  }
  if (!plan.condition) return {};
  const auto& rollup = daily_rollup_dimensions();
  for (const auto& column : plan.condition->columns) {
    if (std::find(rollup.begin(), rollup.end(), column) == rollup.end()) {
      return column + ", which the condition names, isn't in the daily roll-up";
    }
  }
  return {};
}

std::string capitalised(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace

bool CostsPlan::has_currency_column() const {
  return std::none_of(by.begin(), by.end(), [](const Dimension& dimension) { return dimension.name == "currency"; });
}

std::string CostsPlan::title(const std::string& period_shown, const std::string& previous_shown) const {
  static constexpr const char* kUnits[] = {"hour", "day", "week", "month"};
  std::string text = capitalised(basis().name) + " cost";
  for (std::size_t i = 0; i < by.size(); ++i) {
    text += (i == 0 ? " by " : i + 1 == by.size() ? " and " : ", ") + by[i].name;
  }
  if (question.granularity) text += std::string(", by ") + kUnits[static_cast<int>(*question.granularity)];
  text += ", " + period_shown;
  if (previous) text += " compared with " + previous_shown;
  return text;
}

Result<Granularity> parse_granularity(std::string_view name) {
  static constexpr std::pair<const char*, Granularity> kNames[] = {{"hour", Granularity::kHour},
                                                                   {"day", Granularity::kDay},
                                                                   {"week", Granularity::kWeek},
                                                                   {"month", Granularity::kMonth}};
  for (const auto& [known, granularity] : kNames) {
    if (lower(name) == known) return granularity;
  }
  return misuse("there is no granularity '" + std::string(name) + "'", "choose one of: hour, day, week, month");
}

Done check_combination(const CostsQuestion& question) {
  if (question.top && *question.top < 1) {
    return misuse("--top " + std::to_string(*question.top) + " shows nothing", "give a number from 1");
  }
  if (question.compare && question.granularity) {
    return misuse("--compare and --granularity can't be combined: the times of two periods differ",
                  "ask for one of them, or ask twice");
  }
  return {};
}

Done plan_periods(const CostsQuestion& question, std::optional<Timestamp> newest_usage_end, bool lake_is_empty,
                  CostsPlan& plan) {
  if (lake_is_empty && question.period.last) {
    // Nothing has no newest day: any period of it is the same.
    TRY_DONE(check_period(question.period));
    if (question.compare) plan.previous = Period{};
    return {};
  }
  TRY(plan.period, resolve_period(question.period, newest_usage_end));
  TRY(plan.previous, compared_with(question, plan.period));
  return {};
}

Result<CostsPlan> plan_costs(const CostsQuestion& question, std::optional<Timestamp> newest_usage_end,
                             bool lake_is_empty) {
  TRY_DONE(check_combination(question));
  CostsPlan plan;
  plan.question = question;
  TRY(plan.by, find_dimensions(question.by));
  TRY_DONE(plan_periods(question, newest_usage_end, lake_is_empty, plan));
  if (question.where) {
    TRY(plan.condition, parse_condition(*question.where));
  }
  const std::string reason = reason_for_lines(plan);
  plan.rollup = reason.empty();
  plan.why_table = plan.rollup ? "it has all dimensions and all columns of the condition" : reason;
  return plan;
}

}  // namespace farthing
