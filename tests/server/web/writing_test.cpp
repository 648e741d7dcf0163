// Starting an initiative and proposing a project: from a title to the form that goes to the registrar. Nothing typed is lost on the way.
#include <catch2/catch.hpp>

#include "ledger/record/values.hpp"
#include "server/web/writing.hpp"
#include "tests/server/web/front.hpp"

using namespace radslag;
using namespace radslag::testing;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

Town with_board() {
  auto rule = Town::board_rule();
  rule.cosigners = 1;
  Town town;
  town.begin();
  town.registrar(40, rule);
  town.dialogue();
  return town;
}

bool shows(const http::Response& page, std::string_view text) { return page.body.find(text) != std::string::npos; }

/// The value of a form's field as a browser would send it back; "?" where the page has no such field.
std::string value_of(const http::Response& page, const std::string& name) {
  const auto at = page.body.find("name=\"" + name + "\" value=\"");
  if (at == std::string::npos) return "?";
  const auto begin = at + name.size() + 15;
  std::string value = page.body.substr(begin, page.body.find('"', begin) - begin);
  const std::pair<std::string, std::string> escapes[] = {{"&lt;", "<"},  {"&gt;", ">"},   {"&quot;", "\""},
                                                         {"&#39;", "'"}, {"&apos;", "'"}, {"&amp;", "&"}};
  for (const auto& [escape, plain] : escapes)
    for (std::size_t i = 0; (i = value.find(escape, i)) != std::string::npos; i += plain.size()) value.replace(i, escape.size(), plain);
  return value;
}

const std::string path = "/initiatives/new";
const std::string long_text = "Many sit on the ground today.\n\n- by the *pond*\n- by the road";

Fields written(const std::string& button) {
  return {{"title", "More benches in the park"},
          {"text", long_text},
          {"board", "technical"},
          {"area", "north"},
          {"estimate", ""},
          {"do", button}};
}

}  // namespace

TEST_CASE("a title leads to similar ones, or straight to the text") {
  Town town = with_board();
  town.raise("benches");
  town.sign("benches", 1);
  town.open_initiative("benches");
  Front front(town);
  const auto similar = front.submit(path, {{"do", "title"}, {"title", "More benches, please"}});
  CHECK(similar.status == 200);
  CHECK(shows(similar, "href=\"/initiatives/benches\""));
  CHECK(value_of(similar, "title") == "More benches, please");
  const auto text = front.submit(path, {{"do", "write"}, {"title", value_of(similar, "title")}});
  CHECK(text.status == 200);
  CHECK(shows(text, "<textarea"));
  CHECK(value_of(text, "title") == "More benches, please");
  CHECK(shows(front.submit(path, {{"do", "title"}, {"title", "Open the swimming pool"}}), "<textarea"));
}

