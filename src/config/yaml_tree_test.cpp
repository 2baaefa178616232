#include "config/yaml_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace farthing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string refusal(const std::string& yaml) {
  const auto read = read_yaml(yaml, "f");
  return read ? "accepted" : read.error().text();
}

TEST(YamlTree, KnowsWhereEachPartStands) {
  const auto root = read_yaml("a:\n  b: [x, \"y\"]\n  c:\n", "f").value();
  ASSERT_EQ(root.kind, YamlNode::Kind::kMap);
  const auto* a = root.find("a");
  ASSERT_NE(a, nullptr);
  const auto* b = a->find("b");
  ASSERT_NE(b, nullptr);
  ASSERT_EQ(b->kind, YamlNode::Kind::kList);
  ASSERT_EQ(b->items.size(), 2U);
  EXPECT_EQ(b->items[1].text, "y");
  EXPECT_EQ(b->items[1].line, 2);
  EXPECT_EQ(b->items[1].column, 10);
  EXPECT_EQ(a->keys[1].line, 3);
  EXPECT_EQ(a->keys[1].column, 3);
  EXPECT_EQ(a->find("c")->kind, YamlNode::Kind::kNothing);
  EXPECT_EQ(a->find("d"), nullptr);
}

TEST(YamlTree, OfAnEmptyDocumentIsNothing) {
  for (const char* yaml : {"", "\n", "# only a comment\n", "---\n"}) {
    const auto root = read_yaml(yaml, "f");
    ASSERT_TRUE(root) << yaml;
    EXPECT_EQ(root->kind, YamlNode::Kind::kNothing) << yaml;
  }
}

TEST(YamlTree, RefusesAliases) {
  EXPECT_THAT(refusal("a: &x 1\n"), StartsWith("f:1:"));
  EXPECT_THAT(refusal("a: *x\n"), StartsWith("f:1:"));
  EXPECT_THAT(refusal("a: &x [*x]\n"), HasSubstr("anchors and aliases"));
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 30; ++i) {
    const auto before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before + "]\n";
  }
  EXPECT_THAT(refusal(bomb), HasSubstr("anchors and aliases"));
}

TEST(YamlTree, RefusesWhatIsDeep) {
  EXPECT_THAT(refusal(std::string(100'000, '[')), StartsWith("f:1:"));
  EXPECT_THAT(refusal(std::string(100'000, '{')), HasSubstr("f:1:"));
  std::string block;
  for (int i = 0; i < 400; ++i) block += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  EXPECT_THAT(refusal(block), HasSubstr("levels"));
  EXPECT_EQ(refusal(std::string(16, '[') + std::string(16, ']')), "accepted");
  EXPECT_THAT(refusal(std::string(17, '[') + std::string(17, ']')), HasSubstr("more than 16 levels"));
}

TEST(YamlTree, RefusesWhatIsHuge) {
  EXPECT_EQ(refusal("a: " + std::string(1'000'000, 'x')), "accepted");
  EXPECT_THAT(refusal("a: " + std::string(1'100'000, 'x')), HasSubstr("1048576 at most"));
}

TEST(YamlTree, RefusesWhatIsNoText) {
  EXPECT_THAT(refusal(std::string("a: b\0c\n", 7)), HasSubstr("UTF-8"));
  EXPECT_THAT(refusal("a: \xff\xfe\n"), HasSubstr("UTF-8"));
  EXPECT_THAT(refusal(std::string("\xff\xfe\x61\0", 4)), HasSubstr("UTF-8"));
}

TEST(YamlTree, RefusesAKeyThatComesTwice) {
  EXPECT_EQ(refusal("a: 1\nb: 2\na: 3\n"), "f:3:1: 'a' is there twice (keep one of them)");
}

TEST(YamlTree, RefusesKeysThatAreNoText) {
  EXPECT_THAT(refusal("? [a]\n: b\n"), HasSubstr("key"));
  EXPECT_THAT(refusal("? {a: b}\n: c\n"), HasSubstr("key"));
  EXPECT_THAT(refusal(": b\n"), HasSubstr("key"));
}

TEST(YamlTree, RefusesTagsAndASecondDocument) {
  EXPECT_THAT(refusal("a: !!python/object b\n"), HasSubstr("tags"));
  EXPECT_THAT(refusal("a: 1\n---\nb: 2\n"), HasSubstr("second document"));
}

TEST(YamlTree, SaysWhereTheSyntaxIsWrong) {
  EXPECT_THAT(refusal("a: 1\nb: [1, 2\n"), StartsWith("f:"));
  EXPECT_THAT(refusal("a: 1\n\tb: 2\n"), StartsWith("f:"));
  EXPECT_THAT(refusal("a: b: c\n"), StartsWith("f:1:"));
}

// Whatever the bytes are, the answer is a tree or an error that names the file.
TEST(YamlTree, SurvivesGarbage) {
  const std::string pieces[] = {"a",     ":",     " ",  "\n", "- ", "[",    "]",   "{",        "}", ",", "&a ",
                                "*a",    "!",     "|",  ">",  "'",  "\"",   "#",   "?",        "%", "@", "`",
                                "---\n", "...\n", "\t", "  ", "~",  "<<: ", "\\x", "\xc3\xa9", "1"};
  std::mt19937 random(5);
  int refused = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string yaml;
    for (auto left = random() % 40; left > 0; --left) yaml += pieces[random() % std::size(pieces)];
    const auto read = read_yaml(yaml, "f");
    if (read) continue;
    ++refused;
    ASSERT_TRUE(read.error().text().starts_with("f")) << yaml;
  }
  EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace farthing
