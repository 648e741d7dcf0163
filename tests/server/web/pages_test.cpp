// Every page, in every language and as data, in every phase of a round's life.
#include <algorithm>
#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <map>

#include "ledger/allocation/pb_rules.hpp"
#include "tests/server/web/front.hpp"

using namespace radslag;
using namespace radslag::testing;
namespace json = boost::json;

namespace {

/// A town with a decided round, one in voting, one that has only been announced.
Town lived_in() {
  Town town = Town::whole_life();
  town.begin_round("play-2026");
  town.open("play-2026", Town::definition(), 3);
  town.vote("play-2026", 0, {1, 2});
  town.dialogue("roads");
  town.begin_round("roads-2027", "roads");
  return town;
}

const std::vector<std::string> pages{"/",
                                     "/dialogues",
                                     "/dialogues?status=ongoing&level=co-decision",
                                     "/dialogues?status=finished",
                                     "/dialogues/parks",
                                     "/dialogues/roads",
                                     "/rounds/parks-2026",
                                     "/rounds/parks-2026?area=north&theme=play&order=5",
                                     "/rounds/play-2026",
                                     "/rounds/roads-2027",
                                     "/rounds/parks-2026/projects/1",
                                     "/rounds/parks-2026/projects/3",
                                     "/rounds/play-2026/projects/5",
                                     "/rounds/play-2026/vote",
                                     "/rounds/parks-2026/vote",
                                     "/rounds/parks-2026/result",
                                     "/rounds/play-2026/result",
                                     "/rounds/parks-2026/count",
                                     "/rounds/play-2026/count",
                                     "/record",
                                     "/record/entries",
                                     "/record/entries?log=rounds/parks-2026&from=3",
                                     "/record/entries?log=rounds/roads-2027",
                                     "/record/entry?log=town&index=0",
                                     "/record/entry?log=rounds/parks-2026&index=0",
                                     "/record/entry?log=rounds/parks-2026&index=2",
                                     "/record/entry?log=rounds/play-2026&index=1",
                                     "/verify",
                                     "/about",
                                     "/accessibility"};

std::string as_json(const std::string& page) {
  const auto mark = page.find('?');
  const std::string path = page.substr(0, mark);
  return (path == "/" ? "/dialogues" : path) + ".json" + (mark == std::string::npos ? "" : page.substr(mark));
}

json::object data(Front& front, const std::string& page) {
  const auto answer = front.see(as_json(page));
  REQUIRE(answer.status == 200);
  return json::parse(answer.body).as_object();
}

/// Whether texts for people stand anywhere in the data.
bool has_texts(const json::value& value) {
  if (const auto* array = value.if_array()) return std::any_of(array->begin(), array->end(), has_texts);
  if (const auto* object = value.if_object()) {
    return std::any_of(object->begin(), object->end(), [](const auto& field) {
      const std::string_view name(field.key().data(), field.key().size());
      return (name.ends_with("_text") && name != "blob_text" && name != "has_text") || name.ends_with("_kr") ||
             name.ends_with("messages") || has_texts(field.value());
    });
  }
  return false;
}

}  // namespace

TEST_CASE("every page is there in every language and as data") {
  Town town = lived_in();
  Front front(town);
  for (const std::string& page : pages) {
    CAPTURE(page);
    for (const std::string language : {"sv", "en"}) {
      const auto answer = front.see(page, language);
      CHECK(answer.status == 200);
      CHECK(answer.content_type == "text/html; charset=utf-8");
      CHECK(answer.body.find("<html lang=\"" + language + "\" dir=\"ltr\">") != std::string::npos);
      CHECK(answer.body.find("</html>") != std::string::npos);
      CHECK(answer.body.find("{{") == std::string::npos);
      CHECK(answer.body.find("Exempelby") != std::string::npos);
      CHECK(header(answer, "Vary") == "Accept-Encoding, Accept-Language, Cookie");
    }
    CHECK(front.see(page, "sv").body != front.see(page, "en").body);
    const auto answer = front.see(as_json(page));
    CHECK(answer.status == 200);
    CHECK(answer.content_type == "application/json");
    CHECK_FALSE(has_texts(json::parse(answer.body)));
  }
}

