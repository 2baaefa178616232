#include "collect/bill/json_map.hpp"

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <cstdint>
#include <optional>
#include <unordered_set>

#include "domain/tag_name.hpp"

namespace farthing {
namespace {

constexpr std::string_view kJsonBlanks = " \t\r\n";
constexpr std::size_t kFewEntries = 16;

std::optional<unsigned> hex_4(std::string_view text, std::size_t at) {
  if (text.size() < at + 4) return std::nullopt;
  unsigned value = 0;
  for (const char c : text.substr(at, 4)) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    value = value * 16 + static_cast<unsigned>(digit);
  }
  return value;
}

class JsonMapParser {
 public:
  explicit JsonMapParser(std::string_view text) : text_(text) {}

  // False if the text is neither an object nor a list of keys and values.
  bool parse(std::vector<MapEntry>& entries) {
    skip_blanks();
    const bool is_list = at_ < text_.size() && text_[at_] == '[';
    return (is_list ? take_list(entries) : take_object(entries)) && at_end();
  }

 private:
  bool take_object(std::vector<MapEntry>& entries) {
    if (!take_char('{')) return false;
    if (take_char('}')) return true;
    do {
      skip_blanks();
      const auto key = take_string();
      if (!key || !take_char(':')) return false;
      skip_blanks();
      const bool is_null = text_.substr(at_).starts_with("null");
      const auto value = at_ < text_.size() && text_[at_] == '"' ? take_string() : take_other();
      if (!value) return false;
      if (!is_null) entries.push_back({*key, *value});
    } while (take_char(','));
    return take_char('}');
  }

  // [{"key": "a", "value": "b"}], as BigQuery writes a map.
  bool take_list(std::vector<MapEntry>& entries) {
    if (!take_char('[')) return false;
    if (take_char(']')) return true;
    std::vector<MapEntry> pair;
    const auto find = [&](std::string_view name) {
      return std::find_if(pair.begin(), pair.end(), [&](const MapEntry& entry) { return entry.key == name; });
    };
    do {
      pair.clear();
      if (!take_object(pair) || find("key") == pair.end()) return false;
      if (find("value") != pair.end()) entries.push_back({find("key")->value, find("value")->value});
    } while (take_char(','));
    return take_char(']');
  }

