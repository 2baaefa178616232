#include "config/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "base/file.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The example of the reference, in small.
constexpr const char* kWholeConfig = R"(allocation:
  weights: aws
  share_by: request
  idle: by_cluster
  shared:
    - name: control plane
      when: "ServiceName = 'Amazon EKS'"
      split: proportional
      scope: cluster
      to: namespace
    - name: platform
      when: "tags['app'] = 'platform'"
      split: fixed
      to: team
      parts: {search: 0.5, ads: .30}
    - {name: transfer, when: "x = 1", split: by_metric, metric: network_out_bytes, scope: account}
dimensions:
  team:
    from: [label:team, node_label:team, tag:team, cost_category:Team, namespace, account]
    map: {namespace: {ml-train: research}, account: {111122223333: platform}}
    synonyms: {search: [srch, search-team]}
  cost_center:
    from: [tag:CostCenter]
)";

Config parsed(const std::string& yaml) { return parse_config(yaml, "f.yaml").value(); }

std::string config_refusal(const std::string& yaml) {
  const auto read = parse_config(yaml, "f.yaml");
  return read ? "accepted" : read.error().text();
}

const DimensionRule& dimension_of(const Config& config, std::string_view name) {
  const auto& all = config.allocation.dimensions;
  return *std::ranges::find(all, name, &DimensionRule::name);
}

TEST(Config, IsTheDefaultsWithoutAFile) {
  for (const char* yaml : {"", "allocation: {}", "dimensions: {}", "# nothing"}) {
    EXPECT_EQ(parsed(yaml).allocation, default_allocation_config()) << yaml;
  }
  const auto config = parsed("");
  EXPECT_EQ(config.allocation.weights, "market");
  EXPECT_EQ(config.origin("allocation.weights"), "default");
}

TEST(Config, ReadsEveryKey) {
  const auto config = parsed(kWholeConfig);
  EXPECT_EQ(config.allocation.weights, "aws");
  EXPECT_EQ(config.allocation.share_by, "request");
  EXPECT_EQ(config.allocation.idle, "by_cluster");
  ASSERT_EQ(config.allocation.shared.size(), 3U);
  EXPECT_EQ(
      config.allocation.shared[0],
      (SharedCostRule{"control plane", "ServiceName = 'Amazon EKS'", "proportional", "cluster", "namespace", {}, ""}));
  EXPECT_EQ(
      config.allocation.shared[1],
      (SharedCostRule{
          "platform", "tags['app'] = 'platform'", "fixed", "all", "team", {{"ads", "0.3"}, {"search", "0.5"}}, ""}));
  EXPECT_EQ(config.allocation.shared[2].metric, "network_out_bytes");
  const auto& team = dimension_of(config, "team");
  EXPECT_THAT(team.from, ElementsAre(DimensionSource{"label", "team"}, DimensionSource{"node_label", "team"},
                                     DimensionSource{"tag", "team"}, DimensionSource{"cost_category", "Team"},
                                     DimensionSource{"namespace", ""}, DimensionSource{"account", ""}));
  EXPECT_EQ(team.map.at("namespace").at("ml-train"), "research");
  EXPECT_EQ(team.map.at("account").at("111122223333"), "platform");
  EXPECT_THAT(team.synonyms.at("search"), ElementsAre("srch", "search-team"));
  EXPECT_EQ(dimension_of(config, "cost_center").from[0].text(), "tag:CostCenter");
}

TEST(Config, KnowsWhereASettingCameFrom) {
  const auto config = parsed(kWholeConfig);
  EXPECT_EQ(config.origin("allocation.weights"), "f.yaml:2:12");
  EXPECT_EQ(config.origin("allocation.shared"), "f.yaml:6:5");
  EXPECT_EQ(config.origin("dimensions.team"), "f.yaml:18:3");
  EXPECT_EQ(config.origin("dimensions.product"), "default");
}

TEST(Config, LaysADimensionOverTheDefaultKeyByKey) {
  const auto before = dimension_of(parsed(""), "environment");
  const auto config = parsed("dimensions:\n  environment:\n    synonyms: {prod: [live]}\n");
  EXPECT_EQ(dimension_of(config, "environment").from, before.from);
  EXPECT_THAT(dimension_of(config, "environment").synonyms.at("prod"), ElementsAre("live"));
  EXPECT_EQ(dimension_of(config, "environment").synonyms.size(), 1U);
}

TEST(Config, TakesADimensionWithoutSourcesAway) {
  const auto config = parsed("dimensions: {owner: {from: []}}");
  for (const auto& rule : config.allocation.dimensions) EXPECT_NE(rule.name, "owner");
  EXPECT_EQ(config.allocation.dimensions.size(), default_allocation_config().dimensions.size() - 1);
}

TEST(Config, HasNoSharedRulesIfTheListIsEmpty) {
  EXPECT_TRUE(parsed("allocation: {shared: []}").allocation.shared.empty());
}

// {what is written, what the error says}
class ConfigFault : public ::testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(ConfigFault, IsAnErrorWithItsPlace) {
  EXPECT_THAT(config_refusal(GetParam().first), HasSubstr(GetParam().second));
}

