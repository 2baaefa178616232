// The tables of what AI does: activity of cards, requests, runs.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "collect/generate/org/cards.hpp"
#include "collect/generate/org/list_table.hpp"
#include "collect/generate/org/org_names.hpp"
#include "collect/generate/org/org_tables.hpp"
#include "collect/generate/org/servings.hpp"
#include "collect/generate/org/training_runs.hpp"

namespace farthing::generate::org {
namespace {

constexpr const char* kPlannedEpochs = "120";
using Entries = std::vector<std::pair<std::string, std::string>>;

using enum ColumnType;

double of_micros(std::int64_t micros) { return static_cast<double>(micros) / 1e6; }

// An idle card takes a fifth of what a busy one does.
std::int64_t joules(const Activity& row, std::string_view model) {
  const std::int64_t watts = model == "H100" ? 700 : model == "A100" ? 400 : model == "A10G" ? 300 : 72;
  return watts / 5 * row.seconds + watts * 4 / 5 * (row.active_micros / 1'000'000);
}

class ActivityRows {
 public:
  ActivityRows(const Organisation& organisation, std::int64_t& rows)
      : organisation_(organisation), activities_(organisation), rows_(rows) {}
  static std::vector<SourceColumn> columns() {
    return {{"node_id", kText},         {"accelerator_id", kText},       {"start", kTimestamp},
            {"seconds", kDouble},       {"active_seconds", kDouble},     {"memory_gib_seconds", kDouble},
            {"energy_joules", kDouble}, {std::string(kIdsColumn), kText}};
  }
  void begin_batch() { named_ = nullptr; }
  bool next(RowCells& cells) {
    while (at_ == of_machine_->size()) {
      of_machine_ = &activities_.next();
      at_ = 0;
      named_ = nullptr;
      if (of_machine_->empty()) return false;
    }
    put(cells, (*of_machine_)[at_++]);
    ++rows_;
    return true;
  }

 private:
  void put(RowCells& cells, const Activity& row) {
    const Node& node = organisation_.nodes[row.node];
    if (named_ == nullptr || named_->card != row.card || named_->slice != row.slice) {
      id_ = row.slice < 0 ? card_id(node, row.card) : slice_id(node, row.card, row.slice);
      named_ = &row;
    }
    cells.lasting(node.id);
    cells.text(id_);
    cells.time(organisation_.at(row.start));
    cells.number(static_cast<double>(row.seconds));
    cells.number(of_micros(row.active_micros / 1'000 * 1'000));
    cells.number(static_cast<double>(row.memory_mib_seconds) / 1'024);
    if (row.slice < 0) {
      cells.number(static_cast<double>(joules(row, node.type->accelerator_model)));
    } else {
      cells.null();  // of slices nobody measures it
    }
    std::vector<std::string> ids;
    for (const std::uint32_t pod : row.held_by) ids.push_back(workload_id_of(organisation_, organisation_.pods[pod]));
    cells.text_if(join(ids, " "));
  }

  const Organisation& organisation_;
  Activities activities_;
  std::int64_t& rows_;
  std::vector<Activity> nothing_;
  const std::vector<Activity>* of_machine_ = &nothing_;
  std::size_t at_ = 0;
  const Activity* named_ = nullptr;
  std::string id_;
};

}  // namespace

std::shared_ptr<TableSource> make_activity_table(const Organisation& organisation, std::int64_t& rows) {
  return std::make_shared<RowTable<ActivityRows, const Organisation, std::int64_t>>(organisation, rows);
}

std::shared_ptr<TableSource> make_requests_table(const Organisation& organisation) {
  const auto put = [&](RowCells& cells, const RequestHour& row) {
    const Serving& serving = servings()[row.serving];
    const auto controller = std::ranges::find(organisation.controllers, std::string_view(serving.controller),
                                              [](const Controller& one) { return std::string_view(one.name); });
    cells.lasting(serving.model);
    cells.time(organisation.at(row.hour * kHourSeconds));
    cells.lasting(serving.version);
    cells.lasting(serving.endpoint);
    cells.lasting(serving.tenants[row.tenant].name);
    cells.lasting(kClusterShapes[controller->cluster].name);
    cells.lasting(controller->space);
    cells.integer(row.requests);
    cells.integer(row.input);
    cells.integer(row.output);
    serving.cached_permille > 0 ? cells.integer(row.cached) : cells.null();
    if (serving.times) {
      cells.number(of_micros(row.prefill_micros));
      cells.number(of_micros(row.decode_micros));
    } else {
      cells.null();
      cells.null();
    }
    cells.number(of_micros((row.prefill_micros + row.decode_micros) / 100 * 135));  // requests wait, too
    cells.integer(row.errors);
  };
  return list_table({{"model", kText},
                     {"hour", kTimestamp},
                     {"model_version", kText},
                     {"endpoint", kText},
                     {"tenant", kText},
                     {"cluster", kText},
                     {"namespace", kText},
                     {"requests", kInteger},
                     {"input_tokens", kInteger},
                     {"output_tokens", kInteger},
                     {"cached_tokens", kInteger},
                     {"prefill_seconds", kDouble},
                     {"decode_seconds", kDouble},
                     {"latency_seconds_sum", kDouble},
                     {"errors", kInteger}},
                    organisation.requests, put);
}

std::shared_ptr<TableSource> make_runs_table(const Organisation& organisation) {
  const auto put = [&](RowCells& cells, const TrainingRun& run) {
    const RunShape& shape = run_shapes()[run.shape];
    cells.text(run_id(organisation, run));
    cells.lasting(shape.name);
    cells.lasting(shape.framework);
    cells.lasting(shape.team);
    cells.lasting(run.status);
    cells.time(organisation.at(run.start));
    run.end < 0 ? cells.null() : cells.time(organisation.at(run.end));
    Entries tags = {{"team", shape.team}, {"purpose", shape.block ? "pretraining" : "tuning"}};
    // One that goes on says how far it means to go.
    if (run.end < 0) tags.emplace_back("total_epochs", kPlannedEpochs);
    cells.map(tags);
    if (shape.selector) {
      cells.map({{kRunLabel, run_id(organisation, run)}});
    } else {
      cells.null();
    }
  };
  return list_table({{"run", kText},
                     {"name", kText},
                     {"framework", kText},
                     {"owner", kText},
                     {"status", kText},
                     {"start", kTimestamp},
                     {"end", kTimestamp},
                     {"tags", kMap},
                     {"selector", kMap}},
                    organisation.runs, put);
}

std::shared_ptr<TableSource> make_run_events_table(const Organisation& organisation) {
  struct Moment {
    std::string run;
    RunEvent event;
  };
  std::vector<Moment> moments;
  for (const TrainingRun& run : organisation.runs) {
    for (const RunEvent& event : run.events) moments.push_back({run_id(organisation, run), event});
  }
  const auto put = [&](RowCells& cells, const Moment& moment) {
    cells.text(moment.run);
    cells.time(organisation.at(moment.event.at));
    cells.lasting(moment.event.kind);
    cells.number(static_cast<double>(moment.event.value));
    cells.text_if(moment.event.note);
  };
  return list_table({{"run", kText}, {"time", kTimestamp}, {"kind", kText}, {"value", kDouble}, {"note", kText}},
                    std::move(moments), put);
}

}  // namespace farthing::generate::org
