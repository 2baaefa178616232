// The parts of some days' charges as write_day_parts() left them, read back into memory: numbers, and what workloads
// are called.
#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/result.hpp"
#include "lake/engine.hpp"

namespace farthing {

inline constexpr std::size_t kResourceCount = 3;  ///< vCPU, memory, accelerators

/// What of a charge a workload held, or nobody.
struct ChargePart {
  std::uint64_t origin = 0;                     ///< origin_key_sql()
  std::uint32_t workload = 0;                   ///< of an allocated part: its place among the names
  std::uint8_t kind = 0;                        ///< kAllocatedPart, ...
  std::uint8_t hours_known = 0;                 ///< a bit a resource
  std::array<int128, kResourceCount> ratios{};  ///< in 10^-18 of the charge
  std::array<Decimal, kResourceCount> hours{};
};

struct WorkloadName {
  std::string id;
  std::optional<std::string> name, tags;  ///< tags as JSON
};

/// Parts in the order of origin, kind and workload; each of these is there once.
class PartsOfCharges {
 public:
  PartsOfCharges() = default;
  PartsOfCharges(std::vector<ChargePart> parts, std::vector<WorkloadName> names)
      : parts_(std::move(parts)), names_(std::move(names)) {}
  /// Nothing for a charge that wasn't split.
  [[nodiscard]] std::span<const ChargePart> find(std::uint64_t origin) const;
  [[nodiscard]] const std::vector<WorkloadName>& names() const { return names_; }

 private:
  std::vector<ChargePart> parts_;
  std::vector<WorkloadName> names_;
};

/// Some days' charges, or every `slices`-th of them: as many as are worked on together.
struct ChargeGroup {
  std::vector<std::string> days;  ///< as part_day_sql() says
  int slice = 0, slices = 1;      ///< of origin_key_sql()
};
/// SQL: whether a key belongs to the group's slice.
[[nodiscard]] std::string in_slice_sql(const ChargeGroup& group, const std::string& key);

/// SQL: how many `parts` each `day` has in the folder of write_day_parts().
[[nodiscard]] std::string part_counts_sql(const std::filesystem::path& folder);
/// SQL: each `origin` that was split.
[[nodiscard]] std::string split_origins_sql(const std::filesystem::path& folder);
/// `folder`: that of write_day_parts().
[[nodiscard]] Result<PartsOfCharges> read_parts(Engine& engine, const std::filesystem::path& folder,
                                                const ChargeGroup& group);

}  // namespace farthing
