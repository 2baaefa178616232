#include "ask/commitments.hpp"

#include <algorithm>
#include <set>

#include "ask/answer_column.hpp"
#include "ask/commitment_figures.hpp"
#include "ask/delivery_notes.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

// A sum that lacks lines is no sum to make a rate of.
std::optional<Decimal> fully_known(const KnownSum& known) {
  return known.unknown == 0 ? std::optional(known.sum) : std::nullopt;
}

std::optional<Decimal> plus(const std::optional<Decimal>& a, const std::optional<Decimal>& b) {
  return a && b ? std::optional(*a + *b) : std::nullopt;
}

// What is known of it; nothing if no line has it.
Cell shown(const KnownSum& known, std::int64_t lines) {
  return lines > 0 && known.unknown == lines ? Cell() : Cell(known.sum.text());
}

void add_figures(const CommitmentFigures& figures, std::vector<Cell>& row) {
  const auto used = fully_known(figures.used);
  const auto paid = plus(used, fully_known(figures.unused));
  const auto equivalent = figures.used_lines > 0 ? fully_known(figures.equivalent) : std::optional<Decimal>(Decimal{});
  const auto on_demand = figures.on_demand ? fully_known(*figures.on_demand) : std::nullopt;
  const auto coverable = plus(equivalent, on_demand);
  const auto saving = equivalent && paid ? std::optional(*equivalent - *paid) : std::nullopt;
  row.push_back(answer_column::percent_cell(used, paid));
  row.push_back(answer_column::percent_cell(equivalent, coverable));
  row.push_back(answer_column::percent_cell(saving, coverable));
  row.push_back(shown(figures.used, figures.used_lines));
  row.push_back(shown(figures.unused, figures.unused_lines));
  row.push_back(figures.on_demand ? Cell(figures.on_demand->sum.text()) : Cell());
  row.push_back(shown(figures.equivalent, figures.used_lines));
  row.push_back(answer_column::money_cell(figures.used_lines + figures.unused_lines > 0 ? saving : std::nullopt));
  row.push_back(shown(figures.purchased, figures.purchase_lines));
}

void note_what_is_unknown(const CommitmentsFound& found, Answer& answer) {
  const auto note = [&](std::int64_t lines, const std::string& text) {
    if (lines > 0) answer.notes.push_back(text + " " + with_thousands(lines) + (lines == 1 ? " line" : " lines"));
    return lines > 0;
  };
  CommitmentFigures all;
  std::int64_t uncoverable = 0;
  for (const auto& commitment : found.commitments) {
    all += commitment.figures;
    if (!commitment.figures.on_demand) ++uncoverable;
  }
  const std::int64_t effective = all.used.unknown + all.unused.unknown;
  bool unknown = note(effective, "EffectiveCost is unknown, so rates are too: in");
  unknown |= note(all.equivalent.unknown, "neither contracted nor list cost is known, so savings aren't: in");
  unknown |= note(all.purchased.unknown, "BilledCost of a purchase is unknown: in");
  unknown |= found.on_demand && note(found.on_demand->unknown, "BilledCost of on-demand usage is unknown: in");
  note(all.from_list, "ContractedCost is unknown, ListCost stands in for it: in");
  if (uncoverable > 0) {
    unknown = true;
    answer.notes.push_back(with_thousands(uncoverable) +
                           (uncoverable == 1 ? " commitment covers" : " commitments cover") +
                           " no usage here, so what could have been covered is unknown");
  }
  answer.complete = answer.complete && !unknown;
}

std::vector<std::string> commitment_formulas() {
  return {
      "used, unused = sum of EffectiveCost of usage lines of the commitment with that status",
      "utilization = used / (used + unused)",
      "on_demand_equivalent = ContractedCost of the used lines, ListCost where that is unknown",
      "on_demand = BilledCost of on-demand usage lines of the same payer whose service, product family and pricing "
      "unit "
      "the commitment covers elsewhere; limits of region, instance family and term aren't looked at",
      "coverage = on_demand_equivalent / (on_demand_equivalent + on_demand)",
      "net_saving = on_demand_equivalent - used - unused",
      "effective savings rate = net_saving / (on_demand_equivalent + on_demand)",
      "purchased = BilledCost of the commitment's purchases and fees",
  };
}

}  // namespace

Result<Answer> commitments(Engine& engine, const Snapshot& snapshot, const CommitmentsQuestion& question) {
  TRY(const auto where, where_month(question.month));
  TRY(auto found, read_commitments(engine, where));
  Answer answer = answer_from(snapshot);
  answer.title = "Savings Plans and reservations" + (question.month ? ", " + *question.month : "");
  using namespace answer_column;
  answer.columns = {text("commitment"),
                    text("type"),
                    text("name"),
                    text("payer"),
                    text("currency"),
                    percent("utilization_percent"),
                    percent("coverage_percent"),
                    percent("effective_savings_rate_percent"),
                    money("used"),
                    money("unused"),
                    money("on_demand"),
                    money("on_demand_equivalent"),
                    money("net_saving"),
                    money("purchased")};
  std::stable_sort(found.commitments.begin(), found.commitments.end(), [](const auto& a, const auto& b) {
    return std::tie(a.currency, b.figures.unused.sum) < std::tie(b.currency, a.figures.unused.sum);
  });
  CommitmentFigures all;
  all.on_demand = found.on_demand;
  std::set<Cell> currencies;
  for (const auto& commitment : found.commitments) {
    answer.rows.push_back({commitment.id, commitment.type, commitment.name, commitment.payer, commitment.currency});
    add_figures(commitment.figures, answer.rows.back());
    all += commitment.figures;
    currencies.insert(commitment.currency);
  }
  if (currencies.size() == 1) {
    answer.total = {{"total", Cell(), Cell(), Cell(), *currencies.begin()}};
    add_figures(all, *answer.total);
  }
  note_what_is_unknown(found, answer);
  if (answer.rows.empty())
    answer.notes.push_back("no commitment in the data" + (question.month ? " of " + *question.month : ""));
  if (question.explain) {
    answer.explanation = commitment_formulas();
    for (auto& line : delivery_sources(snapshot, question.month)) answer.explanation.push_back(std::move(line));
  }
  return answer;
}

Result<Answer> ask_commitments(LakeView& view, const CommitmentsQuestion& question) {
  return commitments(view.engine(), view.snapshot(), question);
}

}  // namespace farthing
