// Calls for projects and what residents proposed.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "tests/server/web/front.hpp"

using namespace radslag;
using namespace radslag::testing;
namespace json = boost::json;

namespace {

Town with_call() {
  Town town;
  town.begin();
  town.registrar();
  town.dialogue();
  town.call("squares");
  for (std::size_t i = 0; i < 6; ++i) town.propose("squares", "s" + std::to_string(i), i, i == 0 ? "north" : "");
  town.assess("s0", record::Assessment::feasible, 9'000'000);
  town.assess("s1", record::Assessment::declined);
  town.assess("s2", record::Assessment::merged, 0, "s0");
  town.assess("s3", record::Assessment::unlawful);
  town.assess("s0", record::Assessment::feasible, 9'500'000);
  return town;
}

json::object data(Front& front, const std::string& path, const std::string& query = {}) {
  const auto answer = front.see(path + ".json" + query);
  REQUIRE(answer.status == 200);
  return json::parse(answer.body).as_object();
}

bool shows(const http::Response& page, std::string_view text) { return page.body.find(text) != std::string::npos; }

/// With a picture: the bytes of a JPEG as far as a page looks at them.
std::string picture(Town& town, const std::string& proposal) {
  auto content = Town::assessment_content();
  content.has_alt = true;
  content.alt = "A \"drawn\" fountain";
  const std::string jpeg = town.blob("\xff\xd8\xff\xe0 a picture"), text = town.blob(record::encode_content(content));
  const auto version = town.state().proposal(proposal)->assessments.size() + 1;
  town.put("town",
           record::ProjectAssessed{town.origin(), proposal, version, record::Assessment::feasible, 9'500'000, "", record::blob_digest(jpeg),
                                   record::blob_digest(text)},
           officer, {jpeg, text});
  return crypto::to_hex(record::blob_digest(jpeg));
}

}  // namespace

