// An engine that speaks as models do, for tests of one model on tables made by hand.
#pragma once
#include <gtest/gtest.h>

#include <string>

#include "base/embedded_text.hpp"
#include "lake/engine.hpp"

namespace farthing {

extern const EmbeddedText embedded_lake_sql[];

class EngineFixture : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const auto* sql = embedded_lake_sql; sql->name != nullptr; ++sql) run(sql->text);
  }
  void run(const std::string& sql) {
    const auto done = engine_.run(sql);
    ASSERT_TRUE(done) << done.error().text();
  }
  /// Cells joined by "|", rows by ";", NULL as "-"; or the error's text.
  std::string ask(const std::string& sql) {
    const auto rows = engine_.query(sql);
    if (!rows) return rows.error().text();
    std::string text;
    for (const auto& row : rows->rows) {
      if (!text.empty()) text += ";";
      for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : "|") + row[i].value_or("-");
    }
    return text;
  }
  Engine engine_ = Engine::open().value();
};

}  // namespace farthing
