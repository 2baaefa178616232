// What those who listen to /api/v1/events are told, as server-sent events.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "lake/running_work.hpp"
#include "serve/http.hpp"

namespace farthing {

/// The current snapshot; its number is the event's id, so who has it isn't told again.
[[nodiscard]] HttpEvent snapshot_event(std::int64_t n, const std::optional<std::string>& freshness);
/// How far an import or a build of another process is; told as long as it runs.
[[nodiscard]] HttpEvent progress_event(const RunningWork& work);
/// Why nothing can be told: a comment, which pages pass over.
[[nodiscard]] HttpEvent trouble_event(const Error& error);
/// The head of a stream of events.
[[nodiscard]] HttpResponse events_head();

}  // namespace farthing
