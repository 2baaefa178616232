#include "focus/validate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "focus/findings.hpp"
#include "focus/own_checks.hpp"

namespace farthing {
namespace {

constexpr const char* kVersions[] = {"1.0", "1.1", "1.2", "1.3"};

const char* kind_name(FocusFinding::Kind kind) {
  if (kind == FocusFinding::Kind::kNotProved) return "not proved";
  return kind == FocusFinding::Kind::kViolated ? "violated" : "warning";
}

Answer empty_answer() {
  Answer answer;
  answer.columns = {{"file", ValueType::kText, "VARCHAR"},
                    {"rule", ValueType::kText, "VARCHAR"},
                    {"level", ValueType::kText, "VARCHAR"},
                    {"result", ValueType::kText, "VARCHAR"},
                    {"column", ValueType::kText, "VARCHAR"},
                    {"rows", ValueType::kInteger, "BIGINT"},
                    {"cost", ValueType::kDecimal, "DECIMAL(38,12)"},
                    {"currency", ValueType::kText, "VARCHAR"},
                    {"example", ValueType::kText, "VARCHAR"},
                    {"value", ValueType::kText, "VARCHAR"},
                    {"what", ValueType::kText, "VARCHAR"}};
  return answer;
}

std::vector<Cell> row_of(const FocusFile& file, const FocusFinding& finding) {
  const auto rows = finding.rows ? Cell(std::to_string(*finding.rows)) : Cell();
  return {file.name,    finding.rule,     finding.level,       kind_name(finding.kind), finding.column, rows,
          finding.cost, finding.currency, finding.example_row, finding.example_value,   finding.what};
}

std::string ids_text(const std::vector<std::string>& ids) {
  constexpr std::size_t kShown = 5;
  const std::vector<std::string> first(ids.begin(),
                                       ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), kShown)));
  return join(first, ", ") + (ids.size() > kShown ? fmt::format(" and {} more", ids.size() - kShown) : "");
}

void add_notes(const FocusFile& file, const HeldRules& held, const RuleChoice& choice, Answer& answer) {
  answer.notes.push_back(fmt::format("{}: {} rows, FOCUS {}; {} rules held", file.name, with_thousands(file.rows),
                                     file.version, held.rules.size()));
  if (!held.later.empty()) {
    answer.notes.push_back(
        fmt::format("{}: {} rules about columns that came after FOCUS {} aren't held against it ({}); --focus-version "
                    "1.2 holds them",
                    file.name, held.later.size(), choice.version, ids_text(held.later)));
  }
  if (!held.untold.empty()) {
    answer.notes.push_back(fmt::format("{}: {} rules can't be told, as they read columns that it lacks ({})", file.name,
                                       held.untold.size(), ids_text(held.untold)));
  }
  if (held.not_applied > 0)
    answer.notes.push_back(fmt::format("{}: {} rules don't apply, as --unsupported says", file.name, held.not_applied));
}

void add_model_notes(const FocusModel& model, bool literal, Answer& answer) {
  const auto dynamic =
      std::count_if(model.rules.begin(), model.rules.end(), [](const auto& one) { return !one.second.is_static; });
  answer.notes.push_back(
      fmt::format("rules: the FOCUS 1.2 requirements model, {} rules, {} of them beyond what any one file tells{}",
                  model.rules.size(), dynamic, literal ? "; taken literally, with its errata" : ""));
  if (literal) return;
  std::map<std::string, std::vector<std::string>> reasons;
  for (const auto& [id, rule] : model.rules) {
    if (rule.erratum) reasons[*rule.erratum].push_back(id);
  }
  for (const auto& [reason, ids] : reasons) answer.notes.push_back("erratum: " + join(ids, ", ") + ": " + reason);
}

Result<std::vector<FocusFinding>> findings_of(Engine& engine, const FocusFile& file, const HeldRules& held,
                                              bool literal) {
  auto rules = held.rules;
  if (!literal) {
    const auto own = own_row_checks(file);
    rules.insert(rules.end(), own.begin(), own.end());
  }
  TRY(auto findings, find_violations(engine, file, rules));
  if (!literal) {
    TRY(auto sums, own_sum_checks(engine, file));
    findings.insert(findings.end(), sums.begin(), sums.end());
  }
  std::stable_sort(findings.begin(), findings.end(), [](const auto& a, const auto& b) { return a.kind < b.kind; });
  return findings;
}

Result<FocusFile> open_in(Engine& engine, const std::string& path, const std::filesystem::path& folder) {
  TRY_DONE(make_folders(folder));
  TRY_DONE(engine.run("SET preserve_insertion_order = false"));
  return open_focus_file(engine, path, folder);
}

Done check_choices(const ValidateQuestion& question, const FocusModel& model) {
  if (!question.focus_version.empty() &&
      std::find(std::begin(kVersions), std::end(kVersions), question.focus_version) == std::end(kVersions)) {
    return misuse("'" + question.focus_version + "' is no version of FOCUS", "choose one of: 1.0, 1.1, 1.2, 1.3");
  }
  for (const auto& one : question.unsupported) {
    if (std::find(model.criteria.begin(), model.criteria.end(), one) == model.criteria.end()) {
      return misuse("the model has no criterion '" + one + "'", "choose of: " + join(model.criteria, ", "));
    }
  }
  return {};
}

}  // namespace

Result<Validation> validate_focus(const ValidateQuestion& question) {
  TRY(const auto model, bundled_focus_model(question.model_literal));
  TRY_DONE(check_choices(question, model));
  Validation validation{empty_answer()};
  auto& answer = validation.answer;
  for (std::size_t i = 0; i < question.files.size(); ++i) {
    TRY(const auto folder, TemporaryFolder::create());
    TRY(auto engine, Engine::open({.memory_limit = "700MB", .threads = 0, .spill_folder = folder.path() / "spill"}));
    TRY(const auto file, open_in(engine, question.files[i], folder.path() / "rows"));
    RuleChoice choice{question.model_literal ? "" : question.focus_version, question.unsupported};
    if (choice.version.empty() && !question.model_literal) choice.version = file.version;
    const auto held = held_rules(model, file, choice);
    TRY(const auto findings, findings_of(engine, file, held, question.model_literal));
    for (const auto& finding : findings) {
      validation.contradicts = validation.contradicts || finding.kind == FocusFinding::Kind::kViolated;
      answer.rows.push_back(row_of(file, finding));
    }
    add_notes(file, held, choice, answer);
  }
  add_model_notes(model, question.model_literal, answer);
  answer.title = fmt::format(
      "FOCUS: {}", validation.contradicts ? "rules that must hold are broken" : "no rule that must hold is broken");
  return validation;
}

}  // namespace farthing
