// From where a browser asks, as its headers say: guards against pages of strangers that use somebody's browser.
#pragma once
#include <string_view>

#include "serve/http.hpp"

namespace farthing {

/// Whether a Host header names this machine: localhost, 127.x.x.x or [::1], with or without a port. A stranger's name
/// that leads here (DNS rebinding) doesn't.
[[nodiscard]] bool is_loopback_host(std::string_view host);
/// Whether the page that asks came from the same host and port as what is asked, or no page asks. Its scheme may be
/// another: a proxy that ends TLS speaks HTTP to us.
[[nodiscard]] bool is_same_origin(const HttpRequest& request);

}  // namespace farthing
