#include "collect/generate/cur2_parquet.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "collect/generate/cur2_rows.hpp"

namespace farthing::generate {
namespace {

const char* export_type(ColumnType type) {
  switch (type) {
    case ColumnType::kDouble:
      return "double";
    case ColumnType::kTimestamp:
      return "timestamp";
    case ColumnType::kMap:
      return "map";
    default:
      return "string";
  }
}

}  // namespace

Result<Cur2Parquet> Cur2Parquet::open(std::shared_ptr<BillFeed> feed) {
  const auto rows = make_cur2_rows(std::move(feed));
  TRY(Engine engine,
      Engine::open({.threads = 1}));  // one: row groups, and with them the bytes, must not depend on cores
  TRY_DONE(engine.add_table("generated_lines", rows));
  std::vector<ManifestColumn> columns;
  for (const auto& column : rows->columns()) columns.push_back({column.name, export_type(column.type)});
  return Cur2Parquet(std::move(engine), std::move(columns));
}

Done Cur2Parquet::write(const std::filesystem::path& path) {
  return engine_.run(fmt::format("COPY (SELECT * FROM generated_lines()) TO {} (FORMAT parquet, COMPRESSION snappy)",
                                 sql_literal(path.string())));
}

}  // namespace farthing::generate
