#include "report/summary_json.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "report/json.hpp"

namespace farthing {
namespace {

std::string json_text(const std::string& text) { return boost::json::serialize(boost::json::value(text)); }

}  // namespace

std::string render_summary_json(const Summary& summary) {
  std::string parts, notes;
  for (const auto& part : summary.parts) parts += (parts.empty() ? "" : ",\n") + render_titled_json(part);
  for (const auto& note : summary.notes) notes += (notes.empty() ? "" : ", ") + json_text(note);
  return "{\"month\": " + json_text(summary.month) + ", \"reconciliation\": " + json_text(summary.reconciliation) +
         ", \"contradicts\": " + (summary.contradicts ? "true" : "false") +
         ", \"snapshot\": " + std::to_string(summary.snapshot) +
         ", \"freshness\": " + (summary.freshness ? json_text(*summary.freshness) : "null") +
         ", \"complete\": " + (summary.complete ? "true" : "false") + ", \"notes\": [" + notes + "], \"parts\": [\n" +
         parts + "]}\n";
}

}  // namespace farthing
