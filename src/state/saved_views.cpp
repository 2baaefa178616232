#include "state/saved_views.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/secret.hpp"
#include "base/utf8.hpp"

namespace farthing {
namespace {

constexpr std::size_t kLongestViewName = 200, kLongestAddress = 4'000;
// Far more than anybody names; it keeps a script that runs wild from filling the disk.
constexpr std::int64_t kMostViewsOfOne = 1'000;

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xC0) != 0x80; }));
}

Done check_view_name(const std::string& name) {
  const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
  if (name.find_first_not_of(' ') == std::string::npos) return misuse("a view's name is missing");
  if (characters(name) > kLongestViewName)
    return misuse(fmt::format("a view's name has {} characters at most", kLongestViewName));
  if (!is_utf8(name) || std::any_of(name.begin(), name.end(), is_control))
    return misuse("a view's name holds characters that can't be shown");
  return {};
}

// It becomes a link: a browser would read "//host" and "/\host" as another server's, and drops what is no character.
Done check_address(const std::string& address) {
  const auto is_odd = [](unsigned char c) { return c <= 0x20 || c >= 0x7f || c == '\\'; };
  if (!address.starts_with('/') || address.starts_with("//"))
    return misuse("a view's address begins with one /", "it is the page's path and query, e.g. /explore?by=team");
  if (address.size() > kLongestAddress)
    return misuse(fmt::format("a view's address has {} bytes at most", kLongestAddress));
  if (std::any_of(address.begin(), address.end(), is_odd))
    return misuse("a view's address holds characters that stand in no address", "percent-encode them");
  return {};
}

constexpr const char* kSeen =
    "SELECT v.id, v.name, v.address, v.owner, v.shared, s.view IS NOT NULL, d.view IS NOT NULL FROM views v "
    "LEFT JOIN stars s ON s.view = v.id AND s.owner = ?1 LEFT JOIN default_views d ON d.view = v.id AND d.owner = ?1 "
    "WHERE (v.owner = ?1 OR v.shared = 1) AND (?2 = '' OR v.id = ?2) ORDER BY v.name COLLATE NOCASE, v.owner, v.id";

Result<std::vector<SavedView>> seen_views(Database& database, const std::string& owner, const std::string& id = "") {
  TRY(const auto rows, database.run(kSeen, {owner, id}));
  std::vector<SavedView> views;
  for (const auto& row : rows) {
    views.push_back({row[0], row[1], row[2], row[3], row[4] == "1", row[5] == "1", row[6] == "1", row[3] == owner});
  }
  return views;
}

Result<SavedView> seen_view(Database& database, const std::string& owner, const std::string& id) {
  TRY(auto views, id.empty() ? std::vector<SavedView>() : seen_views(database, owner, id));
  if (views.empty())
    return missing("there is no view '" + id + "'", "it may have been deleted, or isn't shared any more");
  return std::move(views.front());
}

Done unless_taken(Result<SqlRows> written, const std::string& name) {
  if (written) return {};
  if (written.error().kind != Error::Kind::kConflict) return tl::unexpected(std::move(written).error());
  return conflict("you have a view '" + name + "'", "take another name, or change that one");
}

Done change_view(Database& database, const SavedView& before, const ViewChange& change) {
  if (!change.name && !change.address && !change.shared) return {};
  if (!before.mine) return forbidden("the view belongs to " + before.owner, "save it under a name of your own");
  if (change.name) TRY_DONE(check_view_name(*change.name));
  if (change.address) TRY_DONE(check_address(*change.address));
  const auto name = change.name.value_or(before.name);
  return unless_taken(database.run("UPDATE views SET name = ?, address = ?, shared = ? WHERE id = ?",
                                   {name, change.address.value_or(before.address),
                                    static_cast<std::int64_t>(change.shared.value_or(before.shared)), before.id}),
                      name);
}

Done mark_view(Database& database, const std::string& owner, const std::string& id, const ViewChange& change) {
  if (change.starred) {
    TRY(const auto done, database.run(*change.starred ? "INSERT OR IGNORE INTO stars (owner, view) VALUES (?, ?)"
                                                      : "DELETE FROM stars WHERE owner = ? AND view = ?",
                                      {owner, id}));
  }
  if (change.is_default) {
    TRY(const auto done,
        database.run(*change.is_default ? "INSERT OR REPLACE INTO default_views (owner, view) VALUES (?, ?)"
                                        : "DELETE FROM default_views WHERE owner = ? AND view = ?",
                     {owner, id}));
  }
  return {};
}

}  // namespace

Result<std::vector<SavedView>> SavedViews::list(const std::string& owner) {
  TRY(const auto held, file_.if_there());
  if (!held) return std::vector<SavedView>();
  return seen_views(*held, owner);
}

Result<SavedView> SavedViews::add(const std::string& owner, const NewView& view, Timestamp now) {
  TRY_DONE(check_view_name(view.name));
  TRY_DONE(check_address(view.address));
  TRY(const auto id, random_text(12));
  TRY(const auto held, file_.made());
  TRY(auto transaction, Transaction::begin(*held));
  TRY(const auto count, held->run("SELECT count(*) FROM views WHERE owner = ?", {owner}));
  if (std::stoll(count.at(0).at(0)) >= kMostViewsOfOne)
    return conflict(fmt::format("one may save {} views", kMostViewsOfOne), "delete some that nobody needs");
  TRY_DONE(unless_taken(
      held->run("INSERT INTO views (id, name, address, owner, shared, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                {id, view.name, view.address, owner, static_cast<std::int64_t>(view.shared), format_timestamp(now)}),
      view.name));
  TRY_DONE(transaction.commit());
  return seen_view(*held, owner, id);
}

Result<SavedView> SavedViews::change(const std::string& owner, const std::string& id, const ViewChange& change) {
  TRY(const auto held, file_.if_there());
  if (!held) return missing("there is no view '" + id + "'");
  TRY(auto transaction, Transaction::begin(*held));
  TRY(const auto before, seen_view(*held, owner, id));
  TRY_DONE(change_view(*held, before, change));
  TRY_DONE(mark_view(*held, owner, id, change));
  TRY(auto after, seen_view(*held, owner, id));
  TRY_DONE(transaction.commit());
  return after;
}

Done SavedViews::remove(const std::string& owner, const std::string& id) {
  TRY(const auto held, file_.if_there());
  if (!held) return missing("there is no view '" + id + "'");
  TRY(auto transaction, Transaction::begin(*held));
  TRY(const auto before, seen_view(*held, owner, id));
  if (!before.mine) return forbidden("the view belongs to " + before.owner, "only its owner may delete it");
  TRY(const auto done, held->run("DELETE FROM views WHERE id = ?", {id}));
  return transaction.commit();
}

}  // namespace farthing