TEST_CASE("a town that has not begun has pages all the same") {
  Town town;
  Front front(town);
  for (const char* page : {"/", "/record", "/record/entries", "/about", "/accessibility"}) {
    CAPTURE(page);
    CHECK(front.see(page).status == 200);
  }
  CHECK(front.see("/record/entry?log=town&index=0").status == 404);
}

TEST_CASE("what is not there is not found") {
  Town town = lived_in();
  Front front(town);
  for (const char* page : {"/nowhere",
                           "/dialogues/none",
                           "/rounds/none",
                           "/rounds/none/vote",
                           "/rounds/roads-2027/vote",
                           "/rounds/roads-2027/result",
                           "/rounds/parks-2026/projects/0",
                           "/rounds/parks-2026/projects/6",
                           "/rounds/parks-2026/projects/x",
                           "/rounds/parks-2026/projects/18446744073709551617",
                           "/rounds/roads-2027/projects/1",
                           "/record/entries?log=none",
                           "/record/entry?log=town&index=9999",
                           "/record/entry?log=town",
                           "/record/entry?log=none&index=0",
                           "/record/receipt",
                           "/record/receipt?log=town&index=9999",
                           "/rounds/none/result.csv",
                           "/rounds/none/result.pb",
                           "/rounds/none/count",
                           "/rounds/roads-2027/count",
                           "/rounds/none/tie-order.txt",
                           "/rounds/parks-2026/result.pb?urn=north"}) {
    CAPTURE(page);
    const auto answer = front.see(page);
    CHECK(answer.status == 404);
    CHECK(answer.content_type == "text/html; charset=utf-8");
    CHECK(answer.body.find("Sidan finns inte") != std::string::npos);
  }
  for (const char* page : {"/nowhere.json", "/dialogues/none.json", "/log/none/checkpoint"}) {
    CAPTURE(page);
    const auto answer = front.see(page);
    CHECK(answer.status == 404);
    CHECK(answer.content_type == "application/problem+json");
    CHECK(json::parse(answer.body).at("code") == "not-found");
  }
}

TEST_CASE("a round's page says how many ballots there are, and no more, while it is open") {
  Town town = lived_in();
  Front front(town);
  const auto open = data(front, "/rounds/play-2026");
  CHECK(open.at("phase") == "open");
  CHECK(open.at("is_open") == true);
  CHECK(open.at("ballots") == 1);
  CHECK(open.at("roll") == 3);
  CHECK(open.at("has_participation") == false);
  CHECK_FALSE(open.contains("voters"));
  CHECK(open.at("clear_ballots") == true);
  const auto result = data(front, "/rounds/play-2026/result");
  CHECK(result.at("has_result") == false);
  CHECK_FALSE(result.contains("rows"));
  CHECK(front.see("/rounds/play-2026/result.csv").status == 403);
  CHECK(front.see("/rounds/play-2026/result.pb").status == 403);
  const auto entry = data(front, "/record/entry?log=rounds/play-2026&index=1");
  CHECK(entry.at("kind") == "ballot");
  CHECK(entry.at("blobs").at(0).at("sealed") == true);
  CHECK(entry.at("blobs").at(0).at("has_text") == false);
  CHECK(data(front, "/rounds/roads-2027").at("phase") == "announced");
}

