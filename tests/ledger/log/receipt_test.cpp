#include "ledger/log/receipt.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

#include "crypto/encoding.hpp"
#include "ledger/log/bundle.hpp"

namespace radslag::log {
namespace {

const std::string origin = "town.example/log";

crypto::SigningKey town_key() { return crypto::SigningKey::from_seed({4, 5, 6}); }
VerifierKey verifier() { return VerifierKey::of(origin, town_key().public_key()); }
std::string entry_of(std::uint64_t index) { return "entry " + std::to_string(index); }

Tree tree_of(std::uint64_t size) {
  Tree tree;
  for (std::uint64_t i = 0; i < size; ++i) tree.append(leaf_hash(entry_of(i)));
  return tree;
}

Receipt receipt_of(std::uint64_t index, std::uint64_t size) {
  const Tree tree = tree_of(size);
  return {entry_of(index), index, tree.inclusion(index, size), sign_checkpoint({origin, size, tree.root()}, town_key())};
}

TEST_CASE("a receipt is written, read again and verified, for every place in small logs") {
  for (std::uint64_t size = 1; size <= 20; ++size) {
    for (std::uint64_t index = 0; index < size; ++index) {
      CAPTURE(index, size);
      const std::string text = receipt_text(receipt_of(index, size));
      const auto receipt = parse_receipt(text);
      REQUIRE(receipt);
      REQUIRE(receipt_text(*receipt) == text);
      REQUIRE(receipt->extra == entry_of(index));
      const auto checkpoint = verify_receipt(*receipt, *receipt->extra, verifier());
      REQUIRE(checkpoint);
      REQUIRE(*checkpoint == Checkpoint{origin, size, tree_of(size).root()});
      REQUIRE(verify_receipt(*receipt, entry_of(index + 1), verifier()).error().code == Errc::mismatch);
    }
  }
}

TEST_CASE("a receipt without extra data has no line for them") {
  Receipt receipt = receipt_of(2, 5);
  receipt.extra.reset();
  const std::string text = receipt_text(receipt);
  REQUIRE(text.starts_with("c2sp.org/tlog-proof@v1\nindex 2\n"));
  REQUIRE_FALSE(parse_receipt(text)->extra);
  receipt.extra = "";
  REQUIRE(receipt_text(receipt) == text);
}

TEST_CASE("the largest entry fits in a receipt") {
  Receipt receipt = receipt_of(0, 1);
  receipt.extra = std::string(max_entry_bytes, 'x');
  receipt.path = Path(63, empty_root());
  REQUIRE(parse_receipt(receipt_text(receipt)));
}

TEST_CASE("receipts in another form are refused") {
  const std::string head = "c2sp.org/tlog-proof@v1\n";
  const std::string hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
  std::string too_long;
  for (int i = 0; i < 64; ++i) too_long += hash;
  REQUIRE(parse_receipt(head + "extra eA==\nindex 0\n" + hash + "\nx"));
  const std::vector<std::pair<std::string, Errc>> refused = {
      {"", Errc::malformed},
      {head, Errc::malformed},
      {"c2sp.org/tlog-proof@v2\nindex 0\n\nx", Errc::malformed},
      {"c2sp.org/tlog-proof@v1\r\nindex 0\n\nx", Errc::malformed},
      {" " + head + "index 0\n\nx", Errc::malformed},
      {head + "extra eA==\n\nx", Errc::malformed},
      {head + "extra eA\nindex 0\n\nx", Errc::malformed},
      {head + "extra \nindex 0\n\nx", Errc::not_canonical},
      {head + "extra\nindex 0\n\nx", Errc::malformed},
      {head + "extra eA==\nextra eA==\nindex 0\n\nx", Errc::malformed},
      {head + "index 0\nextra eA==\n\nx", Errc::malformed},
      {head + "index  0\n\nx", Errc::malformed},
      {head + "index\n\nx", Errc::malformed},
      {head + "index 00\n\nx", Errc::not_canonical},
      {head + "index -1\n\nx", Errc::malformed},
      {head + "index 9223372036854775808\n\nx", Errc::too_large},
      {head + "index 0\n" + hash + "x", Errc::malformed},
      {head + "index 0\n" + hash + "x\n\nx", Errc::malformed},
      {head + "index 0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n\nx", Errc::malformed},
      {head + "index 0\n" + hash, Errc::malformed},
      {head + "index 0\n" + hash + "\n", Errc::malformed},
      {head + "index 0\n" + too_long + "\nx", Errc::too_large},
  };
  for (const auto& [text, code] : refused) {
    CAPTURE(text);
    const auto parsed = parse_receipt(text);
    REQUIRE_FALSE(parsed);
    REQUIRE(parsed.error().code == code);
  }
  REQUIRE(parse_receipt(head + "index 0\n\nx", 10).error().code == Errc::too_large);
}

TEST_CASE("a receipt with any one bit changed does not verify") {
  Receipt good = receipt_of(11, 13);
  good.extra.reset();  // not authenticated by the format
  const std::string text = receipt_text(good);
  REQUIRE(verify_receipt(*parse_receipt(text), entry_of(11), verifier()));
  for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
    std::string bad = text;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ 1 << bit % 8);
    CAPTURE(bit, bad);
    const auto receipt = parse_receipt(bad);
    REQUIRE_FALSE((receipt && verify_receipt(*receipt, entry_of(11), verifier())));
  }
}

