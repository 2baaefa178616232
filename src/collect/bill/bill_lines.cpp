#include "collect/bill/bill_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

#include "base/text.hpp"
#include "collect/bill/csv_fields.hpp"
#include "collect/bill/parquet_lines.hpp"

namespace farthing {
namespace {

std::string shown_name(const BillFiles& files) {
  return files.parquet ? files.parquet_files.front().string() : files.csv_files.front().name();
}

tl::unexpected<Error> lacks_column(const LineColumn& column, const std::string& where) {
  return fail("has no column " + column.name + ", without which it is no bill", where);
}

// Names what the bill lacks; an absent required column is an error.
Result<std::vector<std::string>> name_gaps(const BillFiles& files, const std::set<std::string>& present) {
  std::vector<std::string> gaps;
  for (const auto& column : line_columns(files.format.family)) {
    if (present.contains(column.name)) continue;
    if (column.required) {
      return lacks_column(column, shown_name(files));
    }
    if (!column.without.empty()) gaps.push_back("no " + column.name + ": " + column.without);
  }
  return gaps;
}

// CUR 2.0 keeps in its map `product` what the legacy report has as columns. Of a bill's parts some may have the one and
// some the other.
std::string fill_from_product(const std::set<std::string>& present) {
  std::string replace;
  for (const char* key : {"instance_type", "product_family", "product_name", "region", "region_code", "sku"}) {
    const auto column = "product_" + std::string(key);
    const auto of_map = fmt::format("product['{}']", key);
    replace += (replace.empty() ? "" : ", ") +
               (present.contains(column) ? fmt::format("coalesce({}, {})", column, of_map) : of_map) + " AS " + column;
  }
  return "* REPLACE (" + replace + ")";
}

bool is_product_map(const std::string& column) { return name_key(column) == "product"; }

// What another part has is no help to this one's lines. name_gaps() has seen to a bill of one part.
Done check_required_columns(Engine& engine, const BillFiles& files) {
  if (files.parquet_files.size() == 1) return {};
  for (const auto& file : files.parquet_files) {
    TRY(const auto columns, describe_parquet(engine, {file}));
    for (const auto& wanted : line_columns(files.format.family)) {
      const bool found = std::any_of(columns.begin(), columns.end(), [&](const ParquetColumn& column) {
        const auto* known = find_line_column(files.format.family, column.name);
        return known != nullptr && known->name == wanted.name;
      });
      if (wanted.required && !found) return lacks_column(wanted, file.string());
    }
  }
  return {};
}

Result<BillLines> open_parquet_lines(Engine& engine, const std::string& name, const BillFiles& files) {
  TRY_DONE(check_required_columns(engine, files));
  TRY(auto columns, describe_parquet(engine, files.parquet_files));
  std::set<std::string> present;
  BillLines lines;
  for (const auto& column : columns) {
    if (const auto* wanted = find_line_column(files.format.family, column.name)) {
      present.insert(wanted->name);
    } else if (files.format.is_cur() && cur_map_key(column.name).map != nullptr) {
      present.insert(cur_map_key(column.name).map);
    } else if (!files.format.is_cur() || !is_ignored_cur_column(column.name)) {
      lines.unknown_columns.push_back(column.name);
    }
  }
  TRY(lines.gaps, name_gaps(files, present));
  const bool has_product_map =
      files.format.is_cur() &&
      std::any_of(columns.begin(), columns.end(), [](const auto& column) { return is_product_map(column.name); });
  const std::string filled = has_product_map ? fill_from_product(present) : "*";
  TRY_DONE(engine.run("CREATE OR REPLACE VIEW " + name + " AS SELECT " + filled + " FROM (" +
                      parquet_lines_sql(files, columns) + ")"));
  return lines;
}

Done make_csv_view(Engine& engine, const std::string& name, const std::string& select,
                   const std::shared_ptr<CsvLines>& csv) {
  TRY_DONE(engine.add_table(name + "_csv", csv));
  return engine.run("CREATE OR REPLACE VIEW " + name + " AS " + select + name + "_csv())");
}

// Each part must have the required columns: what another part has is no help to this one's lines.
Done check_required_fields(BillFamily family, const CsvTable& table, const CsvPart& part) {
  for (const auto& column : line_columns(family)) {
    if (!column.required) continue;
    const bool found = std::any_of(part.fields.begin(), part.fields.end(), [&](const CsvField& field) {
      return field.use != FieldUse::kSkip && table.columns[field.column].name == column.name;
    });
    if (!found) return lacks_column(column, part.origin().name());
  }
  return {};
}

Result<BillLines> open_csv_lines(Engine& engine, const std::string& name, const BillFiles& files,
                                 const std::filesystem::path& late_folder) {
  TRY(auto plan, plan_csv_fields(files));
  for (const auto& part : plan.table.parts) TRY_DONE(check_required_fields(files.format.family, plan.table, part));
  std::set<std::string> present;
  bool has_product_map = false;
  for (const auto& part : plan.table.parts) {
    for (const auto& field : part.fields) {
      if (field.use == FieldUse::kSkip) continue;
      present.insert(plan.table.columns[field.column].name);
      has_product_map = has_product_map || (files.format.is_cur() && is_product_map(field.header));
    }
  }
  BillLines lines;
  TRY(lines.gaps, name_gaps(files, present));
  lines.unknown_columns = std::move(plan.unknown_columns);
  std::string select;
  for (const auto& column : line_columns(files.format.family)) {
    select += (present.contains(column.name) ? sql_name(column.name) : null_of(column.type)) + " AS " +
              sql_name(column.name) + ", ";
  }
  select += present.contains("unknown_columns") ? "unknown_columns, "
                                                : "CAST(NULL AS MAP(VARCHAR, VARCHAR)) AS unknown_columns, ";
  lines.csv_select = "SELECT " + (has_product_map ? fill_from_product(present) : "*") + " FROM (SELECT " + select +
                     "source_file, source_line FROM ";
  if (files.format.is_cur()) plan.table.late_folder = late_folder;
  lines.csv = std::make_shared<CsvLines>(std::move(plan.table));
  TRY_DONE(make_csv_view(engine, name, lines.csv_select, lines.csv));
  return lines;
}

struct RecognisedFile {
  std::string not_a_bill;  // why
  DetectedFormat format;
  bool parquet = false;
  std::vector<CsvFile> csv;
};

// The engine's words on damage are about its query.
std::string why_no_parquet(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::array<char, 4> end{};
  in.seekg(-static_cast<std::streamoff>(end.size()), std::ios::end);
  in.read(end.data(), end.size());
  if (!in || std::string_view(end.data(), end.size()) != "PAR1")
    return "is a Parquet file that was cut: its end is missing";
  return "is a damaged Parquet file: its list of columns can't be read";
}

RecognisedFile no_bill(std::string why) { return {std::move(why), {}, false, {}}; }

Result<RecognisedFile> recognise_file(Engine& engine, const std::filesystem::path& path, bool of_data_export) {
  TRY(auto kind, sniff_file(path.string()));
  RecognisedFile file;
  std::vector<std::string> names;
  if (kind == FileKind::kEmpty) return no_bill("is empty");
  if (kind == FileKind::kJson) return no_bill("is not a bill but JSON");
  if (kind == FileKind::kParquet) {
    const auto columns = describe_parquet(engine, {path});
    if (!columns) return fail(why_no_parquet(path), path.string(), "get the file again");
    for (const auto& column : *columns) names.push_back(column.name);
    file.parquet = true;
  } else {
    TRY(file.csv, csv_files_in(path));
    TRY(names, read_csv_header(file.csv.front()));
  }
  const auto format = detect_bill_format(names, of_data_export);
  if (!format) {
    const std::string first = names.empty() ? std::string() : names.front().substr(0, 60);
    return no_bill(
        "is not a bill: its columns are neither those of a Cost and Usage Report nor FOCUS's (the first is '" + first +
        "')");
  }
  file.format = *format;
  return file;
}

}  // namespace

Result<RecognisedFiles> recognise_bills(Engine& engine, const std::vector<std::filesystem::path>& paths,
                                        bool of_data_export) {
  RecognisedFiles found;
  for (const auto& path : paths) {
    TRY(auto file, recognise_file(engine, path, of_data_export));
    if (!file.not_a_bill.empty()) {
      found.not_bills.push_back(path.string() + ": " + file.not_a_bill);
      continue;
    }
    auto same = std::find_if(found.bills.begin(), found.bills.end(), [&](const BillFiles& bill) {
      return bill.parquet == file.parquet && bill.format.family == file.format.family;
    });
    if (same == found.bills.end()) same = found.bills.insert(same, BillFiles{file.format, file.parquet, {}, {}});
    same->format.focus_version = std::max(same->format.focus_version, file.format.focus_version);
    if (file.parquet) same->parquet_files.push_back(path);
    same->csv_files.insert(same->csv_files.end(), file.csv.begin(), file.csv.end());
  }
  return found;
}

Result<BillLines> open_bill_lines(Engine& engine, const std::string& name, const BillFiles& files,
                                  const std::filesystem::path& late_folder) {
  return files.parquet ? open_parquet_lines(engine, name, files) : open_csv_lines(engine, name, files, late_folder);
}

Result<std::shared_ptr<CsvLines>> open_late_lines(Engine& engine, const std::string& name, const BillLines& lines,
                                                  const std::string& lines_name) {
  if (!lines.csv) {
    TRY_DONE(engine.run("CREATE OR REPLACE VIEW " + name + " AS SELECT * FROM " + lines_name + " WHERE " +
                        late_line_condition()));
    return std::shared_ptr<CsvLines>();
  }
  TRY(auto table, lines.csv->late_lines());
  auto csv = std::make_shared<CsvLines>(std::move(table));
  TRY_DONE(make_csv_view(engine, name, lines.csv_select, csv));
  return csv;
}

std::string split_line_condition() {
  return "(coalesce(line_item_operation IN ('EKSPod-EC2', 'ECSTask-EC2'), false) OR "
         "split_line_item_parent_resource_id IS NOT NULL)";
}

std::string late_line_condition() {
  return "(" + split_line_condition() +
         " OR coalesce(line_item_line_item_type IN ('SavingsPlanNegation', 'SavingsPlanRecurringFee', 'RIFee'), "
         "false))";
}

}  // namespace farthing
