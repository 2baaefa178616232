#include "serve/events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace farthing {
namespace {

template <typename T>
boost::json::value or_null(const std::optional<T>& value) {
  return value ? boost::json::value(*value) : boost::json::value(nullptr);
}

}  // namespace

HttpEvent snapshot_event(std::int64_t n, const std::optional<std::string>& freshness) {
  const boost::json::object data = {{"snapshot", n}, {"freshness", or_null(freshness)}};
  return {std::to_string(n), fmt::format("event: snapshot\nid: {}\ndata: {}\n\n", n, boost::json::serialize(data))};
}

HttpEvent progress_event(const RunningWork& work) {
  const boost::json::object data = {{"what", work.what},
                                    {"done", work.state.done},
                                    {"total", or_null(work.state.total)},
                                    {"detail", work.state.detail}};
  return {"", fmt::format("event: progress\ndata: {}\n\n", boost::json::serialize(data))};
}

HttpEvent trouble_event(const Error& error) {
  auto text = error.text();
  std::replace_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return {"", ": " + text + "\n\n"};
}

HttpResponse events_head() {
  HttpResponse response{200, {{"content-type", "text/event-stream"}, {"cache-control", "no-store"}}, {}};
  response.headers.emplace_back("x-accel-buffering", "no");  // a proxy that kept events back would make them late
  response.listens = true;
  return response;
}

}  // namespace farthing