TEST_CASE("under a policy a receipt needs the quorum") {
  std::vector<Policy::Witness> witnesses;
  for (std::uint8_t i = 1; i <= 3; ++i) {
    const auto key = crypto::SigningKey::from_seed({9, i});
    witnesses.push_back({std::to_string(i), CosignerKey::of("witness.example/" + std::to_string(i), key.public_key()), ""});
  }
  const Policy policy = Policy::of({{verifier(), ""}}, witnesses, 2);
  Receipt receipt = receipt_of(3, 7);
  const std::string text = parse_note(receipt.checkpoint)->text;
  const auto cosigned_by = [&](std::uint8_t i, std::string_view over) {
    const auto key = crypto::SigningKey::from_seed({9, i});
    return cosign(over, "witness.example/" + std::to_string(i), key, 1'760'000'000);
  };
  CHECK(verify_receipt(receipt, entry_of(3), policy).error().code == Errc::not_authorised);
  receipt.checkpoint = add_signature(receipt.checkpoint, cosigned_by(1, text)).value();
  CHECK(verify_receipt(receipt, entry_of(3), policy).error().code == Errc::not_authorised);
  CHECK(verify_receipt(receipt, entry_of(3), verifier()));
  receipt.checkpoint = add_signature(receipt.checkpoint, cosigned_by(3, text)).value();
  const auto verified = verify_receipt(*parse_receipt(receipt_text(receipt)), entry_of(3), policy);
  REQUIRE(verified);
  CHECK(verified->checkpoint.size == 7);
  CHECK(verified->cosignatures.size() == 2);
  CHECK(verified->quorum);

  // Extra data are not what is proved; the entry is.
  CHECK(verify_receipt(receipt, entry_of(4), policy).error().code == Errc::mismatch);
  receipt.extra = "anything";
  CHECK(verify_receipt(receipt, entry_of(3), policy));
  Receipt replayed = receipt;
  replayed.checkpoint = add_signature(receipt.checkpoint, cosigned_by(3, parse_note(receipt_of(3, 6).checkpoint)->text)).value();
  CHECK(verify_receipt(replayed, entry_of(3), policy).error().code == Errc::bad_signature);

  // A log that the policy does not name itself.
  const Policy witnesses_alone = Policy::of({}, witnesses, 2);
  CHECK(verify_receipt(receipt, entry_of(3), witnesses_alone).error().code == Errc::bad_signature);
  CHECK(verify_receipt(receipt, entry_of(3), std::vector{verifier()}, witnesses_alone));
}

}  // namespace
}  // namespace radslag::log
