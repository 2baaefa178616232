// What is known of an answer about costs besides its rows: sums by currency, and what is missing in them.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "ask/costs_plan.hpp"
#include "ask/costs_sql.hpp"

namespace farthing {

/// The sums of one period and currency.
struct PeriodFacts {
  std::int64_t lines = 0;
  Cell cost;                       ///< as shown: NULL if no line states it
  std::int64_t unknown_lines = 0;  ///< lines without this cost
  Cell unknown_billed;             ///< what those were billed
  std::int64_t mixed_groups = 0;   ///< groups of the roll-up that can't say so
};

struct CurrencyFacts {
  bool matched = true;  ///< false: lines for which the condition is unknown
  Cell currency;
  PeriodFacts now, before;
  Cell change, change_percent;  ///< with a comparison
  Cell quantity, unit;          ///< if all lines share one unit
  std::int64_t unmeasured_lines = 0;
};

struct CostsFacts {
  std::vector<CurrencyPresence> presence;
  std::vector<CurrencyFacts> currencies;
  bool has_others = false;  ///< `top` left something over: there is a row of all others

  [[nodiscard]] std::vector<const CurrencyFacts*> of(bool matched) const;
  /// Lines of the question's period, whatever the condition says.
  [[nodiscard]] std::int64_t lines_there(bool previous) const;
  [[nodiscard]] std::int64_t matched_lines() const;
};

/// Reads the sums from a table of groups that is there.
[[nodiscard]] Result<std::vector<CurrencyFacts>> read_currency_facts(Engine& engine, const CostsPlan& plan,
                                                                     const std::vector<CurrencyPresence>& presence);
/// The presence that a statement of presence_sql()'s columns says.
[[nodiscard]] Result<std::vector<CurrencyPresence>> read_presence(Engine& engine, const std::string& sql);
/// Fills the table of groups and reads the facts from it.
[[nodiscard]] Result<CostsFacts> gather_costs_facts(Engine& engine, const CostsPlan& plan);

}  // namespace farthing
