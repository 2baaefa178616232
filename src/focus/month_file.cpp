#include "focus/month_file.hpp"

#include "base/text.hpp"
#include "focus/csv_rows.hpp"
#include "focus/parquet_rows.hpp"

namespace farthing {
namespace {

Done write_csv(MonthReader& reader, CsvRows& rows, ExportFile& file) {
  constexpr std::size_t kTextAtOnce = std::size_t{4} << 20;
  std::string text;
  rows.append_header(text);
  std::size_t group = 0;
  while (true) {
    TRY(const bool more, reader.next());
    if (!more) return file.append(text);
    if (group != reader.group()) rows.take_names(reader.names());
    group = reader.group();
    for (std::size_t row = 0; row < reader.rows(); ++row) {
      const auto charge = reader.charge(row);
      rows.append(charge, reader.parts_of(charge), text);
      if (text.size() < kTextAtOnce) continue;
      TRY_DONE(file.append(text));
      text.clear();
    }
  }
}

// An engine of its own writes what the lake's gives.
Done write_parquet(const std::shared_ptr<ParquetRows>& rows, const ExportFile& file) {
  TRY(auto engine, Engine::open({.memory_limit = "300MB"}));
  TRY_DONE(engine.run("SET preserve_insertion_order = false"));
  TRY_DONE(engine.add_table("focus_charges", rows));
  return engine.run("COPY (SELECT * FROM focus_charges()) TO " + sql_literal(file.aside().string()) +
                    " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 30720, USE_TMP_FILE false)");
}

}  // namespace

Result<ExportTotals> write_month(Engine& engine, ExportedMonth month, const std::string& method, ExportFile& file) {
  ExportTotals totals;
  const auto columns = month.columns;
  const bool parquet = month.parquet;
  MonthReader reader(engine, std::move(month));
  if (parquet) {
    TRY_DONE(write_parquet(std::make_shared<ParquetRows>(columns, method, reader, totals), file));
  } else {
    CsvRows rows(columns, method, totals);
    TRY_DONE(write_csv(reader, rows, file));
  }
  return totals;
}

}  // namespace farthing
