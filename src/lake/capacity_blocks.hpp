// Capacity Blocks: what is paid for one at once is the price of all the hours of its instances.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// A line of the bill that is paid for a Capacity Block as a whole: its fee, or what of that was paid back.
struct BlockLine {
  std::string key;                    ///< of the line, as block_line_key_sql() makes it
  std::string fingerprint;            ///< of all that models read of it
  std::string reservation;            ///< "cr-0123"
  std::int64_t charge_day = 0;        ///< since 1970
  std::int64_t begins = 0, ends = 0;  ///< seconds: as the line says, after place_block_lines() of the block
  double quantity = 0;
  bool is_fee = false;         ///< more than nothing
  bool in_hours = false;       ///< the unit of the quantity
  std::int64_t instances = 1;  ///< that are reserved
};

/// Seconds from when to when machines of a reservation were there.
struct BlockSpan {
  std::int64_t begins = 0, ends = 0;
};

/// SQL over `charges`: lines of a Capacity Block as a whole. What is said to be unused is idle as it stands, and other
/// reservations are paid by the hour of each instance.
inline constexpr const char* kIsBlockLine =
    "coalesce(contains(ResourceId, 'capacity-reservation/') AND ChargeCategory <> 'Tax' AND "
    "coalesce(CapacityReservationStatus, '') <> 'Unused' AND (x_PurchaseOption = 'capacity_block' OR "
    "contains(x_UsageType, 'CapacityBlock') OR ChargeCategory = 'Purchase'), false)";
/// The id alone, of an ARN too.
[[nodiscard]] std::string reservation_id_sql(const std::string& of);
/// The reservation that a row of nodes says it belongs to.
[[nodiscard]] std::string reservation_of_node_sql(const std::string& prefix);
[[nodiscard]] std::string block_line_key_sql();

/// Says of each line from when to when its block lasts, and how many instances that is:
/// - A fee lasts as long as its line. A block lasts for a day at least, so if a shorter line's machines (`machines`, by
///   reservation) were there at other times as well, it was billed at its purchase, and the block lasts as long as
///   they.
/// - Anything else belongs to the fee of the same time, else to all fees of its reservation.
[[nodiscard]] std::vector<BlockLine> place_block_lines(std::vector<BlockLine> lines,
                                                       const std::map<std::string, BlockSpan>& machines);
/// Reservations whose lines are shorter than a block, so that place_block_lines() asks for their machines.
[[nodiscard]] std::vector<std::string> reservations_to_look_up(const std::vector<BlockLine>& lines);
/// When machines of these reservations were there; one without an end until `end` ("2026-10-04").
[[nodiscard]] Result<std::map<std::string, BlockSpan>> machines_of_reservations(
    Engine& engine, const std::vector<std::string>& reservations, const std::string& end);

/// Makes block_charges: these lines with all that `charges` says of them, and their place.
[[nodiscard]] Done make_block_charges(Engine& engine, const std::vector<BlockLine>& lines);

}  // namespace farthing
