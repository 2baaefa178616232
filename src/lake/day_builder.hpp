// Builds the tables of models/ for some days and lays them into the lake, before a snapshot names them.
#pragma once
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "lake/build.hpp"
#include "lake/engine.hpp"
#include "lake/lake.hpp"
#include "lake/new_files.hpp"

namespace farthing {

/// Partitions by table.
using BuiltTables = std::map<std::string, std::vector<Partition>>;

class DayBuilder {
 public:
  /// The engine has the views of `snapshot`, the names of Trino and the tables of make_allocation_settings().
  DayBuilder(Engine& engine, const Lake& lake, const Snapshot& snapshot, const BuildSettings& settings,
             std::filesystem::path staging, UncommittedFolders& folders)
      : engine_(engine),
        lake_(lake),
        snapshot_(snapshot),
        settings_(settings),
        staging_(std::move(staging)),
        folders_(folders) {}

  /// All tables of these days, which lie in one month and are in order. `end`: the day at which open intervals end.
  [[nodiscard]] Result<BuiltTables> build(const std::vector<DayToBuild>& days, const std::string& end);

  [[nodiscard]] double seconds_of_shares() const { return seconds_of_shares_; }
  /// By which weights machines were split, of all that was built.
  [[nodiscard]] const std::set<std::string>& weights() const { return weights_; }

 private:
  [[nodiscard]] Done make_model(const char* name);
  [[nodiscard]] Done make_tables(const std::vector<std::string>& days, const std::string& end);
  [[nodiscard]] Done make_money_tables();
  [[nodiscard]] std::filesystem::path folder_of(const std::string& table, const std::vector<DayToBuild>& days) const;
  [[nodiscard]] Done write(const std::string& table, const std::string& sql, const std::vector<DayToBuild>& days);
  [[nodiscard]] Done place_all(const std::string& table, const std::vector<DayToBuild>& days, BuiltTables& built);
  [[nodiscard]] Done keep_rollups(const std::vector<DayToBuild>& days, BuiltTables& built);
  /// The days with marks that say whether the bill of the days before went in.
  [[nodiscard]] Result<std::vector<DayToBuild>> with_bill_before(const std::vector<DayToBuild>& planned);
  [[nodiscard]] Done keep(const std::string& table, const std::string& sql, const std::vector<DayToBuild>& days,
                          BuiltTables& built);
  [[nodiscard]] Result<Partition> place(const std::string& table, const std::filesystem::path& made,
                                        const DayToBuild& day);
  [[nodiscard]] Done keep_estimate_errors(const std::vector<DayToBuild>& days, BuiltTables& built);

  Engine& engine_;
  const Lake& lake_;
  const Snapshot& snapshot_;
  const BuildSettings& settings_;
  std::filesystem::path staging_;
  UncommittedFolders& folders_;
  double seconds_of_shares_ = 0;
  std::set<std::string> weights_;
};

}  // namespace farthing
