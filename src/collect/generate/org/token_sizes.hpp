// How many tokens a request of a language model has.
#pragma once
#include <array>
#include <cstdint>

namespace farthing::generate::org {

struct TokenSizes {
  std::int64_t context = 0, generated = 0;
};
inline constexpr std::size_t kTokenSizes = 128;

/// Equally likely sizes of a request, in order of their context: 16 classes of context with as many requests each, in
/// each 8 of generated tokens, each stated by its means. So the mean of all is the mean of the trace.
/// Worked out from AzureLLMInferenceTrace_conv.csv (19,366 requests of an hour of 2023-11-16; Azure/AzurePublicDataset
/// on GitHub, Microsoft, licence CC BY 4.0: https://creativecommons.org/licenses/by/4.0/).
[[nodiscard]] const std::array<TokenSizes, kTokenSizes>& token_sizes();

}  // namespace farthing::generate::org
