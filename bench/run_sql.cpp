// Runs one SQL statement in the engine that the program has: what the benchmarks compare the program with.
#include <cstdio>

#include "lake/engine.hpp"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: farthing_run_sql MEMORY_LIMIT SQL\n");
    return 2;
  }
  auto engine = farthing::Engine::open({.memory_limit = argv[1], .spill_folder = "build/bench/spill"});
  const auto done = engine ? engine->run(argv[2]) : tl::unexpected(engine.error());
  if (!done) {
    std::fprintf(stderr, "%s\n", done.error().text().c_str());
    return 1;
  }
  return 0;
}