  void skip_blanks() { at_ = std::min(text_.find_first_not_of(kJsonBlanks, at_), text_.size()); }
  bool take_char(char wanted) {
    skip_blanks();
    if (at_ == text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }
  bool at_end() {
    skip_blanks();
    return at_ == text_.size();
  }

  // What stands between the quotes. Escapes are held to be right here, so that resolving them can't fail.
  std::optional<std::string_view> take_string() {
    if (at_ == text_.size() || text_[at_] != '"') return std::nullopt;
    const auto begin = ++at_;
    while (true) {
      at_ = text_.find_first_of("\"\\", at_);
      if (at_ == std::string_view::npos) return std::nullopt;
      if (text_[at_] == '"') break;
      if (at_ + 1 == text_.size()) return std::nullopt;
      const char kind = text_[at_ + 1];
      if (kind == 'u' ? !hex_4(text_, at_ + 2) : std::string_view("\"\\/bfnrt").find(kind) == std::string_view::npos) {
        return std::nullopt;
      }
      at_ += kind == 'u' ? 6 : 2;
    }
    return text_.substr(begin, at_++ - begin);
  }

  // A value that is no string: up to the comma or bracket behind it, and then held to be JSON.
  std::optional<std::string_view> take_other() {
    const auto begin = at_;
    int depth = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        if (!take_string()) return std::nullopt;
        --at_;
      } else if (c == '{' || c == '[') {
        ++depth;
      } else if (c == '}' || c == ']') {
        if (depth-- == 0) break;
      } else if (c == ',' && depth == 0) {
        break;
      }
    }
    auto text = text_.substr(begin, at_ - begin);
    text.remove_suffix(text.size() - 1 - std::min(text.find_last_not_of(kJsonBlanks), text.size() - 1));
    if (text == "null" || text == "true" || text == "false") return text;
    boost::system::error_code error;
    boost::json::monotonic_resource memory;
    (void)boost::json::parse(text, error, &memory);
    return error ? std::nullopt : std::optional(text);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::size_t write_utf8(unsigned code, char* to) {
  const auto tail = [&](unsigned shift) { return static_cast<char>(0x80 | ((code >> shift) & 0x3f)); };
  if (code < 0x80) {
    to[0] = static_cast<char>(code);
    return 1;
  }
  if (code < 0x800) {
    to[0] = static_cast<char>(0xc0 | (code >> 6));
    to[1] = tail(0);
    return 2;
  }
  if (code < 0x10000) {
    to[0] = static_cast<char>(0xe0 | (code >> 12));
    to[1] = tail(6);
    to[2] = tail(0);
    return 3;
  }
  to[0] = static_cast<char>(0xf0 | (code >> 18));
  to[1] = tail(12);
  to[2] = tail(6);
  to[3] = tail(0);
  return 4;
}

// Half of a surrogate pair alone becomes U+FFFD.
unsigned take_code_point(std::string_view text, std::size_t& at) {
  const unsigned first = *hex_4(text, at + 2);
  at += 6;
  if (first < 0xd800 || first > 0xdfff) return first;
  const auto second = text.substr(at).starts_with("\\u") ? hex_4(text, at + 2) : std::nullopt;
  if (first > 0xdbff || !second || *second < 0xdc00 || *second > 0xdfff) return 0xfffd;
  at += 6;
  return 0x10000 + ((first - 0xd800) << 10) + (*second - 0xdc00);
}

// Resolves escapes in place: what an escape stands for is never longer than itself. Only strings stand behind a quote.
std::string_view resolved(std::span<char> whole, std::string_view piece) {
  const auto begin = static_cast<std::size_t>(piece.data() - whole.data());
  if (whole[begin - 1] != '"' || piece.find('\\') == std::string_view::npos) return piece;
  constexpr std::string_view kKinds = "bfnrt", kMeanings = "\b\f\n\r\t";
  const auto text = whole.subspan(begin, piece.size());
  std::size_t to = 0;
  for (std::size_t from = 0; from < text.size();) {
    if (text[from] != '\\') {
      text[to++] = text[from++];
    } else if (text[from + 1] == 'u') {
      const unsigned code = take_code_point(piece, from);
      to += write_utf8(code, text.data() + to);
    } else {
      const auto kind = kKinds.find(text[from + 1]);
      text[to++] = kind == std::string_view::npos ? text[from + 1] : kMeanings[kind];
      from += 2;
    }
  }
  return piece.substr(0, to);
}

}  // namespace

bool read_json_map(std::span<char> text, std::vector<MapEntry>& entries) {
  const auto before = entries.size();
  if (!JsonMapParser({text.data(), text.size()}).parse(entries)) {
    entries.resize(before);
    return false;
  }
  for (auto& entry : std::span(entries).subspan(before)) {
    entry = {resolved(text, entry.key), resolved(text, entry.value)};
  }
  return true;
}

void name_tags(std::span<char> text, std::span<MapEntry> entries) {
  for (auto& entry : entries) {
    const auto name = legacy_tag_name(entry.key);
    const auto is_taken_by = [&](const MapEntry& other) { return name.is(entry.key, other.key); };
    if (!name.changes() || std::any_of(entries.begin(), entries.end(), is_taken_by)) continue;
    // A new prefix stands where the old one stood: it is never longer.
    entry.key.remove_prefix(name.from - name.prefix.size());
    name.prefix.copy(text.data() + (entry.key.data() - text.data()), name.prefix.size());
  }
}

void keep_last_of_each_key(std::vector<MapEntry>& entries) {
  if (entries.size() <= kFewEntries) {
    for (auto entry = entries.begin(); entry != entries.end();) {
      const bool again =
          std::any_of(entry + 1, entries.end(), [&](const auto& other) { return other.key == entry->key; });
      entry = again ? entries.erase(entry) : entry + 1;
    }
    return;
  }
  std::unordered_set<std::string_view> seen;
  std::reverse(entries.begin(), entries.end());
  std::erase_if(entries, [&](const MapEntry& entry) { return !seen.insert(entry.key).second; });
  std::reverse(entries.begin(), entries.end());
}

}  // namespace farthing
