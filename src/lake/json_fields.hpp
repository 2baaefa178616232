// Reads the lake's own JSON files with care: whatever isn't as it was written is damage, and named by its place.
#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/result.hpp"

namespace farthing {

/// The `format` number of manifests and snapshots that this program writes, and the highest that it reads.
inline constexpr std::int64_t kLakeFormat = 1;

/// The first thing that was wrong with a file, e.g. "partitions[2].files[0].bytes is not a whole number".
struct JsonDamage {
  std::string what;
  void report(std::string text) {
    if (what.empty()) what = std::move(text);
  }
};

/// One JSON object. Every read returns the value, or an empty one after it has reported the damage; so a reader reads
/// all that it needs and asks once, at the end, whether that went well. The object must outlive it.
class JsonFields {
 public:
  JsonFields(const boost::json::object& object, std::string place, JsonDamage& damage)
      : object_(&object), place_(std::move(place)), damage_(&damage) {}

  [[nodiscard]] std::string text(const char* key) const;
  /// A count or a size: never negative.
  [[nodiscard]] std::int64_t count(const char* key) const;
  /// An exact amount as decimal text, up to 26 digits before the point: a sum may be larger than any bill's amount.
  [[nodiscard]] Decimal amount(const char* key) const;
  /// Nothing where the field is null or not there.
  [[nodiscard]] std::optional<std::string> optional_text(const char* key) const;
  [[nodiscard]] std::optional<Decimal> optional_amount(const char* key) const;
  [[nodiscard]] std::vector<std::string> texts(const char* key) const;
  [[nodiscard]] std::vector<JsonFields> objects(const char* key) const;
  [[nodiscard]] std::optional<JsonFields> optional_object(const char* key) const;
  /// An object that must be there; an empty one after damage.
  [[nodiscard]] JsonFields object(const char* key) const;
  [[nodiscard]] std::vector<std::string> keys() const;

  void damaged(const char* key, std::string_view what) const;

 private:
  [[nodiscard]] const boost::json::value* find(const char* key, bool required) const;
  [[nodiscard]] std::string place_of(const char* key) const;

  const boost::json::object* object_;
  std::string place_;
  JsonDamage* damage_;
};

/// Parses `bytes` of the file `where` and has `read` take what it holds. Errors name the file: one written by a newer
/// Farthing, no JSON, or damaged as `read` reported.
[[nodiscard]] Done read_lake_json(std::string_view bytes, const std::string& where,
                                  const std::function<void(const JsonFields&)>& read);
/// How every error about a damaged file of the lake reads.
[[nodiscard]] tl::unexpected<Error> damaged_file(const std::string& what, const std::string& where);

}  // namespace farthing
