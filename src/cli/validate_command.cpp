#include "cli/command.hpp"
#include "focus/validate.hpp"

namespace farthing {

void add_validate_command(CLI::App& app, Program& program) {
  auto* command =
      app.add_subcommand("validate", "whether files are FOCUS; ends with 1 if a rule that must hold is broken");
  auto question = std::make_shared<ValidateQuestion>();
  command
      ->add_option("files", question->files, "FOCUS files (CSV, .gz, .zip, Parquet), or folders with the parts of one")
      ->required();
  command->add_flag("--model-literal", question->model_literal,
                    "the requirements model as published, with its errata, and nothing else");
  command
      ->add_option("--focus-version", question->focus_version,
                   "ask for the columns of this version (else as the file's columns say)")
      ->type_name("V");
  command
      ->add_option("--unsupported", question->unsupported, "what the provider doesn't support, e.g. TAGGING_SUPPORTED")
      ->delimiter(',')
      ->type_name("CRITERIA");
  add_output_option(*command, program);
  command->callback([question, &program] {
    program.action = [question, &program]() -> Result<int> {
      TRY(const auto validation, validate_focus(*question));
      TRY(const int printed, program.print(validation.answer));
      return validation.contradicts ? 1 : printed;
    };
  });
}

}  // namespace farthing
