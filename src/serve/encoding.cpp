#include "serve/encoding.hpp"

#include <algorithm>
#include <charconv>

#include "base/brotli.hpp"
#include "base/gzip.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

std::string_view without_blanks(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  return from == std::string_view::npos ? std::string_view()
                                        : text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

// Of "gzip;q=0.5": 0.5. What can't be read is taken for a no: packing what nobody can unpack would be worse.
double weight_of(std::string_view parameters) {
  if (parameters.empty()) return 1;
  parameters = without_blanks(parameters);
  if (!parameters.starts_with("q=") && !parameters.starts_with("Q=")) return 0;
  double weight = 0;
  const auto [end, error] = std::from_chars(parameters.data() + 2, parameters.data() + parameters.size(), weight);
  return error == std::errc{} && weight >= 0 && weight <= 1 ? weight : 0;
}

bool has_header(const HttpResponse& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const auto& header) { return header.first == name; });
}

}  // namespace

std::string_view name_of(Coding coding) {
  return coding == Coding::kBrotli ? "br" : coding == Coding::kGzip ? "gzip" : "";
}

double quality_of(std::string_view accept_encoding, Coding coding) {
  const auto wanted = coding == Coding::kNone ? "identity" : name_of(coding);
  double of_rest = -1;
  for (const auto& part : split(accept_encoding, ',')) {
    const auto mark = part.find(';');
    const auto name = lower(without_blanks(std::string_view(part).substr(0, mark)));
    const double weight = weight_of(mark == std::string::npos ? "" : std::string_view(part).substr(mark + 1));
    if (name == wanted) return weight;
    if (name == "*") of_rest = weight;
  }
  if (of_rest >= 0) return of_rest;
  return coding == Coding::kNone ? 1 : 0;
}

Coding best_coding(std::string_view accept_encoding) {
  const double brotli_quality = quality_of(accept_encoding, Coding::kBrotli);
  const double gzip_quality = quality_of(accept_encoding, Coding::kGzip);
  if (brotli_quality > 0 && brotli_quality >= gzip_quality) return Coding::kBrotli;
  return gzip_quality > 0 ? Coding::kGzip : Coding::kNone;
}

std::string packed_as(Coding coding, std::string_view text) {
  return coding == Coding::kBrotli ? brotli(text) : coding == Coding::kGzip ? gzip(text) : std::string(text);
}

void pack(HttpResponse& response, std::string_view accept_encoding) {
  if (response.body.size() < kWorthPacking || has_header(response, "content-encoding")) return;
  if (has_header(response, "content-disposition")) return;  // a file to keep, which is packed in itself
  if (!has_header(response, "vary")) response.headers.emplace_back("vary", "accept-encoding");
  const auto coding = best_coding(accept_encoding);
  if (coding == Coding::kNone) return;
  response.body = packed_as(coding, response.body);
  response.headers.emplace_back("content-encoding", name_of(coding));
}

}  // namespace farthing
