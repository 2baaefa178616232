#include "focus/own_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "domain/charge_columns.hpp"
#include "focus/allocated_checks.hpp"
#include "focus/check_sql.hpp"
#include "focus/commitment_checks.hpp"

namespace farthing {
namespace {

class RowChecks {
 public:
  explicit RowChecks(const FocusFile& file) : file_(file) {}

  // The columns that `when` and `fault` read must be there.
  void add(const char* id, const char* level, const char* column, const char* says,
           std::initializer_list<const char*> reads, const std::string& violation) {
    const bool there =
        std::all_of(reads.begin(), reads.end(), [&](const char* name) { return file_.find(name) != nullptr; });
    if (there) rules_.push_back({id, level, column, says, violation});
  }
  void add_header(const char* id, const char* level, const std::string& column, const std::string& says) {
    HeldRule rule{id, level, column, says, "false"};
    rule.of_file = true;
    rules_.push_back(rule);
  }
  // Each value of one column has one of the other, where both are given.
  void add_group(const char* id, const char* column, const char* says, const char* group, const char* counted) {
    if (file_.find(group) == nullptr || file_.find(counted) == nullptr) return;
    HeldRule rule{id, "MUST", column, says, given(counted)};
    rule.group = column_text(file_, group);
    rule.counted = column_text(file_, counted);
    rules_.push_back(rule);
  }
  [[nodiscard]] std::string is(const char* column, const char* value) const {
    return fmt::format("coalesce({} = {}, false)", column_text(file_, column), sql_literal(value));
  }
  [[nodiscard]] std::string given(const char* column) const { return column_text(file_, column) + " IS NOT NULL"; }
  // Both are known and differ by more than rounding.
  [[nodiscard]] std::string differ(const char* a, const char* b) const {
    const auto x = column_number(file_, a), y = column_number(file_, b);
    return fmt::format("coalesce(abs({0} - {1}) > 1e-9 * CASE WHEN abs({1}) > 1 THEN abs({1}) ELSE 1 END, false)", x,
                       y);
  }
  [[nodiscard]] const FocusFile& file() const { return file_; }
  std::vector<HeldRule> take() { return std::move(rules_); }

