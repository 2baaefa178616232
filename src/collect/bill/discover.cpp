#include "collect/bill/discover.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/file.hpp"
#include "base/file_search.hpp"
#include "collect/bill/bill_format.hpp"
#include "collect/bill/same_content.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace {

// One manifest on disk and where its files lie.
struct Assembly {
  fs::path path;
  BillManifest manifest;
  std::vector<fs::path> files;
  std::vector<std::string> missing;  // keys
  fs::file_time_type written;
  bool names_current = false;  // lies above its files: AWS overwrites it with each delivery
};

struct Tree {
  std::vector<Assembly> assemblies;
  std::vector<fs::path> others;  // regular files that are no manifest
};

Result<std::optional<Assembly>> read_assembly(const fs::path& path, const fs::path& root) {
  TRY(auto kind, sniff_file(path.string()));
  std::error_code error;
  if (kind != FileKind::kJson || fs::file_size(path, error) > (64u << 20)) return std::optional<Assembly>();
  TRY(auto text, read_file(path));
  TRY(auto manifest, parse_manifest(text, path.string()));
  if (!manifest) return std::optional<Assembly>();
  Assembly assembly{path, std::move(*manifest), {}, {}, fs::last_write_time(path, error), false};
  for (const auto& key : assembly.manifest.keys) {
    if (auto file = find_manifest_file(path, root, key)) {
      assembly.names_current = assembly.names_current || file->parent_path() != path.parent_path();
      assembly.files.push_back(std::move(*file));
    } else {
      assembly.missing.push_back(key);
    }
  }
  return std::optional(std::move(assembly));
}

bool is_passed_over(const fs::path& file, const std::set<fs::path>& passed_over) {
  std::error_code ignored;  // what can't be resolved is no file of theirs
  return !passed_over.empty() && passed_over.contains(fs::weakly_canonical(file, ignored));
}

Result<Tree> read_tree(const fs::path& folder, const std::set<fs::path>& passed_over) {
  Tree tree;
  TRY(const auto files, files_below(folder));
  for (const auto& file : files) {
    if (is_passed_over(file, passed_over)) continue;
    TRY(auto assembly, read_assembly(file, folder));
    if (assembly) {
      tree.assemblies.push_back(std::move(*assembly));
    } else {
      tree.others.push_back(file);
    }
  }
  return tree;
}

// The manifest that AWS overwrites names the newest delivery; among others the later name of a dated folder, then the
// later file wins.
bool is_newer(const Assembly& a, const Assembly& b) {
  if (a.names_current != b.names_current) return a.names_current;
  if (a.written != b.written) return a.written > b.written;
  return a.path > b.path;
}

std::string missing_text(const Assembly& assembly) {
  return fmt::format("names a file that is missing: {}", assembly.missing.front());
}

FoundDelivery delivery_of(const Assembly& assembly) { return {assembly.manifest, assembly.path, assembly.files}; }

// (report, owner, period)
using Months = std::map<std::tuple<std::string, std::optional<std::string>, std::string>, std::vector<const Assembly*>>;

Done choose_assemblies(const Tree& tree, Discovery& discovery) {
  Months months;
  for (const auto& assembly : tree.assemblies) {
    const auto& manifest = assembly.manifest;
    months[{manifest.name, manifest.owner, manifest.period.value_or("")}].push_back(&assembly);
  }
  for (auto& [month, candidates] : months) {
    std::sort(candidates.begin(), candidates.end(), [](const auto* a, const auto* b) { return is_newer(*a, *b); });
    const auto complete = std::find_if(candidates.begin(), candidates.end(),
                                       [](const auto* assembly) { return assembly->missing.empty(); });
    if (complete == candidates.end()) return fail(missing_text(*candidates.front()), candidates.front()->path.string());
    discovery.deliveries.push_back(delivery_of(**complete));
    std::set<std::string> names;
    for (const auto* assembly : candidates) names.insert(assembly->manifest.assembly.value_or(assembly->path.string()));
    const auto& [report, owner, period] = month;
    std::string choice =
        fmt::format("{} {}: assembly {} of {} file{}", report, period.empty() ? "(month not stated)" : period,
                    (*complete)->manifest.assembly.value_or("(unnamed)"), (*complete)->files.size(),
                    (*complete)->files.size() == 1 ? "" : "s");
    if (names.size() > 1) choice += fmt::format(", the newest complete one of {}", names.size());
    for (auto skipped = candidates.begin(); skipped != complete; ++skipped) {
      choice += "; not " + (*skipped)->path.string() + ", which " + missing_text(**skipped);
    }
    discovery.choices.push_back(std::move(choice));
  }
  return {};
}

// Files that belong to a report with manifests and that no chosen manifest names: parts of older or unfinished
// assemblies. "read exactly its files, ignore others".
bool belongs_to_manifest(const fs::path& file, const Tree& tree, const fs::path& root) {
  for (const auto& assembly : tree.assemblies) {
    for (const auto& named : assembly.files) {
      if (named.parent_path() == file.parent_path()) return true;
    }
    for (auto folder = file.parent_path();; folder = folder.parent_path()) {
      if (assembly.path.parent_path() == folder) return true;
      if (folder == root || folder == folder.parent_path()) break;
    }
  }
  return false;
}

