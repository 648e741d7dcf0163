// Texts that say nearly the same: "is there one already?", before somebody writes a new one. And words as people search for them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/hash.hpp"

namespace radslag::service {

/// Words in lower case without accents, one space between, as people compare them: case, width and marks are folded away (NFKC case folding
/// of Unicode, then NFD without marks), and all but letters and digits is a space. "Övergångsställe, nu!" is "overgangsstalle nu".
[[nodiscard]] std::string folded(std::string_view text);

/// Whether all words of `wanted` stand in `text`, each at least as a part of a word. Both are folded.
[[nodiscard]] bool has_words(std::string_view text, std::string_view wanted);

/// What is compared of a text: sorted hashes of the three-letter pieces of its title's words, and of how the words of all of it begin.
struct Profile {
  std::vector<std::uint32_t> pieces, stems, title_stems;
};
[[nodiscard]] Profile profile_of(std::string_view title, std::string_view text);

/// Remembers the profiles of texts that do not change. Thread-safe.
class SimilarTexts {
 public:
  struct Candidate {
    crypto::Digest digest{};  ///< of the text: what its profile is remembered under
    std::string_view title, text;
  };
  static constexpr std::size_t most_remembered = 20'000;

  /// Places in `candidates` of those that are like what has this title, the most alike first, at most `most`. A word says more the fewer
  /// of them have it.
  [[nodiscard]] std::vector<std::size_t> find(std::string_view title, std::span<const Candidate> candidates, std::size_t most);

 private:
  [[nodiscard]] std::shared_ptr<const Profile> profile(const Candidate& candidate);

  std::mutex mutex_;
  std::map<crypto::Digest, std::shared_ptr<const Profile>> profiles_;
};

}  // namespace radslag::service
