#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "cli/command.hpp"
#include "serve/http_server.hpp"
#include "serve/site.hpp"
#include "state/tokens.hpp"

namespace farthing {
namespace {

struct ServeOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
  bool sign_in = false;
  int until_idle = 0;
};

// A name is none that can be listened at; "localhost" is refused as that, not for want of a token.
bool is_loopback(const std::string& host) { return host.starts_with("127.") || host == "::1" || host == "localhost"; }

std::string address_text(const std::string& host, std::uint16_t port) {
  return host.find(':') == std::string::npos ? fmt::format("http://{}:{}", host, port)
                                             : fmt::format("http://[{}]:{}", host, port);
}

// Where sign-in is asked for and nobody has a token, nobody could see anything.
Done check_somebody_can_sign_in(const std::filesystem::path& data, const std::string& host) {
  TRY(const auto tokens, Tokens(data).list());
  if (!tokens.empty()) return {};
  return misuse("who asks " + host + " has to sign in, and there is no token yet",
                "farthing token add NAME makes one; without sign-in it serves 127.0.0.1 only");
}

// As many connections as the system lets this process have files, less what the rest of it opens.
HttpLimits limits_of_this_process() {
  HttpLimits limits;
  rlimit files = {};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return limits;
  files.rlim_cur = files.rlim_max;
  // Where it isn't allowed, what was allowed before has to do.
  if (::setrlimit(RLIMIT_NOFILE, &files) != 0 && ::getrlimit(RLIMIT_NOFILE, &files) != 0) return limits;
  constexpr rlim_t kOfTheRest = 256;
  const auto left = files.rlim_cur > 2 * kOfTheRest ? files.rlim_cur - kOfTheRest : files.rlim_cur / 2;
  limits.connections = static_cast<std::size_t>(std::min<rlim_t>(limits.connections, left));
  return limits;
}

Result<int> serve(const Program& program, const ServeOptions& options) {
  const auto data = std::filesystem::absolute(program.data_folder());
  const bool sign_in = options.sign_in || !is_loopback(options.host);
  if (sign_in) TRY_DONE(check_somebody_can_sign_in(data, options.host));
  TRY(const auto config, program.config());
  Site site(data, config.allocation, sign_in);
  HttpHandler handler;
  handler.is_quick = [&](const HttpRequest& request) { return site.is_quick(request); };
  handler.answer = [&](const HttpRequest& request) { return site.answer(request); };
  handler.answered = [&](const HttpRequest& request, int status, double seconds) {
    site.count(request, status, seconds);
  };
  handler.work_ahead = [&] { return site.work_ahead(); };
  handler.figures = site.figures();
  handler.events = [&] { return site.events(); };
  handler.may_listen = [&](const HttpRequest& request) { return site.may_listen(request); };
  auto limits = limits_of_this_process();
  limits.until_idle = std::chrono::seconds(options.until_idle);
  TRY(auto server, HttpServer::listen(options.host, options.port, limits, handler));
  std::printf("serving %s\n", address_text(options.host, server.port()).c_str());
  std::fflush(stdout);
  if (server.run()) {
    if (server.works_ahead()) std::_Exit(0);
    return 0;
  }
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
  command->add_flag("--sign-in", options->sign_in,
                    "ask for tokens here too; at other addresses than loopback it always does");
  command->add_option("--until-idle", options->until_idle, "end when nobody was there for so long; 0: never")
      ->type_name("SECONDS")
      ->check(number_between(0, 1e9));
  command->callback([options, &program] { program.action = [options, &program] { return serve(program, *options); }; });
}

}  // namespace farthing
