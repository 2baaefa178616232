#include <fmt/format.h>

#include <cstdio>

#include "ask/inventory.hpp"
#include "cli/command.hpp"
#include "cli/import_report.hpp"
#include "collect/bill/import.hpp"
#include "domain/cost_basis.hpp"

namespace farthing {
namespace {

// A row a fact.
Result<Answer> show_import(const LakeView& view, const std::string& id) {
  Answer answer = view.new_answer();
  answer.title = "Import " + id;
  answer.columns = {{"what", ValueType::kText, "VARCHAR"}, {"value", ValueType::kText, "VARCHAR"}};
  const auto add = [&](std::string what, Cell value) { answer.rows.push_back({std::move(what), std::move(value)}); };
  bool first = true;
  for (const auto& partition : view.deliveries()) {
    const auto& delivery = *partition.delivery;
    if (delivery.import_id != id) continue;
    if (first) {
      add("imported at", delivery.imported_at);
      add("format", delivery.format);
      add("assembly", delivery.assembly);
      for (const auto& input : delivery.inputs)
        add("file", fmt::format("{} ({} bytes, sha256 {})", input.uri, input.bytes, input.sha256));
      for (const auto& gap : delivery.gaps) add("gap", gap);
      for (const auto& finding : delivery.findings) add("finding", finding);
      for (const auto& column : delivery.unknown_columns) add("kept in x_Unknown", column);
      add("amounts rounded at 12 decimals", std::to_string(delivery.roundings));
    }
    first = false;
    add("period", partition.period);
    add("source", partition.source);
    add("lines", std::to_string(delivery.lines));
    add("split lines", std::to_string(delivery.split_lines));
    add("first charge", delivery.first_charge);
    add("newest usage until", delivery.newest_usage_end);
    for (const auto& totals : delivery.totals) {
      const std::string currency = totals.currency.value_or("(unknown currency)");
      add("control total", totals.control.text() + " " + currency);
      for (const auto& basis : kCostBases) {
        const auto& cost = totals.costs[static_cast<std::size_t>(basis.basis)];
        add(std::string(basis.name) + " cost", cost ? Cell(cost->text() + " " + currency) : Cell("unknown"));
      }
    }
    for (const auto& file : partition.files) add("stored in", fmt::format("{} ({} rows)", file.path, file.rows));
  }
  if (first) return fail("there is no import '" + id + "'", "", "farthing imports list shows them");
  return answer;
}

}  // namespace

void add_imports_commands(CLI::App& app, Program& program) {
  auto* imports = app.add_subcommand("imports", "what came in, when and from where");
  imports->require_subcommand(1);
  auto* list = imports->add_subcommand("list", "all that is in the lake");
  auto* show = imports->add_subcommand("show", "one import: files, control totals, gaps");
  auto* remove = imports->add_subcommand("remove", "take an import out again");
  auto id = std::make_shared<std::string>();
  for (auto* command : {show, remove}) command->add_option("id", *id, "the import's id")->required()->type_name("ID");
  for (auto* command : {list, show}) {
    add_as_of_option(*command, program);
    add_output_option(*command, program);
  }
  list->callback([&program] {
    program.action = [&program]() -> Result<int> {
      TRY(auto view, program.view());
      return program.print(list_imports(view.snapshot()));
    };
  });
  show->callback([id, &program] {
    program.action = [id, &program]() -> Result<int> {
      TRY(auto view, program.view());
      TRY(auto answer, show_import(view, *id));
      return program.print(answer);
    };
  });
  remove->callback([id, &program] {
    program.action = [id, &program]() -> Result<int> {
      TRY(const auto snapshot, remove_import(program.lake(), *id));
      std::printf("import %s is out of the lake; snapshot %lld\n", id->c_str(), static_cast<long long>(snapshot));
      return 0;
    };
  });
}

}  // namespace farthing
