// The dimensions of farthing.yaml as SQL: what a rule makes of a workload, a machine or a line of the bill.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/allocation.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// The SQL of a source's value in some table, e.g. of label:team `w.labels['team']`; nothing if the table can't have
/// it.
using SourceSql = std::function<std::optional<std::string>(const DimensionSource&)>;

/// Makes the SQL functions that the following read.
[[nodiscard]] Done add_dimension_functions(Engine& engine);
/// The value as it is spelled: of the first source that has one; empty texts, 'null' and 'none' are none. Of a synonym
/// it is the value that it stands for. NULL if nothing says.
[[nodiscard]] std::string dimension_spelling_sql(const DimensionRule& rule, const SourceSql& source);
/// The normal form of a spelling: trimmed, NFC, lower case, runs of - _ . / and blanks as one hyphen.
[[nodiscard]] std::string normal_form_sql(const std::string& spelling);

/// The rule with the keys of its sources as they are written in the data: behind a source with a key others of its kind
/// that differ in letter case alone, but for those that the rule has itself. `keys`: those that are there, by kind.
[[nodiscard]] DimensionRule with_keys_as_written(const DimensionRule& rule,
                                                 const std::map<std::string, std::set<std::string>>& keys);
/// Where a kind of source has its keys: a column of maps.
struct KeyPlace {
  const char* kind;
  const char* column;
  std::string table;
};
/// All dimensions with their keys as they are written in these places.
[[nodiscard]] Result<AllocationConfig> with_keys_as_written(Engine& engine, const AllocationConfig& config,
                                                            const std::vector<KeyPlace>& places);

/// Of a workload `w` (a row of workloads) on a node `n` (a row of nodes), of a node alone, of a line of charges.
[[nodiscard]] std::optional<std::string> workload_source_sql(const DimensionSource& source);
[[nodiscard]] std::optional<std::string> node_source_sql(const DimensionSource& source);
[[nodiscard]] std::optional<std::string> charge_source_sql(const DimensionSource& source);

}  // namespace farthing
