// The datasets that a user can bring, and their columns: a public contract (docs/reference/datasets.md).
#pragma once
#include <span>
#include <string_view>

namespace farthing {

/// What a column holds. A time is stored as TIMESTAMP (UTC), a number as DOUBLE, money as DECIMAL(38,12).
enum class DatasetType { kText, kNumber, kMoney, kTime, kDate, kBoolean, kMap, kTextList };

struct DatasetColumn {
  const char* name;
  DatasetType type;
  bool required;
};

/// How a row lies in time, and with it in which days' partitions.
enum class DatasetTime {
  kInterval,  ///< [start, end): cut at UTC midnight; without an end it is "still there"
  kMoment,    ///< one time: an hour's beginning, or when something happened
  kTimeless,  ///< one partition for all
};

struct Dataset {
  const char* name;
  std::span<const DatasetColumn> columns;
  std::span<const std::string_view> key;  ///< a newer row of the same key replaces the older one
  DatasetTime time;
  std::string_view moment;  ///< the time column of kMoment

  [[nodiscard]] const DatasetColumn* find(std::string_view column) const;
};

[[nodiscard]] std::span<const Dataset> datasets();
/// nullptr if there is none of that name.
[[nodiscard]] const Dataset* find_dataset(std::string_view name);
/// "DOUBLE", "DECIMAL(38,12)", "TIMESTAMP", "MAP(VARCHAR, VARCHAR)", ...
[[nodiscard]] std::string_view sql_type(DatasetType type);

}  // namespace farthing
