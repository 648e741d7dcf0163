// Rounds with secret ballots at the counter: what the voting page's script gets, an urn's files, finding one's ballot, hand-outs.
#include <algorithm>
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "crypto/voting/credential.hpp"
#include "crypto/voting/election.hpp"
#include "crypto/voting/trustee.hpp"
#include "ledger/audit/ballot_page.hpp"
#include "ledger/record/secret_round.hpp"
#include "server/web/routes.hpp"
#include "tests/server/web/front.hpp"

using namespace radslag;
using namespace radslag::testing;
namespace json = boost::json;

namespace {

/// An urn of the north and one of the whole municipality, a hundred voters each.
SecretPlan two_urns() {
  SecretPlan plan;
  plan.voters = 100;
  plan.definition.urns = {{"norr", 600'000, {"north"}}, {"alla", 400'000, {}}};
  return plan;
}

Town in_voting(const SecretPlan& plan = {}) {
  Town town;
  town.secret_round("r1", plan);
  return town;
}

json::object data(Front& front, const std::string& page) {
  const auto answer = front.see(page);
  CAPTURE(page, answer.body);
  REQUIRE(answer.status == 200);
  return json::parse(answer.body).as_object();
}

std::string code_of(const http::Response& answer) {
  const auto body = json::parse(answer.body);
  return std::string(body.at("code").as_string());
}

bool has(const std::string& page, std::string_view text) { return page.find(text) != std::string::npos; }

/// Base64 without its padding, as Belenios writes digests.
std::string tracker_of(const record::Digest& digest) { return crypto::to_base64(std::string(digest.begin(), digest.end())).substr(0, 43); }

http::Response find_ballot(Front& front, const std::string& typed) {
  auto request = Front::get("/rounds/r1/ballot.json");
  request.query = "tracker=" + html::percent_encode(typed);
  return front.ask(std::move(request));
}

bool is_found(Front& front, const std::string& typed) {
  const auto answer = find_ballot(front, typed);
  CAPTURE(typed, answer.body);
  REQUIRE(answer.status == 200);
  return json::parse(answer.body).at("found").as_bool();
}

record::SecretBallot last_ballot(const Town& town) {
  const auto entry = record::parse_entry(town.log("rounds/r1").pieces.back().entry).value();
  return std::get<record::SecretBallot>(entry.statement);
}

}  // namespace

