// `farthing runs` answers, `farthing run` records.
#include <fmt/format.h>

#include <cstdio>

#include "ask/runs.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "collect/runs/record_run.hpp"

namespace farthing {
namespace {

struct RunsOptions {
  RunsQuestion question;
  std::string only, status, cost = "effective", run;
  std::vector<std::string> compared;
};

struct RecordOptions {
  RunRow row;
  RunMark mark;
  std::string at, status = "finished";
  std::vector<std::string> tags, selector;
};

Result<Timestamp> moment(const std::string& at) {
  if (at.empty()) return system_now();
  const auto time = parse_timestamp(at);
  if (!time) return misuse("'" + at + "' is no time", "write it as 2026-10-01T08:00:00Z");
  return *time;
}

Result<std::map<std::string, std::string>> entries_of(const std::vector<std::string>& texts) {
  std::map<std::string, std::string> entries;
  for (const auto& text : texts) {
    const auto equals = text.find('=');
    if (equals == 0 || equals == std::string::npos) return misuse("'" + text + "' is not KEY=VALUE");
    entries[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return entries;
}

void add_common(CLI::App& command, const std::shared_ptr<RunsOptions>& options, Program& program) {
  add_basis_option(command, options->cost);
  command.add_flag("--explain", options->question.explain,
                   "formulas, and the dearest run down to a card, a node-hour and the bill's lines");
  add_as_of_option(command, program);
  add_output_option(command, program);
  add_wide_option(command, program);
}

Result<RunsQuestion> question_of(const RunsOptions& options) {
  auto question = options.question;
  if (!options.only.empty()) question.only = split(options.only, ',');
  if (!options.status.empty()) question.status = options.status;
  TRY(question.basis, parse_cost_basis(options.cost));
  return question;
}

void add_show(CLI::App& runs, const std::shared_ptr<RunsOptions>& options, Program& program) {
  auto* show = runs.add_subcommand("show", "one run: cost between its marks, and what interruptions wasted");
  show->add_option("run", options->run, "its id")->required()->type_name("ID");
  add_common(*show, options, program);
  show->callback([options, &program] {
    program.action = [options, &program]() -> Result<int> {
      RunQuestion question{.run = options->run, .explain = options->question.explain};
      TRY(question.basis, parse_cost_basis(options->cost));
      TRY(auto view, program.view());
      TRY(const auto answer, ask_run(view, question));
      return program.print(answer);
    };
  });
}

void add_compare(CLI::App& runs, const std::shared_ptr<RunsOptions>& options, Program& program) {
  auto* compare = runs.add_subcommand("compare", "runs side by side");
  compare->add_option("runs", options->compared, "their ids")->required()->expected(2, 20)->type_name("ID");
  add_common(*compare, options, program);
  compare->callback([options, &program] {
    program.action = [options, &program]() -> Result<int> {
      TRY(auto question, question_of(*options));
      question.only = options->compared;
      TRY(auto view, program.view());
      TRY(const auto answer, ask_compare_runs(view, question));
      return program.print(answer);
    };
  });
}

void add_start(CLI::App& run, const std::shared_ptr<RecordOptions>& options, Program& program) {
  auto* start = run.add_subcommand("start", "a training run begins");
  start->add_option("run", options->row.run, "its id")->required()->type_name("ID");
  start->add_option("--name", options->row.name, "what people call it");
  start->add_option("--framework", options->row.framework, "e.g. pytorch");
  start->add_option("--owner", options->row.owner, "a team or person");
  start->add_option("--tag", options->tags, "e.g. total_steps=10000, storage=s3://bucket/path")->type_name("KEY=VALUE");
  start->add_option("--selector", options->selector, "a label or tag of its workloads, where they don't carry the run")
      ->type_name("KEY=VALUE");
  start->add_option("--at", options->at, "when, if not now")->type_name("TIME");
  start->callback([options, &program] {
    program.action = [options, &program]() -> Result<int> {
      auto row = options->row;
      TRY(row.start, moment(options->at));
      TRY(row.tags, entries_of(options->tags));
      TRY(row.selector, entries_of(options->selector));
      TRY_DONE(record_run(program.lake(), row));
      std::printf("run %s began at %s\n", row.run.c_str(), format_timestamp(row.start).c_str());
      return 0;
    };
  });
}

void add_mark(CLI::App& run, const std::string& kind, const char* help, const std::shared_ptr<RecordOptions>& options,
              Program& program) {
  auto* mark = run.add_subcommand(kind, help);
  mark->add_option("run", options->mark.run, "its id")->required()->type_name("ID");
  mark->add_option("value", options->mark.value, "e.g. the step's number")->type_name("NUMBER");
  mark->add_option("--note", options->mark.note, "any text");
  mark->add_option("--at", options->at, "when, if not now")->type_name("TIME");
  mark->callback([kind, options, &program] {
    program.action = [kind, options, &program]() -> Result<int> {
      auto event = options->mark;
      event.kind = kind;
      TRY(event.time, moment(options->at));
      TRY_DONE(record_mark(program.lake(), event));
      std::printf("%s of run %s at %s\n", kind.c_str(), event.run.c_str(), format_timestamp(event.time).c_str());
      return 0;
    };
  });
}

void add_end(CLI::App& run, const std::shared_ptr<RecordOptions>& options, Program& program) {
  auto* end = run.add_subcommand("end", "a training run ends");
  end->add_option("run", options->row.run, "its id")->required()->type_name("ID");
  end->add_option("--status", options->status, "finished, failed or stopped")->capture_default_str();
  end->add_option("--at", options->at, "when, if not now")->type_name("TIME");
  end->callback([options, &program] {
    program.action = [options, &program]() -> Result<int> {
      TRY(const auto time, moment(options->at));
      TRY_DONE(record_end(program.lake(), options->row.run, options->status, time));
      std::printf("run %s is %s since %s\n", options->row.run.c_str(), options->status.c_str(),
                  format_timestamp(time).c_str());
      return 0;
    };
  });
}

}  // namespace

void add_runs_commands(CLI::App& app, Program& program) {
  auto* runs = app.add_subcommand("runs", "training runs: what each cost, per step, epoch and checkpoint");
  auto options = std::make_shared<RunsOptions>();
  add_period_options(*runs, options->question.period);
  runs->add_option("--only", options->only, "these runs")->type_name("ID,...");
  runs->add_option("--status", options->status, "running, finished, failed or stopped");
  add_top_option(*runs, options->question.top);
  add_common(*runs, options, program);
  runs->require_subcommand(0, 1);
  add_show(*runs, options, program);
  add_compare(*runs, options, program);
  runs->callback([options, runs, &program] {
    if (!runs->get_subcommands().empty()) return;
    program.action = [options, &program]() -> Result<int> {
      TRY(const auto question, question_of(*options));
      TRY(auto view, program.view());
      TRY(const auto answer, ask_runs(view, question));
      return program.print(answer);
    };
  });
  auto* run = app.add_subcommand("run", "tells of a training run as it goes on");
  auto record = std::make_shared<RecordOptions>();
  run->require_subcommand(1);
  add_start(*run, record, program);
  add_mark(*run, "step", "it came so far", record, program);
  add_mark(*run, "epoch", "an epoch is done", record, program);
  add_mark(*run, "checkpoint", "its state is saved", record, program);
  add_mark(*run, "interruption", "it was stopped: what came after the last checkpoint is lost", record, program);
  add_mark(*run, "resume", "it goes on", record, program);
  add_end(*run, record, program);
}

}  // namespace farthing
