#include "crypto/hash.hpp"

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include <string>
#include <thread>
#include <vector>

#include "crypto/encoding.hpp"

namespace radslag::crypto {
namespace {

TEST_CASE("sha256 gives the known digests of FIPS 180-4") {
  REQUIRE(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  REQUIRE(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  REQUIRE(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  REQUIRE(to_hex(sha256(std::string(1'000'000, 'a'))) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("an incremental hash is the hash of all that was given, and can be used again") {
  Sha256 hasher;
  REQUIRE(hasher.finish() == sha256(""));
  hasher.update("ab");
  hasher.update("");
  hasher.update("c");
  REQUIRE(hasher.finish() == sha256("abc"));
  hasher.update(sha256("abc"));
  REQUIRE(hasher.finish() == sha256(view(sha256("abc"))));

  Sha256 moved = std::move(hasher);
  moved.update("abc");
  Sha256 other;
  other.update("something else");
  other = std::move(moved);
  REQUIRE(other.finish() == sha256("abc"));
}

TEST_CASE("where a message is cut does not matter") {
  rc::prop("pieces", [](const std::vector<std::string>& pieces) {
    Sha256 hasher;
    std::string whole;
    for (const std::string& piece : pieces) {
      hasher.update(piece);
      whole += piece;
    }
    RC_ASSERT(hasher.finish() == sha256(whole));
  });
}

TEST_CASE("threads hash at the same time without disturbing each other") {
  std::vector<std::thread> threads;
  std::vector<int> wrong(4);
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([t, &wrong] {
      const std::string message(1 + t * 100, 'x');
      const Digest first = sha256(message);
      for (int i = 0; i < 500; ++i) wrong[t] += sha256(message) == first ? 0 : 1;
      Sha256 hasher;
      hasher.update(message);
      wrong[t] += hasher.finish() == first ? 0 : 1;
    });
  }
  for (std::thread& thread : threads) thread.join();
  REQUIRE(wrong == std::vector<int>(4));
}

}  // namespace
}  // namespace radslag::crypto
