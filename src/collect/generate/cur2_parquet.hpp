// A bill as CUR 2.0 in Parquet: written by the engine, which pulls the lines.
#pragma once
#include <filesystem>
#include <memory>
#include <vector>

#include "collect/generate/bill_feed.hpp"
#include "collect/generate/delivery.hpp"
#include "lake/engine.hpp"

namespace farthing::generate {

/// Names and types of CUR 2.0's columns as AWS delivers them: DOUBLE for costs and amounts, text for rates, maps of
/// text.
class Cur2Parquet {
 public:
  [[nodiscard]] static Result<Cur2Parquet> open(std::shared_ptr<BillFeed> feed);
  /// Writes the feed's current part.
  [[nodiscard]] Done write(const std::filesystem::path& path);
  [[nodiscard]] const std::vector<ManifestColumn>& columns() const { return columns_; }

 private:
  Cur2Parquet(Engine engine, std::vector<ManifestColumn> columns)
      : engine_(std::move(engine)), columns_(std::move(columns)) {}
  Engine engine_;
  std::vector<ManifestColumn> columns_;
};

}  // namespace farthing::generate
