#include "serve/runs_api.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "collect/runs/record_run.hpp"
#include "domain/run_event.hpp"
#include "serve/json_body.hpp"
#include "serve/problem.hpp"

namespace farthing {
namespace {

constexpr std::string_view kRunsPath = "/api/v1/runs", kRunEventsPath = "/api/v1/run-events";

Result<std::optional<Timestamp>> take_time(JsonBody& body, const std::string& name) {
  TRY(const auto text, body.take_text(name));
  if (!text) return std::optional<Timestamp>();
  const auto time = parse_timestamp(*text);
  if (!time) return misuse("'" + name + "' is no time", "write it as 2026-10-01T08:00:00Z");
  return time;
}

Result<HttpResponse> recorded(const boost::json::object& body) {
  return HttpResponse{
      201, {{"content-type", "application/json"}, {"cache-control", "no-store"}}, boost::json::serialize(body) + "\n"};
}

// A run with an end but without a start is one that is there and ends.
Result<HttpResponse> run_told(const Lake& lake, const std::string& text) {
  TRY(auto body, JsonBody::parse(text));
  RunRow row;
  TRY(const auto run, body.take_text("run"));
  TRY(const auto name, body.take_text("name"));
  TRY(const auto framework, body.take_text("framework"));
  TRY(const auto owner, body.take_text("owner"));
  TRY(const auto status, body.take_text("status"));
  TRY(const auto start, take_time(body, "start"));
  TRY(row.end, take_time(body, "end"));
  TRY(row.tags, body.take_texts("tags"));
  TRY(row.selector, body.take_texts("selector"));
  TRY_DONE(body.check_all_taken());
  if (!run) return misuse("'run' is needed", R"({"run": "llm-42"})");
  row.run = *run;
  if (row.end && !start) {
    TRY_DONE(record_end(lake, row.run, status.value_or("finished"), *row.end));
    return recorded({{"run", row.run}});
  }
  row.name = name.value_or("");
  row.framework = framework.value_or("");
  row.owner = owner.value_or("");
  row.status = status.value_or(row.end ? "finished" : "running");
  row.start = start.value_or(system_now());
  TRY_DONE(record_run(lake, row));
  return recorded({{"run", row.run}, {"start", format_timestamp(row.start)}});
}

Result<HttpResponse> event_told(const Lake& lake, const std::string& text) {
  TRY(auto body, JsonBody::parse(text));
  RunMark mark;
  TRY(const auto run, body.take_text("run"));
  TRY(const auto kind, body.take_text("kind"));
  TRY(const auto time, take_time(body, "time"));
  TRY(mark.value, body.take_number("value"));
  TRY(const auto note, body.take_text("note"));
  TRY_DONE(body.check_all_taken());
  if (!run || !kind)
    return misuse("'run' and 'kind' are needed", R"({"run": "llm-42", "kind": "checkpoint", "value": 1000})");
  mark.run = *run;
  mark.kind = run_event_kind(*kind).value_or(*kind);
  mark.time = time.value_or(system_now());
  mark.note = note.value_or("");
  TRY_DONE(record_mark(lake, mark));
  return recorded({{"run", mark.run}, {"kind", mark.kind}, {"time", format_timestamp(mark.time)}});
}

}  // namespace

bool is_run_report(const HttpRequest& request) {
  const auto path = request.path();
  return path == kRunEventsPath || (path == kRunsPath && !request.reads());
}

HttpResponse answer_run_report(const Lake& lake, const HttpRequest& request) {
  const bool of_event = request.path() == kRunEventsPath;
  if (request.method != "POST") return not_allowed(request, of_event ? "POST" : "GET, HEAD, POST");
  if (auto refused = refused_unless_json(request)) return *refused;
  auto response = of_event ? event_told(lake, request.body) : run_told(lake, request.body);
  return response ? std::move(*response) : problem_of(response.error(), request.id);
}

}  // namespace farthing
