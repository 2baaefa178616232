// A table of sums by dimensions, and of figures that are worked out from sums: what `gpu` and `models` answer with.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ask/answer.hpp"
#include "ask/lake_view.hpp"
#include "domain/allocation.hpp"
#include "domain/cost_basis.hpp"
#include "domain/period.hpp"

namespace farthing {

/// What `gpu` and `models` are asked.
struct SumsQuestion {
  PeriodChoice period = {};
  std::vector<std::string> by = {};  ///< none: those that the question usually has
  CostBasis basis = CostBasis::kEffective;
  std::optional<int> top = {};
  bool explain = false;
};

struct SumsDimension {
  std::string name;        ///< the column's
  std::string expression;  ///< over a row of the source
  std::string spelled;  ///< a dimension of farthing.yaml, whose values are shown as they are spelled mostly; else empty
};

/// An SQL expression with a name: an aggregate over rows of the source, or a figure over these sums.
struct NamedSql {
  std::string name, sql;
};

struct SumsTable {
  std::string source;  ///< a query whose rows have `currency` and what the expressions name
  std::vector<SumsDimension> by;
  std::vector<NamedSql> sums;    ///< that add up: of a group, the sum of its parts' sums
  std::vector<NamedSql> shown;   ///< the answer's columns behind the dimensions; `currency` is the last one
  std::string order;             ///< the sum by which rows are ordered, the largest first
  std::optional<int> top;        ///< the largest of each currency; all others become one row
  std::vector<NamedSql> hidden;  ///< sums of all rows of a currency that only notes need
};

/// The hidden sums of all rows of one currency (empty: of those whose cost isn't known), in their order.
struct HiddenSums {
  std::string currency;
  std::vector<Cell> sums;
};

struct SumsAnswer {
  std::vector<ResultColumn> columns;
  std::vector<std::vector<Cell>> rows;
  std::optional<std::vector<Cell>> total;  ///< of several rows in one currency
  std::vector<HiddenSums> hidden;
};

[[nodiscard]] Result<SumsAnswer> ask_sums(Engine& engine, const SumsTable& table);

/// The dimension of `name` for a source that has the columns of allocation_daily; `known` are the columns that it has.
/// Also "month" and "day". One that isn't among them is a usage error.
[[nodiscard]] Result<SumsDimension> sums_dimension(const std::string& name, const std::vector<std::string>& known,
                                                   const AllocationConfig& config);

/// The period that is asked about, as far as workloads' costs are known.
[[nodiscard]] Result<Period> sums_period(LakeView& view, const PeriodChoice& choice);

/// A titled answer of these sums: "TITLE by DIMENSIONS, PERIOD", with what is to be said of the roll-ups and the
/// period. `first_note` comes first.
[[nodiscard]] Result<Answer> sums_answer(LakeView& view, const SumsQuestion& question, const Period& period,
                                         const SumsTable& table, SumsAnswer sums, const std::string& title,
                                         const std::string& first_note);

/// Makes `explained_rows`: the source's rows that the first row of the answer sums.
[[nodiscard]] Done make_explained_rows(Engine& engine, const SumsTable& table);

/// The dimensions of an answer's row: "eks-serve / gpu-mig".
[[nodiscard]] std::string row_name(const SumsTable& table, const std::vector<Cell>& row);

/// Its last lines of --explain: the basis and the snapshot.
void explain_sums(const SumsQuestion& question, Answer& answer, const Snapshot& snapshot);

}  // namespace farthing
