// The files: opening them, keeping them private, and what a thief of the database has.
#include "server/staff/staff.hpp"

#include <SQLiteCpp/Database.h>

#include <fstream>
#include <iterator>
#include <latch>
#include <thread>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "server/staff/passphrase_hasher.hpp"
#include "server/storage/errors.hpp"
#include "tests/server/staff/house.hpp"

using namespace radslag::staff;
using namespace radslag::staff::testing;
using Catch::Matchers::Contains;
using radslag::testing::TemporaryDirectory;

namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("a thief of the database file has no secret of anybody's", "[staff]") {
  House house;
  const Person eva = house.join("eva@by.example", officer_of("kultur"));
  const Invited open = house.invite("bo@by.example", officer_of("kultur"));
  const std::string secret = from_base32(house.staff->invitations.look(open.token)->secret);
  std::string bytes;
  for (const char* suffix : {"", "-wal"}) bytes += read_file((house.directory / "staff.sqlite").string() + suffix);
  CHECK(bytes.find("eva@by.example") != std::string::npos);  // so it is the right file
  for (const std::string& word :
       {std::string(kPassphrase), eva.secret, to_base32(eva.secret), secret, to_base32(secret), eva.token, open.token}) {
    CHECK(bytes.find(word) == std::string::npos);
    // Nor as bytes, where it is hex.
    if (const auto raw = radslag::crypto::from_hex(word)) CHECK(bytes.find(*raw) == std::string::npos);
  }
  house.staff.reset();
  const std::string key = read_file(house.directory / "staff.secret");
  const auto raw_key = radslag::crypto::from_hex(std::string_view(key).substr(key.size() - 65, 64));
  REQUIRE(raw_key);
  CHECK(read_file(house.directory / "staff.sqlite").find(*raw_key) == std::string::npos);
}

TEST_CASE("the key file is its owner's alone, and belongs to its database", "[staff]") {
  House house;
  (void)house.join("eva@by.example", officer_of("kultur"));
  const auto key = house.directory / "staff.secret";
  namespace fs = std::filesystem;
  CHECK((fs::status(key).permissions() & fs::perms::all) == (fs::perms::owner_read | fs::perms::owner_write));
  house.staff.reset();

  fs::permissions(key, fs::perms(0640));
  CHECK_THROWS_WITH(house.open(House::cheap()), Contains("chmod 600"));
  fs::rename(key, house.directory / "away");
  CHECK_THROWS_WITH(house.open(House::cheap()), Contains("is missing"));
  CHECK_FALSE(fs::exists(key));  // no new one is made for an old database
  StaffKey::create(key);
  CHECK_THROWS_WITH(house.open(House::cheap()), Contains("is not the one of"));
  CHECK_THROWS_AS(StaffKey::create(key), StaffKeyError);
  std::ofstream(key) << "radslag/v1/log-key\nseed " << std::string(64, 'a') << "\n";
  CHECK_THROWS_WITH(house.open(House::cheap()), Contains("is not a staff key"));
  fs::remove(key);
  fs::rename(house.directory / "away", key);
  fs::permissions(key, fs::perms(0600));
  CHECK_NOTHROW(house.open(House::cheap()));
}

TEST_CASE("a database of a newer version is refused in a clear sentence", "[staff]") {
  House house;
  house.staff.reset();
  SQLite::Database((house.directory / "staff.sqlite").string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version=99");
  CHECK_THROWS_AS(house.open(House::cheap()), radslag::storage::StorageUnusable);
  CHECK_THROWS_WITH(house.open(House::cheap()), Contains("made by a newer version of Rådslag"));
}

TEST_CASE("sealed secrets open with their key, for their purpose, unchanged", "[staff]") {
  const StaffKey key(radslag::crypto::random_bytes<32>());
  const StaffKey other(radslag::crypto::random_bytes<32>());
  const std::string secret("s\0cret", 6);
  const std::string sealed = key.seal("a1", secret);
  CHECK(key.open("a1", sealed) == secret);
  CHECK(key.seal("a1", secret) != sealed);
  CHECK_FALSE(key.open("a2", sealed));
  CHECK_FALSE(key.open("a", sealed));
  CHECK_FALSE(other.open("a1", sealed));
  CHECK_FALSE(key.open("a1", ""));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CHECK_FALSE(key.open("a1", changed));
    CHECK_FALSE(key.open("a1", sealed.substr(0, i)));
  }
}

TEST_CASE("a secret moved to another account's row does not sign in there", "[staff]") {
  House house;
  const Person eva = house.join("eva@by.example", officer_of("kultur"));
  const Person mallory = house.join("mallory@by.example", officer_of("kultur"));
  house.staff.reset();
  SQLite::Database((house.directory / "staff.sqlite").string(), SQLite::OPEN_READWRITE)
      .exec(
          "UPDATE account SET (passphrase, totp) = (SELECT passphrase, totp FROM account WHERE mail LIKE 'mallory%') WHERE mail LIKE "
          "'eva%'");
  house.staff = house.open(House::cheap());
  house.now += 60;
  CHECK_THROWS_AS(house.staff->sign_in(eva.mail, kPassphrase, house.code(mallory)), std::runtime_error);
}

TEST_CASE("passphrases are hashed by argon2id, at libsodium's INTERACTIVE cost by default", "[staff]") {
  const Settings settings;
  PassphraseHasher hasher(settings.cost, 1, 0);
  const auto place = hasher.enter();
  REQUIRE(place);
  CHECK(hasher.nobodys().starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
  CHECK_FALSE(hasher.is_outdated(hasher.nobodys()));
  CHECK(hasher.is_outdated(PassphraseHasher({.passes = 1, .memory_bytes = 8192}, 1, 0).nobodys()));
}

TEST_CASE("so many hash at once and no more; so many wait and no more", "[staff]") {
  PassphraseHasher hasher({.passes = 1, .memory_bytes = 8192}, 2, 1);
  auto one = hasher.enter();
  auto two = hasher.enter();
  REQUIRE((one && two));
  std::latch asking(1);
  std::atomic<bool> entered{false};
  std::jthread third([&] {
    asking.count_down();
    const auto place = hasher.enter();
    entered = place != nullptr;
  });
  asking.wait();
  // Once the third waits, a fourth is turned away; before that, it would wait in the third's stead, and the third be turned away.
  one.reset();
  third.join();
  CHECK(entered);
  one = hasher.enter();
  REQUIRE(one);
  PassphraseHasher none_waits({.passes = 1, .memory_bytes = 8192}, 1, 0);
  const auto only = none_waits.enter();
  REQUIRE(only);
  CHECK_FALSE(none_waits.enter());
}
