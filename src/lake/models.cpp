#include "lake/models.hpp"

#include "base/embedded_text.hpp"

namespace farthing {

extern const EmbeddedText embedded_models[];
extern const std::size_t embedded_models_count;

std::string_view model_sql(std::string_view name) {
  for (std::size_t i = 0; i < embedded_models_count; ++i) {
    if (embedded_models[i].name == name) return embedded_models[i].text;
  }
  FARTHING_CHECK(!"a model of that name");
  return {};
}

}  // namespace farthing
