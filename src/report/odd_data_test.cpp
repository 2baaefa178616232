// Properties that hold whatever the data are: random bytes in every place where an answer has text.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <random>

#include "base/text.hpp"
#include "report/render.hpp"

namespace farthing {
namespace {

constexpr ValueType kAllValueTypes[] = {ValueType::kText,      ValueType::kInteger, ValueType::kDecimal,
                                        ValueType::kDouble,    ValueType::kBoolean, ValueType::kDate,
                                        ValueType::kTimestamp, ValueType::kOther};

std::string random_bytes(std::mt19937& random) {
  static constexpr std::string_view kFavoured =
      "\"\\,|\t\n\r\x1b{}[]-.0123456789eE \xC2\x9B\xE2\x80\xAE\xF0\x9F\x9A\x80";
  std::string out;
  for (auto length = random() % 12; length > 0; --length) {
    out += random() % 3 == 0 ? static_cast<char>(random() % 256) : kFavoured[random() % kFavoured.size()];
  }
  return out;
}

Answer random_answer(std::mt19937& random) {
  Answer answer;
  answer.title = random_bytes(random);
  answer.notes = {random_bytes(random), random_bytes(random)};
  answer.explanation = {random_bytes(random)};
  answer.freshness = random_bytes(random);
  for (const auto type : kAllValueTypes) answer.columns.push_back({random_bytes(random), type, ""});
  const auto random_row = [&] {
    std::vector<Cell> row(answer.columns.size());
    for (auto& cell : row) {
      if (random() % 4 != 0) cell = random_bytes(random);
    }
    return row;
  };
  for (int i = 0; i < 3; ++i) answer.rows.push_back(random_row());
  answer.total = random_row();
  return answer;
}

template <typename Check>
void for_random_answers(const Check& check) {
  std::mt19937 random(20231101);
  for (int i = 0; i < 500; ++i) {
    SCOPED_TRACE(i);
    check(random_answer(random));
  }
}

TEST(OddData, JsonIsAlwaysJson) {
  for_random_answers([](const Answer& answer) {
    boost::json::error_code error;
    const auto document = boost::json::parse(render_answer(answer, OutputFormat::kJson).value(), error);
    ASSERT_FALSE(error) << render_answer(answer, OutputFormat::kJson).value();
    ASSERT_EQ(document.at("rows").as_array().size(), 3u);
    for (std::size_t row = 0; row < 3; ++row) {
      for (std::size_t i = 0; i < answer.columns.size(); ++i) {
        // JSON text in a column of maps and lists may be null itself.
        if (answer.columns[i].type == ValueType::kOther && answer.rows[row][i]) continue;
        EXPECT_EQ(document.at("rows").at(row).at(i).is_null(), !answer.rows[row][i].has_value());
      }
    }
  });
}

TEST(OddData, NdjsonIsAlwaysOneObjectALineWithAllItsValues) {
  for_random_answers([](const Answer& answer) {
    const auto lines = split(render_answer(answer, OutputFormat::kNdjson).value(), '\n');
    ASSERT_EQ(lines.size(), 4u);
    for (std::size_t row = 0; row < 3; ++row) {
      boost::json::error_code error;
      const auto object = boost::json::parse(lines[row], error);
      ASSERT_FALSE(error) << lines[row];
      EXPECT_LE(object.as_object().size(), answer.columns.size());
    }
  });
}

TEST(OddData, AnswersForPeopleHoldNoControlCharacterAndTheSameNumberOfLines) {
  const auto lines_of = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  for_random_answers([&](const Answer& answer) {
    for (const auto format : {OutputFormat::kTable, OutputFormat::kMarkdown}) {
      const std::string text = render_answer(answer, format).value();
      for (const char c : text) ASSERT_TRUE(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F)) << text;
      ASSERT_EQ(text.find("\xC2\x9B"), std::string::npos) << text;
      const std::int64_t title = answer.title.empty() ? 0 : 2;
      // Table: header, rule, 3 rows, rule, total, blank, origin, 2 notes, blank, heading, explanation.
      const std::int64_t rest = format == OutputFormat::kTable ? 14 : 11;
      ASSERT_EQ(lines_of(text), title + rest) << text;
    }
  });
}

TEST(OddData, EveryTsvRowIsOneLineWithAllItsFields) {
  for_random_answers([](const Answer& answer) {
    const auto lines = split(render_answer(answer, OutputFormat::kTsv).value(), '\n');
    ASSERT_EQ(lines.size(), 5u);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(split(lines[i], '\t').size(), answer.columns.size());
  });
}

}  // namespace
}  // namespace farthing
