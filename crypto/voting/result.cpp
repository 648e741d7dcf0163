#include "crypto/voting/result.hpp"

#include "crypto/voting/discrete_log.hpp"
#include "crypto/voting/first_flaw.hpp"

namespace radslag::voting {

namespace {

constexpr std::size_t few = 256;

std::string question_name(std::size_t question) { return "result, question " + std::to_string(question + 1); }

void append_numbers(std::string& json, const auto& numbers) {
  json += '[';
  for (std::size_t i = 0; i < numbers.size(); ++i) json.append(i == 0 ? "" : ",").append(std::to_string(numbers[i]));
  json += ']';
}

std::vector<std::uint64_t> read_numbers(json::Reader& in) {
  std::vector<std::uint64_t> out;
  for (bool first = true; in.next_item(first);) out.push_back(in.integer());
  return out;
}

/// The decrypted element of one ciphertext.
Element opened(const Group& group, const Ciphertext& ciphertext, const Element& factor) {
  return group.product(ciphertext.beta, group.inverse(factor));
}

bool has_shape(const Election& election, const EncryptedTally& tally, const Factors& factors) {
  if (tally.size() != election.questions().size() || factors.size() != tally.size()) return false;
  for (std::size_t i = 0; i < tally.size(); ++i) {
    if (factors[i].size() != tally[i].size()) return false;
    if (election.questions()[i].kind == QuestionKind::homomorphic && tally[i].size() != election.questions()[i].ciphertexts()) return false;
  }
  return true;
}

}  // namespace

Checked<ElectionResult> compute_result(const Election& election, const EncryptedTally& tally, const Factors& factors,
                                       std::uint64_t total_weight, const Work& work) {
  const Group& group = election.group();
  if (!has_shape(election, tally, factors)) return flaw(FlawKind::bad_shape, "result");
  std::uint64_t pieces = 0;
  for (const auto& question : tally) pieces += question.size();
  Workshop workshop(work, pieces);
  std::optional<DiscreteLog> logarithm;
  if (election.has_homomorphic_question()) logarithm.emplace(group, total_weight);

  ElectionResult out(tally.size());
  for (std::size_t question = 0; question < tally.size(); ++question) {
    const std::size_t count = tally[question].size();
    const bool mixnet = election.questions()[question].kind == QuestionKind::mixnet;
    const std::size_t numbers = election.questions()[question].numbers();
    QuestionResult& result = out[question];
    if (mixnet) {
      result.rows.resize(count);
    } else {
      result.totals.resize(count);
    }
    FirstFlaw first;
    workshop.split(count, mixnet ? few : 1, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        const Element element = opened(group, tally[question][i], factors[question][i]);
        if (mixnet) {
          result.rows[i] = group.extract(element, numbers);
          continue;
        }
        const auto total = logarithm->of(element);
        if (!total) return first.found(i, Flaw{FlawKind::bad_result, question_name(question) + ", total " + std::to_string(i + 1)});
        result.totals[i] = *total;
      }
    });
    if (first.flaw()) return tl::make_unexpected(*first.flaw());
  }
  return out;
}

std::string write_result(const Election& election, const ElectionResult& result) {
  std::string out = "{\"result\":[";
  for (std::size_t question = 0; question < result.size(); ++question) {
    if (question > 0) out += ',';
    if (election.questions()[question].kind == QuestionKind::homomorphic) {
      append_numbers(out, result[question].totals);
      continue;
    }
    out += '[';
    for (std::size_t i = 0; i < result[question].rows.size(); ++i) {
      if (i > 0) out += ',';
      append_numbers(out, result[question].rows[i]);
    }
    out += ']';
  }
  return out + "]}";
}

Checked<ElectionResult> read_result(const Election& election, std::string_view json) {
  json::Reader in(json);
  ElectionResult out;
  in.expect("{\"result\":");
  for (bool first = true; in.next_item(first);) {
    const std::size_t question = out.size();
    if (question == election.questions().size()) return flaw(FlawKind::bad_shape, "result");
    out.emplace_back();
    if (election.questions()[question].kind == QuestionKind::homomorphic) {
      out.back().totals = read_numbers(in);
      if (!in.failed() && out.back().totals.size() != election.questions()[question].ciphertexts()) {
        return flaw(FlawKind::bad_shape, question_name(question));
      }
      continue;
    }
    for (bool first_row = true; in.next_item(first_row);) {
      const std::vector<std::uint64_t> row = read_numbers(in);
      if (in.failed()) break;
      std::vector<std::uint8_t> numbers;
      for (const std::uint64_t number : row) {
        if (number > 255) return flaw(FlawKind::bad_shape, question_name(question));
        numbers.push_back(static_cast<std::uint8_t>(number));
      }
      if (numbers.size() != election.questions()[question].numbers()) return flaw(FlawKind::bad_shape, question_name(question));
      out.back().rows.push_back(std::move(numbers));
    }
  }
  in.expect("}");
  if (!in.done()) return tl::make_unexpected(flaw_of(in, "result"));
  if (out.size() != election.questions().size()) return flaw(FlawKind::bad_shape, "result");
  return out;
}

Checked<> check_result(const Election& election, const ElectionResult& computed, std::string_view json) {
  if (json == write_result(election, computed)) return {};
  const auto published = read_result(election, json);
  if (!published) return tl::make_unexpected(published.error());
  for (std::size_t question = 0; question < computed.size(); ++question) {
    if ((*published)[question] != computed[question]) return flaw(FlawKind::bad_result, question_name(question));
  }
  return flaw(FlawKind::not_canonical, "result");
}

}  // namespace radslag::voting
