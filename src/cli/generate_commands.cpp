#include <fmt/format.h>

#include <chrono>
#include <cstdio>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "collect/generate/generate_bill.hpp"
#include "collect/generate/org/generate_org.hpp"

namespace farthing {
namespace {

struct GenerateOptions {
  BillPlan plan;
  std::string format = "cur-csv-gz", out;
};

void add_generate_bill(CLI::App& generate, Program& program) {
  auto* command = generate.add_subcommand("bill", "a bill; one seed is one bill, whatever its format");
  auto options = std::make_shared<GenerateOptions>();
  command->add_option("--rows", options->plan.rows, "lines of the bill")->required()->type_name("N");
  command->add_option("--seed", options->plan.seed, "what the bill depends on")->capture_default_str();
  command->add_option("--format", options->format, "cur-csv-gz, cur2-parquet or focus-1.2-csv")->capture_default_str();
  command->add_option("--parts", options->plan.parts, "files of the delivery")->capture_default_str();
  command->add_option("--month", options->plan.month, "the closed month that it bills")->type_name("M");
  command->add_option("--out", options->out, "the folder to write to")->required()->type_name("DIR");
  command->callback([options, &program] {
    program.action = [options]() -> Result<int> {
      TRY(options->plan.format, parse_bill_format(options->format));
      options->plan.out = options->out;
      TRY(auto bill, generate_bill(options->plan));
      std::printf("%s rows in %d file%s, %s bytes, assembly %s; totals in %s\n", with_thousands(bill.rows).c_str(),
                  bill.files, bill.files == 1 ? "" : "s", with_thousands(bill.bytes).c_str(), bill.assembly_id.c_str(),
                  bill.truth.string().c_str());
      return 0;
    };
  });
}

std::string dollars(Decimal amount) { return fmt::format("{:.2f}", amount.to_double()); }

Result<int> run_generate_org(const OrgPlan& plan) {
  const auto begun = std::chrono::steady_clock::now();
  TRY(const auto made, generate_org(plan));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  fmt::print(
      "{} bill lines, {} nodes, {} workloads, {} hours of usage ({} pod-hours), {} intervals of accelerators in {:.1f} "
      "s\n",
      with_thousands(made.bill_lines), with_thousands(made.nodes), with_thousands(made.workloads),
      with_thousands(made.usage_rows), with_thousands(made.pod_hours), with_thousands(made.activity_rows),
      took.count());
  fmt::print("billed {} USD, effective {} USD; machines: held {}, system {}, idle {}; totals in {}\n",
             dollars(made.billed), dollars(made.effective), dollars(made.held), dollars(made.system),
             dollars(made.idle), made.truth.string());
  return 0;
}

void add_generate_org(CLI::App& generate, Program& program) {
  auto* command =
      generate.add_subcommand("org", "an AI organisation: bill, nodes, workloads, usage, prices, and the truth");
  auto plan = std::make_shared<OrgPlan>();
  auto out = std::make_shared<std::string>();
  command->add_option("--days", plan->days, "whole days from the month's first")->capture_default_str();
  command->add_option("--nodes", plan->nodes, "machines of the clusters: scales their pools")->capture_default_str();
  command->add_option("--pods", plan->pods, "how many run at any time")->capture_default_str();
  command->add_option("--seed", plan->seed, "what the organisation depends on")->capture_default_str();
  command->add_option("--month", plan->month, "the closed month that it bills")->type_name("M");
  command->add_option("--activity-seconds", plan->activity_seconds, "the longest interval of accelerator_activity")
      ->capture_default_str();
  command->add_option("--out", *out, "the folder to write to")->required()->type_name("DIR");
  command->callback([plan, out, &program] {
    program.action = [plan, out]() -> Result<int> {
      plan->out = *out;
      return run_generate_org(*plan);
    };
  });
}

}  // namespace

void add_generate_commands(CLI::App& app, Program& program) {
  auto* generate = app.add_subcommand("generate", "synthetic data with its ground truth");
  generate->require_subcommand(1);
  add_generate_bill(*generate, program);
  add_generate_org(*generate, program);
}

}  // namespace farthing
