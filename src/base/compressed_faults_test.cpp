// What can be odd or wrong with compressed files beyond a cut and a flipped bit.
#include <gmock/gmock.h>

#include "base/inflate.hpp"
#include "base/zip.hpp"
#include "base/zip_directory.hpp"
#include "support/zip_writer.hpp"

namespace farthing {
namespace {

using samples::gzipped;
using samples::little_endian;
using samples::stored_member;
using samples::zip_of;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string numbered_lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += std::to_string(i * 7919) + ",m5.large\n";
  return text;
}

// The text, or the error's.
std::string gunzipped(std::string bytes, std::size_t out_size = 1 << 16) {
  auto source = inflate_if_gzip(stream_of(stored_in_memory(std::move(bytes), "m")), "b.gz");
  if (!source) return source.error().text();
  std::string text, buffer(out_size, '\0');
  while (true) {
    const auto got = (*source)->read(buffer);
    if (!got) return got.error().text();
    if (*got == 0) break;
    text.append(buffer, 0, *got);
  }
  EXPECT_EQ((*source)->read(buffer).value(), 0u) << "the end stays the end";
  return text;
}

// A member whose header has fields that most don't: RFC 1952, section 2.3.
std::string gzip_with_header(std::string_view text, std::uint8_t flags, const std::string& fields) {
  auto bytes = gzipped(text);
  bytes[3] = static_cast<char>(flags);
  return bytes.insert(10, fields);
}

TEST(GzipHeaders, NamesCommentsAndExtraFieldsArePassedOver) {
  const std::string zero(1, '\0');
  EXPECT_EQ(gunzipped(gzip_with_header("text", 8, "bill-00001.csv" + zero)), "text");
  EXPECT_EQ(gunzipped(gzip_with_header("text", 16, "a comment" + zero)), "text");
  EXPECT_EQ(gunzipped(gzip_with_header("text", 4, little_endian(5, 2) + "abcde")), "text");
  EXPECT_EQ(gunzipped(gzip_with_header("text", 4 | 8 | 16, little_endian(2, 2) + "ab" + "name" + zero + zero)), "text");
}

TEST(GzipHeaders, AnotherMethodOrAReservedFlagIsRefused) {
  auto method = gzipped("text");
  method[2] = 7;
  EXPECT_EQ(gunzipped(method), "b.gz: is damaged: its compressed content can't be inflated (get the file again)");
  auto declared = gzipped("text");
  declared[declared.size() - 4] = 5;  // the size of the content, modulo 2^32
  EXPECT_THAT(gunzipped(declared), HasSubstr("b.gz: is damaged")) << "the size is checked as the checksum is";
}

TEST(GzipMembers, ACutBetweenMembersCannotBeToldButOneInsideIs) {
  const auto text = numbered_lines(40);
  const std::vector<std::string> members{gzipped(text), gzipped(""), gzipped("x"), gzipped(text)};
  const std::vector<std::string> texts{text, "", "x", text};
  std::string whole, before;
  for (std::size_t i = 0; i < members.size(); ++i) {
    whole += members[i];
    const std::size_t most = members[i].size() - (i == 0 ? 1 : 0);  // a single byte is no gzip yet
    for (std::size_t cut = 1; cut < most; ++cut) {
      ASSERT_THAT(gunzipped(whole.substr(0, whole.size() - cut)), StartsWith("b.gz: ends in the middle"))
          << i << " " << cut;
    }
    before += texts[i];
    ASSERT_EQ(gunzipped(whole), before);
  }
}

TEST(GzipMembers, EachHasItsOwnChecksum) {
  auto second = gzipped("second");
  second[second.size() - 8] = static_cast<char>(second[second.size() - 8] ^ 1);
  EXPECT_THAT(gunzipped(gzipped("first") + second), HasSubstr("b.gz: is damaged: its checksum is wrong"));
  EXPECT_THAT(gunzipped(second + gzipped("last")), HasSubstr("its checksum is wrong"));
}

TEST(GzipMembers, OnlyZerosMayFollowTheLast) {
  const auto good = gzipped("text");
  EXPECT_EQ(gunzipped(good + std::string(300'000, '\0')), "text") << "more than one buffer of them";
  for (int byte = 1; byte < 256; ++byte) {
    if (byte == 0x1f) continue;  // begins another member, which is cut
    EXPECT_THAT(gunzipped(good + static_cast<char>(byte)), HasSubstr("bytes behind its compressed content")) << byte;
    EXPECT_THAT(gunzipped(good + std::string(3, '\0') + static_cast<char>(byte)), HasSubstr("bytes behind")) << byte;
  }
  EXPECT_THAT(gunzipped(good + "\x1f"), HasSubstr("ends in the middle"));
  EXPECT_THAT(gunzipped(good + "\x1f plain text"), StartsWith("b.gz: "));
}

TEST(GzipMembers, TheSizeOfTheReadersBufferChangesNothing) {
  const auto text = numbered_lines(3'000);
  const auto bytes = gzipped(text) + gzipped(text);
  for (const std::size_t size : {1U, 2U, 3U, 1'000U, 32'768U, 1U << 20}) ASSERT_EQ(gunzipped(bytes, size), text + text);
}

// A disk that fails after so many bytes.
class FailingSource final : public ByteSource {
 public:
  FailingSource(std::string bytes, std::size_t good) : bytes_(std::move(bytes)), good_(good) {}
  Result<std::size_t> read(std::span<char> out) override {
    if (at_ == good_) return fail("Input/output error", "disk");
    const auto size = bytes_.copy(out.data(), std::min(out.size(), good_ - at_), at_);
    at_ += size;
    return size;
  }

 private:
  std::string bytes_;
  std::size_t good_, at_ = 0;
};

TEST(GzipMembers, ADisksErrorIsToldAsItIsWhereverItComes) {
  const auto bytes = gzipped(numbered_lines(50)) + std::string(2, '\0');
  for (std::size_t good = 0; good <= bytes.size(); ++good) {
    auto source = inflate_if_gzip(std::make_unique<FailingSource>(bytes, good), "b.gz");
    const auto text = source ? read_to_end(**source) : Result<std::string>(tl::unexpected(source.error()));
    ASSERT_FALSE(text) << good;
    ASSERT_EQ(text.error().text(), "disk: Input/output error") << good;
  }
}

std::string zip_error(std::string bytes) {
  const auto zip = Zip::open(stored_in_memory(std::move(bytes), "b.zip"));
  if (!zip) return zip.error().text();
  std::string all;
  for (const auto& member : zip->members()) {
    auto source = zip->open_member(member.name);
    const auto text = source ? read_to_end(**source) : Result<std::string>(tl::unexpected(source.error()));
    if (!text) return text.error().text();
    all += *text;
  }
  return all;
}

TEST(ZipPlaces, ACommentMayBeAsLongAsItCan) {
  const auto member = stored_member("a", "text");
  EXPECT_EQ(zip_error(zip_of({member}, std::string(65'535, 'c'))), "text");
  EXPECT_EQ(zip_error(zip_of({member}, std::string(65'535, '\0'))), "text");
}

TEST(ZipPlaces, BytesBehindTheEndOrBeforeTheBeginningAreRefused) {
  const auto whole = zip_of({stored_member("a", "text")});
  EXPECT_THAT(zip_error(whole + "x"), HasSubstr("cut or damaged"));
  EXPECT_THAT(zip_error(whole + std::string(70'000, 'x')), HasSubstr("cut or damaged"));
  EXPECT_THAT(zip_error("x" + whole), StartsWith("b.zip: "));
}

// The list declares places that the members' own headers contradict.
TEST(ZipPlaces, AMemberMustBeWhereTheListSays) {
  auto whole = zip_of({stored_member("first", "1111"), stored_member("second", "2222")});
  auto moved = whole;
  moved[0] = 'Q';
  EXPECT_THAT(zip_error(moved), HasSubstr("b.zip: first: is a damaged zip: this member isn't where it should be"));
  auto longer = whole;
  longer[26] = static_cast<char>(longer[26] + 1);  // its own name one longer: its bytes would end in the next member
  EXPECT_THAT(zip_error(longer), HasSubstr("b.zip: first: is a damaged zip: this member overlaps"));
  auto shorter = whole;
  shorter[26] = static_cast<char>(shorter[26] - 1);
  EXPECT_THAT(zip_error(shorter), HasSubstr("b.zip: first: is damaged: its checksum is wrong"));
}

TEST(ZipPlaces, TheCountOfTheListMustBeRight) {
  const auto whole = zip_of({stored_member("a", "1"), stored_member("b", "2")});
  for (const char count : {'\0', '\1', '\3', '\xff'}) {
    auto wrong = whole;
    wrong[wrong.size() - 22 + 10] = count;
    EXPECT_THAT(zip_error(wrong), HasSubstr("cut or damaged")) << static_cast<int>(count);
  }
}

TEST(ZipPlaces, A64BitPlaceBeyondTheFileIsRefused) {
  auto member = stored_member("a", "text");
  member.zip64 = true;
  const auto whole = zip_of({member});
  ASSERT_EQ(zip_error(whole), "text");
  const auto locator = whole.size() - 22 - 20;
  for (std::size_t byte = 8; byte < 16; ++byte) {
    auto wrong = whole;
    wrong[locator + byte] = '\xff';
    EXPECT_THAT(zip_error(wrong), HasSubstr("cut or damaged")) << byte;
  }
  member.offset = INT64_MAX;
  EXPECT_THAT(zip_error(zip_of({member})), HasSubstr("overlaps another one or is cut"));
  member.offset = -1;
  member.compressed_size = ~std::uint64_t{0} - 10;
  EXPECT_THAT(zip_error(zip_of({member})), HasSubstr("overlaps another one or is cut"));
}

TEST(ZipPlaces, NumbersOfARecordAreLittleEndian) {
  const std::string record = "\x01\x02\xff\x80" + std::string(8, '\xff');
  EXPECT_EQ(zip_number(record, 0, 2), 0x0201u);
  EXPECT_EQ(zip_number(record, 2, 2), 0x80ffu);
  EXPECT_EQ(zip_number(record, 0, 4), 0x80ff0201u);
  EXPECT_EQ(zip_number(record, 4, 8), ~std::uint64_t{0});
}

}  // namespace
}  // namespace farthing
