// What strangers hand to the log's parsers: notes, checkpoints, policies, receipts, requests to a witness, paths of tiles, bundles. What is
// read must be written again as it was.
// libFuzzer target: clang++ -std=c++20 -O1 -g -fsanitize=fuzzer,address,undefined -I. tests/fuzz/log_fuzz.cpp
//                   ledger/log/*.cpp ledger/result.cpp crypto/*.cpp -lsodium -lcrypto -o log_fuzz
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ledger/log/receipt.hpp"
#include "ledger/log/tile.hpp"
#include "ledger/log/witness_request.hpp"

using namespace radslag::log;

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

void read_note(std::string_view bytes) {
  const auto note = parse_note(bytes);
  if (!note) return;
  std::string again = note->text + '\n';
  for (const NoteSignature& signature : note->signatures) again += signature_line(signature);
  must(again == bytes);
  must(add_signature(bytes, note->signatures.front()).has_value());
  const auto checkpoint = parse_checkpoint_text(note->text);
  if (checkpoint) must(checkpoint_text(*checkpoint) == note->text);
}

}  // namespace

/// The first byte chooses the parser.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 7) {
    case 0: read_note(bytes); break;
    case 1:
      if (const auto policy = Policy::parse(bytes)) {
        must(Policy::parse(policy->text()).value() == *policy);
        must(quorum_met(*policy, {}) == (policy->quorum == "none"));
        must(!open_witnessed(bytes, *policy));
      }
      break;
    case 2:
      if (const auto receipt = parse_receipt(bytes)) must(receipt_text(*receipt) == bytes);
      break;
    case 3:
      if (const auto request = parse_witness_request(bytes)) must(witness_request_text(*request) == bytes);
      break;
    case 4:
      if (const auto place = TilePlace::parse(bytes)) {
        must(place->path() == bytes);
        must(width_at(*place, 1'000'000) <= tile_width);
      }
      break;
    case 5:
      if (const auto key = VerifierKey::parse(bytes)) must(key->text() == bytes);
      if (const auto key = CosignerKey::parse(bytes)) must(key->text() == bytes);
      break;
    default:
      if (bytes.empty()) break;
      if (const auto entries = split_bundle(bytes.substr(1), data[1])) {
        std::string again;
        for (const std::string_view entry : *entries) append_to_bundle(again, entry);
        must(again == bytes.substr(1));
      }
  }
  return 0;
}
