// A town where every act of office can come next, somewhere: initiatives, calls and rounds in each phase, with these words as every text.
#pragma once

#include "crypto/hash.hpp"
#include "ledger/record/round_count.hpp"
#include "tests/support/town.hpp"

namespace radslag::testing {

/// Initiatives "raised", "handed" and "decided"; a call "new-call", a call "squares" with proposals s0 (waiting) to s4, a round "begun" of
/// a call, and rounds "r-open", "r-closed", "r-tallied", "r-allocated", "r-ended", "r-decided", and "r-lot", which waits for the lot of the
/// shares SHA-256 of "a" and "b". The clock stands at the present hour.
inline Town busy_town(const std::string& words = "Plain words") {
  using record::blob_digest;
  using record::encode_content;
  Town town;
  town.hour = record::current_hour() - 1;
  town.begin();
  town.registrar();
  auto rule = Town::board_rule();
  rule.board = "other";
  rule.name = words;
  town.board(rule);

  const auto dialogue = town.blob(encode_content(record::DialogueContent{
      words, words, "The technical board", words, record::DialogueKind::project, record::Level::dialogue, words, words, words, words}));
  town.put("town",
           record::Dialogue{town.origin(), "parks", 1, record::DialogueStatus::ongoing, record::Signal::green, "2026-05-01", "2026-09-30",
                            blob_digest(dialogue)},
           officer, {dialogue});

  for (const std::string id : {"raised", "handed", "decided"}) {
    const auto text = town.blob(encode_content(record::InitiativeContent{words, words}));
    town.put("town", town.raising(id, 0, blob_digest(text)), {}, {text});
    if (id == "raised") continue;
    town.open_initiative(id);
    for (std::size_t person = 1; person <= 4; ++person) town.sign(id, person);
  }
  town.decide_initiative("decided");

  for (const std::string id : {"new-call", "squares", "begun"}) {
    const auto text = town.blob(encode_content(record::CallContent{words, words, "SEK", 1'000'000, {{"north", 400'000, words}}}));
    town.put("town", record::CallOpened{town.origin(), id, "parks", town.hour + 48, blob_digest(text)}, officer, {text});
  }
  const auto propose = [&](const std::string& call, const std::string& id, std::size_t person) {
    const auto text = town.blob(encode_content(record::ProposalContent{words, words, 90'000}));
    town.put("town", town.proposing(call, id, person, blob_digest(text)), {}, {text});
  };
  const auto assess = [&](const std::string& id, record::Assessment outcome, std::uint64_t cost, const std::string& into = "") {
    record::AssessmentContent content{words, words, words, false, "", {{"en", words, words}}};
    const auto text = town.blob(encode_content(content));
    town.put("town", record::ProjectAssessed{town.origin(), id, 1, outcome, cost, into, {}, blob_digest(text)}, officer, {text});
  };
  for (std::size_t i = 0; i < 5; ++i) propose("squares", "s" + std::to_string(i), i);
  assess("s1", record::Assessment::feasible, 90'000);
  assess("s2", record::Assessment::declined, 0);
  assess("s3", record::Assessment::merged, 0, "s1");
  propose("begun", "b0", 0);
  propose("begun", "b1", 1);
  assess("b0", record::Assessment::feasible, 50'000);
  assess("b1", record::Assessment::feasible, 70'000);
  town.begin_round("begun");

  auto definition = Town::definition();
  definition.title = definition.summary = words;
  for (auto& project : definition.projects) project.title = project.summary = words;
  const std::vector<std::string> rounds{"r-open", "r-closed", "r-tallied", "r-allocated", "r-ended", "r-decided"};
  for (std::size_t phase = 0; phase < rounds.size(); ++phase) {
    const auto& id = rounds[phase];
    town.begin_round(id);
    town.open(id, definition, 3);
    town.vote(id, 0, {0, 1});
    if (phase >= 1) town.close(id);
    if (phase >= 2) town.tally(id);
    if (phase >= 3) town.allocate(id);
    if (phase >= 4) town.end(id);
    if (phase >= 5) town.decide(id);
  }
  definition.last_tie = record::LastTie::lot;
  for (const char* share : {"a", "b"}) definition.lot_shares.push_back(record::lot_commitment(crypto::sha256(share)));
  town.begin_round("r-lot");
  town.open("r-lot", definition, 3);
  town.close("r-lot");
  return town;
}

}  // namespace radslag::testing
