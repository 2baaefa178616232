// Foreign JSON: whatever parse_manifest accepts names itself and its files, and no key leads out of the folder.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "collect/bill/manifest.hpp"
#include "domain/period.hpp"

namespace {

[[noreturn]] void complain(const char* what, const std::string& text) {
  std::fprintf(stderr, "%s: '%s'\n", what, text.c_str());
  std::abort();
}

void check_manifest(std::string_view json, const std::string& where) {
  const auto manifest = farthing::parse_manifest(json, where);
  if (!manifest) {
    if (manifest.error().where != where) complain("an error names another file", manifest.error().text());
    return;
  }
  if (!*manifest) return;
  if ((*manifest)->name.empty()) complain("a manifest without a name", where);
  if ((*manifest)->keys.empty()) complain("a manifest without files", where);
  if ((*manifest)->period && !farthing::parse_month(*(*manifest)->period)) {
    complain("a period that is no month", *(*manifest)->period);
  }
  for (const auto& key : (*manifest)->keys) {
    // Nothing lies below a folder that isn't there.
    const auto file = farthing::find_manifest_file("/no-such-folder/a/m.json", "/no-such-folder", key);
    if (file) complain("a key leads out of the folder", file->string());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_manifest(text, "/no-such-folder/a/report-Manifest.json");
  check_manifest(text, "/no-such-folder/BILLING_PERIOD=2026-05/data.json");
  return 0;
}
