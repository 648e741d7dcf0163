// Changes of an archive, and what is no member of a group: for the tests that forge.
#pragma once

#include <openssl/bn.h>

#include <catch2/catch.hpp>
#include <functional>

#include "tests/ledger/audit/belenios_samples.hpp"

namespace radslag::audit::tests {

using Names = std::set<std::string>;

/// What is found after a change, in each sample.
inline void in_all(const Names& expected, const std::function<Steps(const Sample&)>& forge) {
  for (const char letter : kLetters) {
    const BeleniosReport report = audit_steps(forge(sample(letter)));
    CAPTURE(letter, render_text(report));
    CHECK(names_in(report) == expected);
  }
}

/// The same for a change of the first ballot's bytes, which its voter signs.
inline void ballot_in_all(const Names& expected, const std::function<std::string(const Sample&, std::string)>& change) {
  in_all(expected, [&](const Sample& s) { return s.with_ballot(0, s.signed_again(change(s, s.ballots[0]))); });
}

/// a + b as decimal numbers; "-1" and the like too.
inline std::string sum(const std::string& a, const std::string& b) {
  BIGNUM* x = nullptr;
  BIGNUM* y = nullptr;
  BN_dec2bn(&x, a.c_str());
  BN_dec2bn(&y, b.c_str());
  BN_add(x, x, y);
  char* text = BN_bn2dec(x);
  std::string out = text;
  OPENSSL_free(text);
  BN_free(x);
  BN_free(y);
  return out;
}

inline std::string order_of(const group::Group& group) {
  BIGNUM* q = BN_bin2bn(reinterpret_cast<const unsigned char*>(group.order().data()), static_cast<int>(group.order().size()), nullptr);
  char* text = BN_bn2dec(q);
  std::string out = text;
  OPENSSL_free(text);
  BN_free(q);
  return out;
}

using Change = std::function<std::string(const std::string&)>;

/// Changes the first string after `key`, at or after `from`'s first occurrence.
inline std::string changed(std::string json, const std::string& from, const std::string& key, const Change& change) {
  const Place place = string_after(json, key, json.find(from));
  return json.replace(place.at, place.size, change(json.substr(place.at, place.size)));
}

inline Change to(std::string text) {
  return [text = std::move(text)](const std::string&) { return text; };
}

/// Another number below q.
inline Change other_number(const group::Group& group) {
  return [&group](const std::string& number) {
    return group.to_decimal(group.add(group.scalar_from_decimal(number).value(), group::Scalar(1)));
  };
}

/// What is no member of the group, by the text of one that is.
inline std::vector<std::string> outsiders(const group::Group& group, const std::string& member) {
  if (group.name() == "BELENIOS-2048") return {"0", "2", "-1", "0" + member, member + "0", "+" + member};
  if (group.name() == "RFC-3526-2048") {
    const std::string less_one = sum(order_of(group), order_of(group));  // p - 1, of order 2
    return {"0", less_one, sum(less_one, "1"), sum(sum(less_one, "1"), member), "0" + member};
  }
  BIGNUM* p = nullptr;
  BIGNUM* y = nullptr;
  BN_hex2bn(&p, "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed");
  BN_hex2bn(&y, member.c_str());
  const bool odd = BN_is_bit_set(y, 255) == 1;
  BN_clear_bit(y, 255);
  BN_sub(y, p, y);
  if (!odd) BN_set_bit(y, 255);
  std::array<unsigned char, 32> bytes{};
  BN_bn2binpad(y, bytes.data(), bytes.size());
  BN_free(p);
  BN_free(y);
  const std::string zeros(62, '0');
  return {crypto::to_hex(bytes),                                               // with the point of order 2 added
          "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec",  // of order 2
          zeros + "00",                                                        // of order 4
          "80" + zeros,                                                        // its inverse
          "05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826",  // of order 8
          "80" + zeros.substr(2) + "0001",                                     // the identity with a sign
          "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffee",  // the identity, over p
          member.substr(1),
          "0" + member,
          "+" + member.substr(1)};
}

}  // namespace radslag::audit::tests
