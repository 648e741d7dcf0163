// From the voting server's page to the button that carries the signature back.
#include "tests/server/registrar/web/site.hpp"

using namespace radslag;
using namespace radslag::registrar_web::testing;
using Catch::Matchers::Contains;

namespace {

std::uint64_t standing(const Site& site, const std::string& matter) { return site.town.record().signatures(matter)->count().standing(); }

}  // namespace

TEST_CASE("a resident raises, another signs by code, and both are in the record", "[web]") {
  Site site;
  Browser raiser(site);
  raiser.post("/attest", raising("pond", "culture", {"A pond", "With *ducks*."}, "centrum"), counter);
  REQUIRE(raiser.page.status == 200);
  CHECK_THAT(raiser.page.body, Contains("A pond") && Contains("<em>ducks</em>") && Contains("The board culture") && Contains("Centrum"));
  CHECK_FALSE(raiser.shows("I raise the initiative"));
  CHECK(header(raiser.page, "Cache-Control") == "no-store");
  raiser.sign_in_by_code(site.code(0));
  CHECK_THAT(raiser.page.body,
             Contains("I raise the initiative") && Contains("signed in by code") && Contains("the area where you live: Centrum"));
  raiser.submit(raiser.path);
  CHECK_THAT(raiser.page.body, Contains("One more button"));
  CHECK(raiser.field(std::string(counter) + "/attested", "csrf").empty());
  REQUIRE(carry(site, raiser));
  REQUIRE(site.town.state().initiative("pond"));
  CHECK(site.town.state().initiative("pond")->content->title == "A pond");
  CHECK(site.town.state().initiative("pond")->place == "centrum");
  site.sync();
  open(site, "pond");

  Browser signer(site);
  signer.get("/attest?purpose=sign&matter=pond");
  CHECK(signer.path == "/attest/sign.pond");
  CHECK_THAT(signer.page.body, Contains("A pond") && Contains("<em>ducks</em>"));
  signer.sign_in_by_code(site.code(1));
  CHECK(signer.path == "/attest/sign.pond");
  CHECK_THAT(signer.page.body, Contains("I sign"));
  signer.submit("/attest/sign.pond", {{"name", ""}});
  REQUIRE(carry(site, signer));
  CHECK(standing(site, "pond") == 2);

  SECTION("the same again changes nothing") {
    const auto again = carry(site, signer);
    REQUIRE_FALSE(again);
    CHECK(again.error().code == Errc::duplicate);
    signer.get("/attest/sign.pond");
    CHECK(signer.shows("asked for this before"));
    signer.submit("/attest/sign.pond");
    CHECK(carry(site, signer).error().code == Errc::duplicate);
    CHECK(standing(site, "pond") == 2);
  }
  SECTION("and is taken back, and given again") {
    signer.get("/attest?purpose=withdraw&matter=pond");
    CHECK_FALSE(signer.shows("name=\"name\""));
    signer.submit("/attest/withdraw.pond");
    REQUIRE(carry(site, signer));
    CHECK(standing(site, "pond") == 1);
    signer.get("/attest/sign.pond");
    signer.submit("/attest/sign.pond");
    REQUIRE(carry(site, signer));
    CHECK(standing(site, "pond") == 2);
  }
  SECTION("what lay too long is refused by the voting server") {
    Browser slow(site);
    slow.get("/attest/sign.pond");
    slow.sign_in_by_code(site.code(2));
    slow.submit("/attest/sign.pond");
    site.now += 11 * 60;
    CHECK(carry(site, slow).error().code == Errc::expired);
  }
}

TEST_CASE("a name is shown by choice alone, and only as it may stand in the record", "[web]") {
  Site site;
  raise(site, "pond");
  open(site, "pond");
  Browser browser(site);
  browser.get("/attest/sign.pond");
  browser.sign_in_by_code(site.code(1));
  browser.submit("/attest/sign.pond", {{"name",
                                        "Eva\xe2\x80\xae"
                                        "Berg"}});
  CHECK(browser.page.status == 422);
  CHECK_THAT(browser.page.body, Contains("aria-invalid=\"true\"") && Contains("I sign"));
  browser.submit("/attest/sign.pond", {{"name", std::string(101, 'x')}});
  CHECK(browser.page.status == 422);
  browser.submit("/attest/sign.pond", {{"name", "  Eva Berg "}});
  REQUIRE(browser.page.status == 200);
  REQUIRE(carry(site, browser));
  const auto& piece = site.town.log("town").pieces.back();
  REQUIRE(piece.blobs.size() == 1);
  CHECK(record::parse_content<record::SignatureName>(*record::blob_content(piece.blobs[0]))->name == "Eva Berg");
}

