// Views of the page that somebody gave a name.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "state/state_file.hpp"

namespace farthing {

struct NewView {
  std::string name;
  std::string address;  ///< path and query, e.g. "/explore?by=team"
  bool shared = false;  ///< all see it
};

/// A view as one of those who see it has it.
struct SavedView {
  std::string id, name, address;
  std::string owner;  ///< a token's name, or "local"
  bool shared = false;
  bool starred = false, is_default = false, mine = false;  ///< of the one who asks
};

/// What isn't given stays. The first three are the owner's to change, the marks are everybody's own.
struct ViewChange {
  std::optional<std::string> name, address;
  std::optional<bool> shared;
  std::optional<bool> starred, is_default;
};

/// The saved views of one data folder, of any thread. One sees one's own and the shared ones: another's is kMissing,
/// and changing a shared one is kForbidden. A name is taken once per owner (kConflict).
class SavedViews {
 public:
  explicit SavedViews(const std::filesystem::path& data) : file_(data) {}

  /// Those that `owner` sees, by name.
  [[nodiscard]] Result<std::vector<SavedView>> list(const std::string& owner);
  [[nodiscard]] Result<SavedView> add(const std::string& owner, const NewView& view, Timestamp now);
  [[nodiscard]] Result<SavedView> change(const std::string& owner, const std::string& id, const ViewChange& change);
  [[nodiscard]] Done remove(const std::string& owner, const std::string& id);

 private:
  StateFile file_;
};

}  // namespace farthing
