// Where a bill's files lie and what its manifest says: AWS's layouts. Source: AWS's documentation, "Cost and Usage
// Report delivery" and "Understanding your data export delivery".
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "collect/generate/generate_bill.hpp"
#include "collect/generate/world.hpp"

namespace farthing::generate {

struct ManifestColumn {
  std::string name;  ///< as the file has it
  std::string type;  ///< of data exports, e.g. "double"
};

/// A bill's files while they're made: aside, in a folder that goes away with this. Outlived by the world.
class Delivery {
 public:
  [[nodiscard]] static Result<Delivery> begin(const BillPlan& plan, const World& world);

  /// Where part `number` (from 1) is to be written.
  [[nodiscard]] std::filesystem::path part(int number) const;
  struct Written {
    std::string assembly_id;  ///< a hash of the parts, as a UUID
    std::int64_t bytes = 0;
  };
  [[nodiscard]] Result<Written> parts_written() const;
  /// Moves the parts to where AWS puts them, then writes the manifests.
  [[nodiscard]] Done deliver(const std::string& assembly_id, const std::vector<ManifestColumn>& columns) const;

 private:
  Delivery(const BillPlan& plan, const World& world, std::string name, TemporaryFolder aside)
      : plan_(plan), world_(&world), name_(std::move(name)), aside_(std::move(aside)) {}
  [[nodiscard]] std::string part_name(int number) const;
  [[nodiscard]] Done move_parts(const std::filesystem::path& folder) const;
  [[nodiscard]] std::string part_list(const std::string& prefix) const;
  [[nodiscard]] Done deliver_report(const std::string& id, const std::vector<ManifestColumn>& columns) const;
  [[nodiscard]] Done deliver_export(const std::string& id, const std::vector<ManifestColumn>& columns) const;

  BillPlan plan_;
  const World* world_;
  std::string name_;  ///< of the report or export: one seed is one source
  TemporaryFolder aside_;
};

}  // namespace farthing::generate
