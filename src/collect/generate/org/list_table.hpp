// A small table whose rows are in a vector.
#pragma once
#include <functional>

#include "collect/generate/org/row_table.hpp"

namespace farthing::generate::org {

template <typename Item>
class ListTable final : public TableSource {
 public:
  using Put = std::function<void(RowCells&, const Item&)>;
  ListTable(std::vector<SourceColumn> columns, std::vector<Item> items, Put put)
      : columns_(std::move(columns)), items_(std::move(items)), put_(std::move(put)) {}
  [[nodiscard]] const std::vector<SourceColumn>& columns() const override { return columns_; }
  [[nodiscard]] std::unique_ptr<Reader> new_reader() override { return std::make_unique<ItemReader>(*this); }
  [[nodiscard]] std::size_t max_readers() const override { return 1; }

 private:
  class ItemReader final : public Reader {
   public:
    explicit ItemReader(const ListTable& table) : table_(table) {}
    [[nodiscard]] Result<std::size_t> fill(Batch& batch) override {
      texts_.clear();
      RowCells cells(batch, texts_);
      std::size_t count = 0;
      for (; count < Batch::kCapacity && at_ < table_.items_.size(); ++count) {
        cells.begin(count);
        table_.put_(cells, table_.items_[at_++]);
      }
      return count;
    }

   private:
    const ListTable& table_;
    std::deque<std::string> texts_;
    std::size_t at_ = 0;
  };
  std::vector<SourceColumn> columns_;
  std::vector<Item> items_;
  Put put_;
};

template <typename Item, typename Put>
[[nodiscard]] std::shared_ptr<TableSource> list_table(std::vector<SourceColumn> columns, std::vector<Item> items,
                                                      Put put) {
  return std::make_shared<ListTable<Item>>(std::move(columns), std::move(items), std::move(put));
}

}  // namespace farthing::generate::org
