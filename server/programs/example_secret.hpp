// The example's round with secret ballots: the registrar's half has made the cards; here trustees make the key, and residents vote.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "ledger/record/contents.hpp"
#include "ledger/record/state.hpp"
#include "server/programs/town_writer.hpp"

namespace radslag::programs {

struct ExampleCards {
  record::Electorate electorate;
  record::UrnPlan urns;
  struct HandOut {
    std::string statement, card;
  };
  std::vector<HandOut> hand_outs;  ///< to residents who have voted
};

/// By round: what `radslag-registrar example` wrote beside its attestations. Throws std::runtime_error naming what is wrong with the file.
[[nodiscard]] std::map<std::string, ExampleCards> read_example_cards(const std::filesystem::path& attested);

struct ExampleTrustee {
  const crypto::SigningKey* key = nullptr;
  std::filesystem::path folder;  ///< what radslag-trustee calls --state
};

/// The whole ceremony of a round that has named these trustees. Throws std::runtime_error.
void make_example_key(TownWriter& writer, const std::string& round, const std::vector<ExampleTrustee>& trustees);

/// One voter's ballots, one for each urn that their card is good for: blobs to be cast. `choices`: places in the definition; those of an
/// urn's projects go into its ballot.
[[nodiscard]] std::vector<std::string> example_ballots(const record::Frozen& round, const std::string& card,
                                                       const record::Choices& choices);

}  // namespace radslag::programs
