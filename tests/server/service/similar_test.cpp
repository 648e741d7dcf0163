#include "server/service/similar.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

using namespace radslag::service;

namespace {

std::vector<std::string> like(std::string_view wanted, const std::vector<std::pair<std::string, std::string>>& texts,
                              std::size_t most = 5) {
  SimilarTexts similar;
  std::vector<SimilarTexts::Candidate> candidates;
  for (const auto& [title, text] : texts) candidates.push_back({radslag::crypto::sha256(title + text), title, text});
  std::vector<std::string> titles;
  for (const std::size_t place : similar.find(wanted, candidates, most)) titles.push_back(texts[place].first);
  return titles;
}

const std::vector<std::pair<std::string, std::string>> town{
    {"Bygg en cykelväg till Norra skolan", "Många barn cyklar till skolan. Vägen är farlig."},
    {"Fler bänkar i Stadsparken", "Äldre behöver vila på vägen genom parken."},
    {"Öppna simhallen på söndagar", "Då är familjer lediga."},
    {"Belysning längs ån", "Det är mörkt på kvällarna."},
    {"Sänk priset på busskort för unga", "Alla ska ha råd att ta bussen."},
};
const auto& [cycling, benches, swimming, lights, bus] = std::tie(town[0].first, town[1].first, town[2].first, town[3].first, town[4].first);

}  // namespace

TEST_CASE("words are compared without case, accents and signs") {
  CHECK(folded("Övergångsställe, nu!") == "overgangsstalle nu");
  CHECK(folded("  ÉCOLE—école  ") == "ecole ecole");
  CHECK(folded("ﬁsk № ５") == "fisk no 5");
  CHECK(folded("Straße") == "strasse");
  CHECK(folded("") == "");
  CHECK(folded("...") == "");
  CHECK(folded("e\u0301") == folded("é"));
}

TEST_CASE("what is searched for may stand anywhere in a word, and all of it must be there") {
  const std::string title = folded("Fler bänkar i Stadsparken");
  CHECK(has_words(title, folded("park bänk")));
  CHECK(has_words(title, folded("BANKAR")));
  CHECK(has_words(title, ""));
  CHECK_FALSE(has_words(title, folded("bänkar skolan")));
}

TEST_CASE("the same thing in other words is found") {
  CHECK(like("Cykelväg till skolan i norr", town) == std::vector<std::string>{cycling});
  CHECK(like("CYKELVAGEN TILL NORRA SKOLAN", town) == std::vector<std::string>{cycling});
  CHECK(like("Nya bänkar i parken", town) == std::vector<std::string>{benches});
  CHECK(like("Simhallen öppen söndag", town) == std::vector<std::string>{swimming});
  CHECK(like("Billigare busskort", town) == std::vector<std::string>{bus});
  CHECK(like("Bättre belysning vid ån", town) == std::vector<std::string>{lights});
}

TEST_CASE("something else is not") {
  CHECK(like("Förbjud fyrverkerier", town).empty());
  CHECK(like("En hundrastgård i Söderort", town).empty());
  CHECK(like("", town).empty());
  CHECK(like("och i på av", town).empty());
  CHECK(like("Cykelväg", {}).empty());
}

TEST_CASE("the most alike comes first, and no more than are asked for") {
  std::vector<std::pair<std::string, std::string>> many;
  for (int i = 0; i < 9; ++i) many.emplace_back("Cykelväg nummer " + std::to_string(i), "Text");
  many.emplace_back("Cykelväg till Norra skolan", "Text");
  const auto found = like("Cykelväg till Norra skolan", many, 3);
  REQUIRE(found.size() == 3);
  CHECK(found.front() == "Cykelväg till Norra skolan");
}

TEST_CASE("a profile is of one text, whatever else is asked about") {
  SimilarTexts similar;
  const auto digest = radslag::crypto::sha256("one");
  const std::vector<SimilarTexts::Candidate> one{{digest, "Fler bänkar i parken", "Text"}};
  const std::vector<SimilarTexts::Candidate> other{{radslag::crypto::sha256("other"), "Öppna simhallen", "Text"}, one.front()};
  CHECK(similar.find("Bänkar i parken", one, 5).size() == 1);
  CHECK(similar.find("Bänkar i parken", other, 5) == std::vector<std::size_t>{1});
}

TEST_CASE("a text is always like itself, and folding twice folds no more") {
  CHECK(rc::check([](const std::string& typed) {
    const std::string once = folded(typed);
    RC_ASSERT(folded(once) == once);
  }));
  for (const auto& [title, text] : town) {
    const auto found = like(title, town);
    REQUIRE_FALSE(found.empty());
    CHECK(found.front() == title);
  }
}
