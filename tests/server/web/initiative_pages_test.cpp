// Initiatives as residents meet them, in every phase.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "server/service/link_key.hpp"
#include "server/web/signature_model.hpp"
#include "tests/server/web/front.hpp"

using namespace radslag;
using namespace radslag::testing;
namespace json = boost::json;

namespace {

json::object data(Front& front, const std::string& path, const std::string& query = {}) {
  const auto answer = front.see(path + ".json" + query);
  REQUIRE(answer.status == 200);
  return json::parse(answer.body).as_object();
}

bool shows(const http::Response& page, std::string_view text) { return page.body.find(text) != std::string::npos; }

Town with_board(const record::Board& rule = Town::board_rule()) {
  Town town;
  town.begin();
  town.registrar(40, rule);
  return town;
}

std::string key_of(const Front& front, const Town& town, const std::string& id) {
  return service::link_key(front.service.raised_blob(town.state().initiative(id)->subject).value());
}

}  // namespace

TEST_CASE("initiatives are there in every language and as data") {
  Town town;
  town.whole_initiatives();
  Front front(town);
  for (const std::string page : {"/initiatives", "/initiatives?phase=rejected&order=closing&words=more", "/initiatives/benches",
                                 "/initiatives/expired", "/initiatives/rejected", "/initiatives/unlawful", "/initiatives/new"}) {
    CAPTURE(page);
    for (const std::string language : {"sv", "en"}) {
      const auto answer = front.see(page, language);
      CHECK(answer.status == 200);
      CHECK(shows(answer, "<html lang=\"" + language));
      CHECK_FALSE(shows(answer, "{{"));
      CHECK(shows(answer, "<a href=\"/initiatives\" aria-current=\"page\">"));
    }
    CHECK(front.see(page, "sv").body != front.see(page, "en").body);
  }
  for (const char* page : {"/initiatives/none", "/initiatives/none/timeline.csv", "/receipts/9999", "/receipts/x", "/receipts/0"}) {
    CAPTURE(page);
    CHECK(front.see(page).status == 404);
  }
}

TEST_CASE("an open initiative says what comes next, and where to sign") {
  Town town = with_board();
  town.raise("benches");
  town.open_initiative("benches");
  Front front(town);
  auto page = data(front, "/initiatives/benches");
  CHECK(page.at("phase") == "open");
  CHECK(page.at("signatures") == 1);
  CHECK(page.at("threshold") == 5);
  CHECK(page.at("missing") == 4);
  CHECK(page.at("share") == 20);
  CHECK(page.at("can_sign") == true);
  CHECK(page.at("sign_href") == "https://rostlangd.example.se/attest?purpose=sign&matter=benches");
  CHECK(page.at("withdraw_href") == "https://rostlangd.example.se/attest?purpose=withdraw&matter=benches");
  CHECK(page.at("title") == "More benches");
  CHECK(page.at("level") == "participation");
  CHECK(page.at("gates").as_array().size() == 4);
  const auto html = front.see("/initiatives/benches", "sv");
  CHECK(shows(html, "1 av 5 underskrifter"));
  CHECK(shows(html, "4 till, sedan måste The technical board ta upp initiativet."));
  CHECK(shows(html, "We need <strong>more</strong> benches."));
  CHECK(shows(html, "Nothing has been decided."));
  CHECK(shows(html, "width=\"20\""));
  CHECK(shows(html, "rel=\"nofollow") == false);
  CHECK(shows(html, "mailto:?subject=Initiativ%3A%20More%20benches&amp;body=https%3A//radslag.example.se/initiatives/benches"));
  town.sign("benches", 1);
  front.service.refresh();  // a new snapshot: the page is made anew
  CHECK(shows(front.see("/initiatives/benches", "sv"), "2 av 5 underskrifter"));
}

