#include "lake/running_work.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>

#include "base/file.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace {

constexpr auto kStale = std::chrono::seconds(10);
constexpr std::uintmax_t kLargestNotice = 4'096;
constexpr std::size_t kMostWorks = 16;
constexpr std::size_t kLongestDetail = 200;

// Not durable: it is worth nothing after a crash.
void write_notice(const fs::path& file, const std::string& what, const WorkState& state) {
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  const fs::path aside = file.string() + ".tmp";
  {
    boost::json::object notice = {{"what", what}, {"done", state.done}, {"detail", state.detail}};
    if (state.total) notice["total"] = *state.total;
    std::ofstream out(aside, std::ios::binary);
    out << boost::json::serialize(notice);
  }
  fs::rename(aside, file, failed);
}

std::optional<RunningWork> read_notice(const fs::path& file) {
  std::error_code failed;
  if (file.extension() != ".json" || fs::file_size(file, failed) > kLargestNotice || failed) return std::nullopt;
  if (fs::file_time_type::clock::now() - fs::last_write_time(file, failed) > kStale || failed) return std::nullopt;
  const auto bytes = read_file(file);
  if (!bytes) return std::nullopt;  // it ended just now
  const auto value = boost::json::parse(*bytes, failed);
  const auto* fields = failed ? nullptr : value.if_object();
  if (fields == nullptr) return std::nullopt;
  const auto text = [&](const char* name) {
    const auto* field = fields->if_contains(name);
    return field != nullptr && field->is_string() ? std::string(field->as_string()) : std::string();
  };
  const auto number = [&](const char* name) -> std::optional<std::int64_t> {
    const auto* field = fields->if_contains(name);
    return field != nullptr && field->is_int64() ? std::optional(field->as_int64()) : std::nullopt;
  };
  RunningWork work{text("what"),
                   {number("done").value_or(0), number("total"), text("detail").substr(0, kLongestDetail)}};
  if (work.what != "import" && work.what != "build") return std::nullopt;
  return work;
}

}  // namespace

WorkNotice::WorkNotice(const Lake& lake, std::string what, std::function<WorkState()> state,
                       std::chrono::milliseconds pause)
    : file_(lake.root() / kRunningFolder / (unique_id() + ".json")),
      what_(std::move(what)),
      state_(std::move(state)),
      pause_(pause),
      thread_([this] { keep_saying(); }) {}

WorkNotice::~WorkNotice() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  wake_.notify_one();
  thread_.join();
  std::error_code ignored;  // it may never have been written, and others may still work
  fs::remove(file_, ignored);
  fs::remove(file_.parent_path(), ignored);
}

void WorkNotice::keep_saying() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, pause_, [this] { return done_; })) write_notice(file_, what_, state_());
}

std::vector<RunningWork> running_works(const Lake& lake) {
  std::vector<RunningWork> works;
  std::error_code failed;
  fs::directory_iterator files(lake.root() / kRunningFolder, failed);
  for (const fs::directory_iterator end; !failed && files != end && works.size() < kMostWorks;
       files.increment(failed)) {
    if (auto work = read_notice(files->path())) works.push_back(std::move(*work));
  }
  return works;
}

}  // namespace farthing
