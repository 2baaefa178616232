// A lake of lines written by hand, without files: tables in an engine and the snapshot that would name them.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "lake/engine.hpp"
#include "lake/snapshot.hpp"

namespace farthing {

using MaybeText = std::optional<std::string>;

/// A line of a bill as far as tests need one. Amounts are decimals as text.
struct HandMadeLine {
  MaybeText service = "AmazonEC2";
  MaybeText effective = "1";
  std::string start = "2026-10-01 00:00:00";  ///< "": unknown
  std::string month = "2026-10";
  MaybeText currency = "USD";
  MaybeText account = "111111111111";
  MaybeText region = "us-east-1";
  MaybeText billed = "1";
  MaybeText contracted = "1";
  MaybeText net_effective = std::nullopt;
  MaybeText quantity = std::nullopt;
  MaybeText unit = std::nullopt;
  MaybeText team = std::nullopt;  ///< a tag
  MaybeText invoice = "INV-1";
};

struct HandMadeLake {
  Engine engine;
  Snapshot snapshot;
};

/// Tables `charges` and (by the model) `costs_daily`, and a delivery a month from source "demo". Every line is an hour
/// of usage. Aborts if the lines are wrong.
[[nodiscard]] HandMadeLake hand_made_lake(const std::vector<HandMadeLine>& lines);

}  // namespace farthing
