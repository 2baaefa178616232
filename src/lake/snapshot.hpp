// What a snapshot says: which files hold which month of which source, and what is known of them.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace farthing {

/// One Parquet file of the lake.
struct DataFile {
  std::string path;  ///< below the lake's folder
  std::int64_t bytes = 0;
  std::int64_t rows = 0;
  std::string sha256;

  friend bool operator==(const DataFile&, const DataFile&) = default;
};

/// One file that was imported.
struct InputFile {
  std::string uri;
  std::int64_t bytes = 0;
  std::string sha256;

  friend bool operator==(const InputFile&, const InputFile&) = default;
};

/// The sums of one currency of one delivery. A bill without a currency: `currency` is nothing.
struct CurrencyTotals {
  std::optional<std::string> currency;
  std::int64_t lines = 0;
  Decimal control;                              ///< billed, summed from the bill itself and not from what was stored
  std::array<std::optional<Decimal>, 6> costs;  ///< by CostBasis, as stored; nothing if unknown for all lines
  std::array<std::int64_t, 6> unknown_lines{};  ///< by CostBasis: how many lines lack it

  friend bool operator==(const CurrencyTotals&, const CurrencyTotals&) = default;
};

/// One month of one source, as it came in.
struct Delivery {
  std::string import_id;  ///< one import leaves a delivery a period and payer
  int deliveries_of_import = 1;
  std::string imported_at;  ///< RFC 3339
  std::string format;       ///< "CUR legacy", "CUR 2.0", "FOCUS 1.2"
  std::optional<std::string> assembly;
  std::string input_digest;  ///< of all inputs' sizes and checksums
  std::vector<InputFile> inputs;
  std::int64_t lines = 0;  ///< lines of the bill, split lines not among them
  std::int64_t split_lines = 0;
  std::int64_t roundings = 0;  ///< amounts of the whole import with more than 12 decimals
  std::vector<CurrencyTotals> totals;
  std::optional<std::string> first_charge, last_charge_end;  ///< RFC 3339
  std::optional<std::string> newest_usage_end;               ///< of usage lines of a day at most
  std::int64_t lines_without_invoice = 0;
  std::vector<std::string> gaps;             ///< columns that the bill lacks, and what that costs
  std::vector<std::string> findings;         ///< what is odd about the bill
  std::vector<std::string> unknown_columns;  ///< kept in x_Unknown

  friend bool operator==(const Delivery&, const Delivery&) = default;
};

/// One month of one source in one dataset.
struct Partition {
  std::string period;  ///< "2026-10"
  std::string source;  ///< report or export name and payer; without a manifest format and payer
  std::optional<std::string> payer;
  std::string version;
  std::vector<DataFile> files;
  std::optional<Delivery> delivery;  ///< of `charges` only
  std::string sql_sha256;            ///< of models only: the SQL that made it

  friend bool operator==(const Partition&, const Partition&) = default;
};

struct Manifest {
  std::string dataset;
  std::vector<Partition> partitions;  ///< ordered by period, then source

  friend bool operator==(const Manifest&, const Manifest&) = default;
};

/// The whole lake at one moment. N = 0 is the empty lake.
struct Snapshot {
  std::int64_t n = 0;
  std::int64_t previous = 0;
  std::string written_at;
  std::string writer;
  std::map<std::string, Manifest> datasets;

  /// Of that dataset; empty if it has none.
  [[nodiscard]] const std::vector<Partition>& partitions(std::string_view dataset) const;
};

/// A manifest as JSON and back. An unknown `format` number is an error that says to update Farthing.
[[nodiscard]] std::string manifest_to_json(const Manifest& manifest);
[[nodiscard]] Result<Manifest> manifest_from_json(std::string_view json, const std::string& where);

}  // namespace farthing
