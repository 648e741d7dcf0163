#include "ledger/log/checkpoint.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

namespace radslag::log {
namespace {

const std::string root = "Yxc/J0co3klickj51aK5xARIiQWCFG7ZhK6yt4gvX30=";

crypto::SigningKey town_key() { return crypto::SigningKey::from_seed({1, 2, 3}); }

TEST_CASE("a checkpoint is three lines, written and read") {
  Checkpoint checkpoint{"town.example/log", 0, empty_root()};
  REQUIRE(checkpoint_text(checkpoint) == "town.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
  for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{20852163}, (std::uint64_t{1} << 63) - 1}) {
    checkpoint.size = size;
    REQUIRE(parse_checkpoint_text(checkpoint_text(checkpoint)) == checkpoint);
  }
}

TEST_CASE("checkpoints in another form are refused") {
  REQUIRE(parse_checkpoint_text("o\n1\n" + root + "\n"));
  const std::vector<std::pair<std::string, Errc>> refused = {
      {"", Errc::malformed},
      {"o\n1\n", Errc::malformed},
      {"o\n1\n" + root, Errc::malformed},
      {"\n1\n" + root + "\n", Errc::malformed},
      {"o o\n1\n" + root + "\n", Errc::malformed},
      {"o+o\n1\n" + root + "\n", Errc::malformed},
      {"o\n\n" + root + "\n", Errc::malformed},
      {"o\n01\n" + root + "\n", Errc::not_canonical},
      {"o\n00\n" + root + "\n", Errc::not_canonical},
      {"o\n+1\n" + root + "\n", Errc::malformed},
      {"o\n-1\n" + root + "\n", Errc::malformed},
      {"o\n 1\n" + root + "\n", Errc::malformed},
      {"o\n1 \n" + root + "\n", Errc::malformed},
      {"o\n1\r\n" + root + "\n", Errc::malformed},
      {"o\n0x1\n" + root + "\n", Errc::malformed},
      {"o\n1e3\n" + root + "\n", Errc::malformed},
      {"o\n9223372036854775808\n" + root + "\n", Errc::too_large},
      {"o\n18446744073709551617\n" + root + "\n", Errc::too_large},
      {"o\n1\n\n", Errc::malformed},
      {"o\n1\n" + root + " \n", Errc::malformed},
      {"o\n1\n" + root.substr(0, 43) + "\n", Errc::malformed},
      {"o\n1\nYxc/J0co3klickj51aK5xARIiQWCFG7ZhK6yt4gvX31=\n", Errc::malformed},  // trailing bits
      {"o\n1\nYxc/J0co3klickj51aK5xARIiQWCFG7ZhK6yt4gv\n", Errc::malformed},      // 30 bytes
      {"o\n1\n" + root + "\nextension\n", Errc::unsupported},
      {"o\n1\n" + root + "\n\n", Errc::unsupported},
  };
  for (const auto& [text, code] : refused) {
    CAPTURE(text);
    const auto parsed = parse_checkpoint_text(text);
    REQUIRE_FALSE(parsed);
    REQUIRE(parsed.error().code == code);
  }
}

TEST_CASE("a signed checkpoint is opened by the key of its origin only") {
  const Checkpoint checkpoint{"town.example/log", 7, leaf_hash("some root")};
  const VerifierKey key = VerifierKey::of(checkpoint.origin, town_key().public_key());
  const std::string note = sign_checkpoint(checkpoint, town_key());
  REQUIRE(open_checkpoint(note, key) == checkpoint);
  REQUIRE_FALSE(open_checkpoint(note, VerifierKey::of("town.example/other", town_key().public_key())));
  REQUIRE_FALSE(open_checkpoint(note, VerifierKey::of(checkpoint.origin, crypto::SigningKey::from_seed({9}).public_key())));
  REQUIRE_FALSE(open_checkpoint(checkpoint_text(checkpoint), key));
}

TEST_CASE("a key cannot speak for another origin") {
  const VerifierKey key = VerifierKey::of("mirror.example", town_key().public_key());
  const std::string note = sign_note(checkpoint_text({"town.example/log", 7, empty_root()}), "mirror.example", town_key());
  REQUIRE(open_note(note, key));
  REQUIRE(open_checkpoint(note, key).error().code == Errc::mismatch);
}

TEST_CASE("a signed note that is no checkpoint is refused") {
  const VerifierKey key = VerifierKey::of("town.example/log", town_key().public_key());
  const std::string note = sign_note("town.example/log\n07\n" + root + "\n", key.name, town_key());
  REQUIRE(open_note(note, key));
  REQUIRE(open_checkpoint(note, key).error().code == Errc::not_canonical);
}

TEST_CASE("while a log's key changes either key opens its checkpoints, and another log's key does not") {
  const Checkpoint checkpoint{"town.example/log", 0, empty_root()};
  const auto older = town_key();
  const auto newer = crypto::SigningKey::from_seed({7});
  const std::vector<const crypto::SigningKey*> both = {&older, &newer};
  const VerifierKey of_older = VerifierKey::of(checkpoint.origin, older.public_key());
  const VerifierKey of_newer = VerifierKey::of(checkpoint.origin, newer.public_key());
  const VerifierKey of_other = VerifierKey::of("town.example/other", newer.public_key());
  const std::string note = sign_checkpoint(checkpoint, both);
  REQUIRE(open_checkpoint(note, of_older) == checkpoint);
  REQUIRE(open_checkpoint(note, std::vector{of_other, of_newer}) == checkpoint);
  REQUIRE(open_checkpoint(note, of_other).error().code == Errc::bad_signature);
  // Signed by a known key, but of another log than the one that it says it is of.
  const std::string foreign = sign_note(checkpoint_text(checkpoint), of_other.name, newer);
  REQUIRE(open_checkpoint(foreign, std::vector{of_older, of_other}).error().code == Errc::mismatch);
}

}  // namespace
}  // namespace radslag::log
