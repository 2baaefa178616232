// The dashboard's files, which live in the binary.
#pragma once
#include "serve/http.hpp"

namespace farthing {

/// Whether this build has a page at all.
[[nodiscard]] bool has_pages();
/// A file by its path, packed as the request accepts it; for any other path the page itself, which reads the address. A
/// file of /assets that isn't there is a 404: a script that is HTML would fail oddly.
[[nodiscard]] HttpResponse page(const HttpRequest& request);

}  // namespace farthing