 private:
  const FocusFile& file_;
  std::vector<HeldRule> rules_;
};

void check_commitment_rows(RowChecks& checks) {
  const auto status = column_text(checks.file(), "CommitmentDiscountStatus");
  const auto covered = checks.is("ChargeCategory", "Usage") + " AND " + checks.given("CommitmentDiscountId") +
                       " AND coalesce(" + status + " IN ('Used', 'Unused'), false)";
  checks.add("DiscountHandling-A-009-C", "MUST", "BilledCost", "The BilledCost of a row that a commitment covers is 0.",
             {"ChargeCategory", "CommitmentDiscountId", "CommitmentDiscountStatus", "BilledCost"},
             covered + " AND coalesce(" + column_number(checks.file(), "BilledCost") + " <> 0, false)");
  checks.add("DiscountHandling-A-006-C", "MUST", "CommitmentDiscountId",
             "A row with a commitment's price names the commitment.",
             {"ChargeCategory", "CommitmentDiscountId", "PricingCategory"},
             checks.is("ChargeCategory", "Usage") + " AND " + checks.is("PricingCategory", "Committed") + " AND NOT (" +
                 checks.given("CommitmentDiscountId") + ")");
  checks.add("DiscountHandling-A-018-C", "MUST", "ChargeCategory", "What of a commitment was not used is a Usage row.",
             {"ChargeCategory", "CommitmentDiscountStatus"},
             checks.is("CommitmentDiscountStatus", "Unused") + " AND NOT " + checks.is("ChargeCategory", "Usage"));
  checks.add_group("CommitmentDiscountUnit-C-008-M", "CommitmentDiscountUnit", "A commitment is measured in one unit.",
                   "CommitmentDiscountId", "CommitmentDiscountUnit");
  const auto own_id =
      fmt::format("{} AND {} IS DISTINCT FROM {}", checks.given("CommitmentDiscountId"),
                  column_text(checks.file(), "ResourceId"), column_text(checks.file(), "CommitmentDiscountId"));
  checks.add("DiscountHandling-A-019-C", "MUST", "ResourceId",
             "The unused part of a commitment has the commitment as its resource.",
             {"ResourceId", "CommitmentDiscountId", "CommitmentDiscountStatus"},
             checks.is("CommitmentDiscountStatus", "Unused") + " AND " + own_id);
  checks.add("DiscountHandling-A-012-C", "MUST", "ResourceId",
             "The purchase of a commitment has the commitment as its resource.",
             {"ResourceId", "CommitmentDiscountId", "ChargeCategory"},
             checks.is("ChargeCategory", "Purchase") + " AND " + own_id);
}

void check_cost_rows(RowChecks& checks) {
  const auto credit = checks.is("ChargeCategory", "Credit");
  checks.add("EffectiveCost-C-010-C", "MUST", "EffectiveCost", "A credit has one cost: EffectiveCost is BilledCost.",
             {"ChargeCategory", "EffectiveCost", "BilledCost"},
             credit + " AND " + checks.differ("EffectiveCost", "BilledCost"));
  checks.add("ContractedCost-C-008-C", "MUST", "ContractedCost", "A credit has one cost: ContractedCost is BilledCost.",
             {"ChargeCategory", "ContractedCost", "BilledCost"},
             credit + " AND " + checks.differ("ContractedCost", "BilledCost"));
  checks.add("ListCost-C-008-C", "MUST", "ListCost", "A credit has one cost: ListCost is BilledCost.",
             {"ChargeCategory", "ListCost", "BilledCost"}, credit + " AND " + checks.differ("ListCost", "BilledCost"));
  const auto start = column_time(checks.file(), "ChargePeriodStart"),
             begins = column_time(checks.file(), "BillingPeriodStart");
  checks.add("ChargeClass-C-004-C", "MUST NOT", "ChargeClass",
             "A usage charge of an earlier billing period is a Correction.",
             {"ChargeCategory", "ChargeClass", "ChargePeriodStart", "BillingPeriodStart", "ChargePeriodEnd"},
             checks.is("ChargeCategory", "Usage") + " AND NOT (" + checks.given("ChargeClass") + ") AND coalesce(" +
                 column_time(checks.file(), "ChargePeriodEnd") + " <= " + begins + ", false)");
  checks.add("ChargeClass-C-003-C", "MUST", "ChargeClass", "Only charges of an earlier billing period are Corrections.",
             {"ChargeClass", "ChargePeriodStart", "BillingPeriodStart"},
             checks.is("ChargeClass", "Correction") + " AND coalesce(" + start + " >= " + begins + ", false)");
}

void check_text(RowChecks& checks) {
  static constexpr const char* kSays = "What isn't known is null, not a blank or a placeholder.";
  for (const auto& column : checks.file().columns) {
    const auto* known = find_charge_column(column.name);
    if (column.type != FocusType::kText || known == nullptr || known->name != column.name ||
        known->type != LakeType::kText || *known->since == '\0')
      continue;
    checks.add(
        "NullHandling-A-002-M", "MUST NOT", known->name, kSays, {},
        fmt::format(
            "CASE WHEN strlen({0}) <= 14 THEN lower(trim({0})) IN ('', 'not applicable', 'n/a', 'null', 'none') ELSE "
            "false END",
            sql_name(column.name)));
  }
}

void check_header(RowChecks& checks) {
  bool custom_seen = false;
  for (const auto& column : checks.file().columns) {
    const auto* known = find_charge_column(column.name);
    const bool focus = known != nullptr && known->name == column.name && *known->since != '\0';
    if (focus && custom_seen) {
      checks.add_header("ColumnHandling-A-013-O", "SHOULD", column.name, "FOCUS columns stand before custom ones.");
      custom_seen = false;  // once is enough
    }
    if (focus) continue;
    custom_seen = custom_seen || column.name.starts_with("x_");
    if (!column.name.starts_with("x_"))
      checks.add_header("ColumnHandling-A-010-M", "MUST", column.name,
                        "A column that FOCUS doesn't define has the prefix x_.");
  }
}

}  // namespace

std::vector<HeldRule> own_row_checks(const FocusFile& file) {
  RowChecks checks(file);
  check_commitment_rows(checks);
  check_cost_rows(checks);
  check_text(checks);
  check_header(checks);
  auto rules = checks.take();
  auto allocated = allocated_row_checks(file);
  std::move(allocated.begin(), allocated.end(), std::back_inserter(rules));
  return rules;
}

Result<std::vector<FocusFinding>> own_sum_checks(Engine& engine, const FocusFile& file) {
  TRY(auto findings, commitment_findings(engine, file));
  TRY(auto allocated, allocated_findings(engine, file));
  std::move(allocated.begin(), allocated.end(), std::back_inserter(findings));
  return findings;
}

}  // namespace farthing
