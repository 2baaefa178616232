#include "state/saved_views.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"

namespace farthing {
namespace {

using ::testing::HasSubstr;

class SavedViewsTest : public ::testing::Test {
 protected:
  SavedView add(const std::string& owner, const std::string& name, bool shared = false) {
    auto added = views_.add(owner, {name, "/explore?by=team", shared}, now_);
    if (!added) ADD_FAILURE() << added.error().text();
    return added.value_or(SavedView());
  }
  Error::Kind refused(const std::string& owner, const NewView& view) {
    const auto added = views_.add(owner, view, now_);
    return added ? Error::Kind::kFailed : added.error().kind;
  }
  // Names as `owner` sees them: * starred, ! default, + mine.
  std::string seen(const std::string& owner) {
    std::string text;
    const auto views = views_.list(owner).value();
    for (const auto& view : views) {
      text += (text.empty() ? "" : " ") + view.name + (view.starred ? "*" : "") + (view.is_default ? "!" : "") +
              (view.mine ? "+" : "");
    }
    return text;
  }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
  SavedViews views_{folder_.path()};
  Timestamp now_ = parse_timestamp("2026-11-29T10:00:00Z").value();
};

TEST_F(SavedViewsTest, OnesOwnAndTheSharedOnesAreSeen) {
  EXPECT_EQ(seen("maria"), "");
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "state"));
  const auto made = add("maria", "teams", true);
  EXPECT_EQ(made.owner, "maria");
  EXPECT_EQ(made.address, "/explore?by=team");
  EXPECT_TRUE(made.shared && made.mine && !made.starred && !made.is_default);
  add("maria", "Mine alone");
  add("ben", "his");
  EXPECT_EQ(seen("maria"), "Mine alone+ teams+");
  EXPECT_EQ(seen("ben"), "his+ teams");
  EXPECT_EQ(SavedViews(folder_.path()).list("ben").value().size(), 2u);
}

TEST_F(SavedViewsTest, OnlyTheOwnerChangesAndDeletes) {
  const auto shared = add("maria", "teams", true), own = add("maria", "own");
  EXPECT_EQ(views_.change("ben", shared.id, {.name = "x"}).error().kind, Error::Kind::kForbidden);
  EXPECT_EQ(views_.change("ben", shared.id, {.shared = false, .starred = true}).error().kind, Error::Kind::kForbidden);
  EXPECT_EQ(views_.remove("ben", shared.id).error().kind, Error::Kind::kForbidden);
  EXPECT_EQ(views_.change("ben", own.id, {.starred = true}).error().kind, Error::Kind::kMissing);
  EXPECT_EQ(views_.remove("ben", own.id).error().kind, Error::Kind::kMissing);
  EXPECT_EQ(seen("ben"), "teams");
  const auto changed = views_.change("maria", shared.id, {.name = "all teams", .address = "/explore"});
  ASSERT_TRUE(changed) << changed.error().text();
  EXPECT_EQ(changed->name + changed->address, "all teams/explore");
  EXPECT_TRUE(changed->shared);
  ASSERT_TRUE(views_.remove("maria", shared.id));
  EXPECT_EQ(seen("ben"), "");
  EXPECT_EQ(seen("maria"), "own+");
}

TEST_F(SavedViewsTest, MarksAreEverybodysOwn) {
  const auto first = add("maria", "a", true), second = add("maria", "b", true);
  ASSERT_TRUE(views_.change("ben", first.id, {.starred = true, .is_default = true}));
  EXPECT_EQ(seen("ben"), "a*! b");
  EXPECT_EQ(seen("maria"), "a+ b+");
  const auto moved = views_.change("ben", second.id, {.is_default = true});
  EXPECT_TRUE(moved && moved->is_default);
  EXPECT_EQ(seen("ben"), "a* b!");
  // That this one isn't the default changes nothing about the one that is.
  ASSERT_TRUE(views_.change("ben", first.id, {.starred = false, .is_default = false}));
  EXPECT_EQ(seen("ben"), "a b!");
  ASSERT_TRUE(views_.change("ben", second.id, {.starred = true}));
  ASSERT_TRUE(views_.change("ben", second.id, {.starred = true}));
  EXPECT_EQ(seen("ben"), "a b*!");
  ASSERT_TRUE(views_.remove("maria", second.id));
  EXPECT_EQ(seen("ben"), "a");
}

TEST_F(SavedViewsTest, WhatIsNoLongerSharedIsGoneForOthers) {
  const auto view = add("maria", "a", true);
  ASSERT_TRUE(views_.change("ben", view.id, {.starred = true, .is_default = true}));
  ASSERT_TRUE(views_.change("maria", view.id, {.shared = false}));
  EXPECT_EQ(seen("ben"), "");
  EXPECT_EQ(seen("maria"), "a+");
}

TEST_F(SavedViewsTest, ANameIsTakenOncePerOwner) {
  add("maria", "a");
  const auto b = add("maria", "b");
  add("ben", "a");
  EXPECT_EQ(refused("maria", {"a", "/x"}), Error::Kind::kConflict);
  const auto renamed = views_.change("maria", b.id, {.name = "a", .starred = true});
  EXPECT_EQ(renamed.error().kind, Error::Kind::kConflict);
  EXPECT_THAT(renamed.error().text(), HasSubstr("'a'"));
  EXPECT_EQ(seen("maria"), "a+ b+");
}

TEST_F(SavedViewsTest, AnAddressIsOneOfThePage) {
  for (const char* address : {"", "explore", "//evil.example", "/\\evil.example", "https://evil.example",
                              "javascript:alert(1)", "/a b", "/a\nb", "/\xc3\xa9"}) {
    EXPECT_EQ(refused("maria", {"a", address}), Error::Kind::kUsage) << address;
  }
  EXPECT_EQ(refused("maria", {"a", "/" + std::string(4'000, 'x')}), Error::Kind::kUsage);
  const auto made = add("maria", "a");
  EXPECT_EQ(views_.change("maria", made.id, {.address = "//x"}).error().kind, Error::Kind::kUsage);
}

TEST_F(SavedViewsTest, ANameCanBeShown) {
  for (const auto& name :
       {std::string(), std::string("  "), std::string("a\x01"), std::string("a\xff"), std::string(201, 'a')}) {
    EXPECT_EQ(refused("maria", {name, "/"}), Error::Kind::kUsage) << name;
  }
  std::string umlauts;
  for (int i = 0; i < 200; ++i) umlauts += "\xc3\xa4";
  EXPECT_EQ(add("maria", umlauts).name, umlauts) << "characters count, not bytes";
  EXPECT_EQ(refused("maria", {umlauts + "a", "/"}), Error::Kind::kUsage);
  EXPECT_EQ(add("maria", "Kosten f\xc3\xbcr 'alle' \"x\" ; DROP TABLE views").owner, "maria");
  EXPECT_EQ(views_.change("maria", "", {.starred = true}).error().kind, Error::Kind::kMissing);
}

TEST_F(SavedViewsTest, NobodySavesWithoutEnd) {
  for (int i = 0; i < 1'000; ++i) add("maria", std::to_string(i));
  EXPECT_EQ(refused("maria", {"one more", "/"}), Error::Kind::kConflict);
  add("ben", "his");
}

}  // namespace
}  // namespace farthing
