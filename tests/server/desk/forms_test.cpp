// What officers and boards do with initiatives, dialogues and their own offices, from the form to the record.
#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "ledger/log/cosignature.hpp"
#include "ledger/record/draft.hpp"
#include "tests/server/desk/busy_town.hpp"
#include "tests/server/desk/office.hpp"

using namespace radslag;
using namespace radslag::testing;
using record::InitiativePhase;

namespace {

struct Desks {
  Town town = busy_town();
  Office office{town};
  std::string officer_token = office.join({"officer:*"}), board_token = office.join({"secretary:technical"}),
              keeper_token = office.join({"keeper:*"});

  service::DeskAct draft(const std::string& path, const Fields& fields, const std::string& token) {
    return office.drafted(office.submit(path, fields, token));
  }
  const record::InitiativeState& initiative(const std::string& id) const { return *town.state().initiative(id); }
  /// Each of these fields, left empty, comes back marked and with the others filled in; nothing is drafted.
  void needs(const std::string& path, const Fields& fields, const std::vector<std::string>& names, const std::string& token) {
    const auto before = office.desk.waiting().size();
    for (const auto& name : names) {
      CAPTURE(path, name);
      auto changed = fields;
      std::string kept;
      for (auto& [each, value] : changed) {
        if (each == name) value.clear();
        if (each != name && kept.empty()) kept = value;
      }
      const auto answer = office.submit(path, changed, token);
      CHECK(answer.status == 422);
      CHECK(has(answer.body, "href=\"#" + name + "\""));
      CHECK(has(answer.body, escaped(kept)));
    }
    CHECK(office.desk.waiting().size() == before);
  }
};

const Fields gates{{"can_be_influenced", "It is ours."},
                   {"are_we_open", "Nothing is decided."},
                   {"do_we_need_values", "They know best."},
                   {"will_people_learn", "We will tell."},
                   {"level", "dialogue"},
                   {"influence", "Where they stand."}};
const Fields dialogue_fields{{"title", "A new path"},        {"summary", "Where?"},  {"board", "The technical board"},
                             {"office", "The parks office"}, {"kind", "project"},    {"level", "dialogue"},
                             {"influence", "All of it."},    {"status", "ongoing"},  {"signal", "green"},
                             {"begins", "2026-11-01"},       {"ends", "2026-12-31"}, {"reported_to", "The board"},
                             {"reported_how", "In writing"}, {"comment", "None"}};

Fields with(Fields fields, const std::string& name, const std::string& value) {
  for (auto& field : fields) {
    if (field.first == name) field.second = value;
  }
  return fields;
}

}  // namespace

TEST_CASE("an initiative is opened with reasons for each of the four questions") {
  Desks all;
  all.needs("/staff/initiatives/raised/open", gates,
            {"can_be_influenced", "are_we_open", "do_we_need_values", "will_people_learn", "influence"}, all.officer_token);
  CHECK(all.office.submit("/staff/initiatives/raised/open", with(gates, "level", "whatever"), all.officer_token).status == 422);
  REQUIRE(all.office.admit(all.draft("/staff/initiatives/raised/open", gates, all.officer_token), officer));
  CHECK(all.initiative("raised").phase == InitiativePhase::open);
  CHECK(all.initiative("raised").opening->content.are_we_open == "Nothing is decided.");
  CHECK(all.office.see("/staff/initiatives/raised/open", all.officer_token).status == 409);
}

TEST_CASE("an initiative is rejected with a coded reason and words, a duplicate with the other one") {
  Desks all;
  const Fields fields{{"reject_reason", "unclear"}, {"into", ""}, {"reasons", "What should be done?"}};
  all.needs("/staff/initiatives/raised/reject", fields, {"reasons"}, all.officer_token);
  CHECK(all.office.submit("/staff/initiatives/raised/reject", with(fields, "reject_reason", "duplicate"), all.officer_token).status == 422);
  const auto duplicate = with(with(fields, "reject_reason", "duplicate"), "into", "handed");
  REQUIRE(all.office.admit(all.draft("/staff/initiatives/raised/reject", duplicate, all.officer_token), officer));
  CHECK(all.initiative("raised").rejection->row.into == "handed");
}