TEST_CASE("the voting page of secret ballots says which urns there are, and where voting cards are") {
  Town town = in_voting(two_urns());
  Front front(town);
  const auto page = data(front, "/rounds/r1/vote.json");
  const auto& ballot = page.at("ballot").as_object();
  CHECK(ballot.at("island") == "secret-ballot");
  CHECK(ballot.at("halves") == 1);
  CHECK(ballot.at("card_href") == "https://rostlangd.example.se/card?round=r1");
  CHECK(ballot.at("post_href") == "/rounds/r1/ballots");
  CHECK(page.at("is_secret") == true);
  CHECK(page.at("clear_ballots") == false);
  CHECK(page.at("has_home") == true);
  CHECK(page.at("homes") == json::array{json::object{{"urn", "norr"}, {"name", "North"}}});
  const auto& urns = ballot.at("urns").as_array();
  REQUIRE(urns.size() == 2);
  CHECK(urns[0] == json::object{{"kind", "approval"},
                                {"pointsMax", 0},
                                {"placePoints", json::array{}},
                                {"id", "norr"},
                                {"name", "North"},
                                {"election", "/rounds/r1/urns/norr/election.json"},
                                {"envelope", 600'000},
                                {"projects", json::array{"P1", "P4"}},
                                {"everyone", false},
                                {"choicesMin", 0},
                                {"choicesMax", 2},
                                {"budgetMax", 0}});
  CHECK(urns[1].at("everyone") == true);
  CHECK(urns[1].at("name") == "");
  CHECK(urns[1].at("projects") == json::array{"P2", "P3", "P5"});

  const auto html = front.see("/rounds/r1/vote", "sv");
  REQUIRE(html.status == 200);
  CHECK(has(html.body, "data-island=\"secret-ballot\""));
  CHECK(has(html.body, "&quot;election&quot;:&quot;/rounds/r1/urns/norr/election.json&quot;"));
  CHECK(has(html.body, "data-card=\"https://rostlangd.example.se/card?round=r1\""));
  CHECK_FALSE(has(html.body, "data-half-field"));
  CHECK_FALSE(has(html.body, "data-code-form"));
}

TEST_CASE("ballots in clear keep their own voting page") {
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("r1");
  town.open("r1", Town::definition(), 3);
  Front front(town);
  const auto page = data(front, "/rounds/r1/vote.json");
  CHECK(page.at("ballot").at("island") == "ballot");
  CHECK_FALSE(page.at("ballot").as_object().contains("urns"));
  CHECK(page.at("is_secret") == false);
  CHECK(page.at("clear_ballots") == true);
  const auto html = front.see("/rounds/r1/vote", "en").body;
  CHECK(has(html, "data-code-form"));
  CHECK_FALSE(has(html, "data-card"));
  for (const char* path : {"/rounds/r1/urns/whole/election.json", "/rounds/r1/urns/whole/archive.bel", "/rounds/r1/ballot?tracker=x"})
    CHECK(front.see(path).status == 404);
}

TEST_CASE("with two halves the voting page asks for the letter's") {
  SecretPlan plan;
  plan.halves = 2;
  Town town = in_voting(plan);
  Front front(town);
  CHECK(data(front, "/rounds/r1/vote.json").at("ballot").at("halves") == 2);
  CHECK(has(front.see("/rounds/r1/vote").body, "data-half-field"));
  CHECK_FALSE(data(front, "/rounds/r1/vote.json").at("has_home").as_bool());
}

TEST_CASE("an urn's files are those that the opening froze, readable from other sites") {
  Town town = in_voting(two_urns());
  Front front(town);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto& urn = town.round("r1").frozen->urns[i];
    const auto folder = "/rounds/r1/urns/" + urn.id + "/";
    const auto election = front.see(folder + "election.json");
    REQUIRE(election.status == 200);
    CHECK(election.content_type == "application/json");
    CHECK(header(election, "Access-Control-Allow-Origin") == "*");
    const auto read = voting::Election::parse(election.body);
    REQUIRE(read);
    CHECK(read->uuid() == record::urn_uuid(town.round("r1").origin, urn.id));
    const auto& blobs = town.log("rounds/r1").pieces.back().blobs;  // definition, electorate, elections
    CHECK(record::blob_content(blobs[2 + i]) == std::optional<std::string_view>(election.body));

    const auto trustees = voting::Trustees::parse(read->group(), front.see(folder + "trustees.json").body);
    REQUIRE(trustees);
    CHECK(read->group().encode(trustees->election_key()) == read->group().encode(read->public_key()));

    const auto listed = voting::read_credentials(read->group(), front.see(folder + "public_credentials.json").body);
    REQUIRE(listed);
    CHECK(listed->size() == 104);  // voters, reserve and paper
    CHECK(front.see(folder + "private.json").status == 404);
    CHECK(front.see(folder + "archive.bel").status == 409);
  }
  const auto credentials = front.see("/rounds/r1/urns/norr/public_credentials.json").body;
  for (const std::string what : {"voter", "reserve", "paper"}) {
    CHECK(has(credentials, town.credential("r1", 0, what, 1)));
    CHECK_FALSE(has(credentials, town.credential("r1", 1, what, 1)));
  }
  CHECK(front.see("/rounds/r1/urns/nowhere/election.json").status == 404);
  CHECK(front.see("/rounds/r2/urns/norr/election.json").status == 404);
}

TEST_CASE("a round whose trustees still make the key has no urns, and its pages are there all the same") {
  Town town;
  town.begin();
  town.dialogue();
  town.trustees();
  town.begin_round("r1");
  town.ceremony("r1");
  Front front(town);
  CHECK(front.see("/rounds/r1").status == 200);
  CHECK(front.see("/rounds/r1/vote").status == 404);
  CHECK(front.see("/rounds/r1/ballot?tracker=x").status == 404);
  CHECK(front.see("/rounds/r1/urns/whole/election.json").status == 404);
}