TEST_CASE("e-mail signs where the board takes it, and nowhere else", "[web]") {
  Site site;
  raise(site, "pond", "culture", 0);
  raise(site, "hall", "schools", 1);
  open(site, "pond");
  open(site, "hall");
  Browser browser(site);
  browser.get("/attest/sign.hall");
  CHECK_FALSE(browser.shows("/sign-in/mail"));
  browser.get("/attest/sign.pond");
  browser.submit("/sign-in/mail", {{"address", "Eva.Berg@example.org"}});
  CHECK(browser.path == "/sign-in/sent");
  const auto letters = site.letters();
  REQUIRE(letters.size() == 1);
  CHECK(letters[0].to == "Eva.Berg@example.org");
  const auto at = letters[0].text.find(own);
  REQUIRE(at != std::string::npos);
  const auto link = letters[0].text.substr(at + std::string(own).size(), letters[0].text.find('\n', at) - at - std::string(own).size());

  SECTION("opening the link signs nobody in: mail programs open links") {
    for (int i = 0; i < 3; ++i) {
      Browser scanner(site);
      scanner.get(link);
      CHECK(scanner.page.status == 200);
      CHECK_FALSE(scanner.cookies.contains("__Host-registrar"));
    }
    browser.get(link);
    CHECK(browser.shows("Sign in"));
    browser.submit(link);
    CHECK(browser.path == "/attest/sign.pond");
    CHECK_THAT(browser.page.body, Contains("counted apart") && Contains("not where you live") && Contains("I sign"));
    browser.submit("/attest/sign.pond");
    REQUIRE(carry(site, browser));
    CHECK(site.town.record().signatures("pond")->count().email == 1);

    // It works once.
    Browser thief(site);
    thief.get(link);
    CHECK(thief.shows("too old"));
    thief.post(link, {});
    CHECK(thief.page.status == 410);
    CHECK_FALSE(thief.cookies.contains("__Host-registrar"));

    // And is not enough for the other board, whatever is posted.
    browser.get("/attest/sign.hall");
    CHECK_THAT(browser.page.body, Contains("E-mail is not enough") && Contains("/sign-in/code"));
    CHECK_FALSE(browser.shows("I sign"));
    const auto csrf = browser.field("/sign-out", "csrf");
    browser.post("/attest/sign.hall", {{"csrf", csrf}});
    CHECK_FALSE(browser.shows("One more button"));
  }
  SECTION("an outdated link is none") {
    site.now += 31 * 60;
    browser.get(link);
    CHECK(browser.shows("too old"));
    browser.post(link, {});
    CHECK(browser.page.status == 410);
  }
}

TEST_CASE("who asks for mail gets the same answer each time, and three letters at most", "[web]") {
  Site site;
  std::string answer;
  for (int i = 0; i < 6; ++i) {
    Browser browser(site);
    browser.get("/sign-in");
    browser.submit("/sign-in/mail", {{"address", i % 2 == 0 ? "eva@example.org" : "EVA+news@example.org"}});
    CHECK(browser.path == "/sign-in/sent");
    if (i == 0) answer = browser.page.body;
    CHECK(browser.page.body == answer);
  }
  CHECK(site.letters().size() == 3);
  Browser browser(site);
  browser.get("/sign-in");
  browser.submit("/sign-in/mail", {{"address", "not an address"}});
  CHECK(browser.page.status == 422);
  CHECK_THAT(browser.page.body, Contains("value=\"not an address\"") && Contains("aria-invalid=\"true\""));
}

