#include "report/xlsx.hpp"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "report/utf8.hpp"

namespace farthing {
namespace {

constexpr std::size_t kMostRows = LXW_ROW_MAX - 1;  // beside the header
constexpr std::size_t kMostColumns = LXW_COL_MAX;
constexpr std::size_t kMostCharacters = 32'767;  // of one cell
constexpr double kNarrowest = 9, kWidest = 48;

// Text as Excel can hold it: valid UTF-8 and not too long.
std::string excel_text(std::string_view text) {
  std::string out;
  for (std::size_t characters = 0; !text.empty() && characters < kMostCharacters; ++characters) {
    const CodePoint point = first_code_point(text);
    out += point.valid ? text.substr(0, point.bytes) : "\xEF\xBF\xBD";
    text.remove_prefix(point.bytes);
  }
  return out;
}

std::optional<double> excel_number(const std::string& text) {
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return whole && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

// "2026-10-05". Excel knows no day before 1900.
std::optional<lxw_datetime> excel_date(const std::string& text) {
  const auto day = text.size() == 10 ? parse_timestamp(text) : std::nullopt;
  if (!day || text < "1900-03-01") return std::nullopt;
  return lxw_datetime{
      std::stoi(text.substr(0, 4)), std::stoi(text.substr(5, 2)), std::stoi(text.substr(8, 2)), 0, 0, 0};
}

bool is_number(ValueType type) {
  return type == ValueType::kInteger || type == ValueType::kDecimal || type == ValueType::kDouble;
}

struct Looks {
  explicit Looks(lxw_workbook* book)
      : head(workbook_add_format(book)), money(workbook_add_format(book)), date(workbook_add_format(book)) {
    format_set_bold(head);
    format_set_bottom(head, LXW_BORDER_THIN);
    format_set_num_format(money, "#,##0.00##########");
    format_set_num_format(date, "yyyy-mm-dd");
  }
  lxw_format *head, *money, *date;
};

// Remembers the first failure: each cell can fail, and the file is of no use then.
class Sheet {
 public:
  Sheet(lxw_workbook* book, const char* name, const Looks& looks)
      : sheet_(workbook_add_worksheet(book, name)), looks_(looks) {}

  void put(std::size_t row, std::size_t column, const ResultColumn& as, const Cell& cell) {
    if (!cell) {
      if (as.type == ValueType::kDecimal && !as.of_some) text(row, column, "unknown");
      return;
    }
    const auto number = is_number(as.type) ? excel_number(*cell) : std::nullopt;
    if (number)
      return done(worksheet_write_number(sheet_, at(row), to(column), *number,
                                         as.type == ValueType::kDecimal ? looks_.money : nullptr));
    auto date = as.type == ValueType::kDate ? excel_date(*cell) : std::nullopt;
    if (date) return done(worksheet_write_datetime(sheet_, at(row), to(column), &*date, looks_.date));
    text(row, column, *cell);
  }
  void text(std::size_t row, std::size_t column, std::string_view text, lxw_format* look = nullptr) {
    done(worksheet_write_string(sheet_, at(row), to(column), excel_text(text).c_str(), look));
  }
  void width(std::size_t column, double characters) {
    done(worksheet_set_column(sheet_, to(column), to(column), std::clamp(characters, kNarrowest, kWidest), nullptr));
  }
  void freeze_header(std::size_t rows, std::size_t columns) {
    worksheet_freeze_panes(sheet_, 1, 0);
    done(worksheet_autofilter(sheet_, 0, 0, at(rows), to(columns - 1)));
  }
  [[nodiscard]] lxw_error failure() const { return failure_; }

 private:
  static lxw_row_t at(std::size_t row) { return static_cast<lxw_row_t>(row); }
  static lxw_col_t to(std::size_t column) { return static_cast<lxw_col_t>(column); }
  void done(lxw_error error) {
    if (failure_ == LXW_NO_ERROR) failure_ = error;
  }

  lxw_worksheet* sheet_;
  const Looks& looks_;
  lxw_error failure_ = LXW_NO_ERROR;
};

double width_of(const Answer& answer, std::size_t column) {
  std::size_t widest = display_width(answer.columns[column].name) + 3;  // beside the filter's button
  const bool money = answer.columns[column].type == ValueType::kDecimal;
  for (const auto& row : answer.rows) {
    if (row[column])
      widest = std::max(widest, money ? std::min<std::size_t>(16, row[column]->size()) : display_width(*row[column]));
  }
  return static_cast<double>(widest) + 1;
}

void fill_answer(const Answer& answer, const Looks& looks, Sheet& sheet) {
  for (std::size_t c = 0; c < answer.columns.size(); ++c) {
    sheet.text(0, c, answer.columns[c].name, looks.head);
    sheet.width(c, width_of(answer, c));
  }
  for (std::size_t r = 0; r < answer.rows.size(); ++r) {
    for (std::size_t c = 0; c < answer.columns.size(); ++c) sheet.put(r + 1, c, answer.columns[c], answer.rows[r][c]);
  }
  if (!answer.columns.empty()) sheet.freeze_header(answer.rows.size(), answer.columns.size());
}

void fill_about(const Answer& answer, const Looks& looks, Sheet& sheet) {
  std::size_t row = 0;
  const auto say = [&](const char* what, std::string_view text) {
    sheet.text(row, 0, what, looks.head);
    sheet.text(row++, 1, text);
  };
  sheet.width(0, 16);
  sheet.width(1, kWidest);
  if (!answer.title.empty()) say("title", answer.title);
  for (std::size_t c = 0; answer.total && c < answer.columns.size(); ++c) {
    if (answer.columns[c].type != ValueType::kDecimal) continue;
    sheet.text(row, 0, "total", looks.head);
    sheet.text(row, 1, answer.columns[c].name);
    sheet.put(row++, 2, answer.columns[c], (*answer.total)[c]);
  }
  say("snapshot", std::to_string(answer.snapshot));
  say("usage until", answer.freshness.value_or("unknown"));
  say("complete", answer.complete ? "yes" : "no: see the notes");
  for (const auto& note : answer.notes) say("note", note);
  say("note", "Excel holds about 15 digits of a number; JSON and CSV hold all");
  for (const auto& line : answer.explanation) say("explanation", line);
}

Done check_size(const Answer& answer) {
  if (answer.rows.size() <= kMostRows && answer.columns.size() <= kMostColumns) return {};
  return misuse(fmt::format("Excel can't hold {} rows and {} columns",
                            with_thousands(static_cast<long long>(answer.rows.size())), answer.columns.size()),
                "ask for fewer, or take CSV");
}

}  // namespace

Result<std::string> render_xlsx(const Answer& answer) {
  TRY_DONE(check_size(answer));
  TRY(const auto folder, TemporaryFolder::create());
  const auto path = folder.path() / "answer.xlsx";
  std::string parts = folder.path().string();
  lxw_workbook_options options{};
  options.tmpdir = parts.data();
  lxw_workbook* book = workbook_new_opt(path.c_str(), &options);
  if (book == nullptr) return fail("no memory for a workbook", "xlsx");
  const Looks looks(book);
  Sheet rows(book, "Answer", looks), about(book, "About", looks);
  fill_answer(answer, looks, rows);
  fill_about(answer, looks, about);
  const lxw_error closed = workbook_close(book);  // writes the file and frees the book
  for (const auto error : {rows.failure(), about.failure(), closed}) {
    if (error != LXW_NO_ERROR) return fail(lxw_strerror(error), path.string(), "is the temporary folder's disk full?");
  }
  return read_file(path);
}

}  // namespace farthing
