// The editions of the roll: what became of each file, and the act that two registrars seal.
#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "ledger/record/draft_file.hpp"
#include "server/registrar/registrar.hpp"
#include "server/registrar/web/pages.hpp"
#include "server/staff/staff.hpp"

namespace radslag::registrar_web {
namespace json = boost::json;
namespace {

using staff::Action;

constexpr std::size_t issues_shown = 200;

/// The report counts people; only those who work with the roll see it.
bool may_see_rolls(const Visit& visit) {
  const auto& account = visit.staff_session->account;
  return staff::may(account, Action::import_roll, "") || staff::may(account, Action::sign_roll, "");
}

json::object row_of(const Visit& visit, const registrar::Edition& edition) {
  json::object row{{"id", edition.id}, {"href", "/staff/rolls/" + edition.id}, {"drawn", registrar::day_text(edition.drawn)}};
  const bool announced = visit.town->edition(edition.id) != nullptr;
  row["is_frozen"] = edition.phase == registrar::EditionPhase::frozen;
  row["is_announced"] = announced;
  visit.say(row, "phase_text", "edition_phase." + std::string(registrar::phase_name(edition.phase)));
  visit.say(row, "announced_text", announced ? "staff_roll.announced" : "staff_roll.not_announced");
  visit.say_number(row, "people_text", edition.people);
  visit.say_number(row, "rows_text", edition.rows);
  return row;
}

json::array outcomes_of(const Visit& visit, const registrar::Edition& edition) {
  json::array list;
  for (const auto& [outcome, number] : edition.outcomes) {
    json::object row;
    visit.say(row, "what", "row_outcome." + std::string(registrar::outcome_name(outcome)));
    visit.say_number(row, "number", number);
    list.push_back(std::move(row));
  }
  return list;
}

/// Small areas are not told apart, even here.
json::array areas_of(const Visit& visit, const registrar::Edition& edition) {
  json::array list;
  for (const auto& area : edition.areas) {
    json::object row{{"id", area.id}, {"name", area.name}, {"learned", area.learned}};
    const bool few = area.people < registrar::least_published_group;
    row["few"] = few;
    visit.say_number(row, "people_text", few ? registrar::least_published_group : area.people);
    list.push_back(std::move(row));
  }
  return list;
}

json::array issues_of(const Visit& visit, const registrar::Edition& edition) {
  json::array list;
  for (const auto& issue : visit.site.house.rolls.issues(edition.id, issues_shown)) {
    json::object row{{"line", issue.line}};
    visit.say(row, "what", "row_outcome." + std::string(registrar::outcome_name(issue.what)));
    list.push_back(std::move(row));
  }
  return list;
}

}  // namespace

Result<html::Page> rolls_page(const Visit& visit) {
  if (!may_see_rolls(visit)) return refuse(Errc::not_found, "");
  html::Page page;
  page.title = visit.text("staff_roll.title");
  json::array editions;
  for (const auto& edition : visit.site.house.rolls.all()) editions.push_back(row_of(visit, edition));
  page.model["has_editions"] = !editions.empty();
  page.model["editions"] = std::move(editions);
  return page;
}

Result<html::Page> roll_page(const Visit& visit) {
  if (!may_see_rolls(visit)) return refuse(Errc::not_found, "");
  const auto edition = visit.site.house.rolls.find(visit.args.front());
  if (!edition) return refuse(Errc::not_found, "no such edition");
  html::Page page;
  page.title = visit.text("staff_roll.title_one", {{"edition", edition->id}});
  page.model = row_of(visit, *edition);
  page.model["digest"] = crypto::to_hex(edition->digest);
  page.model["source"] = crypto::to_hex(edition->source);
  page.model["outcomes"] = outcomes_of(visit, *edition);
  page.model["areas"] = areas_of(visit, *edition);
  auto issues = issues_of(visit, *edition);
  page.model["has_issues"] = !issues.empty();
  page.model["issues"] = std::move(issues);
  page.model["draft_href"] = "/staff/rolls/" + edition->id + "/draft";
  return page;
}

Result<http::Response> roll_draft(const Visit& visit) {
  const auto edition = visit.site.house.rolls.find(visit.args.front());
  if (!edition) return refuse(Errc::not_found, "no such edition");
  const auto announcement = registrar::announcement_of(*edition, visit.site.house.town_origin());
  if (!announcement) return tl::make_unexpected(announcement.error());
  const record::DraftFile file{{"town", record::encode_statement(*announcement), {}}, crypto::random_bytes<32>()};
  visit.staff->log.append(visit.staff_session->account.id, Action::sign_roll, "roll/" + edition->id, staff::Ended::done);
  http::Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"roll-" + edition->id + ".draft\"");
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = record::encode_draft_file(file);
  return response;
}

}  // namespace radslag::registrar_web
