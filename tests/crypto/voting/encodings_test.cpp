#include "crypto/voting/encodings.hpp"

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>

#include "tests/support/sample_elections.hpp"

namespace radslag::voting {
namespace {

using samples::homomorphic;
using samples::mixnet;

std::string refusal(const Question& question, const Numbers& numbers) {
  const auto choices = decode_choices(question, numbers);
  if (choices) return "accepted";
  REQUIRE(choices.error().kind == FlawKind::bad_choices);
  return choices.error().detail;
}

Question with_budget(Question question, Budget budget) {
  question.budget = std::move(budget);
  return question;
}

TEST_CASE("approval: project i is bit i mod 8 of number i / 8") {
  const Question question = mixnet(Encoding::approval, 20, 0, 20);
  REQUIRE(encode_choices(question, {{0, 1, 9, 19}, {}}) == Numbers{3, 2, 8});
  REQUIRE(decode_choices(question, Numbers{3, 2, 8}) == Choices{{0, 1, 9, 19}, {}});
  REQUIRE(encode_choices(question, {}) == Numbers{0, 0, 0});
  REQUIRE(refusal(question, {0, 0, 16}) == "an undefined bit");
  REQUIRE(refusal(question, {0, 0, 128}) == "an undefined bit");
  REQUIRE(refusal(question, {0, 0}) == "another number of numbers");
  REQUIRE(refusal(mixnet(Encoding::approval, 20, 2, 3), {1, 0, 0}) == "too few choices");
  REQUIRE(refusal(mixnet(Encoding::approval, 20, 2, 3), {15, 0, 0}) == "too many choices");
}

TEST_CASE("ranking: the project on each place, then zeros") {
  const Question question = mixnet(Encoding::ranking, 20, 1, 4);
  REQUIRE(encode_choices(question, {{19, 0}, {}}) == Numbers{20, 1, 0, 0});
  REQUIRE(decode_choices(question, Numbers{20, 1, 0, 0}) == Choices{{19, 0}, {}});
  REQUIRE(refusal(question, {1, 2, 1, 0}) == "a choice twice");
  REQUIRE(refusal(question, {21, 0, 0, 0}) == "no such choice");
  REQUIRE(refusal(question, {0, 1, 0, 0}) == "something after the last choice");
  REQUIRE(refusal(question, {0, 0, 0, 0}) == "too few choices");
}

TEST_CASE("points: pairs in the order of the projects, then zeros") {
  const Question question = mixnet(Encoding::points, 20, 0, 3);  // 10 points to give
  REQUIRE(encode_choices(question, {{2, 19}, {9, 1}}) == Numbers{3, 9, 20, 1, 0, 0});
  REQUIRE(decode_choices(question, Numbers{3, 9, 20, 1, 0, 0}) == Choices{{2, 19}, {9, 1}});
  REQUIRE(refusal(question, {3, 9, 20, 2, 0, 0}) == "too many points");
  REQUIRE(refusal(question, {3, 0, 0, 0, 0, 0}) == "a choice without points");
  REQUIRE(refusal(question, {20, 1, 3, 1, 0, 0}) == "out of order");
  REQUIRE(refusal(question, {3, 1, 3, 1, 0, 0}) == "a choice twice");
  REQUIRE(refusal(question, {0, 1, 0, 0, 0, 0}) == "something after the last choice");
  REQUIRE_FALSE(encode_choices(question, {{2, 19}, {9}}).has_value());
}

TEST_CASE("homomorphic: a bit for each project, after the blank one") {
  REQUIRE(encode_choices(homomorphic(4, 0, 4), {{1, 3}, {}}) == Numbers{0, 1, 0, 1});
  const Question blank = homomorphic(3, 1, 3, true);
  REQUIRE(encode_choices(blank, {}) == Numbers{1, 0, 0, 0});
  REQUIRE(encode_choices(blank, {{2}, {}}) == Numbers{0, 0, 0, 1});
  REQUIRE(decode_choices(blank, Numbers{1, 0, 0, 0}) == Choices{});
  REQUIRE(refusal(blank, {1, 0, 0, 1}) == "blank and not blank");
  REQUIRE(refusal(blank, {0, 0, 0, 0}) == "blank and not blank");
  REQUIRE(refusal(blank, {0, 0, 2, 0}) == "neither 0 nor 1");
}

TEST_CASE("a budget is kept to the last oere, whatever the kind of question") {
  const Budget exact{300, {100, 200, 1}};
  for (const Question& question : {mixnet(Encoding::approval, 3, 0, 3), mixnet(Encoding::ranking, 3, 0, 3), homomorphic(3, 0, 3)}) {
    REQUIRE(encode_choices(with_budget(question, exact), {{0, 1}, {}}).has_value());
    REQUIRE(encode_choices(with_budget(question, exact), {{0, 1, 2}, {}}).error().detail == "over the budget");
  }
  const std::uint64_t huge = (std::uint64_t{1} << 53) - 1;  // sums that would not fit into 64 bits if there were enough of them
  const Question rich = with_budget(mixnet(Encoding::approval, 3, 0, 3), Budget{huge, {huge, huge, 0}});
  REQUIRE(encode_choices(rich, {{0, 2}, {}}).has_value());
  REQUIRE(encode_choices(rich, {{0, 1}, {}}).error().detail == "over the budget");
}

TEST_CASE("whatever is encoded is decoded, and whatever is decoded is encoded in the same numbers") {
  rc::prop("from choices", [] {
    const auto encoding = *rc::gen::element(Encoding::approval, Encoding::ranking, Encoding::points);
    const auto projects = *rc::gen::inRange<std::size_t>(15, 60);
    const Question question = mixnet(encoding, projects, 0, 10);
    Choices choices;
    choices.places = *rc::gen::unique<std::vector<std::uint16_t>>(*rc::gen::inRange<std::size_t>(0, 10),
                                                                  rc::gen::inRange<std::uint16_t>(0, static_cast<std::uint16_t>(projects)));
    if (encoding != Encoding::ranking) std::sort(choices.places.begin(), choices.places.end());
    if (encoding == Encoding::points) choices.points.assign(choices.places.size(), 1);
    const auto numbers = encode_choices(question, choices);
    RC_ASSERT(numbers.has_value());
    RC_ASSERT(numbers->size() == question.numbers());
    RC_ASSERT(decode_choices(question, *numbers) == choices);
  });
  rc::prop("from numbers", [](std::vector<std::uint8_t> numbers) {
    const auto encoding = *rc::gen::element(Encoding::approval, Encoding::ranking, Encoding::points);
    Question question = mixnet(encoding, 12, 0, encoding == Encoding::approval ? 12 : 2);
    for (auto& number : numbers) number %= 16;  // so that some of them mean something
    numbers.resize(question.numbers());
    const auto choices = decode_choices(question, numbers);
    RC_CLASSIFY(choices.has_value());
    if (choices) RC_ASSERT(encode_choices(question, *choices) == numbers);
  });
}

}  // namespace
}  // namespace radslag::voting
