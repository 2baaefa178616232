// Resource ids that look like AWS's.
#pragma once
#include "collect/generate/bill_line.hpp"

namespace farthing::generate {

/// Sets line.resource to the id of the resource that `bits` stand for; nothing for kNone.
void name_resource(BillLine& line, ResourceKind kind, std::uint64_t bits);
/// The pod or task that `bits` stand for, on an instance of `line`'s account and region.
void name_pod(BillLine& line, bool ecs, std::uint64_t bits);
/// FOCUS ResourceType, e.g. "AWS::EC2::Instance"; "" for kNone.
[[nodiscard]] const char* resource_type(ResourceKind kind);

}  // namespace farthing::generate
