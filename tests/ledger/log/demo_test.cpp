// Known answers: a sample log that this code did not write, see tests/data/tlog-demo/README.md.
#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/log/bundle.hpp"
#include "ledger/log/receipt.hpp"
#include "ledger/log/tile.hpp"

namespace radslag::log {
namespace {

std::string read(const std::string& name) {
  std::ifstream in("tests/data/tlog-demo/" + name, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read tests/data/tlog-demo/" + name);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

VerifierKey log_key() { return VerifierKey::parse(read("log.vkey")).value(); }

/// All entries of the bundles, hashed.
Tree demo_tree(std::uint64_t size) {
  Tree tree;
  for (std::uint64_t n = 0; bundle_entries(n, size) != 0; ++n) {
    const std::uint64_t width = bundle_entries(n, size);
    const std::string bundle = read("tile/entries/" + tile_index_path(n, width));
    const std::vector<std::string_view> entries = split_bundle(bundle, width).value();
    for (const std::string_view entry : entries) tree.append(leaf_hash(entry));
  }
  return tree;
}

TEST_CASE("the demo log's checkpoint is signed, and its root is that of the entries") {
  const auto checkpoint = open_checkpoint(read("checkpoint"), log_key());
  REQUIRE(checkpoint);
  REQUIRE(checkpoint->origin == "stadt.example/buergerhaushalt/2026");
  REQUIRE(checkpoint->size == 1000);
  REQUIRE(parse_note(read("checkpoint"))->signatures.size() == 4);
  const Tree tree = demo_tree(checkpoint->size);
  REQUIRE(tree.size() == 1000);
  REQUIRE(tree.root() == checkpoint->root);
}

TEST_CASE("the demo log's older checkpoint is consistent with the newer one") {
  const auto older = open_checkpoint(read("old-700.checkpoint"), log_key());
  const auto newer = open_checkpoint(read("checkpoint"), log_key());
  REQUIRE(older);
  REQUIRE(newer);
  REQUIRE(older->size == 700);
  const Tree tree = demo_tree(newer->size);
  const Path proof = tree.consistency(700, 1000);
  REQUIRE(tree.root(700) == older->root);
  REQUIRE(verify_consistency(700, 1000, proof, older->root, newer->root));
  REQUIRE_FALSE(verify_consistency(701, 1000, proof, older->root, newer->root));
  REQUIRE_FALSE(verify_consistency(700, 1000, proof, newer->root, newer->root));
  REQUIRE_FALSE(verify_consistency(700, 1000, proof, older->root, older->root));
}

TEST_CASE("the demo log's receipt proves entry 300 and is what our tree would have written") {
  const auto receipt = parse_receipt(read("entry300.tlog-proof"));
  REQUIRE(receipt);
  REQUIRE(receipt_text(*receipt) == read("entry300.tlog-proof"));
  REQUIRE(receipt->index == 300);
  REQUIRE_FALSE(receipt->extra);
  REQUIRE(receipt->checkpoint == read("checkpoint"));
  REQUIRE(receipt->path == demo_tree(1000).inclusion(300, 1000));
  const auto checkpoint = verify_receipt(*receipt, read("entry300"), log_key());
  REQUIRE(checkpoint);
  REQUIRE(checkpoint->size == 1000);
}

TEST_CASE("the demo receipt is refused for another entry, index or path") {
  const Receipt good = parse_receipt(read("entry300.tlog-proof")).value();
  const std::string entry = read("entry300");
  for (std::size_t i = 0; i < entry.size(); ++i) {
    std::string bad = entry;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    REQUIRE_FALSE(verify_receipt(good, bad, log_key()));
  }
  REQUIRE_FALSE(verify_receipt(good, entry + "\n", log_key()));
  for (std::uint64_t index = 0; index < 1100; ++index) {
    Receipt bad = good;
    bad.index = index;
    REQUIRE(verify_receipt(bad, entry, log_key()).has_value() == (index == 300));
  }
  for (std::size_t i = 0; i < good.path.size(); ++i) {
    for (std::size_t byte = 0; byte < 32; ++byte) {
      Receipt bad = good;
      bad.path[i][byte] ^= 0x80;
      REQUIRE_FALSE(verify_receipt(bad, entry, log_key()));
    }
  }
}

TEST_CASE("the demo receipt is refused with any byte changed up to the end of the log's own signature") {
  const std::string good = read("entry300.tlog-proof");
  const std::string entry = read("entry300");
  const std::size_t witnesses = good.find("\xe2\x80\x94 witness");  // unknown keys: their lines are ignored
  REQUIRE(witnesses != std::string::npos);
  for (std::size_t i = 0; i < witnesses; ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    CAPTURE(i, bad);
    const auto receipt = parse_receipt(bad);
    REQUIRE_FALSE((receipt && verify_receipt(*receipt, entry, log_key())));
  }
}

TEST_CASE("the demo log's tiles are what our tree gives") {
  const Tree tree = demo_tree(1000);
  for (const TilePlace& place : tiles_of(1000)) {
    CAPTURE(place.path());
    CHECK(check_tile(tree, place, read(place.path())));
  }
  CHECK(tiles_of(1000).size() == 5);
}

TEST_CASE("the demo log's checkpoints are cosigned by its three witnesses, and so is its receipt") {
  std::vector<Policy::Witness> witnesses;
  for (const std::string name : {"rechnungshof", "uni", "zeitung"}) {
    witnesses.push_back({name, CosignerKey::parse(read(name + ".vkey")).value(), ""});
  }
  const Policy policy = Policy::of({{log_key(), ""}}, witnesses, 3);
  for (const std::string file : {"checkpoint", "old-700.checkpoint"}) {
    CAPTURE(file);
    const auto opened = open_witnessed(read(file), policy);
    REQUIRE(opened);
    CHECK(opened->quorum);
    REQUIRE(opened->cosignatures.size() == 3);
    CHECK(opened->cosignatures[0].time == (file == "checkpoint" ? 0x6ab13f68 : 0x6ab13e3c));
  }
  CHECK(verify_receipt(parse_receipt(read("entry300.tlog-proof")).value(), read("entry300"), policy));

  // A line of the newer checkpoint below the older one.
  const Note newer = parse_note(read("checkpoint")).value();
  const auto replayed = add_signature(read("old-700.checkpoint"), newer.signatures.back());
  CHECK(open_witnessed(*replayed, policy).error().code == Errc::bad_signature);
}

}  // namespace
}  // namespace radslag::log
