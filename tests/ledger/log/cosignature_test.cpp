#include "ledger/log/cosignature.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

#include "crypto/encoding.hpp"

namespace radslag::log {
namespace {

constexpr std::uint64_t noon = 1'760'000'000;
const std::string origin = "log.example/town";

crypto::SigningKey key_number(std::uint8_t number) {
  crypto::SigningKey::Seed seed{};
  seed[0] = number;
  return crypto::SigningKey::from_seed(seed);
}

VerifierKey log_key() { return VerifierKey::of(origin, key_number(1).public_key()); }

std::string witness_name(std::uint8_t number) { return "witness.example/" + std::to_string(number); }

CosignerKey witness(std::uint8_t number) { return CosignerKey::of(witness_name(number), key_number(number).public_key()); }

const Checkpoint head = {origin, 1, leaf_hash("one")};

std::string with(std::string note, std::uint8_t number, std::uint64_t time = noon) {
  return add_signature(note, cosign(checkpoint_text(head), witness_name(number), key_number(number), time)).value();
}

Result<CosignedCheckpoint> open(const std::string& note, const std::vector<CosignerKey>& witnesses) {
  return open_cosigned(note, std::vector{log_key()}, witnesses);
}

TEST_CASE("a cosigner's key is written and read, and is not a log's key") {
  const std::string text = "witness.example/uni+1c44d1c4+BCSJBQHXwmUVzhWDOYUgiwpVNWPNjJgCPQi1Z4VZREqb";
  const auto key = CosignerKey::parse(text);
  REQUIRE(key);
  CHECK(key->name == "witness.example/uni");
  CHECK(key->id == 0x1c44d1c4);
  CHECK(key->text() == text);
  CHECK(CosignerKey::of(key->name, key->key) == *key);
  CHECK(VerifierKey::of(key->name, key->key).id != key->id);
  CHECK(CosignerKey::parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k").error().code == Errc::unsupported);
  CHECK(CosignerKey::parse("witness.example/uni+1c44d1c5+BCSJBQHXwmUVzhWDOYUgiwpVNWPNjJgCPQi1Z4VZREqb").error().code == Errc::mismatch);
  CHECK(CosignerKey::parse("witness.example/uni+1c44d1c4+BCSJBQHXwmUVzhWDOYUgiwpVNWPNjJgCPQi1Z4VZREqb\n").error().code == Errc::malformed);
  CHECK(CosignerKey::parse("").error().code == Errc::malformed);
}

TEST_CASE("what is signed is the standard's message") {
  const std::string text = checkpoint_text(head);
  const NoteSignature signature = cosign(text, witness_name(7), key_number(7), 1'679'315'147);
  REQUIRE(signature.payload.size() == 72);
  CHECK(crypto::to_hex(signature.payload.substr(0, 8)) == "00000000641850cb");
  crypto::Signature bytes;
  std::copy(signature.payload.begin() + 8, signature.payload.end(), bytes.begin());
  CHECK(crypto::verify(key_number(7).public_key(), "cosignature/v1\ntime 1679315147\n" + text, bytes));
  CHECK(verify_cosignature(text, signature, witness(7)) == 1'679'315'147);
}

TEST_CASE("cosignatures of known witnesses are given with their times, those of others are ignored") {
  const std::string alone = sign_checkpoint(head, key_number(1));
  const std::string note = with(with(with(alone, 2, noon), 3, noon + 5), 4, noon + 9);
  const auto opened = open(note, {witness(4), witness(2), witness(5)});
  REQUIRE(opened);
  CHECK(opened->checkpoint == head);
  REQUIRE(opened->cosignatures.size() == 2);
  CHECK(opened->cosignatures[0].key == witness(2));
  CHECK(opened->cosignatures[0].time == noon);
  CHECK(opened->cosignatures[1].key == witness(4));
  CHECK(opened->cosignatures[1].time == noon + 9);
  CHECK(open(alone, {witness(2)})->cosignatures.empty());
  CHECK(open(note, {})->cosignatures.empty());
}

TEST_CASE("without the log's own signature cosignatures are worth nothing") {
  const std::string note = with(sign_checkpoint(head, key_number(1)), 2);
  const std::string text = checkpoint_text(head);
  const std::string stripped = text + "\n" + signature_line(cosign(text, witness_name(2), key_number(2), noon));
  CHECK(open(note, {witness(2)}));
  CHECK(open(stripped, {witness(2)}).error().code == Errc::bad_signature);
}

TEST_CASE("a known witness's line that does not verify spoils the note") {
  const std::string alone = sign_checkpoint(head, key_number(1));
  const std::string text = checkpoint_text(head);
  const NoteSignature good = cosign(text, witness_name(2), key_number(2), noon);
  const auto bad = [&](NoteSignature signature) { return alone + signature_line(signature); };
  CHECK(open(bad(good), {witness(2)}));

  std::vector<std::pair<std::string, NoteSignature>> spoiled;
  NoteSignature other = good;
  other.payload[7] ^= 1;
  spoiled.emplace_back("another time", other);
  other = good;
  other.payload[71] ^= 1;
  spoiled.emplace_back("another signature", other);
  other = good;
  other.payload.pop_back();
  spoiled.emplace_back("cut", other);
  other = good;
  other.payload += '\0';
  spoiled.emplace_back("longer", other);
  other = good;
  other.payload.erase(0, 8);
  spoiled.emplace_back("without a time", other);
  other = good;
  other.payload[0] = '\x80';
  spoiled.emplace_back("a time of 2^63 and more", other);
  other = cosign(checkpoint_text({origin, 1, leaf_hash("two")}), witness_name(2), key_number(2), noon);
  spoiled.emplace_back("replayed from another checkpoint", other);
  other = cosign("log.example/other\n1\n" + text.substr(text.rfind('\n', text.size() - 2) + 1), witness_name(2), key_number(2), noon);
  spoiled.emplace_back("of another log", other);
  other = {good.name, good.id, std::string(72, '\0')};
  spoiled.emplace_back("zeros", other);
  const crypto::Signature plain = key_number(2).sign(text);
  other = {good.name, good.id, good.payload.substr(0, 8) + std::string(plain.begin(), plain.end())};
  spoiled.emplace_back("the text signed without a time", other);
  for (const auto& [what, signature] : spoiled) {
    CAPTURE(what);
    CHECK_FALSE(verify_cosignature(text, signature, witness(2)));
    CHECK(open(bad(signature), {witness(2)}).error().code == Errc::bad_signature);
    CHECK(open(bad(good) + signature_line(signature), {witness(2)}).error().code == Errc::bad_signature);
    CHECK(open(bad(signature), {witness(3)}));  // unknown: ignored
  }
}

TEST_CASE("a cosignature of time 0 is none, though it is signed") {
  const std::string text = checkpoint_text(head);
  const crypto::Signature signature = key_number(2).sign("cosignature/v1\ntime 0\n" + text);
  const NoteSignature line = {witness_name(2), witness(2).id, std::string(8, '\0') + std::string(signature.begin(), signature.end())};
  CHECK_FALSE(verify_cosignature(text, line, witness(2)));
}

TEST_CASE("a witness counts once, however often its line stands there") {
  const std::string text = checkpoint_text(head);
  std::string note = sign_checkpoint(head, key_number(1));
  for (const std::uint64_t time : {noon, noon + 1, noon + 2}) {
    note += signature_line(cosign(text, witness_name(2), key_number(2), time));
  }
  const auto opened = open(note, {witness(2)});
  REQUIRE(opened);
  REQUIRE(opened->cosignatures.size() == 1);
  CHECK(opened->cosignatures[0].time == noon);

  // A newer line takes the older's place where lines are added.
  const std::string renewed = with(with(sign_checkpoint(head, key_number(1)), 2, noon), 2, noon + 60);
  CHECK(parse_note(renewed)->signatures.size() == 2);
  CHECK(open(renewed, {witness(2)})->cosignatures[0].time == noon + 60);
}

TEST_CASE("a note has room for 16 signatures and no more") {
  std::string note = sign_checkpoint(head, key_number(1));
  for (std::uint8_t number = 2; number <= 16; ++number) note = with(note, number);
  CHECK(open(note, {witness(16)})->cosignatures.size() == 1);
  const NoteSignature more = cosign(checkpoint_text(head), witness_name(17), key_number(17), noon);
  CHECK(add_signature(note, more).error().code == Errc::too_large);
  CHECK(with(note, 16, noon + 1) != note);  // in the place of its own
  CHECK(open(note + signature_line(more), {}).error().code == Errc::too_large);
}

TEST_CASE("a time can be true from the newest entry until now, give or take the skew") {
  constexpr std::uint64_t entry = 1000;
  constexpr std::uint64_t now = 2000;
  constexpr std::uint64_t skew = 60;
  CHECK(judge_time(1500, entry, now, skew) == Timeliness::good);
  CHECK(judge_time(940, entry, now, skew) == Timeliness::good);
  CHECK(judge_time(939, entry, now, skew) == Timeliness::behind);
  CHECK(judge_time(2060, entry, now, skew) == Timeliness::good);
  CHECK(judge_time(2061, entry, now, skew) == Timeliness::ahead);
  CHECK(judge_time(1, 0, now, 0) == Timeliness::good);
  CHECK(judge_time(~std::uint64_t{0}, entry, now, ~std::uint64_t{0}) == Timeliness::good);
}

TEST_CASE("a cosigned checkpoint with any one bit changed is refused or has lost a witness") {
  const std::string note = with(sign_checkpoint(head, key_number(1)), 2);
  for (std::size_t bit = 0; bit < note.size() * 8; ++bit) {
    std::string bad = note;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ 1 << bit % 8);
    const auto opened = open(bad, {witness(2)});
    CAPTURE(bit, bad);
    REQUIRE_FALSE((opened && (opened->checkpoint != head || !opened->cosignatures.empty())));
  }
}

}  // namespace
}  // namespace radslag::log
