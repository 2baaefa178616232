#include "report/render.hpp"

#include <algorithm>

#include "report/delimited.hpp"
#include "report/json.hpp"
#include "report/markdown.hpp"
#include "report/table.hpp"
#include "report/xlsx.hpp"

namespace farthing {
namespace {

bool is_rectangular(const Answer& answer) {
  const auto fits = [&](const std::vector<Cell>& row) { return row.size() == answer.columns.size(); };
  return std::all_of(answer.rows.begin(), answer.rows.end(), fits) && (!answer.total || fits(*answer.total));
}

}  // namespace

Result<std::string> render_answer(const Answer& answer, OutputFormat format) {
  FARTHING_CHECK(is_rectangular(answer));
  switch (format) {
    case OutputFormat::kTable:
      return render_table(answer);
    case OutputFormat::kJson:
      return render_json(answer);
    case OutputFormat::kNdjson:
      return render_ndjson(answer);
    case OutputFormat::kCsv:
      return render_csv(answer);
    case OutputFormat::kTsv:
      return render_tsv(answer);
    case OutputFormat::kMarkdown:
      return render_markdown(answer);
    case OutputFormat::kXlsx:
      return render_xlsx(answer);
  }
  check_failed("an output format", __FILE__, __LINE__);
}

}  // namespace farthing
