// The money around commitments: what they cost, what they replaced, what they left on demand.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "ask/bill_facts.hpp"

namespace farthing {

struct CommitmentFigures {
  std::int64_t used_lines = 0, unused_lines = 0, purchase_lines = 0;
  KnownSum used, unused;              ///< effective
  KnownSum equivalent;                ///< contracted (else list) cost of the used lines: their price without commitment
  std::int64_t from_list = 0;         ///< used lines whose list cost stands in for an unknown contracted cost
  KnownSum purchased;                 ///< billed
  std::optional<KnownSum> on_demand;  ///< billed of what it could have covered; nothing if that can't be told

  CommitmentFigures& operator+=(const CommitmentFigures& other);  ///< all but `on_demand`
};

/// A service, product family and pricing unit of one payer in one currency: lines that are alike enough to be covered
/// by the same commitment.
using CoverableKind = std::tuple<Cell, Cell, Cell, Cell, Cell>;

struct Commitment {
  std::string id;
  Cell payer, currency, type, name;
  CommitmentFigures figures;
  std::set<CoverableKind> covers;  ///< what its used lines are
};

struct CommitmentsFound {
  std::vector<Commitment> commitments;
  std::optional<KnownSum> on_demand;  ///< of all, each line once
};

/// `where` is "" or " WHERE ...".
[[nodiscard]] Result<CommitmentsFound> read_commitments(Engine& engine, const std::string& where);

}  // namespace farthing
