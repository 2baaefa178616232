#include <cstdio>
#include <exception>

#include "cli/command.hpp"

int main(int argc, char** argv) {
  try {
    return farthing::run_program(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "farthing: %s\n", error.what());
    return 1;
  }
}
