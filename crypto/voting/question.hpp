// What is asked in an election, and how election.json says it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crypto/voting/flaw.hpp"

namespace radslag::group {
class Group;
}

namespace radslag::voting {

namespace json {
class Reader;
}

/// What projects cost, and how much a ballot's choices may cost together. Integers up to 2^53 - 1, in one unit.
struct Budget {
  std::uint64_t limit = 0;
  std::vector<std::uint64_t> costs;  ///< one for each project
  [[nodiscard]] bool operator==(const Budget&) const = default;
};

enum class QuestionKind {
  homomorphic,  ///< one ciphertext a project; only sums are ever decrypted
  mixnet,       ///< one ciphertext a ballot; shuffled, then each is decrypted
};

/// How a mixnet ballot's choices lie in its numbers (encodings.hpp).
enum class Encoding {
  none,      ///< another program's question: the numbers are what they are
  approval,  ///< a bit for each project
  ranking,   ///< a number for each place
  points,    ///< pairs of project and points
};

struct Question {
  QuestionKind kind = QuestionKind::homomorphic;
  std::string text;
  /// What is chosen from.
  std::vector<std::string> choices;
  /// How many choices (approval, ranking: projects; points: projects that get points) a ballot may have. Not used with Encoding::none.
  std::uint64_t min = 0;
  std::uint64_t max = 0;
  /// Homomorphic: a blank ballot is a choice of its own (and min may then be 1).
  bool blank = false;
  std::optional<Budget> budget;
  /// Mixnet only.
  Encoding encoding = Encoding::none;
  /// Points only: the most that all projects get together.
  std::uint64_t points = 0;

  [[nodiscard]] bool operator==(const Question&) const = default;

  /// Homomorphic: how many ciphertexts a ballot has (choices, and one for blank). Mixnet: 1.
  [[nodiscard]] std::size_t ciphertexts() const;
  /// Mixnet: how many 8-bit numbers a ballot carries, and each row of the result has. Homomorphic: 0.
  [[nodiscard]] std::size_t numbers() const;
};

/// Homomorphic: {"answers":[..][,"blank":true],"min":i,"max":i,"question":s[,"budget":{"limit":B,"costs":[..]}]}.
/// Mixnet: {"type":"NonHomomorphic","value":{"answers":[..],"question":s},"extra":{"encoding":e,"choices":[..],"min":i,"max":i[,"points":p]
/// [,"budget":..]}}, where "answers" are the numbers that a ballot carries ("1", "2", ...): one for each, since a result's rows are as
/// long.
[[nodiscard]] std::string write(const Question& question);

/// Any question: a mixnet question with another "extra", or none, has Encoding::none. `undeclared` becomes true where a member was passed
/// over.
[[nodiscard]] Checked<Question> read_question(json::Reader& in, bool& undeclared);

/// Whether a question can be asked in a group: bad_question, with the reason.
[[nodiscard]] Checked<> check_question(const Question& question, const group::Group& group);

}  // namespace radslag::voting
