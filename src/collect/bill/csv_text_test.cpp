#include "collect/bill/csv_text.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "base/file.hpp"
#include "support/zip_writer.hpp"

namespace farthing {
namespace {

using samples::deflated_member;
using samples::gzipped;
using samples::stored_member;
using samples::zip_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CsvTextTest : public ::testing::Test {
 protected:
  std::filesystem::path write(const std::string& name, std::string_view bytes) {
    std::ofstream(folder_.path() / name, std::ios::binary) << bytes;
    return folder_.path() / name;
  }
  std::string header_error(std::string_view bytes) {
    const auto header = read_csv_header({write("bill.csv", bytes)});
    return header ? "no error" : header.error().text();
  }
  std::vector<std::string> header(std::string_view bytes) {
    return read_csv_header({write("bill.csv", bytes)}).value();
  }

  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

TEST_F(CsvTextTest, NamesAFileAndAMember) {
  const CsvFile plain{"folder/bill.csv.gz"}, zipped{"folder/bill.zip", "in/bill-1.csv"};
  EXPECT_EQ(plain.name(), "folder/bill.csv.gz");
  EXPECT_EQ(plain.short_name(), "bill.csv.gz");
  EXPECT_EQ(zipped.name(), "folder/bill.zip: in/bill-1.csv");
  EXPECT_EQ(zipped.short_name(), "bill.zip: in/bill-1.csv");
}

TEST_F(CsvTextTest, ReadsTheFirstLineAsNames) {
  EXPECT_THAT(header("a,b/c,\"d,\n\"\"e\"\"\"\r\n1,2,3\n"), ElementsAre("a", "b/c", "d,\n\"e\""));
  EXPECT_THAT(header("\xef\xbb\xbf"
                     "a,b"),
              ElementsAre("a", "b"));
  EXPECT_THAT(header("\xef\xbb\xbf\"a\",b\n"), ElementsAre("a", "b"));
  EXPECT_THAT(header("\n\r\na,b\n"), ElementsAre("a", "b"));
  EXPECT_THAT(header("Caf\xc3\xa9\n"), ElementsAre("Caf\xc3\xa9"));
}

TEST_F(CsvTextTest, ReadsAHeaderOfAnyLength) {
  const std::string long_name(200'000, 'n');
  EXPECT_THAT(header(long_name + ",b\n" + std::string(300'000, 'x') + ",1\n"), ElementsAre(long_name, "b"));
  EXPECT_THAT(header_error(std::string(17 << 20, 'n') + "\n1\n"), HasSubstr("bill.csv: line 1 is longer than 16 MiB"));
}

TEST_F(CsvTextTest, ReadsTheHeaderOfCompressedFilesByTheirContent) {
  EXPECT_THAT(header(gzipped("a,b\n1,2\n")), ElementsAre("a", "b"));
  const auto zip =
      write("bill.csv", zip_of({deflated_member("1.csv", "a,b\n1,2\n"), stored_member("2.gz", gzipped("c\n"))}));
  const auto files = csv_files_in(zip).value();
  ASSERT_EQ(files.size(), 2u);
  EXPECT_THAT(read_csv_header(files[0]).value(), ElementsAre("a", "b"));
  EXPECT_THAT(read_csv_header(files[1]).value(), ElementsAre("c"));
}

TEST_F(CsvTextTest, RefusesAHeaderThatIsNone) {
  EXPECT_THAT(header_error(""), HasSubstr("bill.csv: is empty"));
  EXPECT_THAT(header_error(gzipped("")), HasSubstr("bill.csv: is empty"));
  EXPECT_THAT(header_error("\n\r\n\n"), HasSubstr("bill.csv: has no header"));
  EXPECT_THAT(header_error("a\"b,c\n"), HasSubstr("bill.csv: line 1: field 1 has a quote inside"));
  EXPECT_THAT(header_error("a,\"b\n"), HasSubstr("bill.csv: line 1: the quote that opens field 2 is not closed"));
}

TEST_F(CsvTextTest, SaysWhichTextItCannotRead) {
  EXPECT_THAT(header_error(std::string_view("\xff\xfe"
                                            "a\0,\0",
                                            6)),
              HasSubstr("bill.csv: is UTF-16 text (save the file as UTF-8)"));
  EXPECT_THAT(header_error("Caf\xe9,b\n"), HasSubstr("line 1: the column name 'Caf?' is not UTF-8 text"));
  EXPECT_THAT(header_error(std::string_view("a\0b,c\n", 6)), HasSubstr("has NUL bytes"));
  EXPECT_THAT(header_error("a,b\r1,2\r3,4\r"), HasSubstr("carriage return inside"));
}

TEST_F(CsvTextTest, ListsThePlainFileOrTheMembersOfAZip) {
  const auto plain = csv_files_in(write("bill.zip", "id,cost\n")).value();
  ASSERT_EQ(plain.size(), 1u);
  EXPECT_EQ(plain[0].member, "");
  const auto zipped = csv_files_in(
      write("bill.csv", zip_of({stored_member("f/", ""), stored_member("f/b", "1"), stored_member("a", "2")})));
  ASSERT_EQ(zipped->size(), 2u);
  EXPECT_EQ((*zipped)[0].name(), (folder_.path() / "bill.csv").string() + ": f/b");
  EXPECT_EQ((*zipped)[0].short_name(), "bill.csv: f/b");
  EXPECT_EQ((*zipped)[1].short_name(), "bill.csv: a");
  EXPECT_THAT(csv_files_in(folder_.path() / "none").error().text(), HasSubstr("none: No such file"));
  EXPECT_THAT(csv_files_in(write("evil.zip", zip_of({stored_member("../x", "1")}))).error().text(),
              HasSubstr("evil.zip: ../x: the path of this member leads out of the zip"));
}

TEST_F(CsvTextTest, PassesOverWhatMacosAndOtherToolsHideInAZip) {
  const auto zip = write("bill.zip", zip_of({stored_member("__MACOSX/._may.csv", "x"), stored_member(".DS_Store", "x"),
                                             stored_member("b/._may.csv", "x"), stored_member("b/may.csv", "id\n")}));
  const auto files = csv_files_in(zip).value();
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].member, "b/may.csv");
  EXPECT_THAT(csv_files_in(write("hidden.zip", zip_of({stored_member("__MACOSX/x", "x")}))).error().text(),
              HasSubstr("hidden.zip: holds only hidden files, such as __MACOSX/x"));
}

TEST_F(CsvTextTest, RefusesAnEmptyZip) {
  EXPECT_THAT(csv_files_in(write("none.zip", zip_of({}))).error().text(), HasSubstr("none.zip: is an empty zip"));
  EXPECT_THAT(csv_files_in(write("folders.zip", zip_of({stored_member("may/", "")}))).error().text(),
              HasSubstr("folders.zip: is an empty zip"));
}

TEST_F(CsvTextTest, CountsTheBytesThatComeFromDisk) {
  const std::string text(1'000'000, 'x');
  const auto bytes = gzipped(text);
  std::atomic<std::int64_t> count = 0;
  const auto source = open_csv_text({write("bill.csv.gz", bytes)}, &count).value();
  EXPECT_EQ(read_to_end(*source).value(), text);
  EXPECT_EQ(count, static_cast<std::int64_t>(bytes.size()));
}

}  // namespace
}  // namespace farthing