INSTANTIATE_TEST_SUITE_P(
    Keys, ConfigFault,
    ::testing::Values(std::pair{"alocation: {}",
                                "f.yaml:1:1: the configuration has no key 'alocation' (did you mean 'allocation'?)"},
                      std::pair{"allocation:\n  weigths: aws",
                                "f.yaml:2:3: allocation has no key 'weigths' (did you mean 'weights'?)"},
                      std::pair{"allocation:\n  weights: markt",
                                "f.yaml:2:12: allocation.weights can't be 'markt' (did you mean 'market'?)"},
                      std::pair{"allocation:\n  idle: xyzzyxyzzy", "choose one of: separate, by_cost"},
                      std::pair{"allocation: {share_by: [max]}", "allocation.share_by must be a text"},
                      std::pair{"allocation: {share_by: }", "allocation.share_by must be a text"},
                      std::pair{"allocation: aws", "f.yaml:1:13: allocation must be a map"},
                      std::pair{"[]", "the configuration must be a map"},
                      std::pair{"allocation: {shared: }", "must be a list"}));

INSTANTIATE_TEST_SUITE_P(
    Rules, ConfigFault,
    ::testing::Values(
        std::pair{"allocation: {shared: [{when: a}]}", "f.yaml:1:23: a rule of shared costs needs name"},
        std::pair{"allocation: {shared: [{name: a}]}", "needs when"},
        std::pair{"allocation: {shared: [{name: a, when: ''}]}", "when must be a text"},
        std::pair{"allocation:\n  shared:\n    - {name: a, when: b}\n    - {name: a, when: c}",
                  "f.yaml:4:7: there are two rules named 'a'"},
        std::pair{"allocation: {shared: [{name: a, when: b, split: evn}]}",
                  "split can't be 'evn' (did you mean 'even'?)"},
        std::pair{"allocation: {shared: [{name: a, when: b, scope: clutser}]}", "did you mean 'cluster'?"},
        std::pair{"allocation: {shared: [{name: a, when: b, split: by_metric}]}", "split by_metric needs metric"},
        std::pair{"allocation: {shared: [{name: a, when: b, split: by_metric, metric: cost}]}",
                  "metric can't be 'cost'"},
        std::pair{"allocation: {shared: [{name: a, when: b, metric: gib_hours}]}", "metric belongs to split by_metric"},
        std::pair{"allocation: {shared: [{name: a, when: b, split: fixed}]}", "split fixed needs parts"},
        std::pair{"allocation: {shared: [{name: a, when: b, parts: {x: 1}}]}", "parts belongs to split fixed"},
        std::pair{"allocation: {shared: [{name: a, when: b, split: fixed, parts: {x: 0.6, y: 0.400000000001}}]}",
                  "the parts sum to 1.000000000001, 1 at most"},
        std::pair{"allocation: {shared: [{name: a, when: b, split: fixed, parts: {x: -0.1}}]}", "a number from 0 to 1"},
        std::pair{"allocation: {shared: [{name: a, when: b, split: fixed, parts: {x: half}}]}", "a number from 0 to 1"},
        std::pair{"allocation: {shared: [{name: a, when: b, split: fixed, parts: {x: nan}}]}", "a number from 0 to 1"},
        std::pair{"allocation: {shared: [{name: a, when: b, split: even, to: taem}]}", "did you mean 'team'?"},
        std::pair{"allocation: {shared: [{name: a, when: b, split: even}]}\ndimensions: {team: {from: []}}",
                  "there is no dimension 'team' to split to"}));

INSTANTIATE_TEST_SUITE_P(
    Dimensions, ConfigFault,
    ::testing::Values(
        std::pair{"dimensions: {squad: {}}", "the dimension 'squad' needs from"},
        std::pair{"dimensions: {Squad: {from: [account]}}", "'Squad' can't name a dimension"},
        std::pair{"dimensions: {namespace: {from: [account]}}", "'namespace' is a dimension already"},
        std::pair{"dimensions: {service: {from: [account]}}", "'service' is a dimension already"},
        std::pair{"dimensions: {team: {form: [account]}}", "did you mean 'from'?"},
        std::pair{"dimensions: {team: {from: [lable:team]}}", "there is no source 'lable' (did you mean 'label'?)"},
        std::pair{"dimensions: {team: {from: [label]}}", "label needs a key (write label:KEY)"},
        std::pair{"dimensions: {team: {from: ['label:']}}", "label needs a key"},
        std::pair{"dimensions: {team: {from: [account:1]}}", "account takes no key"},
        std::pair{"dimensions: {team: {from: [account, account]}}", "'account' is there twice"},
        std::pair{"dimensions: {team: {from: [account], map: {namespace: {a: b}}}}",
                  "'namespace' isn't among the sources"},
        std::pair{"dimensions: {team: {from: [account], map: {account: {a: [b]}}}}", "a mapped value must be a text"},
        std::pair{"dimensions: {team: {synonyms: {a: [x], b: [x]}}}", "'x' stands for 'a' already"},
        std::pair{"dimensions: {team: {synonyms: {a: [b], b: [c]}}}", "'b' stands for 'b' already"},
        std::pair{"dimensions: {team: {synonyms: {a: x}}}", "must be a list"}));

