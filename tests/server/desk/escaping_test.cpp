// Texts are texts on every page of the staff, whatever stands in them.
#include <catch2/catch.hpp>

#include "server/desk/act_form.hpp"
#include "server/html/router.hpp"
#include "tests/server/desk/busy_town.hpp"
#include "tests/server/desk/office.hpp"

using namespace radslag;
using namespace radslag::testing;

namespace {

const std::string payload = "\"'><script>alert(1)</script>&{{{t.nav.about}}}<img src=x onerror=alert(1)>";
const std::string shown = "&lt;script&gt;alert(1)&lt;/script&gt;&amp;{{{t.nav.about}}}";

bool is_harmless(const std::string& body) { return !has(body, "<script>alert") && !has(body, "<img src=x") && !has(body, "\"'>"); }

std::string token_of_all(Office& office) {
  return office.join({"officer:*", "secretary:*", "board-member:*", "election-board:*", "keeper:*", "operator:*", "registrar:*"});
}

/// Ids that the forms of that pattern can come for.
std::string path_of(std::string_view pattern) {
  static const std::vector<std::pair<std::string, std::vector<std::string>>> ids{
      {"{matter}", {"raised", "handed", "decided"}},
      {"{dialogue}", {"parks"}},
      {"{proposal}", {"s1"}},
      {"{round}", {"new-call", "begun", "r-open", "r-closed", "r-tallied", "r-allocated", "r-ended", "r-decided", "r-lot"}}};
  static const std::vector<std::pair<std::string_view, std::string>> places{
      {"/prepare", "handed"},       {"/decide", "handed"},   {"/report", "decided"},      {"/begin", "new-call"},
      {"/open", "begun"},           {"/trustees", "begun"},  {"/close", "r-open"},        {"/tally", "r-closed"},
      {"/allocation", "r-tallied"}, {"/end", "r-allocated"}, {"/milestone", "r-decided"}, {"/lot", "r-lot"}};
  std::string path(pattern);
  for (const auto& [name, known] : ids) {
    const auto at = path.find(name);
    if (at == std::string::npos) continue;
    auto id = known.front();
    for (const auto& [ending, place] : places) {
      if (pattern.ends_with(ending) && std::find(known.begin(), known.end(), place) != known.end()) id = place;
    }
    if (name == "{round}" && pattern.ends_with("/decide")) id = "r-ended";
    path.replace(at, name.size(), id);
  }
  return path;
}

}  // namespace

TEST_CASE("every field of every form comes back as text") {
  Town town = busy_town(payload);
  Office office(town);
  const auto token = token_of_all(office);
  for (const auto& form : desk::act_forms()) {
    const auto path = path_of(form.pattern);
    CAPTURE(path);
    const auto first = office.see(path, token);
    CHECK(first.status == 200);
    CHECK(is_harmless(first.body));
    std::size_t written = 0;
    Fields fields;
    for (const auto& field : form.fields) {
      using desk::Input;
      if (field.input == Input::file || field.input == Input::tick || field.input == Input::choices) continue;
      const bool text = field.input < Input::choice;
      // As long as a field may be, and no number, day or choice.
      fields.emplace_back(field.name, payload);
      written += text ? 1 : 0;
    }
    if (written == 0) continue;
    const auto answer = office.submit(path, fields, token);
    // Where a field cannot hold so many bytes the whole form is refused: that page must be harmless too.
    CHECK((answer.status == 422 || answer.status == 413 || answer.status == 303));
    CHECK(is_harmless(answer.body));
    if (answer.status != 422) continue;
    std::size_t times = 0;
    for (std::size_t at = 0; (at = answer.body.find(shown, at)) != std::string::npos; ++at) ++times;
    CHECK(times >= written);
  }
}

TEST_CASE("what stands in the record is text on every page of the staff") {
  Town town = busy_town(payload);
  Office office(town);
  const auto token = token_of_all(office);
  const auto act =
      office.drafted(office.submit("/staff/proposals/s0/decline", {{"title", payload}, {"summary", payload}, {"reasons", payload}}, token));
  std::vector<std::string> pages{"/staff/initiatives",
                                 "/staff/initiatives/raised",
                                 "/staff/initiatives/handed",
                                 "/staff/initiatives/decided",
                                 "/staff/dialogues",
                                 "/staff/offices",
                                 "/staff/calls",
                                 "/staff/calls/squares",
                                 "/staff/calls/new-call",
                                 "/staff/rounds",
                                 "/staff/rounds/new-call",
                                 "/staff/acts/" + act.id};
  for (const std::string id : {"s0", "s1", "s2", "s3"}) pages.push_back("/staff/proposals/" + id);
  for (const std::string id : {"begun", "r-open", "r-ended", "r-decided"}) pages.push_back("/staff/rounds/" + id);
  for (const auto& page : pages) {
    for (const std::string language : {"sv", "en"}) {
      CAPTURE(page, language);
      const auto answer = office.see(page, token, language);
      CHECK(answer.status == 200);
      CHECK(is_harmless(answer.body));
      CHECK(has(answer.body, shown));
    }
  }
}

TEST_CASE("paths and names that are none are told as text") {
  Town town = busy_town();
  Office office(town);
  const auto token = token_of_all(office);
  for (const std::string page : {"/staff/calls/", "/staff/proposals/", "/staff/rounds/", "/staff/acts/", "/staff/initiatives/"}) {
    const auto answer = office.see(page + "<script>alert(1)<script>", token);
    CHECK(answer.status == 404);
    CHECK(is_harmless(answer.body));
  }
}
