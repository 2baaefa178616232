#include "collect/prices/seed_prices.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/file.hpp"
#include "base/text.hpp"
#include "catalog/list_prices.hpp"
#include "collect/dataset/import_datasets.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;

// All columns of the dataset's key, and what isn't in it.
const std::vector<std::string> kSeedColumns = {
    "service",         "region",     "unit",       "price_usd", "sku",    "instance_type", "os",
    "purchase_option", "commitment", "valid_from", "valid_to",  "source", "as_of"};

std::string seed_csv() {
  std::string csv = join(kSeedColumns, ",") + "\n";
  const auto midnight = [](const std::string& date) { return date.empty() ? "" : date + "T00:00:00Z"; };
  for (const auto& price : list_prices()) {
    csv += fmt::format("{},us-east-1,{},{},{},{},linux,{},,{},{},{},{}\n", price.service, price.unit, price.usd.text(),
                       price.sku, price.instance_type, price.purchase_option, midnight(price.valid_from),
                       midnight(price.valid_to), kSeededPricesSource, kListPricesAsOf);
  }
  return csv;
}

Result<bool> is_seeded(Engine& engine) {
  TRY(const auto rows,
      engine.query(fmt::format("SELECT 1 FROM prices WHERE source = {} LIMIT 1", sql_literal(kSeededPricesSource))));
  return !rows.rows.empty();
}

// The file as a table of texts. All is said, so that the engine needn't guess, which takes it longer than the reading.
std::string seed_table(const fs::path& csv) {
  std::vector<std::string> columns;
  for (const auto& column : kSeedColumns) columns.push_back(sql_literal(column) + ": 'VARCHAR'");
  return fmt::format("read_csv({}, auto_detect = false, header = true, delim = ',', quote = '\"', columns = {{{}}})",
                     sql_literal(exact_pattern(csv.string())), join(columns, ", "));
}

// The rows of the file `all` whose key isn't that of a row of the user's, into the file `wanted`; returns how many.
Result<std::int64_t> leave_out_users_keys(Engine& engine, const fs::path& all, const fs::path& wanted) {
  const auto& dataset = *find_dataset("prices");
  std::vector<std::string> same;
  for (const auto name : dataset.key) {
    const auto column = sql_name(name);
    same.push_back(
        fmt::format("CAST(s.{0} AS {1}) IS NOT DISTINCT FROM p.{0}", column, sql_type(dataset.find(name)->type)));
  }
  TRY(const auto rows,
      engine.query(fmt::format(
          "COPY (SELECT s.* FROM {} AS s ANTI JOIN (SELECT * "
          "FROM prices WHERE coalesce(source, '') NOT LIKE 'farthing catalog %') AS p ON {}) TO {} (HEADER)",
          seed_table(all), join(same, " AND "), sql_literal(wanted.string()))));
  return std::stoll(rows.rows.at(0).at(0).value());
}

}  // namespace

Result<std::int64_t> seed_prices(const Lake& lake) {
  TRY(const auto snapshot, lake.snapshot());
  if (snapshot.n == 0) return 0;
  TRY(auto engine, Engine::open());
  TRY_DONE(lake.create_views(engine, snapshot));
  TRY(const bool seeded, is_seeded(engine));
  if (seeded) return 0;
  const TemporaryFolder staging(lake.root() / "staging" / unique_id());
  TRY_DONE(make_folders(staging.path()));
  TRY_DONE(write_file_durably(staging.path() / "all.csv", seed_csv()));
  const auto wanted = staging.path() / "prices.csv";
  TRY(const auto rows, leave_out_users_keys(engine, staging.path() / "all.csv", wanted));
  if (rows == 0) return 0;
  TRY(const auto files, find_dataset_files({wanted}, "prices"));
  TRY(auto prepared, PreparedDatasets::prepare(lake, files));
  TRY_DONE(std::move(prepared).commit(lake));
  return rows;
}

}  // namespace farthing
