#include "config/yaml_tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <set>
#include <sstream>

#include "base/utf8.hpp"

namespace farthing {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20U;
constexpr std::size_t kMostLevels = 16;

// Thrown through the parser by the handler below, caught in read_yaml.
struct RefusedYaml {
  YAML::Mark mark;
  std::string what;
  std::string advice;
};

// Builds the tree from the parser's events. yaml-cpp's own nodes would follow aliases, also into themselves.
class YamlTreeBuilder final : public YAML::EventHandler {
 public:
  YamlNode take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { add(mark, "", anchor, {}); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_anchor(mark); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode node;
    node.kind = YamlNode::Kind::kText;
    node.text = value;
    add(mark, tag, anchor, std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlNode::Kind::kList);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlNode::Kind::kMap);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    YamlNode node;
    std::set<std::string> keys;
  };

  [[noreturn]] static void refuse_anchor(const YAML::Mark& mark) {
    throw RefusedYaml{mark, "anchors and aliases (&, *) aren't accepted", "write the value out"};
  }
  static YamlNode placed(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlNode node) {
    if (anchor != 0) refuse_anchor(mark);
    // "?" is what the parser calls a plain value's tag, "!" a quoted one's.
    if (!tag.empty() && tag != "?" && tag != "!") throw RefusedYaml{mark, "tags (!) aren't accepted", "leave it out"};
    node.line = mark.line + 1;
    node.column = mark.column + 1;
    return node;
  }
  [[nodiscard]] bool expects_key() const {
    return !open_.empty() && open_.back().node.kind == YamlNode::Kind::kMap &&
           open_.back().node.keys.size() == open_.back().node.items.size();
  }
  void add(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlNode node) {
    node = placed(mark, tag, anchor, std::move(node));
    if (!expects_key()) return put(std::move(node));
    if (node.kind != YamlNode::Kind::kText) throw RefusedYaml{mark, "a key is missing", "write it before the colon"};
    if (!open_.back().keys.insert(node.text).second)
      throw RefusedYaml{mark, fmt::format("'{}' is there twice", shown(node.text)), "keep one of them"};
    open_.back().node.keys.push_back(std::move(node));
  }
  void put(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
    } else {
      open_.back().node.items.push_back(std::move(node));
    }
  }
  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlNode::Kind kind) {
    YamlNode node;
    node.kind = kind;
    if (expects_key()) throw RefusedYaml{mark, "a key must be a text", "quote it"};
    if (open_.size() == kMostLevels) throw RefusedYaml{mark, fmt::format("more than {} levels", kMostLevels), ""};
    open_.push_back({placed(mark, tag, anchor, std::move(node)), {}});
  }
  void close() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    put(std::move(node));
  }

  YamlNode root_;
  std::vector<Open> open_;
};

std::string place(std::string_view name, const YAML::Mark& mark) {
  return mark.is_null() ? std::string(name) : fmt::format("{}:{}:{}", name, mark.line + 1, mark.column + 1);
}

Done check_bytes(std::string_view text, std::string_view name) {
  if (text.size() > kMostBytes)
    return fail(fmt::format("{} bytes, {} at most", text.size(), kMostBytes), std::string(name));
  if (text.find('\0') != std::string_view::npos || !is_utf8(text))
    return fail("is not text in UTF-8", std::string(name), "save it as UTF-8");
  return {};
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].text == key) return &items[i];
  }
  return nullptr;
}

Result<YamlNode> read_yaml(std::string_view text, std::string_view name) {
  TRY_DONE(check_bytes(text, name));
  std::istringstream stream{std::string(text)};
  YamlTreeBuilder tree;
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(tree)) return YamlNode{};
    YamlNode root = tree.take();
    YamlTreeBuilder second;
    if (parser.HandleNextDocument(second)) return fail("has a second document", std::string(name), "keep one");
    return root;
  } catch (const RefusedYaml& refused) {
    return fail(refused.what, place(name, refused.mark), refused.advice);
  } catch (const YAML::Exception& error) {
    return fail("is not YAML: " + error.msg, place(name, error.mark));
  }
}

}  // namespace farthing
