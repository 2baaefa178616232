#include "collect/dataset/stage_dataset.hpp"

#include <fmt/format.h>

#include "base/byte_source.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "collect/bill/csv_text.hpp"
#include "collect/dataset/dataset_days.hpp"
#include "collect/dataset/dataset_rows.hpp"
#include "lake/parquet_folder.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace {

// The rows that x_order has room for before the next file's begin.
constexpr std::int64_t kMostRowsOfAFile = 1'000'000'000'000;

// A line of the file may be part of it.
constexpr std::size_t kMostOfMessage = 400;

std::string wrong_rows(const DatasetFile& file) {
  std::vector<std::string> conditions;
  for (const auto& check : cell_checks(file)) conditions.push_back(check.is_wrong());
  return conditions.empty() ? "false" : join(conditions, " OR ");
}

// Which cell it was that made a row wrong: reads the file again, which only a wrong one costs.
Error find_wrong_cell(Engine& engine, const DatasetFile& file) {
  for (const auto& check : cell_checks(file)) {
    auto found =
        engine.query(fmt::format("SELECT n, cell FROM (SELECT row_number() OVER () AS n, CAST({} AS VARCHAR) AS cell, "
                                 "{} AS wrong FROM {}) WHERE wrong LIMIT 1",
                                 check.text, check.is_wrong(), file_table_sql(file)));
    if (!found) return found.error();
    if (found->rows.empty()) continue;
    const auto& row = found->rows.front();
    const auto where = fmt::format("{}: row {}: column {}", file.path.string(), row[0].value_or("?"), check.column);
    if (!row[1]) return Error{"is empty, but each row needs it", where};
    return Error{fmt::format("'{}' is not {}", *row[1], check.should_be), where};
  }
  return Error{"changed while it was read", file.path.string(), "import it again"};
}

Done check_interval_lengths(Engine& engine, const Dataset& dataset, const StagedDataset& staged) {
  TRY(const auto longest, engine.query(fmt::format("SELECT start, \"end\" FROM {} WHERE \"end\" - start > INTERVAL {} "
                                                   "DAYS LIMIT 1",
                                                   read_folder(staged.rows), kLongestInterval)));
  if (longest.rows.empty()) return {};
  return fail(fmt::format("an interval from {} to {} is longer than {} days", longest.rows[0][0].value_or("?"),
                          longest.rows[0][1].value_or("?"), kLongestInterval),
              dataset.name, "leave the end empty for what is still there");
}

Error in_file(Error error, const DatasetFile& file) {
  // The engine's own words are about the fault, then hints about its options.
  auto lines = split(error.what.substr(0, error.what.find("Possible fixes")), '\n');
  std::erase(lines, "");
  error.what = join(lines, "; ").substr(0, kMostOfMessage);
  if (error.where.empty()) error.where = file.path.string();
  return error;
}

// The engine takes a gzip that was cut for one that ends there, and looks at no checksum.
Done check_gzip(const fs::path& path) {
  TRY(auto text, open_csv_text({path, {}}, nullptr));
  std::string step(std::size_t{256} << 10, '\0');
  while (true) {
    TRY(const std::size_t got, text->read(step));
    if (got == 0) return {};
  }
}

Done stage_file(Engine& engine, const DatasetFile& file, std::size_t number, const fs::path& folder) {
  if (file.form == DatasetForm::kCsvGzip) TRY_DONE(check_gzip(file.path));
  const auto target = folder / fmt::format("file-{}.parquet", number);
  const auto order = fmt::format("row_number() OVER () + {}", static_cast<std::int64_t>(number) * kMostRowsOfAFile);
  auto copied =
      engine.run(fmt::format("COPY (SELECT *, {} AS x_order FROM ({})) TO {} (FORMAT parquet, COMPRESSION lz4)", order,
                             dataset_rows_sql(file), sql_literal(target.string())));
  if (!copied) return tl::unexpected(in_file(std::move(copied).error(), file));
  TRY(const auto wrong,
      engine.query(fmt::format("SELECT count(*) FROM {} WHERE {}", file_table_sql(file), wrong_rows(file))));
  if (wrong.rows[0][0] != "0") return tl::unexpected(find_wrong_cell(engine, file));
  return {};
}

}  // namespace

Result<StagedDataset> stage_dataset(Engine& engine, const Dataset& dataset, const std::vector<DatasetFile>& files,
                                    const fs::path& folder) {
  const auto files_folder = folder / "files";
  StagedDataset staged{folder / "rows", folder / "pieces", {}, 0};
  TRY_DONE(make_folders(files_folder));
  for (std::size_t i = 0; i < files.size(); ++i) TRY_DONE(stage_file(engine, files[i], i, files_folder));
  // The rows of one moment lie in one period, where merging looks for the newest of a key: all at once they may be
  // many.
  if (dataset.time == DatasetTime::kMoment) {
    staged.rows = files_folder;
  } else {
    TRY_DONE(make_folders(staged.rows));
    TRY_DONE(engine.run(fmt::format("COPY ({}) TO {} (FORMAT parquet, COMPRESSION lz4)",
                                    newest_rows_sql(dataset, read_folder(files_folder)),
                                    sql_literal((staged.rows / "newest.parquet").string()))));
  }
  if (dataset.time == DatasetTime::kInterval) TRY_DONE(check_interval_lengths(engine, dataset, staged));
  const auto pieces = rows_by_period_sql(dataset, read_folder(staged.rows));
  TRY_DONE(engine.run(
      fmt::format("COPY ({}) TO {} (FORMAT parquet, COMPRESSION lz4, PARTITION_BY (x_period), OVERWRITE_OR_IGNORE)",
                  pieces, sql_literal(staged.pieces.string()))));
  TRY(const auto periods, engine.query("SELECT DISTINCT x_period FROM (" + pieces + ") ORDER BY 1"));
  for (const auto& row : periods.rows) staged.periods.push_back(row[0].value_or(""));
  TRY(const auto count, engine.query("SELECT count(*) FROM " + read_folder(files_folder)));
  staged.count = std::stoll(count.rows[0][0].value_or("0"));
  return staged;
}

}  // namespace farthing
