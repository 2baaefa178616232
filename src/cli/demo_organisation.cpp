// The second half of `farthing demo`: an organisation that lies in no file, and the answers that its data allow.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "ask/costs.hpp"
#include "ask/idle.hpp"
#include "ask/reconcile.hpp"
#include "cli/command.hpp"
#include "collect/generate/org/generate_org.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;

// A new folder below the system's one for temporary files; goes away with what is in it.
class PassingFolder {
 public:
  static Result<PassingFolder> make() {
    std::error_code error;
    auto name = (fs::temp_directory_path(error) / "farthing-demo-XXXXXX").string();
    if (error || mkdtemp(name.data()) == nullptr) {
      return fail("can't make a temporary folder", name, "set TMPDIR to a folder that can be written to");
    }
    return PassingFolder(name);
  }
  PassingFolder(PassingFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  PassingFolder& operator=(PassingFolder&&) = delete;
  PassingFolder(const PassingFolder&) = delete;
  PassingFolder& operator=(const PassingFolder&) = delete;
  ~PassingFolder() {
    std::error_code left_behind;  // a temporary file that stays is no fault of the demo
    if (!path_.empty()) fs::remove_all(path_, left_behind);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  explicit PassingFolder(fs::path path) : path_(std::move(path)) {}
  fs::path path_;
};

// The datasets are committed after the bill: once they are there, all of it is.
Result<bool> is_there(const Lake& lake) {
  TRY(const auto snapshot, lake.snapshot());
  return !snapshot.partitions(kCharges).empty() && !snapshot.partitions("usage_hourly").empty();
}

Done take_in(const Lake& lake) {
  TRY(const auto folder, PassingFolder::make());
  OrgPlan plan;
  plan.days = 31;
  plan.nodes = 20;
  plan.pods = 150;
  plan.seed = 1;
  plan.out = folder.path() / "organisation";
  TRY(const auto made, generate_org(plan));
  return import_paths(lake, {plan.out.string()});
}

// What doesn't simply hold, and all checks in one line.
Done print_reconciliation(const Program& program, LakeView& view) {
  TRY(auto found, ask_reconcile(view, {}));
  auto& answer = found.answer;
  const auto status = std::find_if(answer.columns.begin(), answer.columns.end(),
                                   [](const ResultColumn& column) { return column.name == "status"; });
  const auto index = static_cast<std::size_t>(status - answer.columns.begin());
  std::erase_if(answer.rows, [&](const std::vector<Cell>& row) { return row.at(index) == "ok"; });
  if (!answer.rows.empty()) TRY_DONE(program.print(answer));
  std::printf("reconciliation: %s\n", found.in_one_line.c_str());
  return {};
}

Done print_answers(const Program& program) {
  constexpr int kMostSpent = 10, kMostIdle = 5;
  // The organisation's own labels, whatever a farthing.yaml nearby says.
  const auto config = default_allocation_config();
  TRY(auto view, program.view());
  for (const auto& by : {std::vector<std::string>{"team"}, std::vector<std::string>{"cluster", "namespace"}}) {
    CostsQuestion question;
    question.by = by;
    question.top = kMostSpent;
    TRY(const auto answer, ask_costs(view, question, config));
    TRY_DONE(program.print(answer));
    std::printf("\n");
  }
  IdleQuestion question;
  question.top = kMostIdle;
  TRY(const auto answer, ask_idle(view, question));
  TRY_DONE(program.print(answer));
  std::printf("\n");
  return print_reconciliation(program, view);
}

}  // namespace

Done demo_organisation(Program program) {
  std::printf("\nAnd a generated organisation that runs on EKS and ECS, October 2026. Its lake is %s.\n\n",
              program.data.c_str());
  const auto lake = program.lake();
  TRY(const bool there, is_there(lake));
  if (!there) TRY_DONE(take_in(lake));
  TRY_DONE(build_lake(lake, default_allocation_config()));
  std::printf("\n");
  return print_answers(program);
}

}  // namespace farthing
