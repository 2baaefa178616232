#include "collect/bill/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "base/file.hpp"
#include "base/text.hpp"
#include "collect/bill/discover.hpp"
#include "collect/bill/place.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace {

// One bill to read: a manifest's files, or the files of one folder and format.
struct BillToRead {
  BillFiles files;
  std::vector<InputFile> inputs;
  std::string digest;  // of all inputs' sizes and checksums
  std::optional<BillManifest> manifest;
  fs::path origin;

  [[nodiscard]] std::string source() const { return manifest ? manifest->name : files.format.family_name(); }
};

Result<std::vector<InputFile>> read_checksums(const BillFiles& files) {
  std::set<fs::path> paths(files.parquet_files.begin(), files.parquet_files.end());
  for (const auto& file : files.csv_files) paths.insert(file.path);
  std::vector<InputFile> inputs;
  for (const auto& path : paths) {
    std::error_code error;
    const auto bytes = fs::file_size(path, error);
    if (error) return fail(error.message(), path.string());
    TRY(auto sha256, sha256_of_file(path));
    inputs.push_back({path.string(), static_cast<std::int64_t>(bytes), sha256});
  }
  return inputs;
}

std::string digest_of(const std::vector<InputFile>& inputs) {
  std::vector<std::string> marks;
  for (const auto& input : inputs) marks.push_back(fmt::format("{}:{}", input.bytes, input.sha256));
  std::sort(marks.begin(), marks.end());
  return sha256_hex(join(marks, ","));
}

// All that the paths hold, told apart and checksummed.
Result<std::vector<BillToRead>> find_bills(const ImportRequest& request, ImportReport& report) {
  TRY(auto discovery, discover_bills(request.paths, request.passed_over));
  TRY(auto engine, Engine::open());
  report.choices = std::move(discovery.choices);
  report.skipped = std::move(discovery.skipped);
  std::vector<BillToRead> bills;
  std::string no_bill;
  for (auto& delivery : discovery.deliveries) {
    const bool of_export = delivery.manifest && delivery.manifest->of_data_export;
    TRY(auto found, recognise_bills(engine, delivery.files, of_export));
    if (!found.not_bills.empty()) {
      std::error_code error;
      // In a folder other files are passed over; what was named, by the user or by a manifest, must be a bill.
      const bool named = delivery.manifest || !fs::is_directory(delivery.origin, error) ||
                         std::find_if(request.paths.begin(), request.paths.end(), [&](const auto& path) {
                           return fs::is_directory(path, error);
                         }) == request.paths.end();
      if (named) return fail(found.not_bills.front());
      no_bill = found.not_bills.front();
      report.skipped.insert(report.skipped.end(), found.not_bills.begin(), found.not_bills.end());
    }
    if (delivery.manifest && found.bills.size() > 1)
      return fail("names files of several formats", delivery.origin.string());
    for (auto& files : found.bills) {
      TRY(auto inputs, read_checksums(files));
      auto digest = digest_of(inputs);
      bills.push_back({std::move(files), std::move(inputs), std::move(digest), delivery.manifest, delivery.origin});
    }
  }
  if (bills.empty() && request.passed_over.empty()) return fail(no_bill.empty() ? "there is no bill here" : no_bill);
  return bills;
}

// The months of that very delivery, if the snapshot has all of them.
std::vector<Partition> same_delivery(const Snapshot& snapshot, const BillToRead& bill) {
  std::vector<Partition> same;
  for (const auto& partition : snapshot.partitions(kCharges)) {
    if (partition.delivery && partition.delivery->input_digest == bill.digest &&
        partition.source.starts_with(bill.source() + " of ")) {
      same.push_back(partition);
    }
  }
  if (!same.empty() && same.front().delivery->deliveries_of_import != static_cast<int>(same.size())) same.clear();
  return same;
}

Done check_period_of_manifest(const BillToRead& bill, const StagedBill& staged) {
  if (!bill.manifest || !bill.manifest->period) return {};
  for (const auto& month : staged.months) {
    if (month.period != *bill.manifest->period) {
      return fail(
          fmt::format("is a manifest of {}, but its files hold lines of {}", *bill.manifest->period, month.period),
          bill.origin.string());
    }
  }
  return {};
}

// A file that was overwritten while it was read would be half of two deliveries.
Done check_inputs_unchanged(const BillToRead& bill) {
  TRY(auto again, read_checksums(bill.files));
  if (digest_of(again) != bill.digest)
    return fail("changed while it was read", bill.origin.string(), "import it again");
  return {};
}

Result<std::vector<PlacedMonth>> read_bill(const Lake& lake, const BillToRead& bill, const ImportRequest& request,
                                           ImportProgress& progress, UncommittedFolders& folders) {
  const TemporaryFolder staging(lake.root() / "staging" / unique_id());
  TRY_DONE(make_folders(staging.path()));
  TRY(auto engine, Engine::open({request.memory_limit, 0, staging.path() / "spill"}));
  TRY_DONE(engine.run("SET preserve_insertion_order=false"));
  TRY(auto staged, stage_bill(engine, bill.files, staging.path(), progress));
  TRY_DONE(check_period_of_manifest(bill, staged));
  TRY_DONE(check_inputs_unchanged(bill));
  const std::string import_id = unique_id();
  const std::string now = format_timestamp(Timestamp{system_now().micros / 1'000'000 * 1'000'000});
  for (auto& month : staged.months) {
    auto& delivery = month.delivery;
    delivery.import_id = import_id;
    delivery.deliveries_of_import = static_cast<int>(staged.months.size());
    delivery.imported_at = now;
    delivery.format = bill.files.format.name();
    delivery.assembly = bill.manifest ? bill.manifest->assembly : std::nullopt;
    delivery.input_digest = bill.digest;
    delivery.inputs = bill.inputs;
    delivery.roundings = staged.roundings;
    delivery.gaps = staged.gaps;
    delivery.findings = staged.findings;
    delivery.unknown_columns = staged.unknown_columns;
  }
  return place_staged_bill(engine, lake, staged, bill.source(), folders);
}

