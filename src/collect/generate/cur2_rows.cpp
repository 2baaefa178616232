#include "collect/generate/cur2_rows.hpp"

#include <deque>

#include "base/text.hpp"
#include "collect/generate/csv_text.hpp"
#include "collect/generate/cur_cells.hpp"
#include "collect/generate/line_writer.hpp"

namespace farthing::generate {
namespace {

// Keys of CUR 2.0's maps: "user:cost-center" -> "user_cost_center".
std::string map_key(std::string_view tag) {
  std::string key;
  for (const char c : lower(tag)) key += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '_';
  return key;
}

struct MapKeys {
  std::vector<std::string> product, tags;
  MapKeys() {
    for (std::size_t i = 0; i < kProductAttributes; ++i) {
      product.push_back(cur2_name(product_column(i)).substr(std::string_view("product_").size()));
    }
    for (const char* tag : kTagKeys) tags.push_back(map_key(tag));
  }
};

// Collects names and types.
struct Cur2Schema {
  std::vector<SourceColumn> columns;

  void add(const char* name, ColumnType type) { columns.push_back({cur2_name(name), type}); }
  void id(const char* name, std::uint64_t) { add(name, ColumnType::kText); }
  void interval(const char* name, Timestamp, Timestamp) { add(name, ColumnType::kText); }
  void text(const char* name, std::string_view) { add(name, ColumnType::kText); }
  void free_text(const char* name, std::string_view) { add(name, ColumnType::kText); }
  void newer_text(const char* name, std::string_view) { add(name, ColumnType::kText); }
  void rate(const char* name, std::optional<Figure>) { add(name, ColumnType::kText); }
  void figure(const char* name, std::optional<Figure>) { add(name, ColumnType::kDouble); }
  void money(const char* name, std::optional<Picos>) { add(name, ColumnType::kDouble); }
  void time(const char* name, Timestamp) { add(name, ColumnType::kTimestamp); }
  void zone(const char* name, const Region*, char) { add(name, ColumnType::kText); }
  void products(const BillLine&) {
    for (std::size_t i = 0; i < kProductAttributes; ++i) {
      if (has_own_column(i)) columns.push_back({cur2_name(product_column(i)), ColumnType::kText});
    }
    add("product", ColumnType::kMap);
  }
  void discounts(const BillLine&) {
    add("discount", ColumnType::kMap);
    add("discount/TotalDiscount", ColumnType::kDouble);
  }
  void tags(const BillLine&) { add("resourceTags", ColumnType::kMap); }
  void cost_categories(const BillLine&) { add("costCategory", ColumnType::kMap); }
};

// Texts that live as long as a batch.
class BatchTexts {
 public:
  std::string_view keep(std::string_view text) {
    if (blocks_.empty() || blocks_.back().size() + text.size() > kBlock) {
      blocks_.emplace_back();
      blocks_.back().reserve(kBlock);
    }
    std::string& block = blocks_.back();
    const std::size_t begin = block.size();
    block += text;
    return std::string_view(block).substr(begin);
  }
  void clear() { blocks_.clear(); }

 private:
  static constexpr std::size_t kBlock = 1 << 16;
  std::deque<std::string> blocks_;
};

// Sets a row's columns in the order of the schema.
struct Cur2Row {
  Batch& batch;
  BatchTexts& texts;
  TimeTexts& times;
  const MapKeys& keys;
  std::size_t row = 0;
  std::size_t column = 0;

