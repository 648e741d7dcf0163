// What came out: totals of homomorphic questions, the anonymous ballots of mixnet questions (specification, 4.19).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/voting/decryption.hpp"

namespace radslag::voting {

struct QuestionResult {
  std::vector<std::uint64_t> totals;            ///< homomorphic: for each ciphertext of a ballot (the blank one first)
  std::vector<std::vector<std::uint8_t>> rows;  ///< mixnet: each ballot's numbers, in the last shuffle's order
  [[nodiscard]] bool operator==(const QuestionResult&) const = default;
};

/// By question.
using ElectionResult = std::vector<QuestionResult>;

/// From the last shuffle's tally and the combined factors. `total_weight` bounds the totals: bad_result where one is not within it (then
/// ballots or factors were not checked), bad_shape where the factors are not the tally's.
[[nodiscard]] Checked<ElectionResult> compute_result(const Election& election, const EncryptedTally& tally, const Factors& factors,
                                                     std::uint64_t total_weight, const Work& work = {});

/// {"result":[..]}
[[nodiscard]] std::string write_result(const Election& election, const ElectionResult& result);
/// Reads strictly: bad_shape, not_canonical. Whether it is the right one is for whoever has computed it to compare.
[[nodiscard]] Checked<ElectionResult> read_result(const Election& election, std::string_view json);
/// bad_result unless the published JSON is the computed result's, byte for byte.
[[nodiscard]] Checked<> check_result(const Election& election, const ElectionResult& computed, std::string_view json);

}  // namespace radslag::voting
