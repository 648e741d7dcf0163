#include "server/programs/witness/site.hpp"

#include <boost/json/serialize.hpp>

#include "server/programs/witness/status_text.hpp"

namespace radslag::witness_program {
namespace {

constexpr std::string_view add_path = "/add-checkpoint";
constexpr std::string_view checkpoint_end = "/checkpoint";
constexpr const char* plain = "text/plain; charset=utf-8";

http::Response text(int status, std::string body, std::string type = plain) {
  http::Response response;
  response.status = status;
  response.content_type = std::move(type);
  response.body = std::move(body);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

http::Response of(witness::Answer answer) { return text(answer.status, std::move(answer.body), std::move(answer.content_type)); }

/// Swedish where the browser asks for it first.
bool wants_swedish(const http::Request& request) { return request.accept_language.starts_with("sv"); }

}  // namespace

Site::Site(witness::Witness& witness, TownWatch& watch, std::function<void(const std::string&)> fatal)
    : witness_(witness), watch_(watch), fatal_(std::move(fatal)) {}

http::Response Site::add(const http::Request& request) {
  try {
    auto answer = witness_.add_checkpoint(request.body);
    // A log or a key that is not known may be named by entries that have not been read yet.
    if (answer.status == 404 || answer.status == 403 || (answer.status == 200 && witness_.has_unread())) watch_.poke();
    return of(std::move(answer));
  } catch (const witness::WriteFailed& error) {
    fatal_(error.what());
    return text(500, "\n");
  }
}

http::Response Site::answer(const http::Request& request) {
  const bool posted = request.method == "POST";
  if (request.path == add_path) return posted ? add(request) : text(405, "POST it\n");
  if (posted) return text(404, "there is nothing to post to but /add-checkpoint\n");
  if (request.path == "/vkey") return text(200, witness_.key().text() + "\n");
  if (request.path == "/status.json")
    return text(200, boost::json::serialize(status_json(witness_, watch_.looks())) + "\n", "application/json");
  if (request.path == "/") {
    auto response = text(200, status_page(witness_, watch_.looks(), wants_swedish(request)), "text/html; charset=utf-8");
    response.headers.emplace_back("Vary", "Accept-Language");
    return response;
  }
  if (request.path.ends_with(checkpoint_end)) {
    return of(witness_.checkpoint(std::string_view(request.path).substr(1, request.path.size() - 1 - checkpoint_end.size())));
  }
  return text(404, "there is no such page\n");
}

}  // namespace radslag::witness_program
