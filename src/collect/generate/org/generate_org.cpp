#include "collect/generate/org/generate_org.hpp"

#include <fmt/format.h>

#include <future>

#include "base/file.hpp"
#include "base/text.hpp"
#include "collect/generate/charge.hpp"
#include "collect/generate/delivery.hpp"
#include "collect/generate/line_writer.hpp"
#include "collect/generate/org/make_organisation.hpp"
#include "collect/generate/org/org_bill.hpp"
#include "collect/generate/org/org_tables.hpp"
#include "collect/generate/org/org_texts.hpp"
#include "collect/generate/part_file.hpp"
#include "collect/generate/truth.hpp"
#include "lake/engine.hpp"

namespace farthing {
namespace {

using namespace generate;

struct WrittenBill {
  std::int64_t lines = 0;
  std::string truth;  ///< truth.json of the bill
  CostSums totals;
  org::OrgMoney money;
};

Result<std::int64_t> write_bill_part(org::OrgBill& bill, LineWriter& writer, Truth& truth, Timestamp begin,
                                     const std::filesystem::path& path) {
  TRY(PartFile file, PartFile::create(path, PartFile::Packing::kGzip));
  CsvText text;
  for (const auto& name : writer.columns()) text.free_cell(name);
  text.end_line();
  std::int64_t rows = 0;
  std::vector<BillLine> lines;
  while (bill.next(lines)) {
    for (const BillLine& line : lines) {
      const Charges charges = charges_of(line, begin);
      truth.add(line, charges);
      rows += writer.write(text, line, charges);
      if (text.full()) TRY_DONE(file.write(text.take()));
    }
  }
  TRY_DONE(file.write(text.take()));
  TRY_DONE(file.close());
  return rows;
}

Result<WrittenBill> write_org_bill(org::Organisation& organisation) {
  const OrgPlan& plan = organisation.plan;
  const org::BillWorld world(organisation);
  org::OrgBill bill(organisation, world);
  const BillPlan delivered{.seed = plan.seed, .month = plan.month, .out = plan.out};
  TRY(const Delivery delivery, Delivery::begin(delivered, world.world()));
  const auto writer = make_cur_csv_writer(world.world());
  Truth truth(world.world());
  WrittenBill written;
  TRY(written.lines, write_bill_part(bill, *writer, truth, world.world().begin, delivery.part(1)));
  TRY(const Delivery::Written parts, delivery.parts_written());
  std::vector<ManifestColumn> columns;
  for (const auto& name : writer->columns()) columns.push_back({name, "string"});
  TRY_DONE(delivery.deliver(parts.assembly_id, columns));
  written.truth = truth.json({written.lines, written.lines, BillFormat::kCurCsvGz, parts.assembly_id});
  written.totals = truth.totals();
  written.money = bill.money();
  return written;
}

// One thread: row groups, and with them the bytes, must not depend on the number of cores.
// Lists are made from their text here.
Done write_parquet(const std::filesystem::path& path, const std::shared_ptr<TableSource>& rows) {
  TRY(Engine engine, Engine::open({.threads = 1}));
  TRY_DONE(engine.add_table("organisation_rows", rows));
  std::string columns;
  for (const auto& column : rows->columns()) {
    const bool list = column.name == org::kIdsColumn || column.name == org::kHeldColumn;
    columns += columns.empty() ? "" : ", ";
    columns += list ? fmt::format("string_split({0}, ' ') AS {0}", column.name) : fmt::format("\"{}\"", column.name);
  }
  return engine.run(fmt::format("COPY (SELECT {} FROM organisation_rows()) TO {} (FORMAT parquet, COMPRESSION zstd)",
                                columns, sql_literal(path.string())));
}

struct WrittenTables {
  org::UsageCount usage;
  org::OrgTotals totals;
  std::int64_t activity_rows = 0;
};

Done write_ai_tables(const org::Organisation& organisation, const org::TrueSums& sums, std::int64_t& activity_rows) {
  const auto& out = organisation.plan.out;
  TRY_DONE(write_parquet(out / "accelerator_activity.parquet", make_activity_table(organisation, activity_rows)));
  TRY_DONE(write_parquet(out / "requests_hourly.parquet", make_requests_table(organisation)));
  TRY_DONE(write_parquet(out / "runs.parquet", make_runs_table(organisation)));
  TRY_DONE(write_parquet(out / "run_events.parquet", make_run_events_table(organisation)));
  TRY_DONE(write_parquet(out / "truth_runs.parquet", make_true_runs_table(organisation, sums)));
  TRY_DONE(write_parquet(out / "truth_models.parquet", make_true_models_table(organisation, sums)));
  TRY_DONE(write_parquet(out / "truth_tenants.parquet", make_true_tenants_table(organisation, sums)));
  return write_parquet(out / "truth_teams.parquet", make_true_teams_table(organisation, sums));
}

Result<WrittenTables> write_tables(const org::Organisation& organisation, const org::OrgMoney& money) {
  const auto& out = organisation.plan.out;
  WrittenTables written;
  TRY_DONE(write_parquet(out / "nodes.parquet", make_nodes_table(organisation)));
  TRY_DONE(write_parquet(out / "workloads.parquet", make_workloads_table(organisation)));
  // The two long ones beside each other; each is one thread's work.
  auto usage = std::async(
      [&] { return write_parquet(out / "usage_hourly.parquet", make_usage_table(organisation, written.usage)); });
  org::TrueSums sums(organisation);
  const auto truth = write_parquet(out / "truth_hourly.parquet", make_truth_table(organisation, sums));
  TRY_DONE(usage.get());
  TRY_DONE(truth);
  TRY_DONE(write_parquet(out / "truth_workloads.parquet", make_true_workloads_table(organisation, sums)));
  TRY_DONE(write_ai_tables(organisation, sums, written.activity_rows));
  written.totals.pools = pool_sums(organisation, sums);
  TRY_DONE(write_parquet(out / "truth_pools.parquet", make_true_pools_table(written.totals.pools)));
  written.totals.usage_rows = written.usage.rows;
  for (std::size_t i = 0; i < sums.pods.size(); ++i) {
    const bool system = organisation.controllers[organisation.pods[i].controller].kind == org::Kind::kDaemonSet;
    (system ? written.totals.system : written.totals.held) += Decimal::from_units(sums.pods[i].all);
  }
  written.totals.idle = Decimal::from_units(money.machines) - written.totals.held - written.totals.system;
  return written;
}

// Files of an organisation before this one would be imported with it.
Done make_empty_folder(const std::filesystem::path& folder) {
  std::error_code error;
  if (std::filesystem::exists(folder, error) && !std::filesystem::is_empty(folder, error)) {
    return fail(error ? error.message() : "is not empty", folder.string(), "name a folder that isn't there yet");
  }
  return make_folders(folder);
}

}  // namespace

Result<GeneratedOrg> generate_org(const OrgPlan& wanted) {
  TRY(const OrgPlan plan, org::checked_plan(wanted));
  TRY_DONE(make_empty_folder(plan.out));
  TRY(org::Organisation organisation, org::make_organisation(plan));
  TRY(const WrittenBill bill, write_org_bill(organisation));
  TRY(const WrittenTables tables, write_tables(organisation, bill.money));
  TRY_DONE(write_file_durably(plan.out / "prices.csv", prices_csv(organisation)));
  TRY_DONE(write_file_durably(plan.out / "events.csv", events_csv(organisation)));
  GeneratedOrg made{.bill_lines = bill.lines,
                    .nodes = static_cast<std::int64_t>(organisation.nodes.size()),
                    .workloads = static_cast<std::int64_t>(organisation.pods.size()),
                    .usage_rows = tables.usage.rows,
                    .activity_rows = tables.activity_rows,
                    .pod_hours = plan.pods * organisation.hours(),
                    .billed = bill.totals.sums[static_cast<std::size_t>(CostBasis::kBilled)],
                    .effective = bill.totals.sums[static_cast<std::size_t>(CostBasis::kEffective)],
                    .held = tables.totals.held,
                    .system = tables.totals.system,
                    .idle = tables.totals.idle,
                    .truth = plan.out / "truth.json"};
  TRY_DONE(write_file_durably(made.truth, with_organisation(bill.truth, organisation, bill.money, tables.totals)));
  return made;
}

}  // namespace farthing