TEST_CASE("a call says what is asked, how much there is, and what became of the proposals") {
  Town town = with_call();
  Front front(town);
  const auto page = data(front, "/calls/squares");
  CHECK(page.at("is_open") == true);
  CHECK(page.at("can_propose") == true);
  CHECK(page.at("envelope") == 1'000'000);
  CHECK(page.at("area_envelopes").at(0).at("amount") == 400'000);
  CHECK(page.at("waiting") == 2);
  CHECK(page.at("assessed") == 4);
  CHECK(page.at("rows").as_array().size() == 4);
  for (const std::string language : {"sv", "en"}) {
    const auto html = front.see("/calls/squares", language);
    CHECK(shows(html, "href=\"/calls/squares/propose\""));
    CHECK(shows(html, language == "sv" ? "2 förslag väntar på bedömning." : "2 proposals are waiting to be judged."));
    if (language == "sv") CHECK(shows(html, "95\u00a0000\u00a0kr"));
  }
  CHECK(data(front, "/calls/squares", "?outcome=declined").at("rows").as_array().size() == 1);
  CHECK(data(front, "/calls/squares", "?area=north").at("rows").at(0).at("id") == "s0");
  CHECK(shows(front.see("/dialogues/parks"), "href=\"/calls/squares\""));
  CHECK(front.see("/calls/none").status == 404);
  const auto table = front.see("/calls/squares/proposals.csv");
  CHECK(shows(table, "s0,A fountain on the square,north,feasible,95000.00,SEK,Water is there already.,,"));
  CHECK(shows(table, "s2,A fountain on the square,,merged,,SEK,Water is there already.,s0,"));
  CHECK(shows(table, "s3,,,unlawful,,SEK,,,"));
  town.hour += 31 * 24;
  front.service.refresh();
  CHECK(data(front, "/calls/squares").at("can_propose") == false);
}

TEST_CASE("a proposal keeps its own words beside what officers made of it") {
  Town town = with_call();
  Front front(town);
  const auto page = data(front, "/proposals/s0");
  CHECK(page.at("outcome") == "feasible");
  CHECK(page.at("cost") == 9'500'000);
  CHECK(page.at("own_title") == "A fountain");
  CHECK(page.at("estimate") == 90'000);
  CHECK(page.at("history").as_array().size() == 2);
  CHECK(page.at("history").at(0).at("version") == 2);
  CHECK(page.at("merged").at(0).at("href") == "/proposals/s2");
  CHECK(data(front, "/proposals/s2").at("into").at("href") == "/proposals/s0");
  const auto declined = front.see("/proposals/s1", "en");
  CHECK(shows(declined, "Cannot be carried out"));
  CHECK(shows(declined, "Water is there already."));
  CHECK(shows(declined, "With s1 jets."));
  CHECK(front.see("/proposals/none").status == 404);
}

TEST_CASE("a visitor reads the project in a language of their own") {
  Town town = with_call();
  Front front(town);
  const auto english = front.see("/proposals/s0", "en");
  CHECK(shows(english, "lang=\"en\">A fountain</h1>"));
  CHECK(shows(english, "Three jets."));
  const auto swedish = front.see("/proposals/s0", "sv");  // the language that the municipality writes: its own words
  CHECK(shows(swedish, "lang=\"sv\">A fountain on the square</h1>"));
  CHECK(shows(swedish, "Three jets, lit in the evening."));
  CHECK(data(front, "/proposals/s0").at("title") == "A fountain on the square");
  CHECK(data(front, "/proposals/s0").at("translations").as_array().size() == 2);
}

TEST_CASE("what nobody has looked at, and what the law forbids, is not shown") {
  Town town = with_call();
  Front front(town);
  for (const std::string id : {"s3", "s4"}) {
    for (const std::string ending : {"", ".json", "?key=00000000000000000000000000000000"}) {
      const auto page = front.see("/proposals/" + id + ending);
      CAPTURE(id, ending);
      CHECK(page.status == 200);
      CHECK_FALSE(shows(page, "A fountain"));
      CHECK_FALSE(shows(page, "jets."));
    }
  }
  CHECK(data(front, "/proposals/s4").at("outcome") == "waiting");
  CHECK(data(front, "/proposals/s3").at("outcome") == "unlawful");
}

TEST_CASE("only pictures that an assessment names are handed out") {
  Town town = with_call();
  const std::string digest = picture(town, "s0");
  Front front(town);
  const auto file = front.see("/pictures/" + digest + ".jpg");
  CHECK(file.status == 200);
  CHECK(file.content_type == "image/jpeg");
  CHECK(file.body == "\xff\xd8\xff\xe0 a picture");
  CHECK(header(file, "Cache-Control") == "public, max-age=3600");  // it may be withheld one day
  CHECK(shows(front.see("/proposals/s0"), "src=\"/pictures/" + digest + ".jpg\" alt=\"A &quot;drawn&quot; fountain\""));
  const auto text = crypto::to_hex(town.state().proposal("s0")->subject);
  for (const std::string& name : {text + ".jpg", digest, digest + ".png", digest + ".jpg.jpg", std::string("x.jpg"), std::string(".jpg")}) {
    CAPTURE(name);
    CHECK(front.see("/pictures/" + name).status == 404);
  }
  town.assess("s0", record::Assessment::unlawful);
  front.service.refresh();
  CHECK(front.see("/pictures/" + digest + ".jpg").status == 404);
}

TEST_CASE("a round's project leads to the proposal that it grew out of") {
  Town town = with_call();
  town.begin_round("squares");
  auto definition = Town::definition();
  definition.choices_max = 1;
  definition.projects = {{"s0", 9'500'000, "", "", false, "A fountain on the square", "Three jets, lit in the evening."}};
  definition.envelope = 10'000'000;
  town.open("squares", definition, 3);
  Front front(town);
  CHECK(data(front, "/rounds/squares/projects/1").at("proposal_href") == "/proposals/s0");
  CHECK(shows(front.see("/rounds/squares"), "href=\"/proposals/s0\""));
  CHECK(data(front, "/proposals/s0").at("project_href") == "/rounds/squares/projects/1");
  CHECK(data(front, "/calls/squares").at("round_href") == "/rounds/squares");
  const auto english = front.see("/rounds/squares", "en");  // in the words of the proposal's translation
  CHECK(shows(english, "lang=\"en\"><a href=\"/rounds/squares/projects/1\">A fountain</a>"));
  CHECK(shows(front.see("/rounds/squares", "sv"), ">A fountain on the square</a>"));
  Town other = Town::whole_life();
  Front without(other);
  CHECK(data(without, "/rounds/parks-2026/projects/1").at("has_proposal") == false);
}