TEST_CASE("a code is taken as people type it, and a wrong one says what to do", "[web]") {
  Site site;
  const auto code = site.code(5);
  Browser browser(site);
  browser.get("/sign-in");
  browser.submit("/sign-in/code", {{"code", "ABCD"}});
  CHECK(browser.page.status == 422);
  CHECK_THAT(browser.page.body, Contains("16 letters and digits") && Contains("value=\"ABCD\""));
  browser.submit("/sign-in/code", {{"code", "2222-2222-2222-2222"}});
  CHECK(browser.page.status == 422);
  CHECK(browser.shows("not good"));
  CHECK_FALSE(browser.cookies.contains("__Host-registrar"));
  std::string typed = " ";
  for (std::size_t i = 0; i < code.size(); ++i) {
    typed += static_cast<char>(std::tolower(static_cast<unsigned char>(code[i])));
    if (i % 4 == 3) typed += i % 8 == 3 ? " - " : " ";
  }
  browser.submit("/sign-in/code", {{"code", typed}});
  CHECK(browser.path == "/participation");
  CHECK(browser.cookies.contains("__Host-registrar"));

  SECTION("guessing is slowed down") {
    Browser guesser(site);
    guesser.get("/sign-in");
    int status = 0;
    for (int i = 0; i < 10 && status != 429; ++i) {
      guesser.submit("/sign-in/code", {{"code", "3333-4444-5555-" + std::to_string(2222 + i)}});
      status = guesser.page.status;
    }
    CHECK(status == 429);
    CHECK(guesser.shows("Too many wrong ones"));
  }
}

TEST_CASE("a sealed text is co-signed by who brings it, and no other text in its place", "[web]") {
  Site site;
  const record::InitiativeContent content{"Quieter streets", "At night."};
  Browser raiser(site);
  raiser.post("/attest", raising("quiet", "streets", content), counter);
  raiser.sign_in_by_code(site.code(0));
  raiser.submit(raiser.path);
  REQUIRE(carry(site, raiser));
  site.sync();

  Browser stranger(site);
  stranger.get("/attest?purpose=sign&matter=quiet");
  CHECK(stranger.shows("not public yet"));
  CHECK_FALSE(stranger.shows("Quieter"));

  auto fields = raising("quiet", "", content);
  fields[0].second = "sign";
  Browser friend_of(site);
  friend_of.post("/attest", fields, counter);
  CHECK(friend_of.shows("Quieter streets"));
  friend_of.sign_in_by_code(site.code(1));
  friend_of.submit(friend_of.path);
  REQUIRE(carry(site, friend_of));
  CHECK(standing(site, "quiet") == 2);

  for (auto& [name, value] : fields)
    if (name == "content") value = record::encode_content(record::InitiativeContent{"Louder streets", "At night."});
  Browser deceived(site);
  deceived.post("/attest", fields, counter);
  CHECK(deceived.shows("is not the one that was raised"));
  CHECK_FALSE(deceived.shows("Louder"));
}

TEST_CASE("a project is proposed to a call, by code alone", "[web]") {
  Site site;
  site.town.call("squares");
  site.sync();
  const auto content = record::encode_content(record::ProposalContent{"A bench", "Of oak.", 1'250'000});
  const Fields fields{{"purpose", "propose"}, {"matter", "bench1"}, {"call", "squares"},
                      {"area", ""},           {"content", content}, {"salt", std::string(64, 'b')}};
  Browser browser(site);
  browser.post("/attest", fields, counter);
  CHECK_THAT(browser.page.body, Contains("A bench") && Contains("12,500"));
  CHECK_FALSE(browser.shows("/sign-in/mail"));
  browser.sign_in_by_code(site.code(3));
  browser.submit(browser.path);
  REQUIRE(carry(site, browser));
  REQUIRE(site.town.state().proposal("bench1"));
  site.sync();
  browser.post("/attest", fields, counter);
  CHECK(browser.shows("handed in already"));
}

