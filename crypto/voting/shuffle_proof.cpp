#include "crypto/voting/shuffle_proof.hpp"

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

namespace radslag::voting {

namespace {

void append_list(std::string& json, const std::vector<std::string_view>& texts) {
  json += '[';
  for (std::size_t i = 0; i < texts.size(); ++i) json.append(i == 0 ? "\"" : ",\"").append(texts[i]).append("\"");
  json += ']';
}

void append_quoted(std::string& json, std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) json.append("\"").append(text).append("\",");
}

std::vector<std::string_view> read_list(json::Reader& in) {
  std::vector<std::string_view> out;
  for (bool first = true; in.next_item(first);) out.push_back(in.plain());
  return out;
}

// Each element and a comma.
void update(crypto::Sha256& hash, std::span<const std::string_view> elements) {
  for (const std::string_view element : elements) {
    hash.update(element);
    hash.update(",");
  }
}

void update(crypto::Sha256& hash, std::span<const CiphertextText> ciphertexts) {
  for (const CiphertextText& one : ciphertexts) {
    hash.update(one.alpha);
    hash.update(",");
    hash.update(one.beta);
    hash.update(",");
  }
}

}  // namespace

void append(std::string& json, const ShuffleProofText& proof) {
  json += "[[";
  append_quoted(json, {proof.t1, proof.t2, proof.t3});
  json += "[";
  append_quoted(json, {proof.t41, proof.t42});
  json.back() = ']';
  json += ",";
  append_list(json, proof.t_hat);
  json += "],[";
  append_quoted(json, {proof.s1, proof.s2, proof.s3, proof.s4});
  append_list(json, proof.s_hat);
  json += ",";
  append_list(json, proof.s_prime);
  json += "],";
  append_list(json, proof.c);
  json += ",";
  append_list(json, proof.c_hat);
  json += "]";
}

ShuffleProofText read_shuffle_proof(json::Reader& in) {
  ShuffleProofText proof;
  in.expect("[[");
  for (std::string_view* text : {&proof.t1, &proof.t2, &proof.t3}) {
    *text = in.plain();
    in.expect(",");
  }
  in.expect("[");
  proof.t41 = in.plain();
  in.expect(",");
  proof.t42 = in.plain();
  in.expect("],");
  proof.t_hat = read_list(in);
  in.expect("],[");
  for (std::string_view* text : {&proof.s1, &proof.s2, &proof.s3, &proof.s4}) {
    *text = in.plain();
    in.expect(",");
  }
  proof.s_hat = read_list(in);
  in.expect(",");
  proof.s_prime = read_list(in);
  in.expect("],");
  proof.c = read_list(in);
  in.expect(",");
  proof.c_hat = read_list(in);
  in.expect("]");
  return proof;
}

std::vector<Scalar> permutation_challenges(const ShuffleStatement& statement, std::span<const std::string_view> c) {
  crypto::Sha256 hash;
  hash.update("shuffle-challenges|");
  hash.update(statement.election.fingerprint());
  hash.update("|");
  update(hash, statement.before);
  update(hash, statement.after);
  update(hash, c);
  const std::string common = crypto::to_hex(hash.finish());
  std::vector<Scalar> out;
  out.reserve(c.size());
  for (std::size_t i = 0; i < c.size(); ++i) {
    out.push_back(statement.election.group().hash_to_scalar(common + crypto::to_hex(crypto::sha256(std::to_string(i)))));
  }
  return out;
}

Scalar proof_challenge(const ShuffleStatement& statement, const ShuffleProofText& proof) {
  crypto::Sha256 hash;
  hash.update("shuffle-challenge|");
  hash.update(statement.election.fingerprint());
  hash.update("|");
  const std::string_view commitments[] = {proof.t1, proof.t2, proof.t3, proof.t41, proof.t42};
  update(hash, commitments);
  update(hash, proof.t_hat);
  update(hash, statement.before);
  update(hash, statement.after);
  update(hash, proof.c);
  update(hash, proof.c_hat);
  hash.update(statement.election.public_key_text());
  return statement.election.group().reduce(hash.finish());
}

std::vector<Element> shuffle_generators(const Group& group, std::size_t begin, std::size_t end) {
  std::vector<Element> out;
  out.reserve(end - begin);
  for (std::size_t i = begin; i < end; ++i) out.push_back(group.independent_generator(static_cast<int>(i)));
  return out;
}

Element chain_start(const Group& group) { return group.independent_generator(-1); }

}  // namespace radslag::voting