TEST_CASE("every phase has its words") {
  Town town;
  town.whole_initiatives();
  Front front(town);
  SECTION("decided, with reasons, diary number and answer") {
    const auto page = data(front, "/initiatives/benches");
    CHECK(page.at("is_decided") == true);
    CHECK(page.at("can_sign") == false);
    CHECK(page.at("can_withdraw") == false);
    CHECK(page.at("decision").at("outcome") == "partly");
    CHECK(page.at("decision").at("diary") == "TN 2026/140");
    CHECK(page.at("timeline").as_array().size() == 10);
    const auto html = front.see("/initiatives/benches", "en");
    for (const char* text : {"Approved in part", "TN 2026/140", "Ten benches, not twelve.", "We have counted the benches.",
                             "Answer to those who signed", "Follow-up", "Signed for somebody else, who has told us so.",
                             "It was theirs after all.", "The technical board has decided and answered."})
      CHECK(shows(html, text));
  }
  SECTION("expired") {
    const auto html = front.see("/initiatives/expired", "en");
    CHECK(shows(html, "Too few signed"));
    CHECK(shows(html, "One signature was missing for The technical board to have to take it up."));
    CHECK(data(front, "/initiatives/expired").at("can_sign") == false);
  }
  SECTION("refused, with the officer's words and the standard ones") {
    const auto html = front.see("/initiatives/rejected", "en");
    for (const char* text : {"Not a matter for the municipality", "It is not for this town to decide.", "More rejected",
                             "Turn to the authority that is responsible for the matter."})
      CHECK(shows(html, text));
    CHECK(data(front, "/initiatives/rejected").at("rejection").at("has_into") == false);
  }
  SECTION("refused because the law forbids the text, which nobody sees") {
    for (const char* language : {"sv", "en"}) {
      const auto html = front.see("/initiatives/unlawful", language);
      CHECK(html.status == 200);
      CHECK_FALSE(shows(html, "More unlawful"));
      CHECK_FALSE(shows(html, "We need"));
    }
    CHECK_FALSE(data(front, "/initiatives/unlawful").contains("text"));
    CHECK(front.see("/initiatives/unlawful.json").body.find("More unlawful") == std::string::npos);
    const std::string key = key_of(front, town, "unlawful");
    CHECK_FALSE(shows(front.see("/initiatives/unlawful?key=" + key), "More unlawful"));
  }
}

TEST_CASE("an initiative that says what another does points to it") {
  Town town = with_board();
  town.raise("benches");
  town.raise("seats", 1);
  town.open_initiative("benches");
  town.reject_initiative("seats", record::RejectReason::duplicate, "benches");
  Front front(town);
  const auto page = data(front, "/initiatives/seats");
  CHECK(page.at("rejection").at("into").at("href") == "/initiatives/benches");
  const auto html = front.see("/initiatives/seats", "en");
  CHECK(shows(html, "href=\"/initiatives/benches\">Sign the initiative that is already there"));
  CHECK(shows(html, "More benches"));
}

TEST_CASE("a text that no officer has looked at is for those with the link") {
  auto rule = Town::board_rule();
  rule.cosigners = 2;
  Town town = with_board(rule);
  town.raise("benches");
  Front front(town);
  const std::string key = key_of(front, town, "benches");
  for (const std::string query : {"", "?key=", "?key=00000000000000000000000000000000", "?key=x"}) {
    for (const char* ending : {"", ".json"}) {
      const auto answer = front.see("/initiatives/benches" + std::string(ending) + query);
      CAPTURE(query, ending);
      CHECK(answer.status == 200);
      CHECK_FALSE(shows(answer, "More benches"));
      CHECK_FALSE(shows(answer, "Many more."));
      CHECK_FALSE(shows(answer, key));
    }
  }
  const auto page = front.see("/initiatives/benches?key=" + key, "sv");
  CHECK(shows(page, "More benches"));
  CHECK(shows(page, "Many more."));
  CHECK(shows(page, "2 personer till behöver skriva under. Sedan granskar en handläggare initiativet."));
  CHECK(shows(page, "https://radslag.example.se/initiatives/benches?key&#x3D;" + key) !=
        shows(page, "https://radslag.example.se/initiatives/benches?key=" + key));
  SECTION("who co-signs posts the text to the registrar, who cannot read it in the record") {
    const auto with_key = data(front, "/initiatives/benches", "?key=" + key);
    CHECK(with_key.at("can_cosign") == true);
    CHECK(with_key.at("can_sign") == false);
    const std::string salt(with_key.at("salt").as_string()), content(with_key.at("content").as_string());
    const auto bytes = crypto::array_from_hex<32>(salt).value();
    CHECK(record::blob_digest(std::string(crypto::view(bytes)) + content) == town.state().initiative("benches")->subject);
    CHECK(record::parse_content<record::InitiativeContent>(content)->title == "More benches");
    CHECK(shows(page, "action=\"https://rostlangd.example.se/attest\""));
  }
  SECTION("it is in no list and no table") {
    CHECK(data(front, "/initiatives").at("rows").as_array().empty());
    CHECK_FALSE(shows(front.see("/initiatives.csv"), "benches"));
    CHECK_FALSE(shows(front.see("/"), "More benches"));
  }
  SECTION("enough have signed") {
    town.sign("benches", 1);
    town.sign("benches", 2);
    front.service.refresh();
    CHECK(shows(front.see("/initiatives/benches?key=" + key, "en"), "An officer is to look at the initiative."));
  }
  SECTION("once it is open everyone may read it") {
    town.sign("benches", 1);
    town.sign("benches", 2);
    town.open_initiative("benches");
    front.service.refresh();
    CHECK(shows(front.see("/initiatives/benches"), "More benches"));
  }
}

