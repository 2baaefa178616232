#include "collect/runs/record_run.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>

#include "base/file.hpp"
#include "base/text.hpp"
#include "collect/dataset/import_datasets.hpp"
#include "domain/run_event.hpp"
#include "lake/engine.hpp"

namespace farthing {
namespace {

namespace json = boost::json;

constexpr const char* kStatuses[] = {"running", "finished", "failed", "stopped"};
// Many processes of one run may tell of it at once.
constexpr int kTries = 20;

template <typename Words>
tl::unexpected<Error> not_one_of(const Words& known, const std::string& word, const std::string& what) {
  return misuse(what + " '" + word + "' is not known",
                "choose one of: " + join(std::vector<std::string>(std::begin(known), std::end(known)), ", "));
}

Done check_status(const std::string& status) {
  if (std::find(std::begin(kStatuses), std::end(kStatuses), status) != std::end(kStatuses)) return {};
  return not_one_of(kStatuses, status, "status");
}

Done take_in(const Lake& lake, const std::filesystem::path& file, const std::string& dataset) {
  for (int tries = 1;; ++tries) {
    TRY(const auto files, find_dataset_files({file}, dataset));
    TRY(auto prepared, PreparedDatasets::prepare(lake, files));
    const auto report = std::move(prepared).commit(lake);
    if (report) return {};
    const bool overtaken = report.error().what.find("changed") != std::string::npos;
    if (!overtaken || tries == kTries) return tl::unexpected(report.error());
  }
}

Done take_row(const Lake& lake, const json::object& row, const std::string& dataset) {
  TRY(const auto folder, TemporaryFolder::create());
  const auto file = folder.path() / (dataset + ".json");
  TRY_DONE(write_file_durably(file, json::serialize(row) + "\n"));
  return take_in(lake, file, dataset);
}

json::object object_of(const std::map<std::string, std::string>& entries) {
  json::object object;
  for (const auto& [key, value] : entries) object[key] = value;
  return object;
}

void put_text(json::object& row, const char* name, const std::string& text) {
  if (!text.empty()) row[name] = text;
}

}  // namespace

Done record_run(const Lake& lake, const RunRow& row) {
  if (row.run.empty()) return misuse("a run needs an id");
  TRY_DONE(check_status(row.status));
  if (row.end && *row.end < row.start) return misuse("the run ends before it begins");
  json::object object{{"run", row.run}, {"status", row.status}, {"start", format_timestamp(row.start)}};
  put_text(object, "name", row.name);
  put_text(object, "framework", row.framework);
  put_text(object, "owner", row.owner);
  if (row.end) object["end"] = format_timestamp(*row.end);
  if (!row.tags.empty()) object["tags"] = object_of(row.tags);
  if (!row.selector.empty()) object["selector"] = object_of(row.selector);
  return take_row(lake, object, "runs");
}

Done record_end(const Lake& lake, const std::string& run, const std::string& status, Timestamp end) {
  TRY_DONE(check_status(status));
  TRY(auto engine, Engine::open({}));
  TRY(const auto snapshot, lake.snapshot());
  TRY_DONE(lake.create_views(engine, snapshot));
  const auto found = "FROM runs WHERE run = " + sql_literal(run);
  TRY(const auto rows, engine.query("SELECT epoch_us(start) " + found));
  if (rows.rows.empty()) return misuse("there is no run '" + run + "'", "begin it: farthing run start " + run);
  if (std::stoll(rows.rows[0][0].value_or("0")) > end.micros) return misuse("the run would end before it began");
  TRY(const auto folder, TemporaryFolder::create());
  const auto file = folder.path() / "runs.parquet";
  TRY_DONE(engine.run("COPY (SELECT * EXCLUDE (x_Unknown) REPLACE (" + sql_literal(status) + " AS status, TIMESTAMP " +
                      sql_literal(format_timestamp(end)) + " AS \"end\") " + found + ") TO " +
                      sql_literal(file.string()) + " (FORMAT parquet)"));
  return take_in(lake, file, "runs");
}

Done record_mark(const Lake& lake, const RunMark& mark) {
  if (mark.run.empty()) return misuse("an event needs the id of its run");
  const auto kind = run_event_kind(mark.kind);
  if (!kind) return not_one_of(kRunEventKinds, mark.kind, "kind");
  json::object object{{"run", mark.run}, {"kind", *kind}, {"time", format_timestamp(mark.time)}};
  if (mark.value) object["value"] = *mark.value;
  put_text(object, "note", mark.note);
  return take_row(lake, object, "run_events");
}

}  // namespace farthing
