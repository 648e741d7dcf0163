#include "server/web/app.hpp"

#include <boost/json.hpp>

#include "server/desk/pages.hpp"
#include "server/html/front.hpp"
#include "server/html/query.hpp"
#include "server/service/similar.hpp"
#include "server/staff/web/admission.hpp"
#include "server/web/bundle_maker.hpp"
#include "server/web/count_studies.hpp"
#include "server/web/message_keys.hpp"
#include "server/web/parts.hpp"
#include "server/web/result_texts.hpp"
#include "server/web/routes.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;

struct App::Inside {
  const Config config;
  BundleMaker bundles;
  service::SimilarTexts similar;
  CountStudies studies;
  ResultTexts texts;
  const Site site;
  class Counter : public html::Front {
   public:
    Counter(const Site& site, const Config& config) : Front(config, routes_of(config), keys_of(config)), site_(site) {}

   protected:
    /// Residents' pages hold as long as the record's snapshot that they are made from; the staff's are one person's.
    [[nodiscard]] std::shared_ptr<const html::Visit> visit(html::Visit&& base, const http::Request& request) const override {
      auto visit = std::make_shared<Visit>(std::move(base), site_);
      visit->state = site_.service.state();
      visit->desk = site_.config.desk;
      visit->ballot_page = &site_.config.ballot_page;
      visit->staff_boards = boards;
      if (site_.config.staff) staff_web::recognise(*visit, request, *site_.config.staff, "__Host-staff");
      if (!staff_web::is_staff_path(visit->path)) visit->snapshot = visit->state;
      return visit;
    }

    [[nodiscard]] std::optional<http::Response> admit(const html::Visit& visit, const html::Route& route) const override {
      return staff_web::admit(*this, static_cast<const Visit&>(visit), route);
    }

    void complete_frame(const html::Visit& base, std::string_view section, json::object& frame) const override {
      const auto& visit = static_cast<const Visit&>(base);
      const auto& town = visit.state->town;
      frame["town"] = visit.state->begun() ? town.name : "Rådslag";
      frame["demo"] = town.demo;
      frame["json_href"] = (visit.path == "/" ? "/dialogues" : visit.path) + ".json" + html::query_text(visit.query);
      json::object nav;
      for (const std::string_view name : {"register", "initiatives", "record", "about", "accessibility"})
        nav[json::string_view(name.data(), name.size())] = name == section;
      frame["nav"] = std::move(nav);
    }

   private:
    static bool has_staff(const Config& config) { return config.staff && config.desk; }

    static std::vector<html::Route> routes_of(const Config& config) {
      auto routes = all_routes(config);
      if (has_staff(config)) {
        staff_web::add_routes(routes);
        desk::add_routes(routes);
      }
      return routes;
    }

    static std::vector<std::string> keys_of(const Config& config) {
      auto keys = message_keys();
      if (!has_staff(config)) return keys;
      for (const auto& more : {staff_web::message_keys(), desk::message_keys()}) keys.insert(keys.end(), more.begin(), more.end());
      return keys;
    }

    static std::vector<staff_web::BoardName> boards(const staff_web::StaffVisit& visit) {
      std::vector<staff_web::BoardName> names;
      for (const auto& [id, board] : static_cast<const Visit&>(visit).state->town.boards) names.push_back({id, board.row.name});
      return names;
    }

    const Site& site_;
  } front;
  Parts parts;  // ended before the front, whose messages its answers are told in

  Inside(service::Service& service, Config c)
      : config(with_record(std::move(c))),
        bundles(service, config.bundle_bytes),
        site{service, config, bundles, similar, parts, studies, texts},
        front(site, config),
        parts(config.part_body_bytes) {}

  static Config with_record(Config config) {
    config.program_paths.emplace_back("/log/");
    if (config.origins.own.empty()) config.origins.own = {config.base_url};
    return config;
  }
};

App::App(service::Service& service, Config config) : inside_(std::make_unique<Inside>(service, std::move(config))) {}

App::~App() = default;

void App::handle(http::Request&& request, std::function<void(http::Response&&)> done) {
  inside_->front.handle(std::move(request), std::move(done));
}

const html::Messages& App::messages() const { return inside_->front.messages(); }

std::size_t App::body_limit(std::string_view method, std::string_view path) const {
  if (const auto part = inside_->parts.body_limit(path)) return *part;
  return inside_->front.body_limit(method, path);
}

}  // namespace radslag::web
