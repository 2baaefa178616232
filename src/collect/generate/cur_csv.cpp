// Lines of a legacy Cost and Usage Report in CSV.
#include <cstring>

#include "collect/generate/cur_cells.hpp"
#include "collect/generate/line_writer.hpp"
#include "collect/generate/random.hpp"

namespace farthing::generate {
namespace {

constexpr const char* kDiscountColumns[] = {"discount/EdpDiscount", "discount/PrivateRateDiscount",
                                            "discount/TotalDiscount"};

// Collects the columns' names.
struct CurHeaderRow {
  std::vector<std::string> names;

  void id(const char* name, std::uint64_t) { names.emplace_back(name); }
  void interval(const char* name, Timestamp, Timestamp) { names.emplace_back(name); }
  void text(const char* name, std::string_view) { names.emplace_back(name); }
  void free_text(const char* name, std::string_view) { names.emplace_back(name); }
  void newer_text(const char*, std::string_view) {}
  void figure(const char* name, std::optional<Figure>) { names.emplace_back(name); }
  void rate(const char* name, std::optional<Figure>) { names.emplace_back(name); }
  void money(const char* name, std::optional<Picos>) { names.emplace_back(name); }
  void time(const char* name, Timestamp) { names.emplace_back(name); }
  void zone(const char* name, const Region*, char) { names.emplace_back(name); }
  void products(const BillLine&) {
    for (std::size_t i = 0; i < kProductAttributes; ++i) names.emplace_back(product_column(i));
  }
  void discounts(const BillLine&) {
    names.insert(names.end(), std::begin(kDiscountColumns), std::end(kDiscountColumns));
  }
  void tags(const BillLine&) {
    for (const char* key : kTagKeys) names.push_back(std::string("resourceTags/") + key);
  }
  void cost_categories(const BillLine&) {
    for (const char* key : kCostCategoryKeys) names.push_back(std::string("costCategory/") + key);
  }
};

template <std::size_t Size>
std::string cells_of(const std::array<std::string, Size>& values) {
  std::string cells;
  for (const auto& value : values) cells += csv_quoted(value) + ',';
  return cells;
}

// Cells that come again and again, made once.
struct KnownCells {
  std::vector<std::string> product_by_sku, tags_by_set, categories_by_account;
  TimeTexts times;
};

struct CurCsvRow {
  CsvText& out;
  KnownCells& known;

  void id(const char*, std::uint64_t bits) { out.cell(line_item_id(bits).view()); }
  void interval(const char*, Timestamp begin, Timestamp end) {
    out.raw(known.times.text(begin));
    out.raw("/");
    out.cell(known.times.text(end));
  }
  void text(const char*, std::string_view text) { out.cell(text); }
  void free_text(const char*, std::string_view text) { out.free_cell(text); }
  void newer_text(const char*, std::string_view) {}
  void figure(const char*, std::optional<Figure> figure) {
    if (figure) return out.java(*figure);
    out.empty();
  }
  void rate(const char*, std::optional<Figure> rate) {
    if (rate) return out.fixed(*rate);
    out.empty();
  }
  void money(const char*, std::optional<Picos> amount) {
    if (amount) return out.java(figure_of(*amount));
    out.empty();
  }
  void time(const char*, Timestamp time) { out.cell(known.times.text(time)); }
  void zone(const char*, const Region* region, char letter) {
    if (region != nullptr && letter != 0) {
      out.raw(region->id);
      out.raw({&letter, 1});
    }
    out.empty();
  }
  void products(const BillLine& line) {
    if (line.sku != nullptr) return out.raw(known.product_by_sku[line.sku->index]);
    out.free_cell(line.service->product_name);
    for (std::size_t i = 1; i < kProductAttributes; ++i) {
      const bool region = i == static_cast<std::size_t>(ProductAttribute::kRegion);
      out.cell(region && line.region != nullptr ? line.region->id : "");
    }
  }
  void discounts(const BillLine& line) {
    money("", line.edp_discount != 0 ? std::optional(line.edp_discount) : std::nullopt);
    money("", line.private_discount != 0 ? std::optional(line.private_discount) : std::nullopt);
    money("", line.edp_discount + line.private_discount);
  }
  void tags(const BillLine& line) { out.raw(known.tags_by_set[line.tags->index]); }
  void cost_categories(const BillLine& line) { out.raw(known.categories_by_account[line.account->index]); }
};

class CurCsvWriter final : public LineWriter {
 public:
  explicit CurCsvWriter(const World& world) : world_(world) {
    for (const auto& sku : world.skus) known_.product_by_sku.push_back(cells_of(sku.product));
    for (const auto& tags : world.tag_sets) known_.tags_by_set.push_back(cells_of(tags.values));
    for (const auto& account : world.accounts)
      known_.categories_by_account.push_back(cells_of(account.cost_categories));
  }

  [[nodiscard]] std::vector<std::string> columns() const override {
    CurHeaderRow header;
    BillLine line;
    line.service = world_.skus.front().offer->service;
    line.account = &world_.accounts.front();
    write_cur_cells(header, line, world_);
    return header.names;
  }

  int write(CsvText& text, const BillLine& line, const Charges&) override {
    CurCsvRow row{text, known_};
    write_cur_cells(row, line, world_);
    text.end_line();
    return 1;
  }

 private:
  const World& world_;
  KnownCells known_;
};

}  // namespace

std::unique_ptr<LineWriter> make_cur_csv_writer(const World& world) { return std::make_unique<CurCsvWriter>(world); }

ShortText<52> line_item_id(std::uint64_t bits) {
  static constexpr char kAlphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
  ShortText<52> id;
  for (std::size_t i = 0; i < 4; ++i) {
    bits = mix(bits);
    for (std::size_t j = 0; j < 13; ++j) id.room[i * 13 + j] = kAlphabet[(bits >> (5 * j < 60 ? 5 * j : 59)) & 31];
  }
  id.size = 52;
  return id;
}

}  // namespace farthing::generate