TEST_CASE("a signature is set aside and restored") {
  Desks all;
  const Fields fields{{"pseudonym", crypto::to_hex(all.town.pseudonym("handed", 2))}, {"reasons", "Signed for somebody else."}};
  all.needs("/staff/initiatives/handed/set-aside", fields, {"pseudonym", "reasons"}, all.officer_token);
  REQUIRE(all.office.admit(all.draft("/staff/initiatives/handed/set-aside", fields, all.officer_token), officer));
  CHECK(has(all.office.see("/staff/initiatives/handed", all.officer_token).body, "Signed for somebody else."));
  REQUIRE(all.office.admit(all.draft("/staff/initiatives/handed/restore", fields, all.officer_token), officer));
  CHECK(all.initiative("handed").asides.size() == 2);
  CHECK(all.office.submit("/staff/initiatives/handed/restore", with(fields, "pseudonym", "abc"), all.officer_token).status == 422);
}

TEST_CASE("a board prepares, decides and answers") {
  Desks all;
  const Fields report{{"board", "The technical board"}, {"date", "2026-11-20"}, {"report", "We look into it."}};
  all.needs("/staff/initiatives/handed/prepare", report, {"board", "date", "report"}, all.board_token);
  CHECK(all.office.submit("/staff/initiatives/handed/prepare", with(report, "date", "2026-11-31"), all.board_token).status == 422);
  REQUIRE(all.office.admit(all.draft("/staff/initiatives/handed/prepare", report, all.board_token), officer));
  const Fields decision{{"board", "The technical board"},
                        {"meeting", "2026-11-21"},
                        {"diary", "TN 2026/8"},
                        {"outcome", "partly"},
                        {"reasons", "Half of them."}};
  all.needs("/staff/initiatives/handed/decide", decision, {"board", "meeting", "diary", "reasons"}, all.board_token);
  const auto act = all.draft("/staff/initiatives/handed/decide", decision, all.board_token);
  CHECK(act.needed == 2);
  REQUIRE(all.office.admit(act, committee));
  CHECK(all.initiative("handed").decided->content.reasons == "Half of them.");
  auto answer = report;
  answer.emplace_back("step", "answer");
  REQUIRE(all.office.admit(all.draft("/staff/initiatives/handed/report", answer, all.board_token), officer));
  CHECK(all.initiative("handed").reports.size() == 2);
}

TEST_CASE("a dialogue is added, changed, and finished only after feedback") {
  Desks all;
  auto added = dialogue_fields;
  added.emplace_back("dialogue_id", "path");
  all.needs("/staff/dialogues/new", added,
            {"dialogue_id", "title", "summary", "board", "office", "influence", "begins", "ends", "reported_to", "reported_how", "comment"},
            all.officer_token);
  CHECK(all.office.submit("/staff/dialogues/new", with(added, "dialogue_id", "Path!"), all.officer_token).status == 422);
  CHECK(all.office.submit("/staff/dialogues/new", with(added, "dialogue_id", "parks"), all.officer_token).status == 422);
  CHECK(all.office.submit("/staff/dialogues/new", with(added, "ends", "2026-10-01"), all.officer_token).status == 422);
  REQUIRE(all.office.admit(all.draft("/staff/dialogues/new", added, all.officer_token), officer));
  CHECK(has(all.office.see("/staff/dialogues/path/change", all.officer_token).body, "value=\"A new path\""));

  const auto finished = with(dialogue_fields, "status", "finished");
  const auto early = all.draft("/staff/dialogues/path/change", finished, all.officer_token);
  CHECK_FALSE(all.office.admit(early, officer));
  const Fields feedback{{"board", "The technical board"}, {"date", "2026-11-20"}, {"report", "Along the river."}};
  all.needs("/staff/dialogues/path/feedback", feedback, {"board", "date", "report"}, all.officer_token);
  REQUIRE(all.office.admit(all.draft("/staff/dialogues/path/feedback", feedback, all.officer_token), officer));
  REQUIRE(all.office.admit(all.draft("/staff/dialogues/path/change", finished, all.officer_token), officer));
  CHECK(all.town.state().town.dialogues.at("path").row().status == record::DialogueStatus::finished);
}

