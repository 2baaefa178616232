#include <csignal>
#include <cstdio>
#include <exception>

#include "cli/command.hpp"

int main(int argc, char** argv) {
  // A file that may not grow any more is an error of that write, not the program's end.
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    return farthing::run_program(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "farthing: %s\n", error.what());
    return 1;
  }
}
