#include "collect/dataset/stage_dataset.hpp"

#include <fmt/format.h>

#include <algorithm>

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

// `into` is the target with its options.
Done stage_file(Engine& engine, const DatasetFile& file, const std::string& rows, const std::string& into) {
  if (file.form == DatasetForm::kCsvGzip) TRY_DONE(check_gzip(file.path));
  auto copied = engine.run(fmt::format("COPY ({}) TO {}", rows, into));
  if (copied) return {};
  if (copied.error().what.find(kWrongCell) != std::string::npos) return tl::unexpected(find_wrong_cell(engine, file));
  return tl::unexpected(in_file(std::move(copied).error(), file));
}

std::string into_pieces(const fs::path& folder, const std::string& name) {
  return fmt::format(
      "{} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880, PARTITION_BY (x_period), OVERWRITE_OR_IGNORE, "
      "FILENAME_PATTERN '{}-{{i}}')",
      sql_literal(folder.string()), name);
}

// Rows of one moment lie in one period: they go there at once.
Done stage_moments(Engine& engine, const Dataset& dataset, const std::vector<DatasetFile>& files,
                   const StagedDataset& staged) {
  TRY_DONE(make_folders(staged.pieces));
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto first =
        staged.repeats ? std::optional(static_cast<std::int64_t>(i) * kMostRowsOfAFile) : std::optional<std::int64_t>();
    const auto rows = dataset_rows_sql(files[i], first);
    TRY_DONE(stage_file(engine, files[i], rows_by_period_sql(dataset, "(" + rows + ")"),
                        into_pieces(staged.pieces, fmt::format("file-{}", i))));
  }
  return {};
}

Result<bool> has_repeats(Engine& engine, const Dataset& dataset, const StagedDataset& staged) {
  for (const auto& period : staged.periods) {
    TRY(const auto repeated, engine.query(repeated_keys_sql(dataset, read_folder(staged.folder_of(period)))));
    if (repeated.rows[0][0] != "0") return true;
  }
  return false;
}

Done stage_others(Engine& engine, const Dataset& dataset, const std::vector<DatasetFile>& files, const fs::path& folder,
                  StagedDataset& staged) {
  const auto files_folder = folder / "files";
  TRY_DONE(make_folders(files_folder));
  TRY_DONE(make_folders(staged.rows));
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto target = files_folder / fmt::format("file-{}.parquet", i);
    TRY_DONE(stage_file(engine, files[i], dataset_rows_sql(files[i], static_cast<std::int64_t>(i) * kMostRowsOfAFile),
                        sql_literal(target.string()) + " (FORMAT parquet, COMPRESSION lz4)"));
  }
  TRY(const auto count, engine.query("SELECT count(*) FROM " + read_folder(files_folder)));
  staged.count = std::stoll(count.rows[0][0].value_or("0"));
  TRY_DONE(engine.run(fmt::format("COPY ({}) TO {} (FORMAT parquet, COMPRESSION lz4)",
                                  newest_rows_sql(dataset, read_folder(files_folder)),
                                  sql_literal((staged.rows / "newest.parquet").string()))));
  if (dataset.time == DatasetTime::kInterval) TRY_DONE(check_interval_lengths(engine, dataset, staged));
  return engine.run(fmt::format("COPY ({}) TO {}", rows_by_period_sql(dataset, read_folder(staged.rows)),
                                into_pieces(staged.pieces, "rows")));
}

// The folders of the pieces.
Result<std::vector<std::string>> periods_of(const fs::path& pieces) {
  constexpr std::string_view kPrefix = "x_period=";
  std::vector<std::string> periods;
  std::error_code error;
  for (fs::directory_iterator entry(pieces, error), end; !error && entry != end; entry.increment(error)) {
    const auto name = entry->path().filename().string();
    if (name.starts_with(kPrefix)) periods.push_back(name.substr(kPrefix.size()));
  }
  if (error && fs::exists(pieces)) return fail(error.message(), pieces.string());
  std::sort(periods.begin(), periods.end());
  return periods;
}

}  // namespace

Result<StagedDataset> stage_dataset(Engine& engine, const Dataset& dataset, const std::vector<DatasetFile>& files,
                                    const fs::path& folder) {
  StagedDataset staged{folder / "rows", folder / "pieces", {}, 0, false};
  if (dataset.time != DatasetTime::kMoment) {
    TRY_DONE(stage_others(engine, dataset, files, folder, staged));
    TRY(staged.periods, periods_of(staged.pieces));
    return staged;
  }
  TRY_DONE(stage_moments(engine, dataset, files, staged));
  TRY(staged.periods, periods_of(staged.pieces));
  if (staged.periods.empty()) return staged;
  TRY(staged.repeats, has_repeats(engine, dataset, staged));
  if (staged.repeats) {
    // Few files have a key twice, and only then it matters which row comes last.
    staged.pieces = folder / "ordered";
    TRY_DONE(stage_moments(engine, dataset, files, staged));
  }
  const auto all = sql_literal(exact_pattern(staged.pieces.string()) + "/*/*.parquet");
  TRY(const auto count, engine.query(fmt::format("SELECT count(*) FROM read_parquet({})", all)));
  staged.count = std::stoll(count.rows[0][0].value_or("0"));
  return staged;
}

}  // namespace farthing
