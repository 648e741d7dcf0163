// What lies on a trustee's disk: passphrases, key files, the state folder.
#include <catch2/catch.hpp>
#include <fstream>

#include "ledger/trustee/files.hpp"
#include "ledger/trustee/key_file.hpp"
#include "ledger/trustee/state_folder.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/town.hpp"

namespace radslag::trustee {
namespace {

namespace fs = std::filesystem;

constexpr PassphraseCost cheap{1, 1 << 20};

Secret words(const std::string& text = "correct horse battery") { return Secret(text); }
AskPassphrase says(const std::string& text) {
  return [text] { return Secret(text); };
}

}  // namespace

TEST_CASE("what is locked under a passphrase opens with that one only, and as that kind of secret only") {
  const auto file = lock("officer-key", "the secret", words(), cheap);
  CHECK(is_locked(file));
  CHECK(file.find("the secret") == std::string::npos);
  CHECK(file != lock("officer-key", "the secret", words(), cheap));
  CHECK(unlock("officer-key", file, words()).value().text() == "the secret");
  CHECK(unlock("officer-key", file, words("correct horse battery.")).error().code == Errc::not_authorised);
  CHECK(unlock("other", file, words()).error().code == Errc::malformed);
  CHECK(unlock("officer-key", file.substr(0, file.size() - 1), words()).error().code == Errc::malformed);
}

TEST_CASE("a locked file with any changed digit of its salt, cost or box does not open") {
  const auto file = lock("officer-key", "the secret", words(), cheap);
  for (const auto* field : {"salt ", "box "}) {
    auto changed = file;
    auto& digit = changed[changed.find(field) + std::string(field).size() + 3];
    digit = digit == '0' ? '1' : '0';
    CHECK(unlock("officer-key", changed, words()).error().code == Errc::not_authorised);
  }
  auto dear = file;
  dear.replace(dear.find("memory "), std::string("memory 1048576").size(), "memory 99999999999999");
  CHECK(unlock("officer-key", dear, words()).error().code == Errc::malformed);
}

TEST_CASE("key files under a passphrase and without are both read; only the first asks") {
  const testing::TemporaryDirectory folder;
  const auto key = crypto::SigningKey::generate();
  REQUIRE(write_key_file(folder / "a.key", "Anna Ek, trustee", key, words(), cheap));
  CHECK((fs::status(folder / "a.key").permissions() & fs::perms::all) == (fs::perms::owner_read | fs::perms::owner_write));
  const auto read = read_key_file(folder / "a.key", says("correct horse battery"));
  REQUIRE(read);
  CHECK(read->name == "Anna Ek, trustee");
  CHECK(read->key.public_key() == key.public_key());
  CHECK(read_key_file(folder / "a.key", says("wrong")).error().code == Errc::not_authorised);

  REQUIRE(record::write_officer_key(folder / "demo.key", "demo", key));
  int asked = 0;
  const auto plain = read_key_file(folder / "demo.key", [&] {
    ++asked;
    return Secret();
  });
  REQUIRE(plain);
  CHECK(plain->key.public_key() == key.public_key());
  CHECK(asked == 0);
}

TEST_CASE("key files that are not written, or not read") {
  const testing::TemporaryDirectory folder;
  const auto key = crypto::SigningKey::generate();
  CHECK(write_key_file(folder / "a.key", "x", key, words("too short"), cheap).error().code == Errc::malformed);
  CHECK(write_key_file(folder / "a.key", "bell\a", key, words(), cheap).error().code == Errc::malformed);
  CHECK(is_good_passphrase(words("åäöåäöåäöåäö")));
  CHECK_FALSE(is_good_passphrase(words("åäöåäöåäöåä")));
  CHECK_FALSE(fs::exists(folder / "a.key"));
  REQUIRE(write_key_file(folder / "a.key", "x", key, words(), cheap));
  CHECK(write_key_file(folder / "a.key", "x", key, words(), cheap).error().code == Errc::duplicate);
  CHECK(read_key_file(folder / "none.key", says("x")).error().code == Errc::not_found);
  fs::permissions(folder / "a.key", fs::perms::group_read, fs::perm_options::add);
  CHECK(read_key_file(folder / "a.key", says("correct horse battery")).error().code == Errc::not_authorised);
}

TEST_CASE("the state folder remembers the town and what was seen of it, for its officer only") {
  const testing::TemporaryDirectory folder;
  const auto officer = testing::Town::key_of("trustee-1");
  const auto town = testing::Town::whole_life(2).vkey();
  const log::Checkpoint three{"a.example/log/town", 3, crypto::sha256("3")}, five{"a.example/log/town", 5, crypto::sha256("5")},
      round{"a.example/log/rounds/r", 2, crypto::sha256("r")};
  {
    auto state = StateFolder::open(folder / "state", officer);
    REQUIRE(state);
    CHECK_FALSE(state->town_key());
    state->remember(town, {three});
    state->remember(town, {five, round});
    CHECK(StateFolder::open(folder / "state", officer).error().code == Errc::busy);
  }
  {
    const auto state = StateFolder::open(folder / "state", officer);
    REQUIRE(state);
    CHECK(state->town_key() == town);
    CHECK(state->seen() == std::vector{round, five});
  }
  CHECK(StateFolder::open(folder / "state", testing::Town::key_of("trustee-2")).error().code == Errc::mismatch);
  fs::permissions(folder / "state", fs::perms::others_read, fs::perm_options::add);
  CHECK(StateFolder::open(folder / "state", officer).error().code == Errc::not_authorised);
}

TEST_CASE("secrets in the state folder are closed, opened by their officer only, and never replaced") {
  const testing::TemporaryDirectory folder;
  const auto officer = testing::Town::key_of("trustee-1");
  auto state = StateFolder::open(folder / "state", officer);
  REQUIRE(state);
  CHECK_FALSE(state->secret("parks", "seed").value());
  state->keep_secret("parks", "seed", Secret("abcdefghijkl"));
  CHECK(state->secret("parks", "seed").value()->text() == "abcdefghijkl");
  CHECK_THROWS_AS(state->keep_secret("parks", "seed", Secret("other")), std::logic_error);
  CHECK(state->secret("parks", "seed").value()->text() == "abcdefghijkl");
  const auto path = folder / "state/rounds/parks/seed.secret";
  auto bytes = read_whole(path, 1'000).value();
  CHECK(bytes.find("abcdefghijkl") == std::string::npos);
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  write_whole(path, bytes);
  CHECK(state->secret("parks", "seed").error().code == Errc::not_authorised);
}

TEST_CASE("a file is written whole, and a new one never replaces another") {
  const testing::TemporaryDirectory folder;
  CHECK(write_new(folder / "a", "one"));
  CHECK_FALSE(write_new(folder / "a", "two"));
  CHECK(read_whole(folder / "a", 10) == "one");
  write_whole(folder / "a", "three");
  CHECK(read_whole(folder / "a", 10) == "three");
  CHECK_THROWS_AS(read_whole(folder / "a", 4), std::system_error);
  CHECK_FALSE(read_whole(folder / "none", 4));
  CHECK_THROWS_AS(write_whole(folder / "none/a", "x"), std::system_error);
  CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 1);
}

}  // namespace radslag::trustee
