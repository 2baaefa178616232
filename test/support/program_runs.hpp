// For tests: the program from its command line, in this process.
#pragma once
#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.hpp"

namespace farthing {

struct ProgramRun {
  int code = 0;
  std::string out, err;
};

/// What `farthing ARGUMENTS` prints and how it ends.
inline ProgramRun run_farthing(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "farthing");
  std::vector<char*> argv;
  for (auto& argument : arguments) argv.push_back(argument.data());
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  const int code = run_program(static_cast<int>(argv.size()), argv.data());
  std::fflush(stdout);
  auto out = ::testing::internal::GetCapturedStdout();
  return {code, std::move(out), ::testing::internal::GetCapturedStderr()};
}

}  // namespace farthing
