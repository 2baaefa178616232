// Some records at a time, so that their fields can be worked on column by column.
#pragma once
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "collect/bill/record_reader.hpp"

namespace farthing {

/// Records of one text. Fields are views into it.
class RecordGroup {
 public:
  explicit RecordGroup(std::size_t width)
      : width_(width), capacity_(std::clamp<std::size_t>(kPlaces / std::max<std::size_t>(width, 1), 1, kMostRecords)) {
    places_.resize(width * capacity_);
    lines_.resize(capacity_);
  }

  /// Reads records until the group is full, has `most` of them, or there is no further one: kEnd or kBroken say why,
  /// and those before are in the group.
  RecordReader::Step read(RecordReader& reader, std::span<char> text, std::size_t most) {
    text_ = text;
    size_ = 0;
    ascii_ = true;
    auto step = RecordReader::Step::kRecord;
    for (const auto limit = std::min(most, capacity_); size_ < limit;) {
      step = reader.next(std::span(places_).subspan(size_ * width_, width_));
      if (step != RecordReader::Step::kRecord) break;
      lines_[size_++] = reader.line();
      ascii_ = ascii_ && reader.ascii();
    }
    return step;
  }

  /// Takes out the records for which `taken(index)` holds; the others keep their order.
  template <typename Taken>
  void erase_if(Taken taken) {
    std::size_t kept = 0;
    for (std::size_t record = 0; record < size_; ++record) {
      if (taken(record)) continue;
      if (kept != record) {
        std::copy_n(places_.begin() + static_cast<std::ptrdiff_t>(record * width_), width_,
                    places_.begin() + static_cast<std::ptrdiff_t>(kept * width_));
        lines_[kept] = lines_[record];
      }
      ++kept;
    }
    size_ = kept;
  }

  /// From now on the records' lines are what this field says.
  void take_lines_from(std::size_t index) {
    for (std::size_t record = 0; record < size_; ++record) {
      const auto text = field(record, index);
      std::from_chars(text.data(), text.data() + text.size(), lines_[record]);
    }
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t width() const { return width_; }
  [[nodiscard]] std::string_view field(std::size_t record, std::size_t index) const {
    const auto place = places_[record * width_ + index];
    return {text_.data() + place.begin, place.size};
  }
  /// The same bytes, to be rewritten in place.
  [[nodiscard]] std::span<char> mutable_field(std::size_t record, std::size_t index) const {
    const auto place = places_[record * width_ + index];
    return text_.subspan(place.begin, place.size);
  }
  [[nodiscard]] std::int64_t line(std::size_t record) const { return lines_[record]; }
  /// False if there may be bytes that aren't ASCII.
  [[nodiscard]] bool ascii() const { return ascii_; }

 private:
  static constexpr std::size_t kPlaces = 4096;  // 32 KiB of them: a group stays in the nearest cache
  static constexpr std::size_t kMostRecords = 64;

  std::size_t width_;
  std::size_t capacity_;
  std::vector<FieldPlace> places_;
  std::vector<std::int64_t> lines_;
  std::span<char> text_;
  std::size_t size_ = 0;
  bool ascii_ = true;
};

}  // namespace farthing