TEST_CASE("ways of signing are counted apart") {
  Town town = with_board();
  town.raise("benches");
  town.open_initiative("benches");
  town.sign("benches", 0, record::Assurance::email);
  town.sign("benches", 3, record::Assurance::paper);
  town.sign_with_name("benches", 4, "Åsa <Öberg>");
  Front front(town);
  const auto page = data(front, "/initiatives/benches");
  CHECK(page.at("signatures") == 4);
  std::map<std::string, std::int64_t> channels;
  for (const auto& row : page.at("channels").as_array())
    channels[std::string(row.at("assurance").as_string())] = row.at("count").to_number<std::int64_t>();
  CHECK(channels == std::map<std::string, std::int64_t>{{"code", 2}, {"paper", 1}, {"email", 1}});
  CHECK(page.at("names").as_array().size() == 1);
  const auto html = front.see("/initiatives/benches", "sv");
  CHECK(shows(html, "Åsa &lt;Öberg&gt;"));
  CHECK(shows(html, "Med bekräftad e-postadress"));
  CHECK(page.at("has_areas") == false);  // so few
}

TEST_CASE("areas are told in groups that hide everyone") {
  const auto groups = [](std::map<std::string, std::uint64_t> by_area, std::uint64_t email = 0) {
    record::SignatureCount count;
    count.by_area = std::move(by_area);
    count.email = email;
    return web::area_groups(count);
  };
  using Areas = std::vector<std::pair<std::string, std::uint64_t>>;
  CHECK(groups({}).areas.empty());
  CHECK(groups({{"north", 9}}).areas.empty());
  CHECK(groups({{"north", 10}}).areas == Areas{{"north", 10}});
  CHECK(groups({{"north", 10}, {"", 12}}).rest == 12);
  // What is left over is not so few that it says who: the smallest group joins it.
  const auto joined = groups({{"north", 30}, {"south", 12}, {"west", 3}});
  CHECK(joined.areas == Areas{{"north", 30}});
  CHECK(joined.rest == 15);
  CHECK(groups({{"north", 30}, {"west", 3}}).areas.empty());
  // Of those by e-mail no area is known, and how many they are is said beside it: they hide nobody.
  CHECK(groups({{"north", 30}, {"", 5}}, 5).areas == Areas{{"north", 30}});
  CHECK(groups({{"north", 30}, {"west", 3}, {"", 40}}, 40).areas.empty());
  CHECK(groups({{"north", 30}, {"west", 6}, {"", 44}}, 40).areas == Areas{{"north", 30}});
}

