#include "config/config_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace farthing {
namespace {

using ::testing::HasSubstr;

AllocationConfig read_back(const Config& config) {
  const auto text = config_yaml(config);
  auto read = parse_config(text, "shown");
  EXPECT_TRUE(read) << read.error().text() << "\n" << text;
  return read ? read->allocation : AllocationConfig{};
}

TEST(ConfigText, OfTheDefaultsReadsBackAsTheDefaults) {
  const Config config;
  EXPECT_EQ(read_back(config), default_allocation_config());
  EXPECT_THAT(config_yaml(config), HasSubstr("# no farthing.yaml\nallocation:\n  weights: market  # default\n"));
}

// Texts of any characters in every place where a file may have them.
TEST(ConfigText, OfAnyConfigurationReadsBackEqual) {
  const std::string letters[] = {"a", "B",  "0",  " ", "'", "\"", "\\", ":", "#",
                                 "-", "\n", "\t", "é", "{", "]",  "%",  "~", "no"};
  std::mt19937 random(11);
  const auto text = [&] {
    std::string out = letters[random() % std::size(letters)];
    for (auto left = random() % 6; left > 0; --left) out += letters[random() % std::size(letters)];
    return out;
  };
  for (int round = 0; round < 200; ++round) {
    Config config;
    config.file = "a\nb.yaml";
    auto& allocation = config.allocation;
    allocation.shared.clear();
    allocation.shared.push_back({text(), text(), "fixed", "all", "team", {{text(), "0.25"}}, ""});
    allocation.shared.push_back({text() + "2" + text(), text(), "by_metric", "cluster", "namespace", {}, "gib_hours"});
    DimensionRule rule{"squad", {{"label", text()}, {"tag", text()}, {"namespace", ""}}, {}, {}};
    rule.map["namespace"] = {{text(), text()}};
    rule.synonyms = {{text() + "x", {text() + "y"}}};
    allocation.dimensions.push_back(rule);
    if (random() % 2 == 0) allocation.dimensions.erase(allocation.dimensions.begin() + 3);
    if (allocation.shared[0].name == allocation.shared[1].name) continue;
    ASSERT_EQ(read_back(config), allocation) << config_yaml(config);
  }
}

TEST(ConfigText, ExplainsASettingWithItsOrigin) {
  const auto config = parse_config("allocation:\n  weights: aws\n", "f.yaml").value();
  EXPECT_EQ(explain_config(config, "allocation.weights"), "allocation.weights: aws  # f.yaml:2:12\n");
  EXPECT_EQ(explain_config(config, "allocation.idle"), "allocation.idle: separate  # default\n");
  const auto all = explain_config(config, "dimensions");
  ASSERT_TRUE(all);
  EXPECT_THAT(*all, HasSubstr("dimensions.team:  # default\n    from: [\"label:team\""));
  EXPECT_THAT(*all, ::testing::Not(HasSubstr("weights")));
}

TEST(ConfigText, SuggestsTheNearestSetting) {
  const auto explained = explain_config(Config{}, "allocation.wieghts");
  ASSERT_FALSE(explained);
  EXPECT_EQ(explained.error().kind, Error::Kind::kUsage);
  EXPECT_THAT(explained.error().text(), HasSubstr("did you mean 'allocation.weights'?"));
}

}  // namespace
}  // namespace farthing