  void put(std::string_view text) {  // an absent text is NULL
    if (text.empty()) {
      batch.set_null(column, row);
    } else {
      batch.set_text(column, row, text);
    }
    ++column;
  }
  void put_number(std::optional<Figure> figure) {
    if (figure) {
      batch.set_double(column, row, to_double(*figure));
    } else {
      batch.set_null(column, row);
    }
    ++column;
  }
  void id(const char*, std::uint64_t bits) { put(texts.keep(line_item_id(bits).view())); }
  void interval(const char*, Timestamp begin, Timestamp end) {
    put(texts.keep(std::string(times.text(begin)) + "/" + std::string(times.text(end))));
  }
  void text(const char*, std::string_view text) { put(texts.keep(text)); }
  void free_text(const char*, std::string_view text) { put(texts.keep(text)); }
  void newer_text(const char*, std::string_view text) { put(text); }
  void rate(const char*, std::optional<Figure> rate) { put(rate ? texts.keep(fixed_text(*rate)) : std::string_view()); }
  void figure(const char*, std::optional<Figure> figure) { put_number(figure); }
  void money(const char*, std::optional<Picos> amount) {
    put_number(amount ? std::optional(figure_of(*amount)) : std::nullopt);
  }
  void time(const char*, Timestamp time) { batch.set_timestamp(column++, row, time); }
  void zone(const char*, const Region* region, char letter) {
    put(region != nullptr && letter != 0 ? texts.keep(std::string(region->id) + letter) : std::string_view());
  }
  void entry(std::string_view key, std::string_view value) {
    if (!value.empty()) batch.add_entry(column, key, value);
  }
  void products(const BillLine& line) {
    for (std::size_t i = 0; i < kProductAttributes; ++i) {
      if (has_own_column(i)) put(line.sku != nullptr ? std::string_view(line.sku->product[i]) : std::string_view());
    }
    batch.begin_map(column, row);
    if (line.sku == nullptr) {
      entry("product_name", line.service->product_name);
      entry("region", line.region != nullptr ? line.region->id : "");
    } else {
      for (std::size_t i = 0; i < kProductAttributes; ++i) {
        if (!has_own_column(i)) entry(keys.product[i], line.sku->product[i]);
      }
    }
    batch.end_map(column++, row);
  }
  void discounts(const BillLine& line) {
    batch.begin_map(column, row);
    if (line.edp_discount != 0) entry("edp_discount", texts.keep(plain_text(figure_of(line.edp_discount))));
    if (line.private_discount != 0)
      entry("private_rate_discount", texts.keep(plain_text(figure_of(line.private_discount))));
    batch.end_map(column++, row);
    put_number(figure_of(line.edp_discount + line.private_discount));
  }
  void tags(const BillLine& line) {
    batch.begin_map(column, row);
    for (std::size_t i = 0; i < kTagKeys.size(); ++i) entry(keys.tags[i], line.tags->values[i]);
    batch.end_map(column++, row);
  }
  void cost_categories(const BillLine& line) {
    batch.begin_map(column, row);
    for (std::size_t i = 0; i < kCostCategoryKeys.size(); ++i)
      entry(kCostCategoryKeys[i], line.account->cost_categories[i]);
    batch.end_map(column++, row);
  }
};

class Cur2Rows final : public TableSource {
 public:
  explicit Cur2Rows(std::shared_ptr<BillFeed> feed) : feed_(std::move(feed)) {
    Cur2Schema schema;
    BillLine line;
    line.service = feed_->world().skus.front().offer->service;
    line.account = &feed_->world().accounts.front();
    write_cur_cells(schema, line, feed_->world());
    columns_ = std::move(schema.columns);
  }

  [[nodiscard]] const std::vector<SourceColumn>& columns() const override { return columns_; }
  [[nodiscard]] std::unique_ptr<Reader> new_reader() override { return std::make_unique<PartReader>(*feed_); }
  [[nodiscard]] std::size_t max_readers() const override { return 1; }

 private:
  class PartReader final : public Reader {
   public:
    explicit PartReader(BillFeed& feed) : feed_(feed) {}

    [[nodiscard]] Result<std::size_t> fill(Batch& batch) override {
      texts_.clear();
      std::size_t rows = 0;
      while (rows < Batch::kCapacity && feed_.next(line_, charges_)) {
        Cur2Row row{batch, texts_, times_, keys_, rows};
        write_cur_cells(row, line_, feed_.world());
        ++rows;
      }
      return rows;
    }

   private:
    BillFeed& feed_;
    BillLine line_;
    Charges charges_;
    BatchTexts texts_;
    TimeTexts times_;
    MapKeys keys_;
  };

  std::shared_ptr<BillFeed> feed_;
  std::vector<SourceColumn> columns_;
};

}  // namespace

std::shared_ptr<TableSource> make_cur2_rows(std::shared_ptr<BillFeed> feed) {
  return std::make_shared<Cur2Rows>(std::move(feed));
}

}  // namespace farthing::generate
