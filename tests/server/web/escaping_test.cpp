// Texts that the municipality or anybody else wrote are texts on every page, whatever stands in them.
#include <catch2/catch.hpp>

#include "tests/server/web/front.hpp"

using namespace radslag;
using namespace radslag::testing;

namespace {

const std::string payload = "\"'><script>alert(1)</script>&{{{t.nav.about}}}<img src=x onerror=alert(1)>";

Town hostile() {
  Town town;
  town.begin();
  const auto content =
      town.blob(record::encode_content(record::DialogueContent{payload + "1", payload, payload, payload, record::DialogueKind::project,
                                                               record::Level::dialogue, payload, payload, payload, payload}));
  town.put("town",
           record::Dialogue{town.origin(), "parks", 1, record::DialogueStatus::ongoing, record::Signal::red, "2026-05-01", "2026-09-30",
                            record::blob_digest(content)},
           officer, {content});
  auto definition = Town::definition();
  definition.title = definition.summary = payload;
  for (auto* places : {&definition.areas, &definition.themes})
    for (auto& place : *places) place.name = payload;
  for (auto& project : definition.projects) project.title = project.summary = payload;
  definition.projects[0].id = "P\"><script>alert(1)</script>";
  for (const std::string id : {"r1", "r2"}) {
    town.begin_round(id);
    town.open(id, definition, 3);
    town.vote(id, 0, {0, 1});
  }
  town.close("r1");
  town.tally("r1");
  town.allocate("r1");
  town.end("r1");
  town.decide("r1", {{0, payload}});
  const auto report = town.blob(record::encode_content(record::MilestoneContent{payload}));
  town.put("town", record::Milestone{town.origin(), "r1", "P2", "2026-08-03", record::MilestoneState::done, record::blob_digest(report)},
           officer, {report});
  return town;
}

}  // namespace

TEST_CASE("nothing that was written becomes markup") {
  Town town = hostile();
  Front front(town);
  std::vector<std::string> pages{"/",
                                 "/dialogues?board=%3Cscript%3E",
                                 "/dialogues/parks",
                                 "/record",
                                 "/about",
                                 "/%3Cscript%3E",
                                 "/<script>alert(1)</script>",
                                 "/dialogues/<script>alert(1)</script>",
                                 "/record/entries?log=<script>alert(1)</script>",
                                 "/rounds/r1?area=\"><script>alert(1)</script>"};
  for (const std::string round : {"/rounds/r1", "/rounds/r2"}) {
    for (const std::string rest : {"", "/vote", "/result", "/projects/1", "/projects/2"}) pages.push_back(round + rest);
  }
  for (const std::string& log : front.service.logs()) {
    pages.push_back("/record/entries?log=" + log);
    for (std::size_t i = 0; i < town.log(log).pieces.size(); ++i)
      pages.push_back("/record/entry?log=" + log + "&index=" + std::to_string(i));
  }
  int shown = 0;
  for (const std::string& page : pages) {
    for (const std::string language : {"sv", "en"}) {
      CAPTURE(page, language);
      const std::string body = front.see(page, language).body;
      CHECK(body.find("<script>alert") == std::string::npos);
      CHECK(body.find("<img src=x") == std::string::npos);
      CHECK(body.find("\"'>") == std::string::npos);
      if (body.find("&lt;script&gt;alert(1)&lt;/script&gt;&amp;{{{t.nav.about}}}") != std::string::npos) ++shown;
    }
  }
  CHECK(shown > 30);  // the payload was on the pages, as text
}

TEST_CASE("every field of the hostile texts is on a page that was looked at") {
  Town town = hostile();
  Front front(town);
  const auto times = [&](const std::string& page) {
    const std::string body = front.see(page).body;
    int count = 0;
    for (std::size_t at = 0; (at = body.find("&lt;script&gt;alert", at)) != std::string::npos; ++at) ++count;
    return count;
  };
  CHECK(times("/dialogues/parks") >= 10);
  CHECK(times("/rounds/r2") >= 12);
  CHECK(times("/rounds/r1/result") >= 7);
  CHECK(times("/rounds/r1/projects/1") >= 6);
  CHECK(times("/rounds/r1/projects/2") >= 5);
}
