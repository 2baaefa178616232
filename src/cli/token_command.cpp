#include <cstdio>

#include "base/time.hpp"
#include "cli/command.hpp"
#include "state/tokens.hpp"

namespace farthing {
namespace {

Result<int> add_token(const Program& program, const std::string& name) {
  TRY(const auto token, Tokens(program.data_folder()).add(name, system_now()));
  TRY_DONE(write_out(token + "\n"));
  std::fputs("note: this is the only time that the token is shown\n", stderr);
  return 0;
}

Result<Answer> token_list(const Program& program) {
  TRY(const auto tokens, Tokens(program.data_folder()).list());
  Answer answer;
  answer.title = "Tokens";
  answer.columns = {{"name", ValueType::kText, "VARCHAR"}, {"created_at", ValueType::kText, "VARCHAR"}};
  for (const auto& token : tokens) answer.rows.push_back({token.name, token.created_at});
  if (tokens.empty()) answer.notes.emplace_back("there are none: farthing token add NAME");
  return answer;
}

}  // namespace

void add_token_commands(CLI::App& app, Program& program) {
  auto* token = app.add_subcommand("token", "who may sign in to `serve`");
  token->require_subcommand(1);
  auto* add = token->add_subcommand("add", "a new token, printed once");
  auto* list = token->add_subcommand("list", "the tokens that are valid");
  auto* revoke = token->add_subcommand("revoke", "refuse a token from now on, also in servers that run");
  auto name = std::make_shared<std::string>();
  for (auto* command : {add, revoke}) {
    command->add_option("name", *name, "of the person or script that has it")->required()->type_name("NAME");
  }
  add_output_option(*list, program);
  add->callback([name, &program] { program.action = [name, &program] { return add_token(program, *name); }; });
  list->callback([&program] {
    program.action = [&program]() -> Result<int> {
      TRY(const auto answer, token_list(program));
      return program.print(answer);
    };
  });
  revoke->callback([name, &program] {
    program.action = [name, &program]() -> Result<int> {
      TRY_DONE(Tokens(program.data_folder()).revoke(*name, system_now()));
      std::printf("token %s opens nothing any more\n", name->c_str());
      return 0;
    };
  });
}

}  // namespace farthing
