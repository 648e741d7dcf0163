// Calls for projects and proposals, from the form to the record.
#include <catch2/catch.hpp>

#include <gd.h>

#include "ledger/record/draft.hpp"
#include "tests/server/desk/busy_town.hpp"
#include "tests/server/desk/office.hpp"

using namespace radslag;
using namespace radslag::testing;
using record::Assessment;

namespace {

struct Officers {
  Town town = busy_town();
  Office office{town};
  std::string officer_token = office.join({"officer:technical"});

  const record::ProposalState& proposal(const std::string& id) const { return *town.state().proposal(id); }
  http::Response assess(const std::string& path, const Fields& fields, const Fields& files = {}) {
    return office.submit("/staff/proposals/" + path, fields, officer_token, files);
  }
};

const Fields call_fields{{"call_id", "swings"},
                         {"title", "Swings & slides"},
                         {"call_text", "What shall be **built**?"},
                         {"envelope", "1 000 000"},
                         {"area_money", "south 200 000\nnorth 300000"},
                         {"proposals_until", "2099-06-30"}};

/// The fields with one of them as given here.
Fields with(Fields fields, const std::string& name, const std::string& value) {
  for (auto& field : fields) {
    if (field.first == name) field.second = value;
  }
  return fields;
}

std::string png() {
  gdImagePtr image = gdImageCreateTrueColor(40, 30);
  int size = 0;
  void* bytes = gdImagePngPtr(image, &size);
  std::string out(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
  gdFree(bytes);
  gdImageDestroy(image);
  return out;
}

const Fields words_fields{{"title", "A pond"},          {"summary", "With ducks."}, {"alt", ""},
                          {"translation_language", ""}, {"translated_title", ""},   {"translated_summary", ""}};

}  // namespace

TEST_CASE("a call is drafted, sealed by an officer and in the record") {
  Officers all;
  const auto act = all.office.drafted(all.office.submit("/staff/dialogues/parks/call", call_fields, all.officer_token));
  CHECK(act.needed == 1);
  CHECK(act.label.board == "technical");
  CHECK(act.label.action == "manage-calls");
  REQUIRE(all.office.admit(act, officer));
  const auto& call = all.town.state().town.calls.at("swings");
  CHECK(call.content.title == "Swings & slides");
  CHECK(call.content.envelope == 100'000'000);
  REQUIRE(call.content.areas.size() == 2);
  CHECK(call.content.areas[0].area == "north");
  CHECK(call.content.areas[0].amount == 30'000'000);
  CHECK(call.row.closes == 1'135'150);  // midnight after 30 June 2099 in Stockholm, two hours before that in Greenwich
  CHECK(has(all.office.see("/staff/calls", all.officer_token).body, "Swings &amp; slides"));
}

TEST_CASE("a call with something wrong comes back as it was typed") {
  Officers all;
  const auto check = [&](const std::string& name, const std::string& value) {
    CAPTURE(name, value);
    const auto answer = all.office.submit("/staff/dialogues/parks/call", with(call_fields, name, value), all.officer_token);
    CHECK(answer.status == 422);
    CHECK(has(answer.body, "role=\"alert\""));
    CHECK(has(answer.body, "Swings &amp; slides"));
    if (!value.empty()) CHECK(has(answer.body, escaped(value)));
    CHECK(all.office.desk.waiting().empty());
  };
  check("call_id", "Not An Id");
  check("call_id", "squares");
  check("envelope", "much");
  check("envelope", "");
  check("area_money", "west 100");
  check("area_money", "north");
  check("area_money", "north 0");
  check("area_money", "north 1000001");
  check("area_money", "north 10\nnorth 20");
  check("proposals_until", "2026-02-30");
  check("proposals_until", "2020-01-01");
  check("call_text", "");
}

TEST_CASE("a proposal is found feasible, with its cost, words and reasons") {
  Officers all;
  const auto form = all.office.see("/staff/proposals/s0/feasible", all.officer_token);
  CHECK(form.status == 200);
  CHECK(has(form.body, "value=\"900\""));  // the proposer's estimate
  const Fields fields{{"cost", "1 200"}, {"title", "A pond"}, {"summary", "With ducks."}, {"reasons", "There is water."}};
  REQUIRE(all.office.admit(all.office.drafted(all.assess("s0/feasible", fields)), officer));
  const auto& assessed = all.proposal("s0").assessments.back();
  CHECK(assessed.row.outcome == Assessment::feasible);
  CHECK(assessed.row.cost == 120'000);
  CHECK(assessed.content->reasons == "There is water.");
  const auto page = all.office.see("/staff/proposals/s0", all.officer_token).body;
  CHECK(has(page, "There is water."));
  CHECK(has(page, "/staff/proposals/s0/words"));

  for (const auto& name : {"cost", "title", "summary", "reasons"}) {
    CAPTURE(name);
    CHECK(all.assess("s0/feasible", with(fields, name, "")).status == 422);
  }
  CHECK(all.assess("s0/feasible", with(fields, "cost", "0")).status == 422);
}

TEST_CASE("a proposal is declined, merged, or must not be shown") {
  Officers all;
  const Fields fields{{"title", "A pond"}, {"summary", "With ducks."}, {"reasons", "No water there."}};
  REQUIRE(all.office.admit(all.office.drafted(all.assess("s0/decline", fields)), officer));
  CHECK(all.proposal("s0").assessments.back().row.outcome == Assessment::declined);

  auto merging = fields;
  merging.emplace_back("merge_into", "s1");
  REQUIRE(all.office.admit(all.office.drafted(all.assess("s4/merge", merging)), officer));
  CHECK(all.proposal("s4").assessments.back().row.into == "s1");
  CHECK(all.assess("s4/merge", with(merging, "merge_into", "s3")).status == 422);  // merged itself: not offered
  CHECK(all.assess("s4/merge", with(merging, "merge_into", "s4")).status == 422);

  REQUIRE(all.office.admit(all.office.drafted(all.assess("s2/unlawful", {{"reasons", "It names a neighbour."}})), officer));
  const auto& hidden = all.proposal("s2").assessments.back();
  CHECK(hidden.row.outcome == Assessment::unlawful);
  CHECK(hidden.content->title == "s2");
  CHECK(hidden.content->translations.empty());
}

TEST_CASE("a picture needs words, is made anew, and stays with the next assessment") {
  Officers all;
  const auto bare = all.assess("s1/words", words_fields, {{"picture", png()}});
  CHECK(bare.status == 422);
  CHECK(has(bare.body, "what the picture shows"));
  CHECK(all.assess("s1/words", with(words_fields, "alt", "A pond"), {{"picture", "GIF89a"}}).status == 422);

  const auto act = all.office.drafted(all.assess("s1/words", with(words_fields, "alt", "A pond"), {{"picture", png()}}));
  REQUIRE(all.office.admit(act, officer));
  const auto first = all.proposal("s1").assessments.back();
  REQUIRE(first.row.picture);
  CHECK(first.row.cost == 90'000);
  CHECK(first.row.outcome == Assessment::feasible);
  CHECK(first.content->alt == "A pond");
  CHECK(first.content->translations.size() == 1);  // the earlier one
  CHECK(has(all.office.see("/staff/proposals/s1", all.officer_token).body, "alt=\"A pond\""));

  const Fields fields{{"cost", "1200"}, {"title", "A pond"}, {"summary", "With ducks."}, {"reasons", "There is water."}};
  REQUIRE(all.office.admit(all.office.drafted(all.assess("s1/feasible", fields)), officer));
  CHECK(all.proposal("s1").assessments.back().row.picture);
  CHECK(all.proposal("s1").assessments.back().content->alt == "A pond");

  auto without = words_fields;
  without.emplace_back("no_picture", "yes");
  REQUIRE(all.office.admit(all.office.drafted(all.assess("s1/words", without)), officer));
  CHECK_FALSE(all.proposal("s1").assessments.back().row.picture);
}

TEST_CASE("translations are added and replaced by language") {
  Officers all;
  auto fields = with(with(with(words_fields, "translation_language", "fi"), "translated_title", "Lampi"), "translated_summary", "Ankkoja.");
  REQUIRE(all.office.admit(all.office.drafted(all.assess("s1/words", fields)), officer));
  REQUIRE(all.office.admit(all.office.drafted(all.assess("s1/words", with(fields, "translated_title", "Lammikko"))), officer));
  const auto& translations = all.proposal("s1").assessments.back().content->translations;
  REQUIRE(translations.size() == 2);
  CHECK(translations[0].language == "en");
  CHECK(translations[1].title == "Lammikko");
  CHECK(all.assess("s1/words", with(fields, "translated_summary", "")).status == 422);
  CHECK(all.assess("s1/words", with(fields, "translation_language", "sv")).status == 422);
  CHECK(all.assess("s1/words", with(fields, "translation_language", "E1")).status == 422);
}

TEST_CASE("what was frozen is not assessed again") {
  Officers all;
  all.town.open("begun",
                record::definition_from_call(all.town.state(), "begun",
                                             [] {
                                               auto basis = Town::definition();
                                               basis.themes.clear();
                                               return basis;
                                             }())
                    .value(),
                3);
  all.office.service.refresh();
  const auto page = all.office.see("/staff/proposals/b0/feasible", all.officer_token);
  CHECK(page.status == 409);
  const auto as_json = all.office.see("/staff/proposals/b0/feasible.json", all.officer_token);
  CHECK(has(as_json.body, "frozen"));
  const Fields fields{{"cost", "1"}, {"title", "A"}, {"summary", "B"}, {"reasons", "C"}};
  CHECK(all.assess("b0/feasible", fields).status == 409);
  CHECK_FALSE(has(all.office.see("/staff/proposals/b0", all.officer_token).body, "/staff/proposals/b0/feasible"));
  CHECK(all.office.desk.waiting().empty());
}

TEST_CASE("what waits stands first, and is counted on the first page") {
  Officers all;
  const auto page = all.office.see("/staff/calls/squares", all.officer_token).body;
  CHECK(page.find("/staff/proposals/s4\"") < page.find("/staff/proposals/s1\""));
  CHECK(page.find("/staff/proposals/s0\"") < page.find("/staff/proposals/s2\""));
  CHECK(has(all.office.see("/staff/calls.json", all.officer_token).body, "\"waiting\":2"));
  CHECK(has(all.office.see("/staff.json", all.officer_token).body, "\"waiting_proposals\":2"));
  CHECK(has(all.office.see("/staff.json", all.office.join({"officer:other"})).body, "\"waiting_proposals\":0"));
}
