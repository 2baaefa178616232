#include "report/delimited.hpp"

namespace farthing {
namespace {

void append_csv(std::string& out, const std::string& text) {
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_tsv(std::string& out, const std::string& text) {
  for (const char c : text) {
    switch (c) {
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\\':
        out += "\\\\";
        break;
      default:
        out += c;
    }
  }
}

template <typename AppendText>
std::string delimited(const Answer& answer, char separator, AppendText append_text) {
  std::string out;
  for (std::size_t i = 0; i < answer.columns.size(); ++i) {
    if (i > 0) out += separator;
    append_text(out, answer.columns[i].name);
  }
  out += '\n';
  for (const auto& row : answer.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += separator;
      if (row[i]) append_text(out, *row[i]);
    }
    out += '\n';
  }
  return out;
}

}  // namespace

std::string render_csv(const Answer& answer) { return delimited(answer, ',', append_csv); }

std::string render_tsv(const Answer& answer) { return delimited(answer, '\t', append_tsv); }

}  // namespace farthing
