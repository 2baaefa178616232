#include "serve/pages.hpp"

#include <cstddef>
#include <iterator>
#include <span>
#include <string_view>

#include "serve/encoding.hpp"
#include "serve/problem.hpp"

extern "C" const char farthing_assets_begin[];

namespace farthing {
namespace {

struct Piece {
  std::size_t offset, size;
};

struct Asset {
  const char *path, *type, *etag;
  Piece plain, gzip, brotli;
};

constexpr Asset kAssets[] = {
#include <assets.inc>
    {nullptr, nullptr, nullptr, {0, 0}, {0, 0}, {0, 0}},  // an empty table would not compile
};

// No script, style or request that isn't this server's own.
constexpr const char* kPolicy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

std::span<const Asset> all_assets() { return std::span(kAssets).first(std::size(kAssets) - 1); }

const Asset* find_asset(std::string_view path) {
  for (const auto& asset : all_assets()) {
    if (asset.path == path) return &asset;
  }
  return nullptr;
}

std::string bytes_of(const Piece& piece) { return {farthing_assets_begin + piece.offset, piece.size}; }

}  // namespace

bool has_pages() { return !all_assets().empty(); }

HttpResponse page(const HttpRequest& request) {
  const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
  const bool is_asset = path.starts_with("/assets/");
  const auto* asset = find_asset(path);
  if (asset == nullptr && !is_asset) asset = find_asset("/index.html");
  if (asset == nullptr)
    return problem(404, "Not found", {"there is nothing at " + std::string(path), {}, {}}, request.id);
  const std::string etag = "W/\"" + std::string(asset->etag) + "\"";
  HttpResponse response;
  response.headers = {{"content-type", asset->type},
                      {"etag", etag},
                      {"vary", "accept-encoding"},
                      // The name of a file in /assets is a hash of what is in it.
                      {"cache-control", is_asset ? "public, max-age=31536000, immutable" : "no-cache"},
                      {"content-security-policy", kPolicy}};
  if (request.if_none_match.find(etag) != std::string::npos) {
    response.status = 304;
    return response;
  }
  const auto best = best_coding(request.accept_encoding);
  if (asset->brotli.size > 0 && best == Coding::kBrotli) {
    response.headers.emplace_back("content-encoding", "br");
    response.body = bytes_of(asset->brotli);
  } else if (asset->gzip.size > 0 && quality_of(request.accept_encoding, Coding::kGzip) > 0) {
    response.headers.emplace_back("content-encoding", "gzip");
    response.body = bytes_of(asset->gzip);
  } else {
    response.body = bytes_of(asset->plain);
  }
  return response;
}

}  // namespace farthing
