#include <fmt/format.h>

#include <cstdio>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "collect/generate/generate_bill.hpp"

namespace farthing {
namespace {

struct GenerateOptions {
  BillPlan plan;
  std::string format = "cur-csv-gz", out;
};

}  // namespace

void add_generate_commands(CLI::App& app, Program& program) {
  auto* generate = app.add_subcommand("generate", "synthetic data with its ground truth");
  generate->require_subcommand(1);
  auto* command = generate->add_subcommand("bill", "a bill; one seed is one bill, whatever its format");
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

}  // namespace farthing
