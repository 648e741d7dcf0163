#include "crypto/signing.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "crypto/encoding.hpp"

namespace radslag::crypto {
namespace {

struct Vector {
  const char* seed;
  const char* key;
  const char* message;
  const char* signature;
};

// RFC 8032 section 7.1, TEST 1 to 3.
const std::vector<Vector> vectors = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
     "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
     "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
     "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
};

PublicKey key_of(std::string_view hex) { return array_from_hex<32>(hex).value(); }

/// The same signature with S + L in the place of S: the group equation holds for it too.
Signature malleated(Signature signature) {
  const auto order = key_of("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    const unsigned sum = signature[32 + i] + order[i] + carry;
    signature[32 + i] = static_cast<std::uint8_t>(sum & 0xff);
    carry = sum >> 8;
  }
  return signature;
}

TEST_CASE("Ed25519 gives the known answers of RFC 8032") {
  for (const Vector& v : vectors) {
    const SigningKey key = SigningKey::from_seed(key_of(v.seed));
    const std::string message = from_hex(v.message).value();
    REQUIRE(to_hex(key.public_key()) == v.key);
    REQUIRE(to_hex(key.sign(message)) == v.signature);
    REQUIRE(to_hex(key.seed()) == v.seed);
    REQUIRE(verify(key_of(v.key), message, key.sign(message)));
  }
}

TEST_CASE("a signature is good for its own message and key only") {
  const SigningKey key = SigningKey::from_seed(key_of(vectors[0].seed));
  const SigningKey other = SigningKey::from_seed(key_of(vectors[1].seed));
  const Signature good = key.sign("message");
  REQUIRE(verify(key.public_key(), "message", good));
  REQUIRE_FALSE(verify(key.public_key(), "massage", good));
  REQUIRE_FALSE(verify(key.public_key(), "", good));
  REQUIRE_FALSE(verify(other.public_key(), "message", good));
  REQUIRE_FALSE(verify(key.public_key(), "message", Signature{}));
  for (std::size_t bit = 0; bit < 512; ++bit) {
    Signature bad = good;
    bad[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    CAPTURE(bit);
    REQUIRE_FALSE(verify(key.public_key(), "message", bad));
  }
}

TEST_CASE("a signature with S not reduced is refused") {
  for (const Vector& v : vectors) {
    const Signature good = array_from_hex<64>(v.signature).value();
    const std::string message = from_hex(v.message).value();
    REQUIRE(verify(key_of(v.key), message, good));
    REQUIRE_FALSE(verify(key_of(v.key), message, malleated(good)));
  }
}

TEST_CASE("keys of small order and keys in a second form are refused") {
  // R = B and S = 1 satisfy S*B = R + h*A whenever h*A is the identity: for the identity always, for order 8 once in eight messages.
  const Signature universal = array_from_hex<64>(
                                  "5866666666666666666666666666666666666666666666666666666666666666"
                                  "0100000000000000000000000000000000000000000000000000000000000000")
                                  .value();
  const std::vector<std::string> keys = {
      "0100000000000000000000000000000000000000000000000000000000000000",  // the identity
      "0000000000000000000000000000000000000000000000000000000000000000",  // order 4
      "0000000000000000000000000000000000000000000000000000000000000080",  // order 4
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",  // order 8
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",  // order 8
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",  // order 8
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",  // order 8
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // order 2
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // 0 written as p
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // the identity written as p + 1
      "0100000000000000000000000000000000000000000000000000000000000080",  // the identity with the sign of -0
  };
  for (const std::string& key : keys) {
    CAPTURE(key);
    for (int i = 0; i < 64; ++i) REQUIRE_FALSE(verify(key_of(key), std::to_string(i), universal));
  }
}

TEST_CASE("a key signs the same after it was moved") {
  SigningKey first = SigningKey::generate();
  const PublicKey public_key = first.public_key();
  const Signature signature = first.sign("m");
  SigningKey second = std::move(first);
  REQUIRE(second.sign("m") == signature);
  SigningKey third = SigningKey::generate();
  REQUIRE(third.public_key() != public_key);
  third = std::move(second);
  REQUIRE(third.public_key() == public_key);
  REQUIRE(third.sign("m") == signature);
}

TEST_CASE("the secret does not stay where it was moved from") {
  SigningKey first = SigningKey::generate();
  const SigningKey second = std::move(first);
  REQUIRE(first.seed() == SigningKey::Seed{});  // NOLINT(bugprone-use-after-move): that is what is tested
  REQUIRE(first.public_key() == PublicKey{});
}

}  // namespace
}  // namespace radslag::crypto
