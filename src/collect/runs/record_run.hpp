// Writes a training run's row and its events into the lake, as they happen.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/time.hpp"
#include "lake/lake.hpp"

namespace farthing {

/// A row of dataset runs. Empty texts are unknown.
struct RunRow {
  std::string run;
  std::string name, framework, owner;
  std::string status = "running";  ///< running, finished, failed, stopped
  Timestamp start;
  std::optional<Timestamp> end;
  std::map<std::string, std::string> tags;
  std::map<std::string, std::string> selector;  ///< labels or tags of its workloads
};

/// A row of dataset run_events.
struct RunMark {
  std::string run;
  std::string kind;  ///< step, epoch, checkpoint, interruption, resume
  Timestamp time;
  std::optional<double> value;
  std::string note;
};

/// A run that is there already is replaced. An empty id, a status that isn't one or an end before the start is a usage
/// error.
[[nodiscard]] Done record_run(const Lake& lake, const RunRow& row);

/// The end of a run that is there; an unknown one, or an end before its start, is a usage error.
[[nodiscard]] Done record_end(const Lake& lake, const std::string& run, const std::string& status, Timestamp end);

/// Events may come before their run's row does. A kind that isn't one is a usage error; its letter case and
/// spaces don't matter.
[[nodiscard]] Done record_mark(const Lake& lake, const RunMark& mark);

}  // namespace farthing