TEST_CASE("keepers announce and end keys, set rules and announce the registrar") {
  Desks all;
  const auto key = crypto::to_hex(Town::public_key("new-officer"));
  const Fields announced{{"public_key", key}, {"officer_name", "Åsa Öberg, parks"}, {"roles", "officer"}, {"roles", "board"}};
  all.needs("/staff/offices/officer", announced, {"public_key", "officer_name", "roles"}, all.keeper_token);
  CHECK(all.office.submit("/staff/offices/officer", with(announced, "public_key", "abc"), all.keeper_token).status == 422);
  REQUIRE(all.office.admit(all.draft("/staff/offices/officer", announced, all.keeper_token), keepers));
  CHECK(all.town.state().town.officers.at(Town::public_key("new-officer")).roles.size() == 2);
  CHECK(all.office.submit("/staff/offices/officer", announced, all.keeper_token).status == 422);  // announced once

  REQUIRE(all.office.admit(all.draft("/staff/offices/officer-end", {{"officer", key}}, all.keeper_token), keepers));
  CHECK(all.town.state().town.officers.at(Town::public_key("new-officer")).ended_at);
  CHECK(all.office.submit("/staff/offices/officer-end", {{"officer", key}}, all.keeper_token).status == 422);

  const Fields rule{{"board_id", "technical"}, {"board_name", "The technical board"},
                    {"threshold", "20"},       {"unit", "per-mille"},
                    {"cosigners", "2"},        {"days", "90"},
                    {"email", "yes"}};
  all.needs("/staff/offices/board", rule, {"board_id", "board_name", "threshold", "cosigners", "days"}, all.keeper_token);
  CHECK(all.office.submit("/staff/offices/board", with(rule, "threshold", "1001"), all.keeper_token).status == 422);
  REQUIRE(all.office.admit(all.draft("/staff/offices/board", rule, all.keeper_token), committee));
  const auto& now = all.town.state().town.boards.at("technical").row;
  CHECK(now.days == 90);
  CHECK(now.areas.size() == 1);  // what the form does not have stays

  const Fields registrar{{"public_key", key}, {"site", "https://rostlangd.example.se"}};
  all.needs("/staff/offices/registrar", registrar, {"public_key", "site"}, all.keeper_token);
  CHECK(all.office.submit("/staff/offices/registrar", with(registrar, "site", "http://example.se"), all.keeper_token).status == 422);
  REQUIRE(all.office.admit(all.draft("/staff/offices/registrar", registrar, all.keeper_token), keepers));

  const auto witness = log::CosignerKey::of("a.example", Town::public_key("a")).text() + " Regional auditors\n" +
                       log::CosignerKey::of("b.example", Town::public_key("b")).text() + " Utby Times";
  const Fields witnesses{{"witness_lines", witness}, {"quorum", "2"}};
  all.needs("/staff/offices/witnesses", witnesses, {"quorum"}, all.keeper_token);
  CHECK(all.office.submit("/staff/offices/witnesses", with(witnesses, "quorum", "3"), all.keeper_token).status == 422);
  CHECK(all.office.submit("/staff/offices/witnesses", with(witnesses, "witness_lines", "a.example who"), all.keeper_token).status == 422);
  REQUIRE(all.office.admit(all.draft("/staff/offices/witnesses", witnesses, all.keeper_token), keepers));
  CHECK(all.town.state().town.witnesses->row.witnesses.size() == 2);
}

TEST_CASE("an act is sealed and handed in by its pages, and the action log knows") {
  Desks all;
  const auto act = all.draft("/staff/initiatives/raised/open", gates, all.officer_token);
  const auto page = "/staff/acts/" + act.id;
  CHECK(all.office.submit(page + "/hand-in", {}, all.officer_token).status == 409);  // no seal yet
  const auto seal = record::seal(act.file.draft, Town::key_of("officer-1"));
  const auto line = "signed " + crypto::to_hex(seal.officer) + " " + crypto::to_hex(seal.signature);
  CHECK(all.office.submit(page + "/seals", {{"seals", "signed nonsense"}}, all.officer_token).status == 422);
  CHECK(all.office.submit(page + "/seals", {{"seals", line}}, all.officer_token).status == 303);
  CHECK(has(all.office.see(page, all.officer_token).body, "Office of officer-1"));
  CHECK(all.office.see(page + "/draft", all.officer_token).body == record::encode_draft_file(act.file));
  CHECK(all.office.submit(page + "/hand-in", {}, all.officer_token).status == 303);
  REQUIRE(all.office.service.acted);
  CHECK(all.office.service.acted->statement == act.file.draft.statement);
  const auto log = all.office.house.staff->log.page(10, std::nullopt);
  CHECK(log.size() >= 2);
}

TEST_CASE("what cannot be kept in the record is said at the field") {
  Desks all;
  for (const std::string& bad : {std::string("a\u202E"
                                             "b"),
                                 std::string(5'000, 'x'), std::string("a\x07") + "b"}) {
    const auto answer = all.office.submit("/staff/initiatives/raised/open", with(gates, "influence", bad), all.officer_token);
    CHECK(answer.status == 422);
    CHECK(has(answer.body, "id=\"influence-fault\""));
  }
}