TEST_CASE("what is wrong is said in a summary that leads to the field, and what was typed is still there") {
  Town town = with_board();
  Front front(town);
  const auto check = [&](const Fields& fields, const std::string& field, const std::string& words) {
    const auto page = front.submit(path, fields);
    CAPTURE(field, words);
    CHECK(page.status == 422);
    CHECK(shows(page, "role=\"alert\""));
    CHECK(shows(page, "href=\"#" + field + "\""));
    CHECK(shows(page, "id=\"" + field + "-fault\""));
    CHECK(shows(page, "aria-invalid=\"true\""));
    CHECK(shows(page, words));
    CHECK(shows(page, "<title>Fel: "));
    return page;
  };
  check({{"do", "title"}, {"title", ""}}, "title", "Skriv något här.");
  const auto short_title = check({{"do", "title"}, {"title", "Bänk"}}, "title", "Skriv minst 8 tecken.");
  CHECK(value_of(short_title, "title") == "Bänk");
  check({{"do", "title"}, {"title", std::string(101, 'x')}}, "title", "Skriv högst 100 tecken.");

  Fields fields = written("check");
  fields[1].second = "<b>För kort";
  fields[2].second = "nobody";
  fields[3].second = "nowhere";
  const auto page = check(fields, "text", "Skriv minst 30 tecken.");
  CHECK(shows(page, "href=\"#board\""));
  CHECK(shows(page, "href=\"#area\""));
  CHECK(shows(page, "&lt;b&gt;För kort</textarea>"));
  CHECK(value_of(page, "title") == "More benches in the park");

  fields = written("check");
  fields[1].second += std::string(10'000, 'x') + " end";
  check(fields, "text", "Skriv högst 10");
  fields = written("check");
  fields[1].second = "A text that turns \u202e around and is long enough";
  check(fields, "text", "vänder skrivriktningen");
}

TEST_CASE("Markdown is shown as it will look before anything is sent") {
  Town town = with_board();
  Front front(town);
  const auto page = front.submit(path, written("preview"));
  CHECK(page.status == 200);
  CHECK(shows(page, "<em>pond</em>"));
  CHECK(shows(page, "- by the *pond*"));
  auto hostile = written("preview");
  hostile[1].second = "<script>alert(1)</script> [x](javascript:alert(1))";
  const auto safe = front.submit(path, hostile);
  CHECK_FALSE(shows(safe, "<script>alert"));
  CHECK_FALSE(shows(safe, "href=\"javascript"));
}

TEST_CASE("the card to check goes to the registrar with the text as it will stand in the record") {
  Town town = with_board();
  Front front(town);
  auto fields = written("check");
  fields[0].second = "  More   benches in the park ";
  fields[1].second = "Many sit on the ground today.\r\n\r\nBy the pond.  ";
  const auto page = front.submit(path, fields);
  REQUIRE(page.status == 200);
  CHECK(shows(page, "<form method=\"post\" action=\"https://rostlangd.example.se/attest\">"));
  CHECK(value_of(page, "purpose") == "raise");
  CHECK(record::is_id(value_of(page, "matter")));
  CHECK(value_of(page, "matter").size() == 10);
  CHECK(value_of(page, "salt").size() == 64);
  const auto content = record::parse_content<record::InitiativeContent>(value_of(page, "content"));
  REQUIRE(content.has_value());
  CHECK(content->title == "More benches in the park");
  CHECK(content->text == "Many sit on the ground today.\n\nBy the pond.");
  CHECK(shows(page, "The technical board"));
  CHECK(shows(page, "The north"));
  CHECK(shows(page, "När 3 personer har skrivit under"));  // the rule of the area
  CHECK(shows(page, "En person till behöver skriva under."));
  const auto again = front.submit(path, written("check"));
  CHECK(value_of(again, "matter") != value_of(page, "matter"));
  CHECK(value_of(again, "salt") != value_of(page, "salt"));
  SECTION("and back to be changed") {
    const auto back = front.submit(path, written("write"));
    CHECK(shows(back, "- by the *pond*"));
    CHECK(shows(back, "<option value=\"technical\" selected"));
    CHECK(shows(back, "<option value=\"north\" selected"));
  }
}

TEST_CASE("a form from another site, or one that is none of ours, is not taken") {
  Town town = with_board();
  Front front(town);
  CHECK(front.submit(path, written("check"), "https://evil.example").status == 403);
  CHECK(front.submit(path, written("check"), "").status == 403);
  CHECK(front.submit(path, written("nonsense")).status == 400);
  CHECK(front.submit(path, {{"do", "title"}}).status == 400);
  CHECK(front.submit(path, {{"do", "title"}, {"title", "x"}, {"admin", "yes"}}).status == 400);
}

TEST_CASE("a project is proposed with an area that has money and a guess at its cost") {
  Town town = with_board();
  town.call("squares");
  town.propose("squares", "s0", 1);
  town.assess("s0", record::Assessment::feasible, 90'000);
  Front front(town);
  const std::string form = "/calls/squares/propose";
  CHECK(front.see(form).status == 200);
  CHECK(shows(front.submit(form, {{"do", "title"}, {"title", "A fountain on the square"}}), "href=\"/proposals/s0\""));
  Fields fields{{"title", "A fountain by the road"}, {"text", long_text}, {"area", "north"}, {"estimate", "50 000"}, {"do", "check"}};
  const auto page = front.submit(form, fields);
  REQUIRE(page.status == 200);
  CHECK(value_of(page, "purpose") == "propose");
  CHECK(value_of(page, "call") == "squares");
  const auto content = record::parse_content<record::ProposalContent>(value_of(page, "content"));
  REQUIRE(content.has_value());
  CHECK(content->estimate == 5'000'000);
  CHECK(content->text == long_text);
  fields[2].second = "south";  // has no money of its own in this call
  CHECK(front.submit(form, fields).status == 422);
  fields[2].second = "";
  fields[3].second = "a lot";
  const auto fault = front.submit(form, fields);
  CHECK(fault.status == 422);
  CHECK(shows(fault, "id=\"estimate-fault\""));
  CHECK(value_of(fault, "estimate") == "a lot");
  CHECK(front.submit("/calls/none/propose", fields).status == 404);
  town.hour += 31 * 24;
  front.service.refresh();
  CHECK(front.submit(form, fields).status == 409);
  CHECK(shows(front.see(form, "sv"), "Det går inte att lämna förslag längre."));
}

TEST_CASE("amounts are read as people write them") {
  using web::read_amount;
  CHECK(read_amount("50000") == 5'000'000U);
  CHECK(read_amount("50 000") == 5'000'000U);
  CHECK(read_amount("50\u00a0000") == 5'000'000U);
  CHECK(read_amount("50\u202f000,5") == 5'000'050U);
  CHECK(read_amount("0.01") == 1U);
  CHECK(read_amount("0") == 0U);
  for (const char* wrong : {"", "-1", "1,234", "1.2.3", "kr", "1e9", "99999999999999999999", "1000000001", ",5", "5,"}) {
    CAPTURE(wrong);
    CHECK_FALSE(read_amount(wrong).has_value());
  }
}
