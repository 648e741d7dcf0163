#include "crypto/voting/shuffle.hpp"

#include <cassert>

#include "crypto/voting/shuffle_check.hpp"
#include "crypto/voting/shuffle_make.hpp"

namespace radslag::voting {

namespace {

std::vector<std::size_t> mixnet_questions(const Election& election) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < election.questions().size(); ++i) {
    if (election.questions()[i].kind == QuestionKind::mixnet) out.push_back(i);
  }
  return out;
}

std::uint64_t pieces(const EncryptedTally& tally, const std::vector<std::size_t>& questions, std::size_t rounds) {
  std::uint64_t out = 0;
  for (const std::size_t question : questions) out += tally[question].size() * rounds;
  return out;
}

}  // namespace

Shuffled make_shuffle(const Election& election, const EncryptedTally& before, const Work& work) {
  assert(before.size() == election.questions().size());
  const std::vector<std::size_t> questions = mixnet_questions(election);
  Workshop workshop(work, pieces(before, questions, make_rounds));
  Shuffled out;
  out.after.resize(before.size());
  std::string ciphertexts, proofs;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (election.questions()[i].kind != QuestionKind::mixnet) {
      out.after[i] = before[i];
      continue;
    }
    QuestionShuffle one = make_question_shuffle(election, before[i], workshop);
    const std::string_view comma = ciphertexts.empty() ? "" : ",";
    ciphertexts.append(comma).append(one.ciphertexts);
    proofs.append(comma).append(one.proof);
    out.after[i] = std::move(one.after);
  }
  out.json = "{\"ciphertexts\":[" + ciphertexts + "],\"proofs\":[" + proofs + "]}";
  return out;
}

Checked<EncryptedTally> check_shuffle(const Election& election, const EncryptedTally& before, std::string_view json, const Work& work) {
  assert(before.size() == election.questions().size());
  const std::vector<std::size_t> questions = mixnet_questions(election);
  json::Reader in(json);
  std::vector<std::vector<CiphertextText>> after;
  std::vector<ShuffleProofText> proofs;
  in.expect("{\"ciphertexts\":");
  for (bool first = true; in.next_item(first);) after.push_back(read_ciphertexts(in));
  in.expect(",\"proofs\":");
  for (bool first = true; in.next_item(first);) proofs.push_back(read_shuffle_proof(in));
  in.expect("}");
  if (!in.done()) return tl::make_unexpected(flaw_of(in, "shuffle"));
  if (after.size() != questions.size() || proofs.size() != questions.size()) return flaw(FlawKind::bad_shape, "shuffle");

  Workshop workshop(work, pieces(before, questions, check_rounds));
  EncryptedTally out(before.size());
  std::size_t next = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (election.questions()[i].kind != QuestionKind::mixnet) {
      out[i] = before[i];
      continue;
    }
    const std::string where = "shuffle, question " + std::to_string(i + 1);
    auto one = check_question_shuffle(election, before[i], after[next], proofs[next], where, workshop);
    if (!one) return tl::make_unexpected(one.error());
    out[i] = std::move(*one);
    ++next;
  }
  return out;
}

}  // namespace radslag::voting
