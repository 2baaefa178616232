#include "collect/bill/csv_text.hpp"

#include <fmt/format.h>

#include "base/inflate.hpp"
#include "base/utf8.hpp"
#include "base/zip.hpp"
#include "collect/bill/block_cutter.hpp"
#include "collect/bill/record_reader.hpp"

namespace farthing {
namespace {

constexpr std::size_t kFirstLook = std::size_t{64} << 10;
constexpr std::size_t kLongestRecord = std::size_t{16} << 20;

class CountedBytes final : public StoredBytes {
 public:
  CountedBytes(std::shared_ptr<StoredBytes> bytes, std::atomic<std::int64_t>* count)
      : bytes_(std::move(bytes)), count_(count) {}

  [[nodiscard]] std::uint64_t size() const override { return bytes_->size(); }
  [[nodiscard]] const std::string& name() const override { return bytes_->name(); }
  [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset, std::span<char> out) override {
    auto got = bytes_->read_at(offset, out);
    if (got) count_->fetch_add(static_cast<std::int64_t>(*got), std::memory_order_relaxed);
    return got;
  }

 private:
  std::shared_ptr<StoredBytes> bytes_;
  std::atomic<std::int64_t>* count_;
};

// The text up to the end of its first records, as far as a header may reach.
Result<std::string> first_records(ByteSource& source, const std::string& name) {
  std::string text;
  while (true) {
    const auto before = text.size();
    text.resize(before + std::max(kFirstLook, before));
    auto filled = before;
    bool ended = false;
    while (filled < text.size() && !ended) {
      TRY(const std::size_t got, source.read(std::span(text).subspan(filled)));
      ended = got == 0;
      filled += got;
    }
    text.resize(filled);
    if (ended) return text;
    const auto whole = std::string_view(text).substr(0, cut_at_record_end(text).size);
    if (whole.find_first_not_of("\r\n") != std::string_view::npos) return std::string(whole);
    if (text.size() > kLongestRecord) return line_too_long(name, 1);
  }
}

// What the Finder of macOS and other tools leave behind: "__MACOSX/bills/._may.csv", ".DS_Store".
bool is_hidden(std::string_view member) {
  const auto name = member.substr(member.rfind('/') + 1);
  return name.starts_with('.') || member.starts_with("__MACOSX/") || member.find("/__MACOSX/") != member.npos;
}

Done check_header_name(std::string_view column, const std::string& where) {
  if (!is_utf8(column)) {
    return fail(fmt::format("the column name '{}' is not UTF-8 text", shown(column)), where, "save the file as UTF-8");
  }
  if (column.find('\0') != std::string_view::npos) return fail("is not text: it has NUL bytes", where);
  if (column.find('\r') != std::string_view::npos) {
    return fail("a column name has a carriage return inside", where,
                "save the file with lines that end with LF or CRLF");
  }
  return {};
}

}  // namespace

std::string CsvFile::name() const { return path.string() + (member.empty() ? "" : ": " + member); }
std::string CsvFile::short_name() const { return path.filename().string() + (member.empty() ? "" : ": " + member); }

Result<std::unique_ptr<ByteSource>> open_csv_text(const CsvFile& file, std::atomic<std::int64_t>* bytes_read) {
  TRY(auto bytes, open_stored_file(file.path));
  if (bytes_read != nullptr) bytes = std::make_shared<CountedBytes>(std::move(bytes), bytes_read);
  if (file.member.empty()) return inflate_if_gzip(stream_of(std::move(bytes)), file.path.string());
  TRY(const Zip zip, Zip::open(std::move(bytes)));
  TRY(auto member, zip.open_member(file.member));
  return inflate_if_gzip(std::move(member), file.name());
}

Result<std::vector<CsvFile>> csv_files_in(const std::filesystem::path& path) {
  TRY(auto bytes, open_stored_file(path));
  TRY(const bool zipped, is_zip(*bytes));
  if (!zipped) return std::vector{CsvFile{path}};
  TRY(const Zip zip, Zip::open(std::move(bytes)));
  std::vector<CsvFile> files;
  for (const auto& member : zip.members()) {
    if (!is_hidden(member.name)) files.push_back({path, member.name});
  }
  if (!files.empty()) return files;
  if (zip.members().empty()) return fail("is an empty zip", path.string());
  return fail("holds only hidden files, such as " + zip.members().front().name, path.string(),
              "zip the bill again, or import it as it was before");
}

Result<std::vector<std::string>> read_header(ByteSource& source, const std::string& name) {
  TRY(std::string text, first_records(source, name));
  if (text.empty()) return fail("is empty", name);
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
    return fail("is UTF-16 text", name, "save the file as UTF-8");
  }
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  RecordReader reader(text, 1, RecordReader::kAnyWidth);
  std::vector<FieldPlace> fields(RecordReader::kWidestHeader);
  const auto step = reader.next(fields);
  if (step == RecordReader::Step::kEnd) {
    return fail("has no header", name, "the first line must name the columns");
  }
  if (reader.position() > kLongestRecord) return line_too_long(name, reader.line());
  const auto where = fmt::format("{}: line {}", name, reader.line());
  if (step == RecordReader::Step::kBroken) return fail(reader.problem_text(), where);
  std::vector<std::string> names;
  for (const auto& field : std::span(fields).first(reader.count())) {
    TRY_DONE(check_header_name(reader.text_of(field), where));
    names.emplace_back(reader.text_of(field));
  }
  return names;
}

Result<std::vector<std::string>> read_csv_header(const CsvFile& file) {
  TRY(auto source, open_csv_text(file, nullptr));
  return read_header(*source, file.name());
}

}  // namespace farthing
