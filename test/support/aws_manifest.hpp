// The manifests that AWS writes beside a delivery, as JSON text.
#pragma once
#include <string>
#include <vector>

namespace farthing {

/// A legacy report's, of a month that starts on `start` ("20260501").
inline std::string legacy_manifest(const std::string& report, const std::string& assembly, const std::string& start,
                                   const std::vector<std::string>& keys) {
  std::string list;
  for (const auto& key : keys) list += (list.empty() ? "\"" : ", \"") + key + "\"";
  return "{\"assemblyId\": \"" + assembly + "\", \"account\": \"111122223333\", \"compression\": \"GZIP\", " +
         "\"reportName\": \"" + report + "\", \"billingPeriod\": {\"start\": \"" + start +
         "T000000.000Z\", \"end\": \"20990101T000000.000Z\"}, \"bucket\": \"bills\", \"reportKeys\": [" + list +
         "], \"additionalArtifactKeys\": []}";
}

}  // namespace farthing