TEST_CASE("the phases of a round follow the record") {
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("r1");
  Front front(town);
  const auto phase = [&] {
    front.service.refresh();
    return std::string(data(front, "/rounds/r1").at("phase").as_string());
  };
  CHECK(phase() == "announced");
  town.open("r1", Town::definition(), 3);
  town.vote("r1", 0, {0});
  CHECK(phase() == "open");
  town.close("r1");
  CHECK(phase() == "closed");
  CHECK(front.see("/rounds/r1/result.csv").status == 409);
  town.tally("r1");
  CHECK(phase() == "counted");
  const auto before = data(front, "/rounds/r1/result");  // what the frozen rule gives, before it has been signed
  CHECK(before.at("allocated") == false);
  town.allocate("r1");
  CHECK(phase() == "counted");
  const auto after = data(front, "/rounds/r1/result");
  CHECK(after.at("allocated") == true);
  REQUIRE(after.at("rows").as_array().size() == before.at("rows").as_array().size());
  for (std::size_t i = 0; i < after.at("rows").as_array().size(); ++i) {
    for (const char* field : {"id", "votes", "outcome", "left_before", "measure"})
      CHECK(after.at("rows").at(i).at(field) == before.at("rows").at(i).at(field));
  }
  town.end("r1");
  town.decide("r1");
  CHECK(phase() == "decided");
}

TEST_CASE("the result shows votes, why each project was funded or not, and the decision beside it") {
  Town town = lived_in();
  Front front(town);
  const auto result = data(front, "/rounds/parks-2026/result");
  const auto& rows = result.at("rows").as_array();
  REQUIRE(rows.size() == 5);
  CHECK(result.at("envelope") == 1'000'000);
  CHECK(result.at("spent").to_number<std::uint64_t>() + result.at("left").to_number<std::uint64_t>() == 1'000'000);
  CHECK(result.at("funded").to_number<std::ptrdiff_t>() ==
        std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.at("funded") == true; }));
  CHECK(result.at("decision").at("has_departures") == true);
  CHECK(rows[0].at("place") == 1);
  CHECK(rows[0].at("share") == 100);
  for (const auto& row : rows) {
    const auto& allocation = *town.round("parks-2026").allocation;
    const auto step = allocation.steps[row.at("place").to_number<std::size_t>() - 1];
    CHECK(row.at("id") == json::value(step.project));
    CHECK(row.at("votes") == step.votes);
    CHECK(row.at("share").to_number<std::uint64_t>() == step.votes * 100 / allocation.steps[0].votes);
    CHECK(row.at("funded") == allocation::is_funded(step.outcome));
    CHECK(row.at("has_decision") == true);
    CHECK(row.at("decision").at("departs") == (step.project == "P3"));
  }
  const auto page = front.see("/rounds/parks-2026/result", "sv").body;
  CHECK(page.find("The site is needed for a water main.") != std::string::npos);
  CHECK(page.find("Prövades som nummer 1: ") != std::string::npos);
  CHECK(page.find("10\u00a0000\u00a0kr") != std::string::npos);
  CHECK(page.find("7 personer av 9 röstade (78\u00a0%)") != std::string::npos);
  const auto project = data(front, "/rounds/parks-2026/projects/1");
  CHECK(project.at("has_milestones") == true);
  CHECK(project.at("milestones").at(0).at("state") == "started");
}

TEST_CASE("the record's entries say what they are about") {
  Town town = lived_in();
  Front front(town);
  const auto title = [&](const char* page) { return data(front, page).at("title"); };
  std::map<std::string, json::value> subjects;
  const auto town_log = data(front, "/record/entries?log=town");
  for (const auto& entry : town_log.at("entries").as_array()) {
    REQUIRE(entry.at("has_subject") == true);
    subjects[std::string(entry.at("kind").as_string())] = entry.at("subject");
  }
  CHECK(subjects.at("decision") == title("/rounds/parks-2026"));
  CHECK(subjects.at("milestone") == title("/rounds/parks-2026/projects/1"));
  const auto round_log = data(front, "/record/entries?log=rounds/play-2026");
  for (const auto& entry : round_log.at("entries").as_array()) {
    CHECK(entry.at("has_subject") == false);
    CHECK_FALSE(entry.as_object().contains("subject"));
  }
}

