// A trustee's part in the count of a closed round: a shuffle and a partial decryption of each urn. What is shuffled and decrypted comes
// from a record that has been verified whole; whoever decrypts anything else decrypts what it is given.
#pragma once

#include <string>
#include <vector>

#include "crypto/voting/work.hpp"
#include "ledger/record/secret_count.hpp"
#include "ledger/trustee/act.hpp"

namespace radslag::trustee {

enum class CountStep { shuffle, decrypt };

/// Where the count of one urn stands.
struct UrnStanding {
  std::string urn;
  std::uint64_t ballots = 0, voters = 0;
  bool mixnet = false;
  std::size_t shuffles = 0, shuffles_needed = 0;
  std::size_t decryptions = 0, decryptions_needed = 0;
  std::optional<CountStep> step;             ///< nothing when it is decrypted, or has no ballot
  std::vector<std::uint64_t> may_take_part;  ///< trustees, from 1, who have not done that step
};

/// Of all urns of a round that has been closed; empty before.
[[nodiscard]] std::vector<UrnStanding> standing_of(const record::RoundState& round);

/// Whether it is this trustee's turn. Errors: out_of_order (the detail says what is missing, or that it has been done), not_found (no such
/// urn).
[[nodiscard]] Result<> is_in_turn(const Seat& seat, const std::string& urn, CountStep step);

/// Shuffles what the last shuffle left, with its proof. `count`: of that urn, from the verified record. Errors: as is_in_turn, and what is
/// wrong with the ballots.
[[nodiscard]] Result<Made> make_shuffle(const Seat& seat, record::UrnCount count, const record::BlobSource& blobs, StateFolder& folder,
                                        const voting::Work& work);

/// Takes this trustee's part off the ciphertexts, with its proof. Errors: as make_shuffle and decryption_secret.
[[nodiscard]] Result<Made> make_decryption(const Seat& seat, record::UrnCount count, const record::BlobSource& blobs, StateFolder& folder,
                                           const voting::Work& work);

}  // namespace radslag::trustee
