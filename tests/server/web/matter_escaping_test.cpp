// What residents, officers and boards wrote about initiatives and projects is text on every page, whatever stands in it.
#include <catch2/catch.hpp>

#include "server/service/link_key.hpp"
#include "tests/server/web/front.hpp"

using namespace radslag;
using namespace radslag::testing;
using record::blob_digest;
using record::encode_content;

namespace {

const std::string payload =
    "\"'><script>alert(1)</script>&{{{t.nav.about}}}<img src=x onerror=alert(1)>[x](javascript:alert(1))![x](javascript:alert(1))";

record::Board hostile_board() {
  auto rule = Town::board_rule();
  rule.name = payload;
  rule.cosigners = 1;
  return rule;
}

void raise(Town& town, const std::string& id) {
  const auto text = town.blob(encode_content(record::InitiativeContent{payload + id, payload}));
  town.put("town", town.raising(id, 0, blob_digest(text), "north"), {}, {text});
}

void open(Town& town, const std::string& id) {
  const auto text = town.blob(encode_content(record::OpeningContent{payload, payload, payload, payload, payload}));
  town.put("town", town.initiative_opening(id, text), officer, {text});
  if (const auto due = town.record().due()) town.put("town", *due, {});
}

void report(Town& town, const std::string& id, record::ReportStep step) {
  const auto text = town.blob(encode_content(record::ReportContent{payload, payload + std::string(record::word(step))}));
  town.put("town", record::InitiativeReport{town.origin(), id, "2026-08-03", step, blob_digest(text)}, officer, {text});
}

void reason(Town& town, const std::string& id) {
  const auto aside = town.blob(encode_content(record::Reason{payload}));
  town.put("town", record::SetAside{town.origin(), id, town.pseudonym(id, 2), blob_digest(aside)}, officer, {aside});
}

void assess(Town& town, const std::string& id, record::Assessment outcome, std::uint64_t cost, const std::string& into = {}) {
  record::AssessmentContent content;
  content.title = content.summary = content.reasons = content.alt = payload;
  content.has_alt = outcome == record::Assessment::feasible;
  content.translations = {{"en", payload, payload}};
  const auto jpeg = town.blob("\xff\xd8\xff\xe0 " + id), text = town.blob(encode_content(content));
  record::ProjectAssessed row{town.origin(), id, 1, outcome, cost, into, std::nullopt, blob_digest(text)};
  std::vector<std::string> blobs{text};
  if (content.has_alt) {
    row.picture = blob_digest(jpeg);
    blobs.insert(blobs.begin(), jpeg);
  }
  town.put("town", row, officer, blobs);
}

/// Every text field that an entry about initiatives or calls can have, with the payload in it.
Town hostile() {
  Town town;
  town.begin();
  town.registrar(40, hostile_board());
  auto edition = town.edition(40, "2026-2");
  for (auto& area : edition.areas) area.name = payload;
  town.put("town", edition, roll_officers);
  for (const std::string id : {"open", "waiting", "refused", "merged"}) raise(town, id);
  for (const std::string id : {"open", "merged"}) town.sign(id, 1);
  open(town, "open");
  for (std::size_t person = 2; person < 6; ++person) town.sign_with_name("open", person, payload);
  reason(town, "open");
  for (const auto& [id, why, into] :
       {std::tuple{"refused", record::RejectReason::unclear, ""}, {"merged", record::RejectReason::duplicate, "open"}}) {
    const auto text = town.blob(encode_content(record::Reason{payload}));
    town.put("town", record::InitiativeRejected{town.origin(), id, why, into, blob_digest(text)}, officer, {text});
  }
  report(town, "open", record::ReportStep::preparation);
  const auto decision = town.blob(encode_content(record::InitiativeDecisionContent{payload, "2026-08-20", payload, payload}));
  town.put("town", record::InitiativeDecided{town.origin(), "open", record::InitiativeOutcome::rejected, blob_digest(decision)}, committee,
           {decision});
  report(town, "open", record::ReportStep::answer);
  town.dialogue();
  const auto call = town.blob(encode_content(record::CallContent{payload, payload, "SEK", 1'000'000, {{"north", 5, payload}}}));
  town.put("town", record::CallOpened{town.origin(), "squares", "parks", town.hour + 100, blob_digest(call)}, officer, {call});
  for (std::size_t i = 0; i < 4; ++i) {
    const auto text = town.blob(encode_content(record::ProposalContent{payload, payload + std::to_string(i), 5}));
    town.put("town", town.proposing("squares", "s" + std::to_string(i), i, blob_digest(text), "north"), {}, {text});
  }
  assess(town, "s0", record::Assessment::feasible, 5);
  assess(town, "s1", record::Assessment::declined, 0);
  assess(town, "s2", record::Assessment::merged, 0, "s0");
  const auto feedback = town.blob(encode_content(record::ReportContent{payload, payload}));
  town.put("town", record::Feedback{town.origin(), "parks", "2026-09-30", blob_digest(feedback)}, officer, {feedback});
  return town;
}

int times(const std::string& body) {
  int count = 0;
  for (std::size_t at = 0; (at = body.find("&lt;script&gt;alert", at)) != std::string::npos; ++at) ++count;
  return count;
}

void check_harmless(const std::string& body) {
  CHECK(body.find("<script>alert") == std::string::npos);
  CHECK(body.find("<img src=x") == std::string::npos);
  CHECK(body.find("onerror=alert(1)>") == std::string::npos);
  CHECK(body.find("\"'>") == std::string::npos);
  CHECK(body.find("href=\"javascript") == std::string::npos);
  CHECK(body.find("src=\"javascript") == std::string::npos);
  CHECK(body.find("Om tjänsten<img") == std::string::npos);
}

}  // namespace

