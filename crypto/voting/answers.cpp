#include "crypto/voting/answers.hpp"

#include <utility>

namespace radslag::voting {

namespace {

std::string place_of(std::size_t question) { return "answer " + std::to_string(question + 1); }

Checked<Answer> read_answer(const Election& election, const Question& question, json::Reader& in) {
  if (question.kind == QuestionKind::mixnet) return Answer{read_mixnet(election.group(), in)};
  HomomorphicAnswer answer = read_homomorphic(election.group(), question, in);
  if (in.failed()) return flaw(FlawKind::not_canonical);  // the caller knows better why
  if (auto fits = check_shape(answer, question); !fits) return tl::make_unexpected(fits.error());
  return Answer{std::move(answer)};
}

}  // namespace

Checked<std::vector<Answer>> read_answers(const Election& election, json::Reader& in) {
  std::vector<Answer> answers;
  for (bool first = true; in.next_item(first);) {
    if (answers.size() == election.questions().size()) return flaw(FlawKind::bad_shape, "more answers than questions");
    auto answer = read_answer(election, election.questions()[answers.size()], in);
    if (in.failed()) break;
    if (!answer) return flaw(answer.error().kind, place_of(answers.size()) + ", " + answer.error().detail);
    answers.push_back(std::move(*answer));
  }
  if (in.failed()) return tl::make_unexpected(flaw_of(in, place_of(answers.size())));
  if (answers.size() < election.questions().size()) return flaw(FlawKind::bad_shape, "fewer answers than questions");
  return answers;
}

Checked<std::vector<std::vector<Ciphertext>>> add_answers(Statements& statements, const Election& election, std::string_view s0,
                                                          const std::vector<Answer>& answers) {
  std::vector<std::vector<Ciphertext>> out;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (const auto* mixnet = std::get_if<MixnetAnswer>(&answers[i])) {
      auto choices = add_mixnet(statements, election, s0, *mixnet, place_of(i));
      if (!choices) return tl::make_unexpected(choices.error());
      out.push_back({*choices});
      continue;
    }
    auto choices = add_homomorphic(statements, election, election.questions()[i], s0, std::get<HomomorphicAnswer>(answers[i]), place_of(i));
    if (!choices) return tl::make_unexpected(choices.error());
    out.push_back(std::move(*choices));
  }
  return out;
}

std::string statement_of(const Election& election, std::string_view credential) {
  return std::string(election.fingerprint()).append("|").append(credential);
}

}  // namespace radslag::voting