TEST_CASE("after the last hour nobody is sent to sign") {
  Town town = with_board();
  town.raise("benches");
  town.open_initiative("benches");
  Front front(town);
  town.hour += 31 * 24;
  front.service.refresh();
  CHECK(data(front, "/initiatives/benches").at("can_sign") == false);
  CHECK(shows(front.see("/initiatives/benches", "en"), "4 signatures were missing"));
}

TEST_CASE("the list is narrowed, ordered and divided into pages") {
  Town town = with_board();
  for (int i = 0; i < 25; ++i) {
    const std::string id = "i" + std::to_string(i);
    town.raise(id, static_cast<std::size_t>(i), i % 2 == 0 ? "north" : "");
    town.open_initiative(id);
  }
  Front front(town);
  auto page = data(front, "/initiatives");
  CHECK(page.at("count") == 25);
  CHECK(page.at("rows").as_array().size() == 20);
  CHECK(page.at("rows").at(0).at("id") == "i24");
  CHECK(page.at("next_href") == "/initiatives?page=2");
  page = data(front, "/initiatives", "?page=2&area=north&order=signatures");
  CHECK(page.at("count") == 13);
  CHECK(page.at("page_number") == 1);  // there is no second
  CHECK(data(front, "/initiatives", "?page=2").at("prev_href") == "/initiatives");
  CHECK(data(front, "/initiatives", "?page=999999999999").at("page_number") == 2);
  CHECK(data(front, "/initiatives", "?words=more+i24").at("count") == 1);
  const auto none = front.see("/initiatives?words=%3Cscript%3E", "en");
  CHECK(shows(none, "No initiatives match your selection."));
  CHECK_FALSE(shows(none, "<script>"));
}

TEST_CASE("tables for spreadsheets") {
  Town town;
  town.whole_initiatives();
  Front front(town);
  const auto list = front.see("/initiatives.csv");
  CHECK(list.status == 200);
  CHECK(list.content_type == "text/csv; charset=utf-8");
  CHECK(shows(list, "benches,More benches,technical,The technical board,"));
  CHECK(shows(list, "https://radslag.example.se/initiatives/benches"));
  CHECK_FALSE(shows(list, "rejected"));
  CHECK(shows(front.see("/initiatives.csv?phase=rejected"), "rejected,More rejected"));
  CHECK_FALSE(shows(front.see("/initiatives.csv?phase=rejected"), "More unlawful"));
  const auto timeline = front.see("/initiatives/benches/timeline.csv");
  CHECK(shows(timeline, "\r\nhanded-over,"));
  CHECK(shows(timeline, "\r\ndecided,"));
  CHECK(shows(timeline, "Ten benches"));
}

TEST_CASE("the front page shows what can be signed now, and what is late") {
  Town town = with_board();
  town.dialogue();
  for (const std::string id : {"a1", "a2", "a3", "a4", "a5"}) {
    town.raise(id, 1);
    town.open_initiative(id);
  }
  Front front(town);
  auto page = data(front, "/dialogues");
  REQUIRE(page.at("initiatives").as_array().size() == 4);
  CHECK(page.at("initiatives").at(0).at("id") == "a5");
  CHECK(page.at("has_late") == false);
  town.hour += 400 * 24;
  front.service.refresh();
  page = data(front, "/dialogues");
  CHECK(page.at("has_initiatives") == false);  // all are over
  REQUIRE(page.at("late").as_array().size() == 1);
  CHECK(page.at("late").at(0).at("href") == "/dialogues/parks");
  CHECK(shows(front.see("/", "en"), "Feedback to those who took part was due by October 30, 2026."));
  town.feedback();
  front.service.refresh();
  CHECK(data(front, "/dialogues").at("has_late") == false);
  CHECK(shows(front.see("/dialogues/parks"), "The pond will be dug."));
}

TEST_CASE("without a registrar nobody is sent anywhere") {
  Town town;
  town.begin();
  Front front(town);
  CHECK(data(front, "/initiatives").at("can_raise") == false);
  CHECK(front.see("/initiatives/new").status == 200);
  CHECK_FALSE(shows(front.see("/initiatives/new"), "<form class=\"form\""));
  CHECK(front.submit("/initiatives/new", {{"do", "title"}, {"title", "A title of some length"}}).status == 409);
}
