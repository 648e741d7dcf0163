#include "server/html/frame.hpp"

#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "server/html/csrf.hpp"
#include "server/html/visit.hpp"

namespace radslag::html {
namespace json = boost::json;
namespace {

json::array languages(const Visit& visit, const std::string& path) {
  json::array list;
  for (const std::string& code : visit.messages.languages()) {
    Query query = visit.query;
    query["lang"] = code;
    list.push_back(
        {{"code", code}, {"name", visit.messages.own_name(code)}, {"href", path + query_text(query)}, {"current", code == visit.language}});
  }
  return list;
}

json::object assets(const Visit& visit) {
  const auto& asset = visit.config.asset;
  const auto path = [&](std::string_view name) { return asset ? asset(name) : std::string(); };
  return {{"css", path("app.css")}, {"js", path("base.js")}, {"font", path("inter.woff2")}};
}

}  // namespace

json::object page_frame(const Visit& visit, const Page& page) {
  const std::string& path = page.path.empty() ? visit.path : page.path;
  json::object frame;
  frame["lang"] = visit.language;
  frame["dir"] = visit.messages.right_to_left(visit.language) ? "rtl" : "ltr";
  frame["title"] = page.title;
  frame["content_lang"] = visit.config.content_lang;
  frame["version"] = visit.config.version;
  frame["path"] = path;
  frame["languages"] = languages(visit, path);
  frame["assets"] = assets(visit);
  frame["has_session"] = !visit.session_secret.empty();
  frame["csrf"] = visit.session_secret.empty() ? std::string() : csrf_token(visit.session_secret);
  return frame;
}

std::string etag_of(std::string_view body) { return '"' + crypto::to_hex(crypto::view(crypto::sha256(body)).substr(0, 16)) + '"'; }

}  // namespace radslag::html