TEST_CASE("what cannot be signed says why", "[web]") {
  Site site;
  raise(site, "pond");
  Browser browser(site);
  browser.get("/attest/sign.pond");
  CHECK(browser.shows("not open for signing yet"));
  browser.get("/attest/sign.nothing");
  CHECK(browser.shows("cannot find"));
  browser.get("/attest?purpose=raise&matter=pond");
  CHECK(browser.page.status == 404);
  browser.get("/attest/" + std::string(32, '0'));
  CHECK(browser.page.status == 410);
  browser.post("/attest", raising("pond", "culture", {"A pond", "Again."}), counter);
  CHECK(browser.shows("handed in already"));
  browser.post("/attest", raising("other", "no-board", {"A pond", "Again."}), counter);
  CHECK(browser.shows("cannot be used"));
  browser.post("/attest", raising("other", "culture", {"A pond", "Again."}, "nowhere"), counter);
  CHECK(browser.shows("cannot be used"));
  open(site, "pond");
  browser.get("/attest/sign.pond");
  CHECK(browser.shows("A pond"));
  site.town.hour += 31 * 24;
  site.now = site.town.hour * 3'600;
  browser.get("/attest/sign.pond");
  CHECK(browser.shows("The time is over"));
  browser.get("/attest/withdraw.pond");
  CHECK(browser.shows("A pond"));
  site.town.expire("pond");
  site.sync();
  browser.get("/attest/withdraw.pond");
  CHECK(browser.shows("The time is over"));
}

TEST_CASE("posts that say something else than the form does are refused", "[web]") {
  Site site;
  const auto good = raising("pond", "culture", {"A pond", "With ducks."});
  Browser browser(site);
  const auto refused = [&](Fields fields, const std::string& origin = counter) {
    browser.post("/attest", fields, origin);
    return browser.page.status >= 400;
  };
  CHECK(refused({}));
  for (std::size_t i = 0; i < good.size(); ++i) {
    if (good[i].first == "area") continue;
    INFO(good[i].first);
    auto without = good;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    CHECK(refused(without));
    auto twice = good;
    twice.push_back(good[i]);
    CHECK(refused(twice));
    auto other = good;
    other[i].second = "<b>";
    if (good[i].first != "content") CHECK(refused(other));
  }
  auto more = good;
  more.emplace_back("redirect", "https://evil.example");
  CHECK(refused(more));
  auto mixed = good;
  mixed.emplace_back("call", "squares");
  CHECK(refused(mixed));
  auto large = good;
  large[4].second = std::string(60'000, 'x');
  CHECK(refused(large));
  CHECK(refused(good, "https://evil.example"));
  CHECK_FALSE(refused(good, "null"));  // a browser that does not say from where: the text authenticates nothing, it is only shown
  CHECK_FALSE(refused(good));
}

TEST_CASE("people who are not on the roll cannot be signed for, and five matters a day are enough for one", "[web]") {
  Site site;
  raise(site, "pond");
  open(site, "pond");
  // A newer edition has one more person, whom the matter's roll lacks.
  site.house.roll("2027-1", people + 1);
  const auto late = site.house->codes.issue("2027-1", site.house.person(registrar::testing::number(people))).value();
  Browser browser(site);
  browser.get("/attest/sign.pond");
  browser.sign_in_by_code(late);
  CHECK(browser.shows("not on this roll"));
  CHECK_FALSE(browser.shows("I sign"));
  browser.post("/attest/sign.pond", {{"csrf", browser.field("/sign-out", "csrf")}});
  CHECK_FALSE(browser.shows("One more button"));

  Browser busy(site);
  busy.get("/sign-in");
  busy.sign_in_by_code(site.code(9));
  int carried = 0;
  for (int i = 0; i < 7; ++i) {
    auto fields = raising("idea" + std::to_string(i), "culture", {"Idea", std::to_string(i)});
    busy.post("/attest", fields, counter);
    busy.submit(busy.path);
    carried += busy.shows("One more button") ? 1 : 0;
  }
  CHECK(carried == 5);
  CHECK(busy.page.status == 503);
  CHECK(busy.shows("five already"));
}

TEST_CASE("nothing is attested while the town's log cannot be believed", "[web]") {
  Site site;
  raise(site, "pond");
  open(site, "pond");
  Browser browser(site);
  browser.get("/attest/sign.pond");
  browser.sign_in_by_code(site.code(1));
  const auto csrf = browser.field("/sign-out", "csrf");
  Town other;
  other.begin();
  site.served.serve(other);
  while (site.follower->standing().touch != registrar::Touch::contradicted) site.follower->look(std::chrono::seconds(60));
  browser.get("/attest/sign.pond");
  CHECK(browser.shows("cannot be read just now"));
  browser.post("/attest/sign.pond", {{"csrf", csrf}});
  CHECK_FALSE(browser.shows("One more button"));
  CHECK(site.ask([] {
              http::Request request;
              request.method = "GET";
              request.path = "/readyz";
              return request;
            }())
            .status == 503);
}
