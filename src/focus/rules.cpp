#include "focus/rules.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "domain/charge_columns.hpp"
#include "focus/check_sql.hpp"

namespace farthing {
namespace {

class RuleWalk {
 public:
  RuleWalk(const FocusModel& model, const FocusFile& file, const RuleChoice& choice)
      : model_(model), file_(file), choice_(choice) {}

  HeldRules walk() {
    reach(model_.rules.at(model_.root), {});
    for (const auto& [id, conditions] : reached_) hold(model_.rules.at(id), conditions);
    for (const auto& [id, rule] : model_.rules) held_.dynamic += rule.is_static ? 0 : 1;
    return std::move(held_);
  }

 private:
  /// Conditions of all rules that lead to one, and what they read.
  struct Conditions {
    std::set<std::string> sql, columns;

    void add(const Conditions& other) {
      sql.insert(other.sql.begin(), other.sql.end());
      columns.insert(other.columns.begin(), other.columns.end());
    }
  };

  [[nodiscard]] bool applies(const FocusRule& rule) const {
    return rule.criteria.empty() || std::any_of(rule.criteria.begin(), rule.criteria.end(), [&](const auto& one) {
             return std::find(choice_.unsupported.begin(), choice_.unsupported.end(), one) == choice_.unsupported.end();
           });
  }

  [[nodiscard]] bool is_later(const std::string& column) const {
    const auto* known = find_charge_column(column);
    return !choice_.version.empty() && known != nullptr && known->name == column && known->since > choice_.version &&
           file_.find(column) == nullptr;
  }

  [[nodiscard]] const FocusRule* find(const std::string& id) const {
    const auto found = model_.rules.find(id);
    return found == model_.rules.end() ? nullptr : &found->second;
  }

  static void add_columns(const FocusCheck& check, std::set<std::string>& columns) {
    for (const auto* name : {&check.column, &check.other, &check.result}) {
      if (!name->empty()) columns.insert(*name);
    }
    for (const auto& item : check.items) add_columns(item, columns);
  }

  // Long lists, and what takes a text apart. Columns of this kind have few values.
  static bool is_costly(const FocusCheck& check) {
    constexpr std::size_t kLong = 6;
    const auto& function = check.function;
    return check.items.size() > kLong || function == "FormatKeyValue" || function == "FormatUnit" ||
           function == "FormatCurrency" || function == "CheckNationalCurrency";
  }

  [[nodiscard]] std::vector<std::string> values_read(const FocusRule& rule, const Conditions& conditions) const {
    auto columns = conditions.columns;
    add_columns(*rule.requirement, columns);
    if (rule.condition) add_columns(*rule.condition, columns);
    std::vector<std::string> values;
    for (const auto& name : columns) {
      if (file_.find(name) != nullptr) values.push_back(sql_name(name));
    }
    return values;
  }

  static bool is_composite(const FocusRule& rule) {
    const auto& check = rule.requirement;
    return check && (check->function == "AND" || check->function == "OR") && !check->items.empty() &&
           check->items[0].function == "CheckModelRule";
  }

  void reach(const FocusRule& rule, Conditions conditions) {
    if (!rule.is_static || rule.never_violated) return;
    if (!applies(rule)) {
      ++held_.not_applied;
      return;
    }
    if (is_composite(rule) && rule.requirement->function == "AND") {
      if (rule.condition) {
        conditions.sql.insert(condition_sql(*rule.condition, file_));
        add_columns(*rule.condition, conditions.columns);
      }
      for (const auto& item : rule.requirement->items) {
        if (const auto* child = find(item.rule)) reach(*child, conditions);
      }
      return;
    }
    reached_[rule.id].add(conditions);
  }

  // Where none of several holds. Nothing if that can't be told.
  [[nodiscard]] std::optional<std::string> violation_of(const FocusRule& rule) const {
    if (!rule.requirement) return std::nullopt;
    std::optional<std::string> sql;
    if (is_composite(rule)) {
      const bool any = rule.requirement->function == "OR";
      std::vector<std::string> parts;
      for (const auto& item : rule.requirement->items) {
        const auto* child = find(item.rule);
        if (child == nullptr || !child->is_static || child->never_violated) {
          if (any) return "false";
          continue;
        }
        const auto part = violation_of(*child);
        if (!part) return std::nullopt;
        parts.push_back("(" + *part + ")");
      }
      sql = join(parts, any ? " AND " : " OR ");
    } else {
      sql = violation_sql(*rule.requirement, file_);
    }
    if (sql && rule.condition) sql = condition_sql(*rule.condition, file_) + " AND " + *sql;
    return sql;
  }

  void hold(const FocusRule& rule, const Conditions& conditions) {
    const auto& check = *rule.requirement;
    HeldRule held{rule.id, rule.keyword, check.column.empty() ? rule.reference : check.column, rule.says, "false"};
    if (check.function == "ColumnPresent") {
      if (is_later(check.column)) return held_.later.push_back(rule.id);
      held.of_file = file_.find(check.column) == nullptr;
      return held_.rules.push_back(held);
    }
    std::vector<std::string> where(conditions.sql.begin(), conditions.sql.end());
    if (check.function == "CheckDistinctCount") {
      if (file_.find(check.column) == nullptr || file_.find(check.other) == nullptr)
        return held_.untold.push_back(rule.id);
      if (rule.condition) where.push_back(condition_sql(*rule.condition, file_));
      held.group = column_text(file_, check.column);
      held.counted = column_text(file_, check.other);
      held.expected = check.value.value_or("1");
      held.violation = where.empty() ? "true" : join(where, " AND ");
      return held_.rules.push_back(held);
    }
    const auto violation = violation_of(rule);
    if (!violation) return (is_later(held.column) ? held_.later : held_.untold).push_back(rule.id);
    if (*violation == "false") return held_.rules.push_back(held);
    where.push_back("(" + *violation + ")");
    if (is_costly(check)) held.values = values_read(rule, conditions);
    held.violation = join(where, " AND ");
    held_.rules.push_back(held);
  }

  const FocusModel& model_;
  const FocusFile& file_;
  const RuleChoice& choice_;
  std::map<std::string, Conditions> reached_;
  HeldRules held_;
};

}  // namespace

HeldRules held_rules(const FocusModel& model, const FocusFile& file, const RuleChoice& choice) {
  return RuleWalk(model, file, choice).walk();
}

}  // namespace farthing