TEST_CASE("nothing that was written about initiatives or projects becomes markup") {
  Town town = hostile();
  Front front(town);
  const auto key = [&](const record::Digest& subject) { return "?key=" + service::link_key(front.service.raised_blob(subject).value()); };
  std::vector<std::string> pages{"/",
                                 "/initiatives",
                                 "/initiatives?words=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&board=%22%3E&area=%22%3E&order=%22%3E",
                                 "/initiatives?phase=rejected",
                                 "/initiatives/open",
                                 "/initiatives/refused",
                                 "/initiatives/merged",
                                 "/initiatives/waiting",
                                 "/initiatives/waiting" + key(town.state().initiative("waiting")->subject),
                                 "/initiatives/<script>alert(1)</script>",
                                 "/initiatives/new",
                                 "/dialogues/parks",
                                 "/calls/squares",
                                 "/calls/squares?outcome=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
                                 "/calls/squares/propose",
                                 "/proposals/s0",
                                 "/proposals/s1",
                                 "/proposals/s2",
                                 "/proposals/s3",
                                 "/proposals/s3" + key(town.state().proposal("s3")->subject)};
  for (std::size_t i = 0; i < town.log("town").pieces.size(); ++i) {
    pages.push_back("/receipts/" + std::to_string(i));
    pages.push_back("/record/entry?log=town&index=" + std::to_string(i));
  }
  for (const std::string& page : pages) {
    for (const std::string language : {"sv", "en"}) {
      CAPTURE(page, language);
      check_harmless(front.see(page, language).body);
    }
  }
}

TEST_CASE("every field was on a page that was looked at") {
  Town town = hostile();
  Front front(town);
  const auto on = [&](const std::string& page) { return times(front.see(page).body); };
  CHECK(on("/initiatives/open") >= 20);
  CHECK(on("/initiatives/refused") >= 4);
  CHECK(on("/initiatives/merged") >= 5);
  CHECK(on("/initiatives") >= 3);
  CHECK(on("/calls/squares") >= 12);
  CHECK(on("/proposals/s0") >= 10);
  CHECK(on("/dialogues/parks") >= 3);
}

TEST_CASE("what is typed into the forms comes back as text") {
  Town town = hostile();
  Front front(town);
  for (const std::string path : {"/initiatives/new", "/calls/squares/propose"}) {
    for (const std::string button : {"title", "write", "preview", "check"}) {
      const auto page = front.submit(path, {{"do", button},
                                            {"title", payload.substr(0, 60)},
                                            {"text", payload + payload},
                                            {"board", path == "/initiatives/new" ? "technical" : ""},
                                            {"area", "north"},
                                            {"estimate", button == "check" ? "5" : payload}});
      CAPTURE(path, button);
      CHECK(page.status == 200);
      check_harmless(page.body);
      CHECK(times(page.body) >= 1);
    }
  }
}

TEST_CASE("a spreadsheet computes nothing that was written") {
  Town town;
  town.begin();
  town.registrar();
  const auto text = town.blob(encode_content(record::InitiativeContent{"=HYPERLINK(\"https://evil.example\")", "A text."}));
  town.put("town", town.raising("sum", 0, blob_digest(text)), {}, {text});
  const auto why = town.blob(encode_content(record::Reason{"+1+1"}));
  town.put("town", record::InitiativeRejected{town.origin(), "sum", record::RejectReason::unclear, "", blob_digest(why)}, officer, {why});
  Front front(town);
  const auto list = front.see("/initiatives.csv?phase=rejected").body;
  CHECK(list.find("\"'=HYPERLINK(\"\"https://evil.example\"\")\"") != std::string::npos);
  CHECK(front.see("/initiatives/sum/timeline.csv").body.find(",'+1+1,") != std::string::npos);
}
