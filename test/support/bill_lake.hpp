// A lake that takes bills in, files beside it, and short answers from it.
#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "ask/lake_view.hpp"
#include "base/file.hpp"
#include "collect/bill/import.hpp"
#include "lake/lake.hpp"

namespace farthing {

class BillLakeFixture : public ::testing::Test {
 protected:
  /// Writes a file below `in/` and says where it is.
  std::string put(const std::string& name, const std::string& bytes) const {
    const auto path = folder_.path() / "in" / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }
  [[nodiscard]] std::string folder(const std::string& name = "") const {
    return (folder_.path() / "in" / name).string();
  }

  Result<ImportReport> import_paths(const std::vector<std::string>& paths, bool replace = false) const {
    ImportProgress progress;
    return import_bills(lake_, {paths, replace, "600MB"}, progress);
  }
  /// The bill alone in a file; a failure is told by the test.
  ImportReport import_text(const std::string& text, const std::string& name = "bill.csv") const {
    auto report = import_paths({put(name, text)});
    if (!report) ADD_FAILURE() << report.error().text();
    return report.value_or(ImportReport());
  }
  /// What goes wrong, or "" if nothing does.
  [[nodiscard]] std::string error_of(const std::vector<std::string>& paths, bool replace = false) const {
    const auto report = import_paths(paths, replace);
    return report ? "" : report.error().text();
  }

  /// Cells joined by "|", rows by ";", NULL as "-"; or the error's text.
  [[nodiscard]] std::string ask(const std::string& sql) const { return ask(lake_, sql); }
  [[nodiscard]] static std::string ask(const Lake& lake, const std::string& sql) {
    auto view = LakeView::open(lake, std::nullopt);
    if (!view) return view.error().text();
    const auto rows = view->engine().query(sql);
    if (!rows) return rows.error().text();
    std::string text;
    for (const auto& row : rows->rows) {
      if (!text.empty()) text += ";";
      for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : "|") + row[i].value_or("-");
    }
    return text;
  }
  /// The columns of all charges, in the bill's order, a line's fee before its unused part.
  [[nodiscard]] std::string charges(const std::string& columns) const {
    return ask("SELECT " + columns + " FROM charges ORDER BY x_SourceFile, x_SourceLine, x_Part");
  }
  [[nodiscard]] std::string costs() const { return charges("BilledCost, EffectiveCost, ListCost, ContractedCost"); }
  [[nodiscard]] std::string kinds() const {
    return charges("ChargeCategory, ChargeClass, ChargeFrequency, PricingCategory, CommitmentDiscountStatus");
  }

  TemporaryFolder folder_ = TemporaryFolder::create().value();
  Lake lake_{folder_.path() / "data"};
};

}  // namespace farthing
