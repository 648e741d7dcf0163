// Pages where something has been withheld: in its place stands the decision, and the text in no language and no form.
#include <algorithm>
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
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

void withhold(Town& town, std::vector<record::Digest> blobs) {
  std::sort(blobs.begin(), blobs.end());
  const auto why = town.blob(record::encode_content(record::Reason{"A person asked for it."}));
  record::BlobsWithheld act{town.origin(), "town", record::WithholdingGround::court, "TR 17", record::blob_digest(why), {}};
  for (const auto& blob : blobs) act.blobs.push_back({blob});
  town.put("town", act, committee, {why});
}

}  // namespace

TEST_CASE("an initiative whose text and reports are withheld says by which decision") {
  Town town;
  town.whole_initiatives();
  const auto& benches = *town.state().initiative("benches");
  const auto text = *benches.content;
  const auto report = benches.reports[0].content.text;
  withhold(town, {benches.subject, benches.reports[0].row.content, benches.asides[0].content});
  Front front(town);
  for (const std::string language : {"sv", "en"}) {
    const auto page = front.see("/initiatives/benches", language);
    CHECK(page.status == 200);
    CHECK_FALSE(shows(page, text.title));
    CHECK_FALSE(shows(page, text.text));
    CHECK(shows(page, "TR 17"));
    CHECK(shows(page, "A person asked for it."));
    CHECK_FALSE(shows(page, "{{"));
    CHECK_FALSE(shows(front.see("/initiatives", language), text.title));
  }
  const auto model = data(front, "/initiatives/benches");
  CHECK(model.at("is_withheld").as_bool());
  CHECK_FALSE(model.at("has_text").as_bool());
  const auto& decision = model.at("withheld").as_object();
  CHECK(decision.at("decision").as_string() == "TR 17");
  CHECK(decision.at("ground").as_string() == "court");
  std::size_t withheld_rows = 0, shown_rows = 0;
  for (const auto& row : model.at("timeline").as_array()) {
    withheld_rows += row.as_object().at("is_withheld").as_bool() ? 1 : 0;
    shown_rows += row.as_object().at("has_text").as_bool() ? 1 : 0;
  }
  CHECK(withheld_rows == 2);
  CHECK(shown_rows > 0);
}

TEST_CASE("an entry's page shows the decision in the place of what it withholds, and where to begin elsewhere") {
  Town town;
  town.whole_initiatives();
  const auto& benches = *town.state().initiative("benches");
  const auto title = benches.content->title;
  const auto query = "?log=town&index=" + std::to_string(benches.raised_at);
  const auto digest = benches.subject;
  {
    Front front(town);
    const auto blob = data(front, "/record/entry", query).at("blobs").as_array().at(0).as_object();
    CHECK_FALSE(blob.at("is_withheld").as_bool());
    CHECK(blob.at("can_be_withheld").as_bool());
    CHECK(std::string(blob.at("withhold_href").as_string()) == "/staff/withhold/" + crypto::to_hex(digest));
  }
  withhold(town, {digest});
  Front front(town);
  const auto blob = data(front, "/record/entry", query).at("blobs").as_array().at(0).as_object();
  CHECK(blob.at("is_withheld").as_bool());
  CHECK_FALSE(blob.at("has_text").as_bool());
  CHECK_FALSE(blob.at("has_href").as_bool());
  CHECK_FALSE(blob.at("can_be_withheld").as_bool());
  const auto page = front.see("/record/entry" + query);
  CHECK(shows(page, "TR 17"));
  CHECK_FALSE(shows(page, title));
  // What the rules need has no such link.
  const auto opening = data(front, "/record/entry", "?log=town&index=" + std::to_string(benches.opening->index));
  CHECK_FALSE(opening.at("blobs").as_array().at(0).as_object().at("can_be_withheld").as_bool());
}

TEST_CASE("feedback and a proposal's own words that are withheld") {
  Town town;
  town.whole_initiatives();
  const auto words = town.state().proposal("s1")->content->text;
  const auto feedback = town.state().town.dialogues.at("parks").feedback[0];
  withhold(town, {town.state().proposal("s1")->subject, feedback.row.content});
  Front front(town);
  const auto proposal = front.see("/proposals/s1"), dialogue = front.see("/dialogues/parks");
  CHECK(shows(proposal, "TR 17"));
  CHECK_FALSE(shows(proposal, words));
  CHECK(shows(dialogue, "TR 17"));
  CHECK_FALSE(shows(dialogue, feedback.content.text));
}
