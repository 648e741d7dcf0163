#include "crypto/voting/encodings.hpp"

#include <algorithm>
#include <cassert>
#include <string>

namespace radslag::voting {

namespace {

constexpr std::size_t bits = 8;

tl::unexpected<Flaw> refused(std::string why) { return flaw(FlawKind::bad_choices, std::move(why)); }

bool is_blank_allowed(const Question& question) { return question.kind == QuestionKind::homomorphic && question.blank; }

/// The rules that all kinds of question share: known, each once, neither too many nor too few, within the budget.
Checked<> check_rules(const Question& question, const Choices& choices) {
  std::vector<bool> seen(question.choices.size());
  for (const std::uint16_t place : choices.places) {
    if (place >= seen.size()) return refused("no such choice");
    if (seen[place]) return refused("a choice twice");
    seen[place] = true;
  }
  const bool blank = choices.places.empty() && is_blank_allowed(question);
  if (choices.places.size() > question.max) return refused("too many choices");
  if (choices.places.size() < question.min && !blank) return refused("too few choices");
  if (question.encoding != Encoding::ranking && !std::is_sorted(choices.places.begin(), choices.places.end()))
    return refused("out of order");
  if (!question.budget) return {};
  std::uint64_t left = question.budget->limit;
  for (const std::uint16_t place : choices.places) {
    if (question.budget->costs[place] > left) return refused("over the budget");
    left -= question.budget->costs[place];
  }
  return {};
}

Checked<> check_points(const Question& question, const Choices& choices) {
  if (choices.points.size() != (question.encoding == Encoding::points ? choices.places.size() : 0))
    return refused("points without choices");
  std::uint64_t sum = 0;
  for (const std::uint8_t points : choices.points) {
    if (points == 0) return refused("a choice without points");
    sum += points;
  }
  if (question.encoding == Encoding::points && sum > question.points) return refused("too many points");
  return {};
}

Numbers bits_of(const Question& question, const Choices& choices) {
  Numbers numbers(question.numbers());
  for (const std::uint16_t place : choices.places) numbers[place / bits] |= static_cast<std::uint8_t>(1U << place % bits);
  return numbers;
}

Numbers homomorphic_numbers(const Question& question, const Choices& choices) {
  Numbers numbers(question.ciphertexts());
  const std::size_t first = question.blank ? 1 : 0;
  if (question.blank && choices.places.empty()) numbers.front() = 1;
  for (const std::uint16_t place : choices.places) numbers[first + place] = 1;
  return numbers;
}

Checked<Choices> from_homomorphic(const Question& question, std::span<const std::uint8_t> numbers) {
  Choices choices;
  const std::size_t first = question.blank ? 1 : 0;
  for (std::size_t i = first; i < numbers.size(); ++i) {
    if (numbers[i] > 1) return refused("neither 0 nor 1");
    if (numbers[i] == 1) choices.places.push_back(static_cast<std::uint16_t>(i - first));
  }
  if (question.blank && numbers.front() != (choices.places.empty() ? 1 : 0)) return refused("blank and not blank");
  return choices;
}

Checked<Choices> from_bits(const Question& question, std::span<const std::uint8_t> numbers) {
  Choices choices;
  for (std::size_t place = 0; place < numbers.size() * bits; ++place) {
    if ((numbers[place / bits] >> place % bits & 1U) == 0) continue;
    if (place >= question.choices.size()) return refused("an undefined bit");
    choices.places.push_back(static_cast<std::uint16_t>(place));
  }
  return choices;
}

/// Items of one number (a ranking's places) or two (points), then zeros.
Checked<Choices> from_items(const Question& question, std::span<const std::uint8_t> numbers) {
  const std::size_t width = question.encoding == Encoding::points ? 2 : 1;
  Choices choices;
  std::size_t i = 0;
  for (; i + width <= numbers.size() && numbers[i] != 0; i += width) {
    choices.places.push_back(static_cast<std::uint16_t>(numbers[i] - 1));
    if (width == 2) choices.points.push_back(numbers[i + 1]);
  }
  if (std::any_of(numbers.begin() + static_cast<std::ptrdiff_t>(i), numbers.end(), [](std::uint8_t number) { return number != 0; })) {
    return refused("something after the last choice");
  }
  return choices;
}

Checked<Choices> from_numbers(const Question& question, std::span<const std::uint8_t> numbers) {
  if (question.kind == QuestionKind::homomorphic) return from_homomorphic(question, numbers);
  return question.encoding == Encoding::approval ? from_bits(question, numbers) : from_items(question, numbers);
}

}  // namespace

Checked<Numbers> encode_choices(const Question& question, const Choices& choices) {
  assert(question.kind == QuestionKind::homomorphic || question.encoding != Encoding::none);
  if (auto allowed = check_rules(question, choices); !allowed) return tl::make_unexpected(allowed.error());
  if (auto allowed = check_points(question, choices); !allowed) return tl::make_unexpected(allowed.error());
  if (question.kind == QuestionKind::homomorphic) return homomorphic_numbers(question, choices);
  if (question.encoding == Encoding::approval) return bits_of(question, choices);
  Numbers numbers;
  for (std::size_t i = 0; i < choices.places.size(); ++i) {
    numbers.push_back(static_cast<std::uint8_t>(choices.places[i] + 1));
    if (question.encoding == Encoding::points) numbers.push_back(choices.points[i]);
  }
  numbers.resize(question.numbers());
  return numbers;
}

Checked<Choices> decode_choices(const Question& question, std::span<const std::uint8_t> numbers) {
  assert(question.kind == QuestionKind::homomorphic || question.encoding != Encoding::none);
  const std::size_t expected = question.kind == QuestionKind::homomorphic ? question.ciphertexts() : question.numbers();
  if (numbers.size() != expected) return refused("another number of numbers");
  auto choices = from_numbers(question, numbers);
  if (!choices) return choices;
  if (auto allowed = check_rules(question, *choices); !allowed) return tl::make_unexpected(allowed.error());
  if (auto allowed = check_points(question, *choices); !allowed) return tl::make_unexpected(allowed.error());
  return choices;
}

}  // namespace radslag::voting
