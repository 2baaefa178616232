#include "base/zip.hpp"

#include <gmock/gmock.h>

#include "support/zip_writer.hpp"

namespace farthing {
namespace {

using samples::deflated_member;
using samples::stored_member;
using samples::zip_of;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Result<Zip> open_zip(std::string bytes) { return Zip::open(stored_in_memory(std::move(bytes), "bill.zip")); }

// The content of all members by name, or what is wrong.
std::string content_of(std::string bytes) {
  const auto zip = open_zip(std::move(bytes));
  if (!zip) return zip.error().text();
  std::string all;
  for (const auto& member : zip->members()) {
    auto source = zip->open_member(member.name);
    if (!source) return source.error().text();
    const auto text = read_to_end(**source);
    if (!text) return text.error().text();
    all += member.name + "=" + *text + ";";
  }
  return all;
}

TEST(Zip, IsToldByItsFirstBytes) {
  EXPECT_TRUE(is_zip(*stored_in_memory(zip_of({stored_member("a", "b")}), "")).value());
  EXPECT_FALSE(is_zip(*stored_in_memory("PK", "")).value());
  EXPECT_FALSE(is_zip(*stored_in_memory("id,cost\n", "")).value());
}

TEST(Zip, GivesItsMembersInOrderWithoutFolders) {
  const auto bytes = zip_of({stored_member("b/", ""), deflated_member("b/2.csv", std::string(5'000, 'x')),
                             stored_member("1.csv", "one"), stored_member("empty", "")});
  EXPECT_EQ(content_of(bytes), "b/2.csv=" + std::string(5'000, 'x') + ";1.csv=one;empty=;");
}

TEST(Zip, MayHaveACommentThatLooksLikeAZip) {
  EXPECT_EQ(content_of(zip_of({stored_member("a", "1")}, "PK\x05\x06 and more")), "a=1;");
}

TEST(Zip, MayBeZip64) {
  auto one = deflated_member("one", "111");
  auto two = stored_member("two", "2");
  one.zip64 = two.zip64 = true;
  EXPECT_EQ(content_of(zip_of({one, two})), "one=111;two=2;");
}

TEST(Zip, MayHaveNoMembers) { EXPECT_EQ(content_of(zip_of({})), ""); }

TEST(Zip, RefusesNamesThatLeadOut) {
  for (const std::string name : {"../evil.csv", "a/../../evil.csv", "a/..", "/etc/passwd", "..\\evil.csv", "a\\b.csv",
                                 "C:evil.csv", "C:/evil.csv", "", "../"}) {
    EXPECT_THAT(content_of(zip_of({stored_member("good.csv", "1"), stored_member(name, "2")})),
                HasSubstr("bill.zip: " + name + ": the path of this member leads out of the zip"));
  }
  const std::string with_zero("a\0b", 3);
  EXPECT_THAT(content_of(zip_of({stored_member(with_zero, "2")})), HasSubstr("leads out"));
  EXPECT_EQ(content_of(zip_of({stored_member("..a/b../...", "2")})), "..a/b../...=2;");
}

TEST(Zip, RefusesWhatItCannotRead) {
  auto encrypted = stored_member("secret.csv", "1");
  encrypted.flags = 1;
  EXPECT_EQ(content_of(zip_of({encrypted})), "bill.zip: secret.csv: is encrypted (decrypt it first)");
  auto lzma = stored_member("a.csv", "1");
  lzma.method = 14;
  EXPECT_THAT(content_of(zip_of({lzma})), AllOf(HasSubstr("bill.zip: a.csv: is compressed"), HasSubstr("method 14")));
  EXPECT_THAT(content_of(zip_of({stored_member("a", "1"), stored_member("a", "2")})),
              HasSubstr("two members have this name"));
}

TEST(Zip, RefusesABombByWhatItDeclares) {
  auto bomb = deflated_member("bomb.csv", std::string(200'000, '\0'));
  bomb.size = std::uint64_t{1} << 40;
  bomb.zip64 = true;
  EXPECT_THAT(content_of(zip_of({bomb})), HasSubstr("bill.zip: is a zip bomb"));
  bomb.zip64 = false;
  bomb.size = (std::uint64_t{64} << 20) + 1;
  EXPECT_THAT(content_of(zip_of({bomb})), HasSubstr("is a zip bomb"));
  std::vector<samples::ZipWriterMember> many;
  for (int i = 0; i < 100; ++i) {
    many.push_back(deflated_member("m" + std::to_string(i), "x"));
    many.back().size = std::uint64_t{1} << 20;
  }
  EXPECT_THAT(content_of(zip_of(many)), HasSubstr("is a zip bomb")) << "together they are one";
  // Beside much that can't be compressed, it stays one.
  bomb.size = std::uint64_t{65} << 20;
  EXPECT_THAT(content_of(zip_of({stored_member("big", std::string(1 << 20, 'x')), bomb})), HasSubstr("is a zip bomb"));
}

TEST(Zip, RefusesABombThatDeclaresLittle) {
  auto bomb = deflated_member("bomb.csv", std::string(3'000'000, '\0'));
  bomb.size = 1'000;
  EXPECT_THAT(content_of(zip_of({bomb})), HasSubstr("bill.zip: bomb.csv: is damaged: it holds more bytes"));
}

TEST(Zip, LetsAVeryRegularBillThroughUpTo64MiB) {
  const auto zip = open_zip(zip_of({deflated_member("a.csv", std::string(1'000'000, 'a'))}));
  ASSERT_TRUE(zip);
  EXPECT_EQ(read_to_end(*zip->open_member("a.csv").value()).value().size(), 1'000'000u);
}

TEST(Zip, RefusesMembersThatShareBytes) {
  auto first = stored_member("a", "same bytes");
  auto second = stored_member("b", "same bytes");
  second.offset = 0;
  EXPECT_THAT(content_of(zip_of({first, second})), HasSubstr("overlaps another one"));
  auto swallowing = stored_member("a", "x");
  swallowing.compressed_size = swallowing.size = 40;
  EXPECT_THAT(content_of(zip_of({swallowing, stored_member("b", "y")})), HasSubstr("overlaps another one"));
  auto outside = stored_member("a", "x");
  outside.offset = 10'000;
  EXPECT_THAT(content_of(zip_of({outside})), HasSubstr("overlaps another one or is cut"));
}

TEST(Zip, SaysThatItWasCutWhereverThatWas) {
  const auto whole = zip_of({deflated_member("a.csv", "some text, some text, some text"), stored_member("b", "c")});
  for (std::size_t size = 4; size < whole.size(); ++size) {
    EXPECT_THAT(content_of(whole.substr(0, size)), HasSubstr("bill.zip: is a zip that was cut or damaged")) << size;
  }
}

TEST(Zip, NeverTakesDamagedContentForGood) {
  const auto whole = zip_of({deflated_member("a.csv", "some text, some text, some text")});
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const int bit : {1, 8, 128}) {
      auto damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ bit);
      const auto result = content_of(damaged);
      // A name, a date or a bit that says nothing may change, the content may not.
      EXPECT_TRUE(result.starts_with("bill.zip: ") || result.ends_with("=some text, some text, some text;"))
          << at << ": " << result;
    }
  }
}

TEST(Zip, NamesAMemberThatIsNotThere) {
  EXPECT_EQ(open_zip(zip_of({stored_member("a", "1")}))->open_member("b").error().text(),
            "bill.zip: there is no member b");
}

}  // namespace
}  // namespace farthing
