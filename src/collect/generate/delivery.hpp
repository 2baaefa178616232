// Where a bill's files lie and what its manifest says: AWS's layouts. Source: "Cost and Usage Report delivery" and "Data
// Exports delivery" of AWS's documentation.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "collect/generate/generate_bill.hpp"
#include "collect/generate/world.hpp"

namespace farthing::generate {

struct ManifestColumn {
  std::string name;  ///< as the file has it
  std::string type;  ///< of CUR 2.0 and FOCUS, e.g. "double"; "" in legacy reports
};

/// A bill's files while they're made: aside, in a folder that goes away unless deliver() was called.
class Delivery {
 public:
  [[nodiscard]] static Result<Delivery> begin(const BillPlan& plan, const World& world);
  Delivery(Delivery&& other) noexcept = default;
  ~Delivery();

  /// Where part `number` (from 1) is to be written.
  [[nodiscard]] std::filesystem::path part(int number) const;
  /// Moves the parts to where AWS would put them, then writes the manifests. Says the assembly id and the bytes.
  [[nodiscard]] Result<GeneratedBill> deliver(const std::vector<ManifestColumn>& columns);

 private:
  Delivery(const BillPlan& plan, const World& world, std::filesystem::path aside);
  [[nodiscard]] std::string part_name(int number) const;
  [[nodiscard]] Done deliver_legacy(const std::string& id, const std::vector<ManifestColumn>& columns) const;
  [[nodiscard]] Done deliver_export(const std::string& id, const std::vector<ManifestColumn>& columns) const;

  BillPlan plan_;
  const World* world_;
  std::string name_;  ///< of the report or export: one seed is one source
  std::unique_ptr<TemporaryFolder> aside_;
};

}  // namespace farthing::generate
