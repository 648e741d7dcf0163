#include "server/service/key_ring.hpp"

#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "tests/support/temporary_directory.hpp"

namespace radslag::service {
namespace {

using Catch::Matchers::Contains;
using testing::TemporaryDirectory;
namespace fs = std::filesystem;

const std::string origin = "radslag.example.se/log/town";

std::string refusal(const fs::path& folder, const fs::path& credentials = {}) {
  try {
    (void)KeyRing(folder, credentials);
  } catch (const KeyError& error) {
    return error.what();
  }
  return "nothing was refused";
}

}  // namespace

TEST_CASE("a ring has the town's key and those that it made, and has them again") {
  const TemporaryDirectory directory;
  const auto folder = directory / "keys";
  KeyRing::create(folder, origin);
  crypto::PublicKey round{}, next{}, town{};
  {
    KeyRing ring(folder, {});
    town = ring.town_key();
    CHECK(ring.town_vkey() == log::VerifierKey::of(origin, town).text());
    round = ring.make_round_key();
    next = ring.make_successor_key();
  }
  KeyRing ring(folder, {});
  for (const auto& key : {town, round, next}) {
    REQUIRE(ring.held(key));
    CHECK(ring.held(key)->public_key() == key);
  }
  CHECK(!ring.held(crypto::SigningKey::generate().public_key()));
  CHECK(ring.unused_round_key([](const auto&) { return false; }) == round);
  const auto made = ring.unused_round_key([&](const auto& key) { return key == round; });
  CHECK(made != round);
  CHECK(made != next);  // a key that a log is to change to is never a round's
  CHECK(made != town);
}

TEST_CASE("the town's first key is known when its file is gone") {
  const TemporaryDirectory directory;
  const auto folder = directory / "keys";
  KeyRing::create(folder, origin);
  const auto town = KeyRing(folder, {}).town_key();
  fs::remove(folder / "town.key");
  const KeyRing ring(folder, {});
  CHECK(ring.town_key() == town);
  CHECK(!ring.held(town));
}

TEST_CASE("a key file that others can read is refused, with what to do") {
  const TemporaryDirectory directory;
  const auto folder = directory / "keys";
  KeyRing::create(folder, origin);
  for (const auto wrong : {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write}) {
    fs::permissions(folder / "town.key", wrong, fs::perm_options::add);
    CHECK_THAT(refusal(folder), Contains("town.key") && Contains("chmod 600"));
    fs::permissions(folder / "town.key", wrong, fs::perm_options::remove);
  }
  CHECK(refusal(folder) == "nothing was refused");
}

TEST_CASE("another town's key in the place of town.key is refused") {
  const TemporaryDirectory directory;
  KeyRing::create(directory / "keys", origin);
  KeyRing::create(directory / "other", origin);
  fs::copy_file(directory / "other" / "town.key", directory / "keys" / "town.key", fs::copy_options::overwrite_existing);
  CHECK_THAT(refusal(directory / "keys"), Contains("is not the key that") && Contains("town.vkey"));
}

TEST_CASE("keys that systemd hands over are taken") {
  const TemporaryDirectory directory;
  const auto folder = directory / "keys", credentials = directory / "credentials";
  KeyRing::create(folder, origin);
  fs::create_directory(credentials);
  fs::rename(folder / "town.key", credentials / "town.key");
  fs::permissions(credentials / "town.key", fs::perms::owner_read | fs::perms::group_read);  // as an access list shows
  const KeyRing ring(folder, credentials);
  CHECK(ring.held(ring.town_key()));
  fs::permissions(credentials / "town.key", fs::perms::others_read, fs::perm_options::add);
  CHECK_THAT(refusal(folder, credentials), Contains("chmod"));
}

}  // namespace radslag::service