TEST_CASE("the result as files") {
  Town town = lived_in();
  Front front(town);
  const auto csv = front.see("/rounds/parks-2026/result.csv");
  CHECK(csv.status == 200);
  CHECK(csv.content_type == "text/csv; charset=utf-8");
  CHECK(csv.body.starts_with("\xEF\xBB\xBFplace,project,title,cost,currency,votes,score,left_before,outcome,measure,"));
  CHECK(csv.body.find("The site is needed for a water main.") != std::string::npos);
  const auto pb = front.see("/rounds/parks-2026/result.pb");
  CHECK(pb.status == 200);
  const auto file = allocation::parse_pb(pb.body);
  REQUIRE(file.has_value());
  const auto& tally = *town.round("parks-2026").tally;
  CHECK(file->ballots.size() == tally.voters);
  for (std::size_t i = 0; i < tally.votes.size(); ++i) CHECK(file->counted[i] == tally.votes[i].votes);
  const auto rule = allocation::as_published(*file).value();
  const auto again = allocation::count(allocation::profile_of(*file, allocation::utility_of(rule.rule)), rule.rule, rule.ties);
  CHECK(again->funded.size() == static_cast<std::size_t>(std::count_if(file->projects.begin(), file->projects.end(),
                                                                       [](const auto& p) { return p.selected == 1; })));
}

TEST_CASE("the record's files and receipts are handed out as they are") {
  Town town = lived_in();
  Front front(town);
  const auto checkpoint = front.see("/log/town/checkpoint");
  CHECK(checkpoint.body == town.files().at("town/checkpoint"));
  CHECK(header(checkpoint, "Cache-Control") == "public, max-age=1");
  const auto size = town.log("town").pieces.size();
  CHECK(header(front.see("/log/town/tile/entries/000.p/" + std::to_string(size)), "Cache-Control").find("immutable") != std::string::npos);
  CHECK(header(front.see("/log/town/blobs/000.p/" + std::to_string(size)), "Cache-Control") ==
        "no-cache");  // ballots come into such files later
  const auto receipt = front.see("/record/receipt?log=rounds/parks-2026&index=2");
  CHECK(receipt.body.starts_with("c2sp.org/tlog-proof@v1\n"));
  CHECK(header(receipt, "Content-Disposition") == "attachment; filename=\"rounds-parks-2026-2.tlog-proof\"");
  const auto bundle = front.see("/log/bundle.tar");
  CHECK(bundle.body == Town::tar(town.files()));
  CHECK(front.service.bundles == 1);
}

TEST_CASE("entries are shown fifty at a time, newest first") {
  Town town;
  town.begin();
  for (int i = 0; i < 119; ++i) town.dialogue();
  Front front(town);
  const auto newest = data(front, "/record/entries");
  CHECK(newest.at("entries").as_array().size() == 50);
  CHECK(newest.at("entries").at(0).at("index") == 119);
  CHECK(newest.at("has_newer") == false);
  CHECK(newest.at("older_href") == "/record/entries?log=town&from=20");
  const auto middle = data(front, "/record/entries?log=town&from=20");
  CHECK(middle.at("entries").at(0).at("index") == 69);
  CHECK(middle.at("newer_href") == "/record/entries?log=town&from=70");
  CHECK(middle.at("older_href") == "/record/entries?log=town&from=0");
  CHECK(data(front, "/record/entries?log=town&from=0").at("has_older") == false);
  CHECK(data(front, "/record/entries?log=town&from=99999").at("from") == 70);
}

TEST_CASE("every entry of a whole life has a page") {
  Town town = lived_in();
  Front front(town);
  for (const std::string& log : front.service.logs())
    for (std::size_t i = 0; i < town.log(log).pieces.size(); ++i) {
      const std::string page = "/record/entry?log=" + log + "&index=" + std::to_string(i);
      CAPTURE(page);
      CHECK(front.see(page).status == 200);
      CHECK(data(front, page).at("text") == json::value(town.log(log).pieces[i].entry));
    }
}
