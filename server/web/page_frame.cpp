#include "server/web/page_frame.hpp"

#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
namespace {

json::array languages(const Visit& visit, const std::string& path) {
  json::array list;
  for (const std::string& code : visit.site.messages.languages()) {
    Query query = visit.query;
    query["lang"] = code;
    list.push_back({{"code", code},
                    {"name", visit.site.messages.own_name(code)},
                    {"href", path + query_text(query)},
                    {"current", code == visit.language}});
  }
  return list;
}

json::object assets(const Visit& visit) {
  const auto& asset = visit.site.config.asset;
  const auto path = [&](std::string_view name) { return asset ? asset(name) : std::string(); };
  return {{"css", path("app.css")}, {"js", path("base.js")}, {"font", path("inter.woff2")}};
}

}  // namespace

json::object page_frame(const Visit& visit, const std::string& path, const std::string& title, std::string_view section) {
  const Site& site = visit.site;
  json::object page;
  page["lang"] = visit.language;
  page["dir"] = site.messages.right_to_left(visit.language) ? "rtl" : "ltr";
  page["title"] = title;
  page["town"] = visit.state->begun() ? visit.state->town.name : "Rådslag";
  page["content_lang"] = site.config.content_lang;
  page["demo"] = visit.state->town.demo;
  page["version"] = site.config.version;
  page["path"] = path;
  page["json_href"] = (path == "/" ? "/dialogues" : path) + ".json" + query_text(visit.query);
  page["languages"] = languages(visit, path);
  json::object nav;
  for (const std::string_view name : {"register", "record", "about", "accessibility"})
    nav[json::string_view(name.data(), name.size())] = name == section;
  page["nav"] = std::move(nav);
  page["assets"] = assets(visit);
  return page;
}

std::string etag_of(std::string_view body) { return '"' + crypto::to_hex(crypto::view(crypto::sha256(body)).substr(0, 16)) + '"'; }

}  // namespace radslag::web
