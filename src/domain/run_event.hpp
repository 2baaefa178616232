// The kinds of a training run's events.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace farthing {

inline constexpr std::array<std::string_view, 5> kRunEventKinds = {"step", "epoch", "checkpoint", "interruption",
                                                                   "resume"};

/// The kind that is meant: neither letter case nor spaces matter. Nothing if there is no such kind.
[[nodiscard]] std::optional<std::string> run_event_kind(std::string_view said);

/// The same of a column, as SQL; of what is no kind, something else than the kinds.
[[nodiscard]] std::string run_event_kind_sql(const std::string& column);

/// "'step', 'epoch', ..."
[[nodiscard]] std::string run_event_kinds_sql();

}  // namespace farthing