TEST_CASE("a secret ballot that is taken is found by its tracker") {
  Town town = in_voting();
  town.hand_out("r1", 0);
  Front front(town);
  const auto blob = town.blob(town.secret_ballot("r1", 0, "voter", 0, {1}));
  const auto body = json::serialize(json::object{{"ballot", crypto::to_base64(blob)}});
  const auto answer = front.post("/rounds/r1/ballots", body);
  REQUIRE(answer.status == 201);
  const auto index = json::parse(answer.body).at("index").as_int64();
  const auto tracker = tracker_of(last_ballot(town).tracker);
  CHECK(json::parse(answer.body).at("digest") == json::value(crypto::to_hex(last_ballot(town).tracker)));

  CHECK(is_found(front, tracker));
  const auto found = json::parse(find_ballot(front, tracker).body);
  const auto entry = "/record/entry?log=rounds/r1&index=" + std::to_string(index);
  CHECK(found.at("entry_href") == json::value(entry));
  CHECK(front.see(entry).status == 200);
  SECTION("as people type and paste it") {
    CHECK(is_found(front, " " + tracker + "\n"));
    CHECK(is_found(front, tracker + "="));
    CHECK(is_found(front, tracker.substr(0, 20) + " " + tracker.substr(20)));
  }
  SECTION("and not by anything else") {
    CHECK_FALSE(is_found(front, ""));
    CHECK_FALSE(is_found(front, tracker.substr(1)));
    CHECK_FALSE(is_found(front, tracker + "A"));
    CHECK_FALSE(is_found(front, std::string(43, 'A')));
    CHECK_FALSE(is_found(front, std::string(5'000, 'A')));
    // A card that was handed out is no ballot.
    CHECK_FALSE(is_found(front, tracker_of(town.handing_out("r1", "voter", 0).commitment)));
  }
  SECTION("nor in another round") {
    town.secret_round("r2");
    front.service.refresh();
    auto request = Front::get("/rounds/r2/ballot.json");
    request.query = "tracker=" + html::percent_encode(tracker);
    CHECK(json::parse(front.ask(std::move(request)).body).at("found") == false);
  }
  SECTION("what was typed is shown as text") {
    auto request = Front::get("/rounds/r1/ballot");
    request.query = "tracker=" + html::percent_encode("\"><script>alert(1)</script>");
    const auto page = front.ask(std::move(request));
    CHECK(page.status == 200);
    CHECK(has(page.body, "&lt;script&gt;"));
    CHECK_FALSE(has(page.body, "<script>"));
  }
}

TEST_CASE("what was not found is looked for again: ballots come without a new snapshot") {
  const auto routes = web::all_routes(web::Config{});
  for (const char* path : {"/rounds/r1/ballot", "/rounds/r1"}) {
    const auto found = html::find_route(routes, "GET", path);
    REQUIRE(found.route);
    CHECK(std::get<html::PageRoute>(found.route->action).live);
  }
}

TEST_CASE("the registrar's hand-out is taken once, and its receipt given again") {
  Town town = in_voting();
  Front front(town);
  const auto statement = record::encode_statement(town.handing_out("r1", "voter", 0));
  const auto first = front.post("/handed-out", statement, "text/plain");
  REQUIRE(first.status == 201);
  CHECK(first.content_type == "application/json");
  CHECK(json::parse(first.body).at("log") == "rounds/r1");
  const auto size = town.log("rounds/r1").pieces.size();
  const auto again = front.post("/handed-out", statement, "text/plain");
  CHECK(again.status == 201);
  CHECK(json::parse(again.body).at("index") == json::parse(first.body).at("index"));
  CHECK(town.log("rounds/r1").pieces.size() == size);
  CHECK(data(front, "/rounds/r1.json").at("handed_out") == 1);
  CHECK(front.app.body_limit("POST", "/handed-out") == 4'096);
}

TEST_CASE("hand-outs that cannot be taken are refused with the reason") {
  Town town = in_voting();
  Front front(town);
  const auto size = town.log("rounds/r1").pieces.size();
  const auto good = town.handing_out("r1", "voter", 0);
  const auto check = [&](const std::string& body, int status, const std::string& code, const std::string& type = "text/plain") {
    const auto answer = front.post("/handed-out", body, type);
    CAPTURE(body);
    CHECK(answer.status == status);
    CHECK(answer.content_type == "application/problem+json");
    CHECK(code_of(answer) == code);
  };
  for (const char* type : {"", "application/json", "application/x-www-form-urlencoded"})
    check(record::encode_statement(good), 415, "unsupported", type);
  auto forged = good;
  forged.registrar[5] ^= 1;
  check(record::encode_statement(forged), 403, "bad-signature");
  auto elsewhere = good;
  elsewhere.origin = "radslag.example.se/log/rounds/r9";
  check(record::encode_statement(elsewhere), 404, "not-found");
  check(record::encode_statement(town.secret_entry("r1", town.blob(town.secret_ballot("r1", 0, "voter", 1, {1})))), 415, "unsupported");
  for (const std::string& body : {std::string(), std::string("hello")}) check(body, 415, "unsupported");  // no version of ours
  CHECK(front.post("/handed-out", record::encode_statement(good) + "\n", "text/plain").status == 400);
  CHECK(town.log("rounds/r1").pieces.size() == size);
  town.close("r1");
  front.service.refresh();
  check(record::encode_statement(good), 409, "closed");
}

TEST_CASE("the files of the ballot page are listed for whoever opens a round") {
  Town town = in_voting();
  auto config = Front::config(town);
  config.ballot_page = {{crypto::sha256("one"), "/static/app.js"}, {crypto::sha256("two"), "/static/app.css"}};
  FakeService service(town);
  web::App app(service, config);
  http::Response answer;
  app.handle(Front::get("/record/ballot-page"), [&](http::Response&& response) { answer = std::move(response); });
  CHECK(answer.status == 200);
  CHECK(answer.body ==
        crypto::to_hex(crypto::sha256("one")) + " /static/app.js\n" + crypto::to_hex(crypto::sha256("two")) + " /static/app.css\n");
}

TEST_CASE("the voting page runs the files that are named, and nothing else") {
  Town town = in_voting(two_urns());
  Front front(town);
  const std::string path = "/rounds/r1/vote";
  std::map<std::string, std::string> files{{path.substr(1), front.see(path).body}};
  std::vector<record::RoundOpened::Page> named;
  for (const auto* file : {"/static/base.js", "/static/app.css"}) {
    files[std::string(file).substr(1)] = file;
    named.push_back({crypto::sha256(file), file});
  }
  const auto compare = [&] {
    std::vector<std::string> texts;
    for (const auto& finding : audit::compare_ballot_page(*audit::open_files(files), path.substr(1), named).findings)
      texts.push_back(audit::text_of(finding));
    return texts;
  };
  CHECK(compare() == std::vector<std::string>{});
  named.pop_back();
  CHECK(compare() == std::vector<std::string>{"the page loads /static/app.css, which the opening does not name"});
}

TEST_CASE("the round's page says who counts, and how far they have come") {
  Town town = in_voting(two_urns());
  town.cast_secret("r1", 0, {0}, 0);
  town.cast_secret("r1", 0, {1}, 1);
  town.cast_secret("r1", 1, {2}, 1);
  town.accept_envelope("r1", 3, 1);
  town.cast_paper("r1", 0, {1}, 1);
  {
    Front front(town);
    const auto page = data(front, "/rounds/r1.json");
    CHECK(page.at("handed_out") == 2);
    CHECK(page.at("ballots") == 4);
    CHECK(page.at("trustees").as_array().size() == 3);
    CHECK(page.at("trustees").at(0) ==
          json::object{{"number", 1}, {"name", "Office of trustee-1"}, {"shuffled", false}, {"decrypted", false}});
    const auto& whole = page.at("urns").at(1).as_object();
    CHECK(whole.at("is_whole") == true);
    CHECK(whole.at("voters") == 100);
    CHECK(whole.at("envelopes") == 1);
    CHECK(whole.at("paper") == 1);
    CHECK(whole.at("is_mixnet") == true);
    for (const std::string language : {"sv", "en"}) {
      const auto html = front.see("/rounds/r1", language).body;
      CHECK(has(html, "Office of trustee-3"));
      CHECK(has(html, "action=\"/rounds/r1/ballot\""));
      CHECK_FALSE(has(html, "archive.bel"));
      CHECK_FALSE(has(html, "{{"));
    }
    CHECK(front.see("/rounds/r1/result").status == 200);
    CHECK_FALSE(data(front, "/rounds/r1/result.json").at("has_result").as_bool());
  }
  town.close("r1");
  town.shuffle("r1", 1, 1);
  Front front(town);
  const auto page = data(front, "/rounds/r1.json");
  CHECK(page.at("trustees").at(0).at("shuffled") == true);
  CHECK(page.at("trustees").at(1).at("shuffled") == false);
  CHECK(page.at("urns").at(0).at("shuffles") == 0);
  CHECK(page.at("urns").at(1).at("shuffles") == 1);
}

TEST_CASE("the result has each urn's count, and its archive where there is something to verify") {
  Town town = in_voting(two_urns());
  town.cast_secret("r1", 0, {1, 2}, 1);
  town.cast_secret("r1", 1, {2}, 1);
  town.cast_secret("r1", 1, {}, 1);
  town.close_and_count("r1");
  Front front(town);
  const auto page = data(front, "/rounds/r1/result.json");
  CHECK(page.at("has_result") == true);
  CHECK(page.at("has_choices") == true);
  const auto& counts = page.at("urn_counts").as_array();
  REQUIRE(counts.size() == 2);
  CHECK(counts[0].at("ballots") == 0);
  CHECK(counts[0].at("has_archive") == false);
  CHECK(counts[1].at("ballots") == 3);
  CHECK(counts[1].at("voters") == 2);
  CHECK(counts[1].at("blank") == 1);
  CHECK(counts[1].at("invalid") == 0);
  CHECK(counts[1].at("has_archive") == true);
  CHECK(counts[1].at("archive_href") == "/rounds/r1/urns/alla/archive.bel");
  for (const std::string where : {"/rounds/r1/result", "/rounds/r1"}) {
    CAPTURE(where);
    const auto html = front.see(where).body;
    CHECK(has(html, "/rounds/r1/urns/alla/archive.bel"));
    CHECK_FALSE(has(html, "/rounds/r1/urns/norr/archive.bel"));
  }
  const auto pb = front.see("/rounds/r1/result.pb");
  CHECK(pb.status == 200);
  CHECK(has(pb.body, "\n1;\n"));     // the blank one
  CHECK(has(pb.body, "\n2;P2,P3"));  // anonymous: in the order of the choices
  CHECK(has(front.see("/rounds/r1/result").body, "result.pb"));
}

TEST_CASE("each urn is counted by itself, and has its own story and files") {
  auto plan = two_urns();
  plan.definition.rule = allocation::EqualSharesRule{};
  Town town = in_voting(plan);
  town.cast_secret("r1", 0, {1, 2}, 1);
  town.cast_secret("r1", 1, {2}, 1);
  town.close_and_count("r1");
  Front front(town);
  const auto story = data(front, "/rounds/r1/count.json");
  const auto& urns = story.at("urns").as_array();
  REQUIRE(urns.size() == 2);
  CHECK(urns[0].at("voters") == 0);
  CHECK(urns[0].at("has_steps") == false);
  CHECK(urns[1].at("voters") == 2);
  CHECK(urns[1].at("endowment") == "200000");
  REQUIRE(urns[1].at("steps").as_array().size() == 1);
  CHECK(urns[1].at("steps").at(0).at("id") == "P3");
  CHECK(urns[1].at("steps").at(0).at("pays_at_most") == 150'000);
  const auto& files = story.at("files").as_array();
  REQUIRE(files.size() == 2);
  CHECK(files[1].at("file") == "r1-alla.pb");
  const auto pb = front.see(std::string(files[1].at("href").as_string()));
  CHECK(files[1].at("sha256") == json::value(crypto::to_hex(crypto::sha256(pb.body))));
  CHECK(has(pb.body, "budget;4000\n"));
  CHECK(front.see("/rounds/r1/tie-order.txt?urn=norr").body == "P4\nP1\n");  // the cheaper first
  CHECK(front.see("/rounds/r1/tie-order.txt?urn=none").status == 404);
  for (const std::string where : {"/rounds/r1/count", "/rounds/r1/result", "/rounds/r1/projects/1", "/rounds/r1/projects/2"}) {
    CHECK(front.see(where, "sv").status == 200);
    CHECK(front.see(where, "en").status == 200);
  }
}

TEST_CASE("of totals alone there is no list of choices") {
  SecretPlan plan;
  plan.definition.ballot = std::string(record::homomorphic_ballot);
  Town town = in_voting(plan);
  town.cast_secret("r1", 0, {0, 1});
  town.cast_secret("r1", 1, {1});
  town.close_and_count("r1");
  Front front(town);
  const auto page = data(front, "/rounds/r1/result.json");
  CHECK(page.at("has_choices") == false);
  CHECK(page.at("voters") == 2);
  CHECK_FALSE(has(front.see("/rounds/r1/result").body, "result.pb"));
  CHECK(front.see("/rounds/r1/result.csv").status == 200);
  CHECK(front.see("/rounds/r1/result.pb").status == 415);
  const auto story = data(front, "/rounds/r1/count.json");
  CHECK(story.at("totals_only") == true);
  CHECK(story.at("has_files") == false);
  CHECK(story.at("has_figures") == false);
  CHECK(page.at("is_explained") == true);  // how close it was by greedy needs no more
  CHECK(data(front, "/rounds/r1.json").at("urns").at(0).at("is_mixnet") == false);
}
