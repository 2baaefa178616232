// Does the lake say what the bill says, and does the bill agree with itself?
#pragma once
#include <optional>
#include <string>

#include "ask/answer.hpp"
#include "ask/lake_view.hpp"

namespace farthing {

struct ReconcileQuestion {
  std::optional<std::string> month;  ///< "2026-10"; all that is there without it
  bool explain = false;
};

/// A row a check: period, payer, invoice, issuer, currency, check, expected, found, difference, status, note.
/// `status` is `ok`, `named` (money that has a name and is no fault, in `difference`), `gap` (can't be proved) or
/// `contradicts`.
struct Reconciliation {
  Answer answer;
  bool contradicts = false;  ///< some row contradicts: the program ends with 1
  std::string in_one_line;   ///< e.g. "12 checks hold, nothing contradicts; gaps: prepaid (upfront) 457766.4 USD"
};

/// Reads `charges`, `costs_daily` and the control totals of the snapshot's deliveries.
[[nodiscard]] Result<Reconciliation> ask_reconcile(LakeView& view, const ReconcileQuestion& question);
/// The same over tables `charges` and `costs_daily` of that engine.
[[nodiscard]] Result<Reconciliation> reconcile(Engine& engine, const Snapshot& snapshot,
                                               const ReconcileQuestion& question);

}  // namespace farthing
