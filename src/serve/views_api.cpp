#include "serve/views_api.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "serve/json_body.hpp"
#include "serve/problem.hpp"

namespace farthing {
namespace {

constexpr std::string_view kViewsPath = "/api/v1/views";

boost::json::object json_of(const SavedView& view) {
  return {{"id", view.id},         {"name", view.name},       {"address", view.address},    {"owner", view.owner},
          {"shared", view.shared}, {"starred", view.starred}, {"default", view.is_default}, {"mine", view.mine}};
}

HttpResponse view_response(int status, const boost::json::object& body) {
  return {status,
          {{"content-type", "application/json"}, {"cache-control", "no-store"}},
          boost::json::serialize(body) + "\n"};
}

Result<HttpResponse> list_of(SavedViews& views, const std::string& owner) {
  TRY(const auto seen, views.list(owner));
  boost::json::array list;
  for (const auto& view : seen) list.push_back(json_of(view));
  return view_response(200, {{"views", std::move(list)}});
}

Result<HttpResponse> added(SavedViews& views, const std::string& owner, const HttpRequest& request) {
  TRY(auto body, JsonBody::parse(request.body));
  TRY(const auto name, body.take_text("name"));
  TRY(const auto address, body.take_text("address"));
  TRY(const auto shared, body.take_flag("shared"));
  TRY_DONE(body.check_all_taken());
  if (!name || !address)
    return misuse("'name' and 'address' are needed", R"({"name": "Teams", "address": "/explore?by=team"})");
  TRY(const auto view, views.add(owner, {*name, *address, shared.value_or(false)}, system_now()));
  auto response = view_response(201, json_of(view));
  response.headers.emplace_back("location", std::string(kViewsPath) + "/" + view.id);
  return response;
}

Result<HttpResponse> changed(SavedViews& views, const std::string& owner, const std::string& id,
                             const HttpRequest& request) {
  TRY(auto body, JsonBody::parse(request.body));
  ViewChange change;
  TRY(change.name, body.take_text("name"));
  TRY(change.address, body.take_text("address"));
  TRY(change.shared, body.take_flag("shared"));
  TRY(change.starred, body.take_flag("starred"));
  TRY(change.is_default, body.take_flag("default"));
  TRY_DONE(body.check_all_taken());
  TRY(const auto view, views.change(owner, id, change));
  return view_response(200, json_of(view));
}

Result<HttpResponse> removed(SavedViews& views, const std::string& owner, const std::string& id) {
  TRY_DONE(views.remove(owner, id));
  return HttpResponse{204, {{"cache-control", "no-store"}}, {}};
}

HttpResponse or_problem(Result<HttpResponse> response, const HttpRequest& request) {
  return response ? std::move(*response) : problem_of(response.error(), request.id);
}

}  // namespace

bool is_views_address(std::string_view path) {
  return path == kViewsPath || (path.starts_with(kViewsPath) && path.substr(kViewsPath.size()).starts_with('/'));
}

HttpResponse answer_views(SavedViews& views, const std::string& owner, const HttpRequest& request) {
  const auto path = request.path();
  if (request.method == "POST" || request.method == "PATCH") {
    if (auto refused = refused_unless_json(request)) return *refused;
  }
  if (path == kViewsPath) {
    if (request.reads()) return or_problem(list_of(views, owner), request);
    if (request.method == "POST") return or_problem(added(views, owner, request), request);
    return not_allowed(request, "GET, HEAD, POST");
  }
  const std::string id(path.substr(kViewsPath.size() + 1));
  if (request.method == "PATCH") return or_problem(changed(views, owner, id, request), request);
  if (request.method == "DELETE") return or_problem(removed(views, owner, id), request);
  return not_allowed(request, "PATCH, DELETE");
}

}  // namespace farthing
