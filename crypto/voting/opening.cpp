// check_opening of sealed_ballot.hpp.
#include <utility>

#include "crypto/voting/answers.hpp"
#include "crypto/voting/ballot.hpp"
#include "crypto/voting/ballot_frame.hpp"
#include "crypto/voting/encryption.hpp"
#include "crypto/voting/sealed_ballot.hpp"

namespace radslag::voting {

namespace {

constexpr std::uint64_t largest_number = 255;

/// The secrets of one question.
struct Secrets {
  Numbers numbers;
  std::vector<Scalar> randomness;
};

Numbers read_numbers(json::Reader& in) {
  Numbers numbers;
  for (bool first = true; in.next_item(first);) {
    const std::uint64_t number = in.integer();
    if (number > largest_number) in.fail();
    numbers.push_back(static_cast<std::uint8_t>(number));
  }
  return numbers;
}

std::vector<Scalar> read_scalars(const Group& group, json::Reader& in) {
  std::vector<Scalar> scalars;
  for (bool first = true; in.next_item(first);) scalars.push_back(read_scalar(group, in));
  return scalars;
}

Checked<std::vector<Secrets>> read_secrets(const Election& election, json::Reader& in) {
  std::vector<std::vector<Scalar>> randomness;
  std::vector<Numbers> numbers;
  in.expect(",\"randomness\":");
  for (bool first = true; in.next_item(first);) randomness.push_back(read_scalars(election.group(), in));
  in.expect(",\"numbers\":");
  for (bool first = true; in.next_item(first);) numbers.push_back(read_numbers(in));
  in.expect("}");
  if (!in.done()) return tl::make_unexpected(flaw_of(in, "opened ballot"));
  const auto& questions = election.questions();
  if (randomness.size() != questions.size() || numbers.size() != questions.size()) return flaw(FlawKind::bad_shape, "opened ballot");
  std::vector<Secrets> secrets;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const bool homomorphic = questions[i].kind == QuestionKind::homomorphic;
    const std::size_t expected = homomorphic ? questions[i].ciphertexts() : questions[i].numbers();
    if (randomness[i].size() != questions[i].ciphertexts() || numbers[i].size() != expected)
      return flaw(FlawKind::bad_shape, "opened ballot");
    secrets.push_back({std::move(numbers[i]), std::move(randomness[i])});
  }
  return secrets;
}

std::vector<Ciphertext> encrypted_again(const Election& election, const Question& question, const Secrets& secrets) {
  if (question.kind == QuestionKind::mixnet) {
    return {encrypt(election, election.group().embed(secrets.numbers), secrets.randomness.front())};
  }
  std::vector<Ciphertext> out;
  for (std::size_t i = 0; i < secrets.numbers.size(); ++i) {
    out.push_back(encrypt(election, std::uint64_t{secrets.numbers[i]}, secrets.randomness[i]));
  }
  return out;
}

bool equal(const Group& group, std::span<const Ciphertext> a, std::span<const Ciphertext> b) {
  bool same = a.size() == b.size();
  for (std::size_t i = 0; same && i < a.size(); ++i) same = group.equal(a[i].alpha, b[i].alpha) && group.equal(a[i].beta, b[i].beta);
  return same;
}

Checked<> check_contents(const Election& election, const std::vector<std::vector<Ciphertext>>& ciphertexts,
                         const std::vector<Secrets>& secrets) {
  for (std::size_t i = 0; i < secrets.size(); ++i) {
    if (!equal(election.group(), ciphertexts[i], encrypted_again(election, election.questions()[i], secrets[i]))) {
      return flaw(FlawKind::bad_opening, "answer " + std::to_string(i + 1));
    }
  }
  return {};
}

}  // namespace

Checked<OpenedBallot> check_opening(const Election& election, std::string_view json) {
  if (json.size() > 2 * largest_ballot) return flaw(FlawKind::too_large, "opened ballot");
  json::Reader in(json);
  in.expect("{\"ballot\":");
  const std::size_t begin = in.position();
  const auto credential = read_frame(election, in);
  if (!credential) return tl::make_unexpected(credential.error());
  const auto answers = read_answers(election, in);
  if (!answers) return tl::make_unexpected(answers.error());
  in.expect("}");
  const std::size_t end = in.position();
  const auto secrets = read_secrets(election, in);
  if (!secrets) return tl::make_unexpected(secrets.error());

  Statements statements(election.group());
  const auto ciphertexts = add_answers(statements, election, statement_of(election, *credential), *answers);
  if (!ciphertexts) return tl::make_unexpected(ciphertexts.error());
  if (auto same = check_contents(election, *ciphertexts, *secrets); !same) return tl::make_unexpected(same.error());
  if (auto all_hold = statements.check(); !all_hold) return tl::make_unexpected(all_hold.error());

  OpenedBallot opened{std::string(*credential), hash64(json.substr(begin, end - begin)), {}, {}};
  for (std::size_t i = 0; i < secrets->size(); ++i) {
    const Question& question = election.questions()[i];
    opened.numbers.push_back((*secrets)[i].numbers);
    opened.choices.emplace_back();
    if (question.kind == QuestionKind::mixnet && question.encoding == Encoding::none) continue;
    auto choices = decode_choices(question, opened.numbers.back());
    if (!choices) return tl::make_unexpected(choices.error());
    opened.choices.back() = std::move(*choices);
  }
  return opened;
}

}  // namespace radslag::voting
