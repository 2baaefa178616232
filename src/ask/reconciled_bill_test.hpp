// For tests: a made bill, reconciled, and the rows of its answer by name.
#pragma once
#include <gmock/gmock.h>

#include <map>
#include <string>
#include <vector>

#include "ask/made_bill_test.hpp"
#include "ask/reconcile.hpp"

namespace farthing {

/// A row of the answer by its column names.
struct CheckedRow {
  std::map<std::string, std::string> cells;
  std::string operator[](const std::string& column) const { return cells.at(column); }
};

inline std::vector<CheckedRow> checked_rows(const Answer& answer) {
  std::vector<CheckedRow> rows;
  for (const auto& cells : answer.rows) {
    EXPECT_EQ(cells.size(), answer.columns.size());
    CheckedRow row;
    for (std::size_t i = 0; i < cells.size(); ++i) row.cells[answer.columns[i].name] = cells[i].value_or("NULL");
    rows.push_back(row);
  }
  return rows;
}

class ReconciledBill : public testing::Test {
 protected:
  Reconciliation answer(const ReconcileQuestion& question = {}) {
    auto result = reconcile(bill_.engine, bill_.snapshot, question);
    EXPECT_TRUE(result) << (result ? "" : result.error().text());
    return result ? std::move(*result) : Reconciliation{};
  }
  std::vector<CheckedRow> rows_of(const std::string& check) {
    std::vector<CheckedRow> found;
    for (const auto& row : checked_rows(answer().answer)) {
      if (row["check"] == check) found.push_back(row);
    }
    return found;
  }
  CheckedRow row_of(const std::string& check) {
    const auto found = rows_of(check);
    EXPECT_EQ(found.size(), 1u) << check;
    if (found.empty()) return {{{"status", ""}, {"difference", ""}, {"expected", ""}, {"found", ""}, {"note", ""}}};
    return found[0];
  }
  // A CUR month that is over and invoiced.
  void deliver_final() { bill_.deliver("2026-11-01T00:00:00Z"); }
  void deliver_open() { bill_.deliver("2026-10-20T00:00:00Z"); }

  MadeBill bill_;
};

}  // namespace farthing
