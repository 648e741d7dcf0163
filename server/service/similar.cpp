#include "server/service/similar.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace radslag::service {
namespace {

/// Shorter words are mostly such as stand in every text.
constexpr std::size_t shortest_piece_word = 3, shortest_stem_word = 4;
/// "lekplats", "lekplatsen" and "lekplatserna" begin alike.
constexpr std::size_t stem_letters = 6;
/// How much a title's letters weigh against the words of the whole text, and from where on two texts are called alike.
constexpr double weight_of_pieces = 0.6, weight_of_words = 0.4, alike_from = 0.28;

const icu::Normalizer2& normalizer(const icu::Normalizer2* (*get)(UErrorCode&)) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* found = get(status);
  if (U_FAILURE(status) || found == nullptr) throw std::runtime_error(std::string("ICU cannot normalise: ") + u_errorName(status));
  return *found;
}

icu::UnicodeString normalised(const icu::Normalizer2& with, const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString out = with.normalize(text, status);
  if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU cannot normalise: ") + u_errorName(status));
  return out;
}

std::vector<std::u32string> words_of(std::string_view text) {
  const auto wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  const auto plain =
      normalised(normalizer(icu::Normalizer2::getNFDInstance), normalised(normalizer(icu::Normalizer2::getNFKCCasefoldInstance), wide));
  std::vector<std::u32string> words;
  bool inside = false;
  for (std::int32_t at = 0; at < plain.length(); at = plain.moveIndex32(at, 1)) {
    const UChar32 c = plain.char32At(at);
    if ((U_GET_GC_MASK(c) & U_GC_M_MASK) != 0) continue;  // ä is a with a mark
    if (u_isalnum(c) == 0) {
      inside = false;
      continue;
    }
    if (!inside) words.emplace_back();
    inside = true;
    words.back() += static_cast<char32_t>(c);
  }
  return words;
}

/// FNV-1a, 32 bits: two words in four thousand million meet.
std::uint32_t hash_of(std::u32string_view letters) {
  std::uint32_t hash = 2166136261U;
  for (const char32_t letter : letters) hash = (hash ^ static_cast<std::uint32_t>(letter)) * 16777619U;
  return hash;
}

void put_in_order(std::vector<std::uint32_t>& hashes) {
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

std::vector<std::uint32_t> pieces_of(const std::vector<std::u32string>& words) {
  std::vector<std::uint32_t> pieces;
  for (const auto& word : words) {
    if (word.size() < shortest_piece_word) continue;
    const std::u32string padded = U" " + word + U" ";
    for (std::size_t i = 0; i + 3 <= padded.size(); ++i) pieces.push_back(hash_of(std::u32string_view(padded).substr(i, 3)));
  }
  put_in_order(pieces);
  return pieces;
}

std::vector<std::uint32_t> stems_of(const std::vector<std::u32string>& words) {
  std::vector<std::uint32_t> stems;
  for (const auto& word : words)
    if (word.size() >= shortest_stem_word) stems.push_back(hash_of(std::u32string_view(word).substr(0, stem_letters)));
  put_in_order(stems);
  return stems;
}

bool contains(const std::vector<std::uint32_t>& sorted, std::uint32_t value) {
  return std::binary_search(sorted.begin(), sorted.end(), value);
}

/// Twice the common ones over all (Dice 1945).
double likeness(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  if (a.empty() || b.empty()) return 0;
  std::size_t common = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (*x == *y) ++common;
    const bool step_x = *x <= *y, step_y = *y <= *x;
    if (step_x) ++x;
    if (step_y) ++y;
  }
  return 2.0 * static_cast<double>(common) / static_cast<double>(a.size() + b.size());
}

/// How much each of the wanted words says: the fewer texts have it, the more.
std::vector<double> weights(const std::vector<std::uint32_t>& wanted, std::span<const std::shared_ptr<const Profile>> texts) {
  std::vector<double> out;
  for (const std::uint32_t stem : wanted) {
    const auto with = std::count_if(texts.begin(), texts.end(), [&](const auto& text) { return contains(text->stems, stem); });
    out.push_back(std::log(1.0 + (static_cast<double>(texts.size()) + 1.0) / (static_cast<double>(with) + 1.0)));
  }
  return out;
}

/// The share of what is wanted that a text has, by weight.
double share(const std::vector<std::uint32_t>& wanted, const std::vector<double>& weight, const Profile& text) {
  double all = 0, found = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    all += weight[i];
    if (contains(text.stems, wanted[i])) found += weight[i];
  }
  return all > 0 ? found / all : 0;
}

}  // namespace

std::string folded(std::string_view text) {
  std::u32string out;
  for (const auto& word : words_of(text)) {
    if (!out.empty()) out += U' ';
    out += word;
  }
  std::string utf8;
  icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(out.data()), static_cast<std::int32_t>(out.size())).toUTF8String(utf8);
  return utf8;
}

bool has_words(std::string_view text, std::string_view wanted) {
  while (!wanted.empty()) {
    const std::string_view word = wanted.substr(0, wanted.find(' '));
    if (text.find(word) == std::string_view::npos) return false;
    wanted.remove_prefix(std::min(wanted.size(), word.size() + 1));
  }
  return true;
}

Profile profile_of(std::string_view title, std::string_view text) {
  auto words = words_of(title);
  Profile profile{pieces_of(words), {}, stems_of(words)};
  for (auto& word : words_of(text)) words.push_back(std::move(word));
  profile.stems = stems_of(words);
  return profile;
}

std::shared_ptr<const Profile> SimilarTexts::profile(const Candidate& candidate) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = profiles_.find(candidate.digest); known != profiles_.end()) return known->second;
  }
  auto made = std::make_shared<const Profile>(profile_of(candidate.title, candidate.text));
  const std::lock_guard lock(mutex_);
  if (profiles_.size() >= most_remembered) profiles_.clear();
  return profiles_.try_emplace(candidate.digest, std::move(made)).first->second;
}

std::vector<std::size_t> SimilarTexts::find(std::string_view title, std::span<const Candidate> candidates, std::size_t most) {
  const Profile wanted = profile_of(title, {});
  std::vector<std::shared_ptr<const Profile>> profiles;
  profiles.reserve(candidates.size());
  for (const Candidate& candidate : candidates) profiles.push_back(profile(candidate));
  const std::vector<double> weight = weights(wanted.title_stems, profiles);
  std::vector<std::pair<double, std::size_t>> alike;
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    const double score =
        weight_of_pieces * likeness(wanted.pieces, profiles[i]->pieces) + weight_of_words * share(wanted.title_stems, weight, *profiles[i]);
    if (score >= alike_from) alike.emplace_back(-score, i);
  }
  std::sort(alike.begin(), alike.end());
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < std::min(most, alike.size()); ++i) places.push_back(alike[i].second);
  return places;
}

}  // namespace radslag::service
