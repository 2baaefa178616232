// SQL files that cmake/EmbedSql.cmake put into the binary.
#pragma once
#include <cstddef>

namespace farthing {

struct EmbeddedSql {
  const char* name;
  const char* text;
};

}  // namespace farthing