TEST(Config, PartsMaySumToLessThanOneOrToOne) {
  for (const char* parts : {"{x: 1}", "{x: 0}", "{x: 0.1, y: 0.2}", "{x: 0.333333333333, y: 0.666666666667}"}) {
    const auto yaml = std::string("allocation: {shared: [{name: a, when: b, split: fixed, parts: ") + parts + "}]}";
    EXPECT_EQ(config_refusal(yaml), "accepted") << parts;
  }
}

TEST(Config, IsOverruledByTheEnvironment) {
  auto config = parsed("allocation: {weights: aws}");
  const std::map<std::string, std::string> variables = {{"FARTHING_ALLOCATION_WEIGHTS", "opencost"},
                                                        {"FARTHING_ALLOCATION_IDLE", "by_node"},
                                                        {"FARTHING_ALLOCATION_SHARE_BY", ""}};
  const auto environment = [&](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
  ASSERT_TRUE(apply_environment(config, environment));
  EXPECT_EQ(config.allocation.weights, "opencost");
  EXPECT_EQ(config.allocation.idle, "by_node");
  EXPECT_EQ(config.allocation.share_by, "max");
  EXPECT_EQ(config.origin("allocation.weights"), "FARTHING_ALLOCATION_WEIGHTS, over f.yaml:1:23");
  EXPECT_EQ(config.origin("allocation.idle"), "FARTHING_ALLOCATION_IDLE");
  EXPECT_EQ(config.origin("allocation.share_by"), "default");
}

TEST(Config, RefusesABadVariableByItsName) {
  Config config;
  const auto done = apply_environment(config, [](const char*) { return std::optional<std::string>("awss"); });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().text(),
            "FARTHING_ALLOCATION_WEIGHTS: allocation.weights can't be 'awss' (did you mean 'aws'?)");
}

class ConfigFile : public ::testing::Test {
 protected:
  std::filesystem::path put(const std::string& name, const std::string& bytes) {
    const auto path = folder_.path() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << bytes;
    return path;
  }
  [[nodiscard]] std::filesystem::path find(const std::filesystem::path& option) const {
    return find_config_file(option, folder_.path() / "work", folder_.path() / "data").value();
  }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

TEST_F(ConfigFile, IsTheOptionsThenTheWorkingFoldersThenTheDataFolders) {
  EXPECT_EQ(find(""), "");
  const auto data = put("data/farthing.yaml", "");
  EXPECT_EQ(find(""), data);
  const auto work = put("work/farthing.yaml", "");
  EXPECT_EQ(find(""), work);
  const auto option = put("other.yaml", "");
  EXPECT_EQ(find(option), option);
}

TEST_F(ConfigFile, ThatTheOptionNamesMustBeThere) {
  put("work/farthing.yaml", "");
  const auto found = find_config_file("gone.yaml", folder_.path() / "work", folder_.path() / "data");
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error().text(), HasSubstr("gone.yaml: there is no such file"));
}

TEST_F(ConfigFile, IsReadWithTheEnvironmentOverIt) {
  const auto file = put("farthing.yaml", "allocation: {weights: aws, idle: by_cost}");
  const auto config = read_config(file, [](const char* name) -> std::optional<std::string> {
    if (std::string(name) == "FARTHING_ALLOCATION_IDLE") return "by_node";
    return std::nullopt;
  });
  ASSERT_TRUE(config);
  EXPECT_EQ(config->allocation.weights, "aws");
  EXPECT_EQ(config->allocation.idle, "by_node");
  EXPECT_EQ(config->file, file);
}

TEST_F(ConfigFile, ThatIsAFolderIsAnError) {
  std::filesystem::create_directories(folder_.path() / "farthing.yaml");
  EXPECT_FALSE(read_config(folder_.path() / "farthing.yaml"));
}

// Cutting, doubling or changing the bytes of a good file ends in a configuration or in an error with the file's name.
TEST(Config, SurvivesDamage) {
  const std::string whole = kWholeConfig;
  std::mt19937 random(7);
  int accepted = 0, refused = 0;
  for (int round = 0; round < 3000; ++round) {
    auto yaml = whole;
    for (auto left = random() % 4 + 1; left > 0; --left) {
      const auto at = random() % yaml.size();
      switch (random() % 4) {
        case 0:
          yaml.erase(at, random() % 20);
          break;
        case 1:
          yaml.insert(at, yaml.substr(random() % yaml.size(), random() % 30));
          break;
        case 2:
          yaml[at] = static_cast<char>(random() % 256);
          break;
        default:
          yaml.insert(at, 1, "[]{}:,-#&*!|>'\"%@`\n\t ?"[random() % 22]);
      }
      if (yaml.empty()) yaml = "a";
    }
    const auto read = parse_config(yaml, "f.yaml");
    read ? ++accepted : ++refused;
    if (!read) ASSERT_TRUE(read.error().text().starts_with("f.yaml")) << read.error().text();
  }
  EXPECT_GT(accepted, 100);
  EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace farthing