std::optional<std::string> why_no_bill(const fs::path& file, FileKind kind) {
  if (kind == FileKind::kJson) {
    return file.filename() == "truth.json" ? "the truth of generated data, with truth_*.parquet beside it"
                                           : "JSON, but no manifest";
  }
  if (kind == FileKind::kEmpty) return "empty";
  return std::nullopt;
}

// What `generate org` writes beside its data, to compare answers with. The line about truth.json speaks of them too.
bool is_table_of_truth(const fs::path& file) {
  const auto name = file.filename();
  std::error_code ignored;  // what can't be looked at is no such file
  static const std::set<fs::path> tables = {"truth_hourly.parquet", "truth_workloads.parquet", "truth_runs.parquet",
                                            "truth_models.parquet", "truth_tenants.parquet",   "truth_teams.parquet",
                                            "truth_pools.parquet"};
  return tables.contains(name) && fs::exists(file.parent_path() / "truth.json", ignored);
}

Done add_folder(const fs::path& folder, const std::set<fs::path>& passed_over, Discovery& discovery) {
  TRY(auto tree, read_tree(folder, passed_over));
  TRY_DONE(choose_assemblies(tree, discovery));
  std::set<fs::path> chosen;
  for (const auto& delivery : discovery.deliveries) chosen.insert(delivery.files.begin(), delivery.files.end());
  std::map<fs::path, FoundDelivery> folders;
  for (const auto& file : tree.others) {
    if (chosen.contains(file) || is_table_of_truth(file)) continue;
    TRY(auto kind, sniff_file(file.string()));
    const bool under_manifest = belongs_to_manifest(file, tree, folder);
    if (const auto reason = why_no_bill(file, kind)) {
      discovery.skipped.push_back(file.string() + ": " + *reason);
    } else if (under_manifest) {
      discovery.skipped.push_back(file.string() + ": not named by the chosen manifest");
    } else {
      auto& delivery = folders[file.parent_path()];
      delivery.origin = file.parent_path();
      delivery.files.push_back(file);
    }
  }
  for (auto& [unused, delivery] : folders) discovery.deliveries.push_back(std::move(delivery));
  return {};
}

Done add_file(const fs::path& file, Discovery& discovery, std::map<fs::path, FoundDelivery>& loose) {
  TRY(auto assembly, read_assembly(file, fs::path("/")));
  if (assembly) {
    if (!assembly->missing.empty()) return fail(missing_text(*assembly), file.string());
    discovery.deliveries.push_back(delivery_of(*assembly));
    return {};
  }
  auto& delivery = loose[file.parent_path()];
  delivery.origin = delivery.files.empty() ? file : file.parent_path();
  delivery.files.push_back(file);
  return {};
}

// A file that two of the paths lead to counts once: what has a manifest goes before single files. Of two manifests that
// name the same files, such as AWS's copies of one, the first is taken.
void drop_repeats(Discovery& discovery) {
  std::set<fs::path> seen;
  for (auto& delivery : discovery.deliveries) {
    const auto known = [&](const fs::path& file) {
      std::error_code ignored;  // what can't be resolved is compared as it is
      const auto path = fs::canonical(file, ignored);
      return !seen.insert(ignored ? file : path).second;
    };
    std::vector<fs::path> fresh;
    for (const auto& file : delivery.files) {
      if (!known(file)) fresh.push_back(file);
    }
    if (fresh.size() < delivery.files.size()) {
      discovery.skipped.push_back(delivery.origin.string() + ": named twice, counted once");
    }
    if (!delivery.manifest || fresh.empty()) delivery.files = std::move(fresh);
  }
  std::erase_if(discovery.deliveries, [](const auto& delivery) { return delivery.files.empty(); });
}

// A copy that lies beside its file counts once. What a manifest names is a delivery as it is.
Done drop_copies(Discovery& discovery) {
  for (auto& delivery : discovery.deliveries) {
    if (delivery.manifest) continue;
    TRY(const auto repeats, take_out_repeats(delivery.files));
    for (const auto& repeat : repeats) {
      discovery.skipped.push_back(
          fmt::format("{}: the same content as {}", repeat.file.string(), repeat.first.filename().string()));
    }
  }
  return {};
}

}  // namespace

Result<Discovery> discover_bills(const std::vector<std::string>& paths, const std::set<fs::path>& passed_over) {
  Discovery discovery;
  std::map<fs::path, FoundDelivery> loose;
  for (const auto& text : paths) {
    TRY(auto expanded, expand_path(text));
    for (const auto& path : expanded) {
      if (is_passed_over(path, passed_over)) continue;
      std::error_code error;
      TRY_DONE(fs::is_directory(path, error) ? add_folder(path, passed_over, discovery)
                                             : add_file(path, discovery, loose));
    }
  }
  for (auto& [folder, delivery] : loose) discovery.deliveries.push_back(std::move(delivery));
  drop_repeats(discovery);
  TRY_DONE(drop_copies(discovery));
  if (discovery.deliveries.empty() && passed_over.empty()) {
    return fail("there is no bill here", paths.empty() ? "" : paths.front(),
                "a bill is a Cost and Usage Report or a FOCUS file: CSV, csv.gz, zip or Parquet");
  }
  return discovery;
}

}  // namespace farthing
