#include "crypto/voting/credential.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_set>

#include "crypto/hash.hpp"
#include "crypto/voting/base58.hpp"
#include "crypto/voting/json.hpp"

namespace radslag::voting {

namespace {

constexpr std::array<std::size_t, 4> parts{5, 6, 5, 6};
constexpr std::size_t letters = 22;
constexpr std::size_t batch = 1024;

/// A part of a code's derivation; wipes what it was hashed from.
crypto::Digest half_of(std::string_view uuid, char half, std::string_view code) {
  std::string text;
  text.reserve(64 + uuid.size() + code.size());  // so that growing leaves no copies
  text.append("derive_credential|").append(uuid).append("|").append(1, half).append("|").append(code);
  const crypto::Digest digest = crypto::sha256(text);
  OPENSSL_cleanse(text.data(), text.size());
  return digest;
}

Checked<ListedCredential> read_item(const group::Group& group, std::string_view text) {
  ListedCredential item;
  const std::size_t comma = text.find(',');
  item.element = text.substr(0, comma);
  if (comma != std::string_view::npos) {
    const std::string_view rest = text.substr(comma + 1);
    const std::string_view weight = rest.substr(0, rest.find(','));
    if (weight.size() < rest.size()) item.name = rest.substr(weight.size() + 1);
    if (!weight.empty()) {
      const auto [end, error] = std::from_chars(weight.data(), weight.data() + weight.size(), item.weight);
      const bool whole = error == std::errc{} && end == weight.data() + weight.size();
      if (!whole || weight.front() == '0') return flaw(FlawKind::bad_credential, "weight");
    }
  }
  const auto element = group.decode(item.element);
  if (!element || group.equal(*element, group.identity())) return flaw(FlawKind::bad_credential, "not a member of the group");
  return item;
}

}  // namespace

std::string make_credential_code() {
  std::string random = random_base58(letters);
  std::string code;
  code.reserve(letters + parts.size());
  std::size_t at = 0;
  for (const std::size_t part : parts) {
    if (at > 0) code += '-';
    code.append(random, at, part);
    at += part;
  }
  OPENSSL_cleanse(random.data(), random.size());
  return code;
}

bool is_credential_code(std::string_view text) {
  if (text.size() != letters + parts.size() - 1) return false;
  for (const std::size_t part : parts) {
    if (!is_base58(text.substr(0, part))) return false;
    text.remove_prefix(part);
    if (text.empty()) return true;
    if (text.front() != '-') return false;
    text.remove_prefix(1);
  }
  return false;
}

group::Scalar credential_secret(const group::Group& group, std::string_view uuid, std::string_view code) {
  std::array<std::uint8_t, 64> bytes;
  for (const char half : {'0', '1'}) {
    crypto::Digest digest = half_of(uuid, half, code);
    std::copy(digest.begin(), digest.end(), bytes.begin() + (half == '0' ? 0 : 32));
    OPENSSL_cleanse(digest.data(), digest.size());
  }
  group::Scalar secret = group.reduce(bytes);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return secret;
}

std::string public_credential(const group::Group& group, const group::Scalar& secret) {
  return group.encode(group.secret_power_of_generator(secret));
}

std::vector<std::string> public_credentials(const group::Group& group, std::span<const group::Scalar> secrets) {
  std::vector<std::string> out;
  out.reserve(secrets.size());
  std::vector<group::Element> elements;
  for (std::size_t from = 0; from < secrets.size(); from += batch) {
    elements.clear();
    for (const auto& secret : secrets.subspan(from, std::min(batch, secrets.size() - from))) {
      elements.push_back(group.secret_power_of_generator(secret));
    }
    for (std::string& text : group.encode_all(elements)) out.push_back(std::move(text));
  }
  return out;
}

Checked<std::string> combined_credential(const group::Group& group, std::string_view a, std::string_view b) {
  const auto first = group.decode(a);
  const auto second = group.decode(b);
  if (!first || !second) return flaw(FlawKind::bad_credential, "half of a credential");
  return group.encode(group.product(*first, *second));
}

Checked<std::vector<ListedCredential>> read_credentials(const group::Group& group, std::string_view json) {
  std::vector<ListedCredential> items;
  std::unordered_set<std::string_view> seen;
  json::Reader in(json);
  for (bool first = true; in.next_item(first);) {
    const std::string text = in.text();
    if (in.failed()) break;
    auto item = read_item(group, text);
    if (!item) return flaw(item.error().kind, "credential " + std::to_string(items.size() + 1) + ": " + item.error().detail);
    items.push_back(std::move(*item));
  }
  if (!in.done()) return flaw(FlawKind::not_canonical, "credentials, byte " + std::to_string(in.position()));
  for (const ListedCredential& item : items) {
    if (!seen.insert(item.element).second) return flaw(FlawKind::bad_credential, "a credential twice");
  }
  return items;
}

std::string write_credentials(std::span<const std::string> elements) {
  std::string out = "[";
  for (const std::string& element : elements) {
    if (out.size() > 1) out += ',';
    out.append("\"").append(element).append("\"");
  }
  return out += ']';
}

}  // namespace radslag::voting
