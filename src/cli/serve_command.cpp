#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#include "cli/command.hpp"
#include "serve/api.hpp"
#include "serve/http_server.hpp"
#include "serve/pages.hpp"

namespace farthing {
namespace {

struct ServeOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
};

bool is_loopback(const std::string& host) { return host.starts_with("127.") || host == "::1"; }

bool is_page(const HttpRequest& request) {
  const bool reads = request.method == "GET" || request.method == "HEAD";
  return has_pages() && reads && !request.target.starts_with("/api/");
}

std::string address_text(const std::string& host, std::uint16_t port) {
  return host.find(':') == std::string::npos ? fmt::format("http://{}:{}", host, port)
                                             : fmt::format("http://[{}]:{}", host, port);
}

Result<int> serve(const Program& program, const ServeOptions& options) {
  if (!is_loopback(options.host)) {
    return misuse("everyone who reaches " + options.host + " would read all costs, and there are no tokens yet",
                  "serve on 127.0.0.1 and let a proxy with sign-in stand before it");
  }
  TRY(const auto config, program.config());
  Api api(program.lake(), config.allocation);
  const HttpHandler handler = {
      [&](const HttpRequest& request) { return api.is_quick(request); },
      [&](const HttpRequest& request) { return is_page(request) ? page(request) : api.answer(request); }};
  TRY(auto server, HttpServer::listen(options.host, options.port, HttpLimits{}, handler));
  std::printf("serving %s\n", address_text(options.host, server.port()).c_str());
  std::fflush(stdout);
  if (server.run()) return 0;
  // A question that still runs would hold the end up; it only reads, so nothing is lost.
  std::fputs("farthing: a question that still ran was given up\n", stderr);
  std::_Exit(0);
}

}  // namespace

void add_serve_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("serve", "the same questions over HTTP: /api/v1, described by /api/openapi.json");
  auto options = std::make_shared<ServeOptions>();
  command->add_option("--host", options->host, "the address to listen at")->capture_default_str();
  command->add_option("--port", options->port, "0: any that is free")->capture_default_str();
  command->callback([options, &program] { program.action = [options, &program] { return serve(program, *options); }; });
}

}  // namespace farthing