std::string describe(const Partition& partition) {
  return fmt::format("{} ({}, import {})", partition.source, partition.delivery ? partition.delivery->format : "?",
                     partition.delivery ? partition.delivery->import_id : "?");
}

// Puts one month into the manifests: the same source's earlier delivery goes, another source's stays in the way.
Result<std::optional<std::string>> take_in(std::map<std::string, Manifest>& datasets, const PlacedMonth& placed,
                                           bool replace) {
  const auto& charges = placed.at(kCharges);
  std::optional<std::string> replaced;
  for (const auto& other : datasets[kCharges].partitions) {
    if (other.period != charges.period || other.payer != charges.payer) continue;
    if (other.source != charges.source && !replace) {
      return fail(
          fmt::format("{} of payer {} is there already from another source: {}; importing {} as well would count "
                      "it twice",
                      charges.period, charges.payer.value_or("unknown"), describe(other), describe(charges)),
          "", "--replace takes the new one in its stead");
    }
    replaced = other.delivery ? other.delivery->import_id : other.version;
  }
  for (const char* dataset : {kCharges, kSplitCharges, kCostsDaily}) {
    auto& partitions = datasets[dataset].partitions;
    datasets[dataset].dataset = dataset;
    std::erase_if(partitions, [&](const Partition& other) {
      return other.period == charges.period && other.payer == charges.payer;
    });
    if (const auto found = placed.find(dataset); found != placed.end()) partitions.push_back(found->second);
  }
  return replaced;
}

std::string files_of(const Partition& charges) {
  const auto& inputs = charges.delivery->inputs;
  if (inputs.empty()) return describe(charges);
  const std::string more = inputs.size() == 1 ? "" : fmt::format(" and {} more", inputs.size() - 1);
  return inputs.front().uri + more + " (" + charges.delivery->format + ")";
}

// Two deliveries of one import may not fight for one month.
Done check_distinct(const std::vector<const Partition*>& months) {
  std::map<std::pair<std::string, std::optional<std::string>>, const Partition*> seen;
  for (const auto* charges : months) {
    const auto [found, added] = seen.emplace(std::pair(charges->period, charges->payer), charges);
    if (!added) {
      return fail(fmt::format("{} of payer {} comes from two deliveries: {}, and {}; taking both could count it twice",
                              charges->period, charges->payer.value_or("unknown"), files_of(*found->second),
                              files_of(*charges)),
                  "",
                  "import only one of them; if they are parts of one bill, put them into one folder and import that");
    }
  }
  return {};
}

}  // namespace

Result<ImportReport> import_bills(const Lake& lake, const ImportRequest& request, ImportProgress& progress) {
  ImportReport report;
  TRY(auto bills, find_bills(request, report));
  TRY(auto before, lake.snapshot());
  for (const auto& bill : bills) {
    for (const auto& input : bill.inputs) progress.total_bytes += input.bytes;
  }
  UncommittedFolders folders;
  std::vector<PlacedMonth> placed;
  for (const auto& bill : bills) {
    const auto same = same_delivery(before, bill);
    for (const auto& partition : same) report.months.push_back({partition, std::nullopt, true});
    if (same.empty()) {
      TRY(auto months, read_bill(lake, bill, request, progress, folders));
      if (months.empty()) report.skipped.push_back(bill.origin.string() + ": has columns but no lines");
      for (auto& month : months) placed.push_back(std::move(month));
    }
    for (const auto& input : bill.inputs) progress.bytes_before += input.bytes;
  }
  if (placed.empty() && report.months.empty() && request.passed_over.empty()) return fail(report.skipped.back());
  std::vector<const Partition*> taken;
  for (const auto& month : report.months) taken.push_back(&month.partition);
  for (const auto& month : placed) taken.push_back(&month.at(kCharges));
  TRY_DONE(check_distinct(taken));
  std::vector<std::optional<std::string>> replaced;
  TRY(report.snapshot, lake.commit("import", [&](const Snapshot& current) -> Result<std::map<std::string, Manifest>> {
    auto datasets = current.datasets;
    replaced.clear();
    for (const auto& month : placed) {
      TRY(auto earlier, take_in(datasets, month, request.replace));
      replaced.push_back(earlier);
    }
    return datasets;
  }));
  folders.keep();
  for (std::size_t i = 0; i < placed.size(); ++i) {
    report.lines += placed[i].at(kCharges).delivery->lines;
    report.months.push_back({placed[i].at(kCharges), replaced[i], false});
  }
  return report;
}

Result<std::int64_t> remove_import(const Lake& lake, const std::string& import_id) {
  return lake.commit("imports remove", [&](const Snapshot& current) -> Result<std::map<std::string, Manifest>> {
    std::set<std::string> versions;
    for (const auto& partition : current.partitions(kCharges)) {
      if (partition.delivery && partition.delivery->import_id == import_id) versions.insert(partition.version);
    }
    if (versions.empty()) return fail("there is no import '" + import_id + "'", "", "farthing imports list shows them");
    auto datasets = current.datasets;
    for (auto& [name, manifest] : datasets) {
      std::erase_if(manifest.partitions,
                    [&](const Partition& partition) { return versions.contains(partition.version); });
    }
    return datasets;
  });
}

}  // namespace farthing
