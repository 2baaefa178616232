#include "ask/allocation_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "ask/allocated_notes.hpp"
#include "ask/row_reader.hpp"
#include "base/text.hpp"
#include "domain/cost_basis.hpp"
#include "lake/model_tables.hpp"

namespace farthing {
namespace {

constexpr const char* kKinds[] = {"allocated", "idle", "system", "shared", "unallocated", "not_covered", "rounding"};

constexpr const char* kOlder = "the split is older than the bill: run farthing build";

using BasisSums = std::array<Decimal, kCostBases.size()>;

// A billing period and a currency: what is one bill here, whoever pays it.
using MonthCurrency = std::pair<std::string, Cell>;

struct AccountSums {
  BasisSums bill{}, split{};
};

struct MonthSums {
  std::map<Cell, AccountSums> accounts;
  std::map<std::string, BasisSums> kinds;
  BasisSums estimated{};
  std::int64_t estimated_hours = 0;
  bool built = false;
  std::array<std::int64_t, kCostBases.size()> stated{};  ///< lines of the bill that state the basis
};

using AllMonths = std::map<MonthCurrency, MonthSums>;

BasisSums read_sums(RowReader& reader) {
  BasisSums sums;
  for (auto& sum : sums) sum = reader.sum();
  return sums;
}

void add_to(BasisSums& sums, const BasisSums& more) {
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += more[i];
}

// "sum(a), sum(b), ..." of the six bases, named as `charges` or as the roll-up does.
std::string basis_columns(bool of_bill) {
  std::vector<std::string> columns;
  for (const auto& basis : kCostBases) {
    columns.push_back("sum(" + (of_bill ? std::string(basis.column) : std::string(basis.name) + "_cost") + ")");
  }
  return join(columns, ", ");
}

Done read_bill(Engine& engine, const std::string& where, AllMonths& months) {
  std::string stated;
  for (const auto& basis : kCostBases) stated += std::string(", count(") + basis.column + ")";
  TRY(const auto rows, engine.query("SELECT billing_period, BillingCurrency, SubAccountId, " + basis_columns(true) +
                                    stated + " FROM charges" + where + " GROUP BY 1, 2, 3"));
  for (const auto& row : rows.rows) {
    RowReader reader(row);
    const std::string period = reader.text();
    auto& month = months[{period, reader.cell()}];
    const auto account = reader.cell();
    add_to(month.accounts[account].bill, read_sums(reader));
    for (auto& count : month.stated) count += reader.count();
    if (reader.overflow()) return sum_too_large();
  }
  return {};
}

Done read_split(Engine& engine, const std::string& where, AllMonths& months) {
  TRY(const auto rows,
      engine.query("SELECT billing_period, currency, account, coalesce(cost_kind, ''), coalesce(estimated, false), "
                   "CAST(sum(hours) AS BIGINT), " +
                   basis_columns(false) + " FROM allocation_daily" + where + " GROUP BY 1, 2, 3, 4, 5"));
  for (const auto& row : rows.rows) {
    RowReader reader(row);
    const std::string period = reader.text();
    auto& month = months[{period, reader.cell()}];
    const auto account = reader.cell();
    const auto kind = reader.text();
    const bool estimated = reader.flag();
    const auto hours = reader.count();
    const auto sums = read_sums(reader);
    if (reader.overflow()) return sum_too_large();
    if (estimated) {
      add_to(month.estimated, sums);
      month.estimated_hours += hours;
      continue;
    }
    month.built = true;
    add_to(month.accounts[account].split, sums);
    add_to(month.kinds[kind], sums);
  }
  return {};
}

BillCheck identity_of(const MonthCurrency& key, std::size_t basis) {
  BillCheck check;
  check.bill.period = key.first;
  check.bill.currency = key.second;
  check.check = std::string("allocation: ") + kCostBases[basis].name;
  check.expected = check.found = Decimal{};
  return check;
}

// "allocated 12 + idle 3 + ...", also of a kind that has no name here: it is in the sum.
std::string kinds_words(const MonthSums& month, std::size_t basis) {
  std::vector<std::string> words;
  std::set<std::string> said;
  for (const auto* kind : kKinds) {
    said.insert(kind);
    const auto found = month.kinds.find(kind);
    if (found != month.kinds.end()) words.push_back(kind + (" " + found->second[basis].text()));
  }
  for (const auto& [kind, sums] : month.kinds) {
    if (!said.contains(kind)) words.push_back("of no known kind '" + kind + "' " + sums[basis].text());
  }
  return join(words, " + ");
}

void check_basis(const MonthCurrency& key, const MonthSums& month, std::size_t basis, bool stale,
                 std::vector<BillCheck>& checks) {
  BillCheck all = identity_of(key, basis);
  if (month.stated[basis] == 0) {
    all.expected = all.found = std::nullopt;
    all.verdict = Verdict::kNamed;
    all.note = "not known: the bill doesn't state it";
    checks.push_back(std::move(all));
    return;
  }
  std::vector<BillCheck> wrong;
  for (const auto& [account, sums] : month.accounts) {
    *all.expected += sums.bill[basis];
    *all.found += sums.split[basis];
    if (sums.bill[basis] == sums.split[basis]) continue;
    BillCheck one = identity_of(key, basis);
    one.check += ", account " + account.value_or("unknown");
    one.expected = sums.bill[basis];
    one.found = sums.split[basis];
    one.difference = *one.expected - *one.found;
    one.verdict = Verdict::kContradicts;
    one.note = stale ? kOlder : "the split isn't the bill";
    wrong.push_back(std::move(one));
  }
  all.difference = *all.expected - *all.found;
  all.verdict = wrong.empty() ? Verdict::kOk : Verdict::kContradicts;
  all.note = (wrong.empty() ? fmt::format("of {} {} each: ", month.accounts.size(),
                                          month.accounts.size() == 1 ? "account" : "accounts")
                            : fmt::format("not of {}: ", wrong.size() == 1 ? "an account" : "some accounts")) +
             kinds_words(month, basis);
  checks.push_back(std::move(all));
  for (auto& one : wrong) checks.push_back(std::move(one));
}

// A month that came in after the last build: nothing of it is split.
BillCheck not_built(const MonthCurrency& key, const MonthSums& month) {
  constexpr auto kEffective = static_cast<std::size_t>(CostBasis::kEffective);
  BillCheck check = identity_of(key, kEffective);
  for (const auto& [account, sums] : month.accounts) *check.expected += sums.bill[kEffective];
  check.difference = check.expected;
  check.verdict = Verdict::kContradicts;
  check.note = kOlder;
  return check;
}

void name_estimates(const MonthCurrency& key, const MonthSums& month, std::vector<BillCheck>& checks) {
  if (month.estimated_hours == 0) return;
  BillCheck named_money;
  named_money.bill.period = key.first;
  named_money.bill.currency = key.second;
  named_money.check = "allocation: estimated";
  named_money.difference = month.estimated[static_cast<std::size_t>(CostBasis::kEffective)];
  named_money.verdict = Verdict::kNamed;
  named_money.note = "effective, " + with_thousands(month.estimated_hours) + " hours; not in the bill yet";
  checks.push_back(std::move(named_money));
}

}  // namespace

Result<AllocationChecks> check_allocation(Engine& engine, const Snapshot& snapshot,
                                          const std::optional<std::string>& month) {
  AllocationChecks result;
  if (snapshot.partitions(kAllocationRollup).empty()) {
    result.notes.emplace_back("allocation isn't checked: nothing is built (farthing build)");
    return result;
  }
  TRY(const auto where, where_month(month));
  AllMonths months;
  TRY_DONE(read_bill(engine, where, months));
  TRY_DONE(read_split(engine, where, months));
  TRY(const auto states, allocation_state_notes(engine, snapshot));
  std::set<std::string> missing;
  for (const auto& [key, sums] : months) {
    name_estimates(key, sums, result.checks);
    if (!sums.built) {
      if (sums.accounts.empty()) continue;
      if (states.empty())
        missing.insert(key.first);
      else
        result.checks.push_back(not_built(key, sums));
      continue;
    }
    for (std::size_t basis = 0; basis < kCostBases.size(); ++basis) {
      check_basis(key, sums, basis, !states.empty(), result.checks);
    }
  }
  result.older = !states.empty() && std::any_of(result.checks.begin(), result.checks.end(), [](const auto& check) {
    return check.verdict == Verdict::kContradicts;
  });
  if (result.older) result.notes.emplace_back(kOlder);
  for (const auto& period : missing) {
    result.notes.push_back("allocation of " + period + " isn't checked: it isn't built (farthing build)");
  }
  return result;
}

}  // namespace farthing
