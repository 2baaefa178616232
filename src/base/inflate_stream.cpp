#include "base/inflate_stream.hpp"

#include <algorithm>

namespace farthing {
namespace {

constexpr std::size_t kInputBytes = std::size_t{256} << 10;
constexpr std::size_t kOutputAtMost = std::size_t{1} << 30;  // ISA-L counts in 32 bits

}  // namespace

tl::unexpected<Error> damaged_content(const std::string& name, const std::string& how) {
  return fail("is damaged: " + how, name, "get the file again");
}

InflateStream::InflateStream(std::unique_ptr<ByteSource> source, std::string name, std::uint32_t crc_flag)
    : source_(std::move(source)), name_(std::move(name)), crc_flag_(crc_flag), input_(kInputBytes) {
  restart();
}

void InflateStream::restart() {
  auto* next = state_.next_in;
  const auto available = state_.avail_in;
  isal_inflate_init(&state_);
  state_.crc_flag = crc_flag_;
  state_.next_in = next;
  state_.avail_in = available;
}

void InflateStream::give(std::string_view first) {
  std::copy(first.begin(), first.end(), input_.begin());
  take_input(first.size());
}

Result<std::size_t> InflateStream::inflate(std::span<char> out) {
  out = out.first(std::min(out.size(), kOutputAtMost));
  state_.next_out = reinterpret_cast<std::uint8_t*>(out.data());
  state_.avail_out = static_cast<std::uint32_t>(out.size());
  while (state_.avail_out == out.size() && !finished()) {
    if (state_.avail_in == 0) {
      TRY(const bool more, refill());
      // ISA-L may still hold input in its bit buffer; without progress from that, the stream was cut.
      if (!more && input_ended_) {
        return fail("ends in the middle of its compressed content", name_, "get the file again");
      }
      input_ended_ = !more;
    }
    const int outcome = isal_inflate(&state_);
    if (outcome == ISAL_INCORRECT_CHECKSUM) return damaged_content(name_, "its checksum is wrong");
    if (outcome < 0 || outcome == ISAL_NEED_DICT) {
      return damaged_content(name_, "its compressed content can't be inflated");
    }
  }
  return out.size() - state_.avail_out;
}

bool InflateStream::finished() const {
  return state_.block_state == ISAL_BLOCK_FINISH && state_.tmp_out_valid == state_.tmp_out_processed;
}

Result<std::optional<std::uint8_t>> InflateStream::peek() {
  if (state_.avail_in == 0) {
    TRY(const bool more, refill());
    if (!more) return std::nullopt;
  }
  return *state_.next_in;
}

void InflateStream::skip_byte() {
  ++state_.next_in;
  --state_.avail_in;
}

void InflateStream::take_input(std::size_t size) {
  state_.next_in = input_.data();
  state_.avail_in = static_cast<std::uint32_t>(size);
}

Result<bool> InflateStream::refill() {
  TRY(const std::size_t got, source_->read(std::span(reinterpret_cast<char*>(input_.data()), input_.size())));
  take_input(got);
  return got > 0;
}

}  // namespace farthing
