#include "collect/generate/generate_bill.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/time.hpp"
#include "collect/generate/bill_feed.hpp"
#include "collect/generate/cur2_parquet.hpp"
#include "collect/generate/delivery.hpp"
#include "collect/generate/line_writer.hpp"
#include "collect/generate/part_file.hpp"

namespace farthing {
namespace {

using namespace generate;

struct BillFormatName {
  BillFormat format;
  const char* name;
};
constexpr BillFormatName kBillFormats[] = {{BillFormat::kCurCsvGz, "cur-csv-gz"},
                                           {BillFormat::kCur2Parquet, "cur2-parquet"},
                                           {BillFormat::kFocus12Csv, "focus-1.2-csv"}};

Result<BillPlan> checked(BillPlan plan) {
  constexpr std::int64_t kMostRows = 1'000'000'000;
  if (plan.rows < 1 || plan.rows > kMostRows) {
    return misuse(fmt::format("{} rows can't be generated", plan.rows), fmt::format("choose 1 to {} rows", kMostRows));
  }
  if (plan.parts < 1 || plan.parts > 1'000) {
    return misuse(fmt::format("a bill can't have {} parts", plan.parts), "choose 1 to 1000 parts");
  }
  if (plan.month.empty()) plan.month = kDefaultMonth;
  if (!parse_month(plan.month)) return misuse("'" + plan.month + "' is not a month", "write it as 2026-09");
  return plan;
}

Result<std::int64_t> write_csv_part(BillFeed& feed, LineWriter& writer, const std::filesystem::path& path,
                                    PartFile::Packing packing) {
  TRY(PartFile file, PartFile::create(path, packing));
  CsvText text;
  for (const auto& name : writer.columns()) text.free_cell(name);
  text.end_line();
  BillLine line;
  Charges charges;
  std::int64_t rows = 0;
  while (feed.next(line, charges)) {
    rows += writer.write(text, line, charges);
    if (text.full()) TRY_DONE(file.write(text.take()));
  }
  TRY_DONE(file.write(text.take()));
  TRY_DONE(file.close());
  return rows;
}

struct WrittenParts {
  std::int64_t rows = 0;
  std::vector<ManifestColumn> columns;
};

Result<WrittenParts> write_csv_parts(BillFeed& feed, const BillPlan& plan, const Delivery& delivery) {
  const bool focus = plan.format == BillFormat::kFocus12Csv;
  const auto writer = focus ? make_focus_csv_writer(feed.world()) : make_cur_csv_writer(feed.world());
  WrittenParts written;
  for (const auto& name : writer->columns()) written.columns.push_back({name, "string"});
  for (int i = 1; i <= plan.parts; ++i) {
    feed.begin_part(i);
    TRY(const std::int64_t rows,
        write_csv_part(feed, *writer, delivery.part(i), focus ? PartFile::Packing::kPlain : PartFile::Packing::kGzip));
    written.rows += rows;
  }
  return written;
}

Result<WrittenParts> write_parquet_parts(const std::shared_ptr<BillFeed>& feed, const BillPlan& plan,
                                         const Delivery& delivery) {
  TRY(Cur2Parquet parquet, Cur2Parquet::open(feed));
  for (int i = 1; i <= plan.parts; ++i) {
    feed->begin_part(i);
    TRY_DONE(parquet.write(delivery.part(i)));
  }
  return WrittenParts{plan.rows, parquet.columns()};
}

}  // namespace

Result<BillFormat> parse_bill_format(std::string_view name) {
  for (const auto& known : kBillFormats) {
    if (name == known.name) return known.format;
  }
  return misuse("there is no bill format '" + std::string(name) + "'",
                "choose one of: cur-csv-gz, cur2-parquet, focus-1.2-csv");
}

std::string_view name_of(BillFormat format) {
  for (const auto& known : kBillFormats) {
    if (format == known.format) return known.name;
  }
  return "";
}

Result<GeneratedBill> generate_bill(const BillPlan& wanted) {
  TRY(const BillPlan plan, checked(wanted));
  const auto feed = std::make_shared<BillFeed>(plan);
  TRY(const Delivery delivery, Delivery::begin(plan, feed->world()));
  TRY(const WrittenParts parts, plan.format == BillFormat::kCur2Parquet ? write_parquet_parts(feed, plan, delivery)
                                                                        : write_csv_parts(*feed, plan, delivery));
  TRY(const Delivery::Written written, delivery.parts_written());
  GeneratedBill bill{.rows = parts.rows,
                     .files = plan.parts,
                     .bytes = written.bytes,
                     .truth = plan.out / "truth.json",
                     .assembly_id = written.assembly_id};
  TRY_DONE(write_file_durably(bill.truth, feed->truth().json({bill.rows, plan.rows, plan.format, bill.assembly_id})));
  TRY_DONE(delivery.deliver(bill.assembly_id, parts.columns));  // the manifest is the last file
  return bill;
}

}  // namespace farthing
