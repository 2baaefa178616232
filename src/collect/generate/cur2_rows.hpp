// The lines of a bill as a table of CUR 2.0's columns.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "collect/generate/bill_feed.hpp"
#include "lake/table_source.hpp"

namespace farthing::generate {

/// Gives the feed's current part, to one reader at a time: the order of the lines is the feed's.
[[nodiscard]] std::shared_ptr<TableSource> make_cur2_rows(std::shared_ptr<BillFeed> feed);

}  // namespace farthing::generate
