// Answers for tests of what prints them.
#pragma once
#include <utility>
#include <vector>

#include "ask/answer.hpp"

namespace farthing::samples {

/// Two services with a cost each, a total and nothing unknown.
inline Answer costs_by_service() {
  Answer answer;
  answer.title = "Effective cost by service, 2023-11";
  answer.columns = {{"service", ValueType::kText, "VARCHAR"},
                    {"effective_cost", ValueType::kDecimal, "DECIMAL(38,12)"},
                    {"currency", ValueType::kText, "VARCHAR"},
                    {"lines", ValueType::kInteger, "BIGINT"}};
  answer.rows = {{"AmazonS3", "1.3667240874", "USD", "1200"}, {"AWSLambda", "-0.08", "USD", "81"}};
  answer.total = {{std::nullopt, "1.2867240874", "USD", "1281"}};
  answer.snapshot = 3;
  answer.freshness = "2023-11-30T23:00:00Z";
  return answer;
}

/// An answer of one column with these cells.
inline Answer one_column(ValueType type, std::vector<Cell> cells, std::string name = "x") {
  Answer answer;
  answer.columns = {{std::move(name), type, ""}};
  for (auto& cell : cells) answer.rows.push_back({std::move(cell)});
  return answer;
}

}  // namespace farthing::samples
