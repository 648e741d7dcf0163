#include "crypto/voting/signed_message.hpp"

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "crypto/voting/schnorr.hpp"
#include "crypto/voting/symmetric.hpp"
#include "crypto/voting/wiped.hpp"

namespace radslag::voting {

namespace {

/// The message may be a secret one.
std::string signature_prefix(std::string_view message) {
  std::string out;
  out.reserve(message.size() + 8);
  return out.append("sigmsg|").append(message).append("|");
}

crypto::Digest key_of(const Group& group, const Element& shared) {
  const Wiped encoded(group.encode(shared));
  const Wiped text("key|" + encoded.text);
  return crypto::sha256(text.text);
}

crypto::Digest iv_of(std::string_view alpha) { return crypto::sha256("iv|" + std::string(alpha)); }

void wipe(crypto::Digest& digest) { OPENSSL_cleanse(digest.data(), digest.size()); }

/// `before`, the message as a JSON string, `after`: in one piece of memory, so that no copy of a secret is left behind.
std::string around(std::string_view before, std::string_view message, std::string_view after) {
  const Wiped quoted(json::quote(message));
  std::string out;
  out.reserve(before.size() + quoted.text.size() + after.size());
  return out.append(before).append(quoted.text).append(after);
}

/// A signed channel message: {"message":"{\"recipient\":S(key),\"message\":s}","signature":{..}}
std::string write_channel_message(const Group& group, const Scalar& signing_key, const Element& recipient, std::string_view message) {
  const Wiped channel(around("{\"recipient\":\"" + group.encode(recipient) + "\",\"message\":", message, "}"));
  const Proof signature = sign(group, signing_key, channel.text);
  return around("{\"message\":", channel.text, ",\"signature\":" + write(group, signature) + "}");
}

}  // namespace

Proof sign(const Group& group, const Scalar& signing_key, std::string_view message) {
  const Wiped prefix(signature_prefix(message));
  return prove_knowledge(group, signing_key, prefix.text);
}

bool check_signature(const Group& group, const Element& verification_key, std::string_view message, const Proof& signature) {
  const Wiped prefix(signature_prefix(message));
  return check_knowledge(group, verification_key, prefix.text, signature);
}

SignedMessage make_signed_message(const Group& group, const Scalar& signing_key, std::string message) {
  const Proof signature = sign(group, signing_key, message);
  return {std::move(message), signature};
}

SignedMessage read_signed_message(const Group& group, json::Reader& in) {
  SignedMessage message;
  in.expect("{\"message\":");
  message.message = in.text();
  in.expect(",\"signature\":");
  message.signature = read_proof(group, in);
  in.expect("}");
  return message;
}

std::string write(const Group& group, const SignedMessage& message) {
  return "{\"message\":" + json::quote(message.message) + ",\"signature\":" + write(group, message.signature) + "}";
}

std::string seal(const Group& group, const Scalar& signing_key, const Element& recipient, std::string_view message) {
  const Wiped text(write_channel_message(group, signing_key, recipient, message));
  const Scalar r = group.random_scalar();
  const Scalar s = group.random_scalar();
  const Element shared = group.secret_power_of_generator(s);
  const std::string alpha = group.encode(group.secret_power_of_generator(r));
  const std::string beta = group.encode(group.product(group.secret_power(recipient, r), shared));
  crypto::Digest key = key_of(group, shared);
  const std::string data = crypto::to_hex(encrypt_ccm(key, iv_of(alpha), text.text));
  wipe(key);
  return "{\"alpha\":\"" + alpha + "\",\"beta\":\"" + beta + "\",\"data\":\"" + data + "\"}";
}

std::optional<std::string> open_sealed(const Group& group, const Scalar& decryption_key, const Element& sender, std::string_view sealed) {
  json::Reader in(sealed);
  const bool gcm = in.take("{\"algorithm\":\"AES-GCM\",");
  if (!gcm) in.expect("{");
  in.expect("\"alpha\":");
  const std::string_view alpha_text = in.plain();
  in.expect(",\"beta\":");
  const std::string_view beta_text = in.plain();
  in.expect(",\"data\":");
  const auto data = crypto::from_hex(in.plain());
  in.expect("}");
  if (!in.done() || !data) return std::nullopt;
  const auto alpha = group.decode(alpha_text);
  const auto beta = group.decode(beta_text);
  if (!alpha || !beta) return std::nullopt;

  const Element shared = group.product(*beta, group.secret_power(*alpha, group.subtract(Scalar{}, decryption_key)));
  crypto::Digest key = key_of(group, shared);
  auto text = gcm ? decrypt_gcm(key, iv_of(alpha_text), *data) : decrypt_ccm(key, iv_of(alpha_text), *data);
  wipe(key);
  if (!text) return std::nullopt;
  const Wiped opened(std::move(*text));

  json::Reader signed_in(opened.text);
  SignedMessage message = read_signed_message(group, signed_in);
  const Wiped channel(std::move(message.message));
  if (!signed_in.done() || !check_signature(group, sender, channel.text, message.signature)) return std::nullopt;
  json::Reader channel_in(channel.text);
  channel_in.expect("{\"recipient\":");
  const bool mine = channel_in.plain() == group.encode(group.secret_power_of_generator(decryption_key));
  channel_in.expect(",\"message\":");
  std::string inner = channel_in.text();
  channel_in.expect("}");
  if (channel_in.done() && mine) return inner;
  voting::wipe(inner);
  return std::nullopt;
}

}  // namespace radslag::voting
