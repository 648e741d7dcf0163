// Acts waiting for seals: the list, and one of them with what to do next.
#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "server/desk/pages.hpp"
#include "server/rules/rule_words.hpp"
#include "server/staff/staff.hpp"

namespace radslag::desk {
namespace json = boost::json;
namespace {

constexpr std::size_t settled_shown = 50;

std::string_view name(service::ActState state) {
  constexpr std::string_view names[] = {"waiting", "done", "dropped"};
  return names[static_cast<std::size_t>(state)];
}

std::string officer_name(const Visit& visit, const record::PublicKey& key) {
  const auto found = visit.state->town.officers.find(key);
  return found == visit.state->town.officers.end() ? crypto::to_hex(key).substr(0, 16) + "…" : found->second.name;
}

/// Of a draft's file name and its seals'.
std::string file_stem(const service::DeskAct& act) { return act.label.action + "-" + act.id; }

json::object act_model(const Visit& visit, const service::DeskAct& act) {
  json::object model{{"id", act.id}, {"href", "/staff/acts/" + act.id}, {"state", std::string(name(act.state))}};
  model["subject"] = act.label.subject;
  model["action_text"] = visit.text("staff_action." + act.label.action);
  model["state_text"] = visit.text("act_state." + std::string(name(act.state)));
  model["seals_text"] =
      visit.text("act.seals", {{"have", static_cast<std::int64_t>(act.seals.size())}, {"needed", static_cast<std::int64_t>(act.needed)}});
  model["role_text"] = visit.text("officer_role." + std::string(record::word(act.role)));
  visit.say_hour(model, "hour_text", act.made_hour);
  const auto who = visit.staff->accounts.find(act.label.made_by);
  model["made_by"] = who ? who->name : std::string();
  model["is_sealed"] = act.is_sealed();
  model["is_waiting"] = act.state == service::ActState::waiting;
  return model;
}

/// The act, if whoever is signed in may do this with acts of its board.
Result<service::DeskAct> find(const Visit& visit, staff::Action action) {
  auto act = visit.desk->find(visit.args[0]);
  if (!act) return refuse(Errc::not_found, "no such act on the desk");
  if (auto may = require(visit, action, act->label.board); !may) return tl::make_unexpected(may.error());
  return std::move(*act);
}

Page page_of(const Visit& visit, const service::DeskAct& act, const std::string& problem) {
  Page page;
  page.title = visit.text("staff_action." + act.label.action);
  page.path = "/staff/acts/" + act.id;
  page.model = act_model(visit, act);
  auto& model = page.model;
  model["title"] = page.title;
  model["statement"] = act.file.draft.statement;
  json::array texts, rules;
  for (const auto& blob : act.file.draft.blobs) {
    const auto content = *record::blob_content(blob);
    if (content.starts_with("radslag/v1/round-definition\n")) {
      if (const auto definition = record::parse_content<record::RoundDefinition>(content)) rules = rules::rule_facts(visit, *definition);
    }
    const bool readable = content.starts_with("radslag/v1/");
    texts.push_back({{"readable", readable}, {"text", readable ? std::string(content) : std::string()}, {"bytes", content.size()}});
  }
  model["has_rules"] = !rules.empty();
  model["rules"] = std::move(rules);
  model["has_texts"] = !texts.empty();
  model["texts"] = std::move(texts);
  model["file_href"] = page.path + "/draft";
  model["file_name"] = file_stem(act) + ".draft";
  model["sign_command"] = "radslag-trustee sign " + file_stem(act) + ".draft --key my.key > " + file_stem(act) + ".seal";
  json::array seals;
  for (const auto& seal : act.seals) seals.push_back(json::object{{"name", officer_name(visit, seal.officer)}});
  model["has_seals"] = !seals.empty();
  model["seals"] = std::move(seals);
  model["entry_href"] = act.entry ? "/record/entry?log=" + act.file.draft.log + "&index=" + std::to_string(*act.entry) : std::string();
  model["has_entry"] = act.entry.has_value();
  model["may_hand_in"] = act.state == service::ActState::waiting && act.is_sealed();
  model["has_problem"] = !problem.empty();
  model["problem_text"] = problem;
  return page;
}

std::string words(const Visit& visit, const Error& error) {
  const auto name = std::string(errc_name(error.code));
  return visit.text("error." + name) + " " + visit.text("error." + name + "_todo") + " (" + error.detail + ")";
}

}  // namespace

Result<> require(const Visit& visit, staff::Action action, std::string_view board) {
  if (staff::may(visit.account(), action, board)) return {};
  return refuse(Errc::not_authorised, "the account has no role for this");
}

Result<Page> acts_page(const Visit& visit) {
  Page page;
  page.title = visit.text("act.heading");
  json::array waiting, settled;
  const auto put = [&](json::array& list, const service::DeskAct& act) {
    if (staff::may(visit.account(), staff::Action::see_acts, act.label.board)) list.push_back(act_model(visit, act));
  };
  for (const auto& act : visit.desk->waiting()) put(waiting, act);
  for (const auto& act : visit.desk->settled(settled_shown)) put(settled, act);
  page.model["has_waiting"] = !waiting.empty();
  page.model["waiting"] = std::move(waiting);
  page.model["has_settled"] = !settled.empty();
  page.model["settled"] = std::move(settled);
  return page;
}

Result<Page> act_page(const Visit& visit) {
  const auto act = find(visit, staff::Action::see_acts);
  if (!act) return tl::make_unexpected(act.error());
  return page_of(visit, *act, {});
}

Result<Page> back_to_act(const Visit& visit) {
  const auto act = find(visit, staff::Action::submit_act);
  if (!act) return tl::make_unexpected(act.error());
  Page page;
  page.see_other = "/staff/acts/" + act->id;
  return page;
}

Result<http::Response> act_file(const Visit& visit) {
  const auto act = find(visit, staff::Action::see_acts);
  if (!act) return tl::make_unexpected(act.error());
  http::Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + file_stem(*act) + ".draft\"");
  response.body = record::encode_draft_file(act->file);
  return response;
}

void add_seals(const Visit& visit, html::Exchange&& exchange) {
  const auto act = find(visit, staff::Action::see_acts);
  if (!act) return exchange.refuse(act.error());
  const auto& file = exchange.form.file("seal_file");
  if (auto added = visit.desk->add_seals(act->id, exchange.form.text("seals") + "\n" + file); !added)
    return exchange.show("desk/act", page_of(visit, *act, words(visit, added.error())), 422);
  exchange.see_other("/staff/acts/" + act->id);
}

void hand_in(const Visit& visit, html::Exchange&& exchange) {
  const auto act = find(visit, staff::Action::submit_act);
  if (!act) return exchange.refuse(act.error());
  const auto receipt = visit.desk->hand_in(act->id);
  visit.staff->log.append(visit.account().id, staff::Action::submit_act, act->label.subject,
                          receipt ? staff::Ended::done : staff::Ended::refused);
  if (receipt) return exchange.see_other("/staff/acts/" + act->id);
  exchange.show("desk/act", page_of(visit, *act, words(visit, receipt.error())), 409);
}

void drop(const Visit& visit, html::Exchange&& exchange) {
  const auto act = find(visit, staff::Action::submit_act);
  if (!act) return exchange.refuse(act.error());
  if (auto dropped = visit.desk->drop(act->id); !dropped) return exchange.refuse(dropped.error());
  exchange.see_other("/staff/acts");
}

}  // namespace radslag::desk
