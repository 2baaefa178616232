// Text files that cmake/Embed.cmake put into the binary: the models' SQL, the catalog's tables.
#pragma once
#include <cstddef>

namespace farthing {

struct EmbeddedText {
  const char* name;  ///< the file's, without its ending
  const char* text;
};

}  // namespace farthing
