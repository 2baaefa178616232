// The tables with a row for each pod and hour.
#include "collect/generate/org/org_names.hpp"
#include "collect/generate/org/org_tables.hpp"
#include "collect/generate/org/row_table.hpp"
#include "collect/generate/org/usage.hpp"

namespace farthing::generate::org {
namespace {

using enum ColumnType;

// The pod-hours one by one. A pod's hours follow each other, so its id is made once for all of them in a batch.
class PodHourFeed {
 public:
  explicit PodHourFeed(const Organisation& organisation) : organisation_(organisation), hours_(organisation) {}
  void begin_batch() { named_ = SIZE_MAX; }
  const PodHour* next() {
    while (at_ == rows_.size()) {
      rows_ = hours_.next();
      at_ = 0;
      if (rows_.empty()) return nullptr;
    }
    return &rows_[at_++];
  }
  void put_id_and_hour(RowCells& cells, const PodHour& row, std::deque<std::string>& ids) {
    if (named_ != row.pod) {
      ids.push_back(workload_id_of(organisation_, organisation_.pods[row.pod]));
      named_ = row.pod;
    }
    cells.lasting(ids.back());
    cells.time(organisation_.at(row.hour * kHourSeconds));
  }

 private:
  const Organisation& organisation_;
  PodHours hours_;
  std::span<const PodHour> rows_;
  std::size_t at_ = 0;
  std::size_t named_ = SIZE_MAX;
};

// Of parts of cards the cards' telemetry tells, not the container's.
bool says_its_use(const Pod& pod) { return pod.request[kAccelerator] > 0 && pod.request[kAccelerator] % kMicro == 0; }

double to_units(std::int64_t millionths) { return static_cast<double>(millionths) / static_cast<double>(kMicro); }

class UsageRows {
 public:
  UsageRows(const Organisation& organisation, UsageCount& count)
      : organisation_(organisation), feed_(organisation), count_(count) {}
  static std::vector<SourceColumn> columns() {
    return {{"workload_id", kText},         {"hour", kTimestamp},           {"vcpu_hours", kDouble},
            {"gib_hours", kDouble},         {"accelerator_hours", kDouble}, {"network_in_bytes", kInteger},
            {"network_out_bytes", kInteger}};
  }
  void begin_batch() {
    ids_.clear();
    feed_.begin_batch();
  }
  bool next(RowCells& cells) {
    const PodHour* row = feed_.next();
    if (row == nullptr) return false;
    feed_.put_id_and_hour(cells, *row, ids_);
    cells.number(to_units(row->used[kVcpu]));
    cells.number(to_units(row->used[kMemory]));
    if (says_its_use(organisation_.pods[row->pod])) {
      cells.number(to_units(row->used[kAccelerator]));
    } else {
      cells.null();
    }
    for (const std::int64_t bytes : {row->network_in, row->network_out}) {
      bytes < 0 ? cells.null() : cells.integer(bytes);
    }
    ++count_.rows;
    return true;
  }

 private:
  const Organisation& organisation_;
  PodHourFeed feed_;
  std::deque<std::string> ids_;
  UsageCount& count_;
};

class TruthRows {
 public:
  TruthRows(const Organisation& organisation, TrueSums& sums)
      : organisation_(organisation), feed_(organisation), sums_(sums) {
    sums_ = TrueSums(organisation);
  }
  static std::vector<SourceColumn> columns() {
    return {{"workload_id", kText}, {"hour_start", kTimestamp}, {"true_cost", kDecimal}};
  }
  void begin_batch() {
    ids_.clear();
    feed_.begin_batch();
  }
  bool next(RowCells& cells) {
    const PodHour* row = feed_.next();
    if (row == nullptr) return false;
    feed_.put_id_and_hour(cells, *row, ids_);
    cells.decimal(Decimal::from_units(row->cost));
    sums_.add(organisation_, *row);
    return true;
  }

 private:
  const Organisation& organisation_;
  PodHourFeed feed_;
  std::deque<std::string> ids_;
  TrueSums& sums_;
};

}  // namespace

std::shared_ptr<TableSource> make_usage_table(const Organisation& organisation, UsageCount& count) {
  return std::make_shared<RowTable<UsageRows, const Organisation, UsageCount>>(organisation, count);
}

std::shared_ptr<TableSource> make_truth_table(const Organisation& organisation, TrueSums& sums) {
  return std::make_shared<RowTable<TruthRows, const Organisation, TrueSums>>(organisation, sums);
}

}  // namespace farthing::generate::org
