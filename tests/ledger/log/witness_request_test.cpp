#include "ledger/log/witness_request.hpp"

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

namespace radslag::log {
namespace {

const std::string hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
const std::string note = "log.example/town\n2\n" + hash + "\n\xe2\x80\x94 log.example/town AAAAAAA=\n";

TEST_CASE("a witness request is written and read") {
  const WitnessRequest first = {0, {}, note};
  CHECK(witness_request_text(first) == "old 0\n\n" + note);
  const WitnessRequest next = {1, {empty_root(), empty_root()}, note};
  const std::string text = witness_request_text(next);
  CHECK(text == "old 1\n" + hash + hash + "\n" + note);
  const auto parsed = parse_witness_request(text);
  REQUIRE(parsed);
  CHECK(parsed->old_size == 1);
  CHECK(parsed->proof == next.proof);
  CHECK(parsed->checkpoint == note);
}

TEST_CASE("the largest request is read, one hash more is not") {
  const std::string largest_note(16'384, 'x');
  CHECK(parse_witness_request(witness_request_text({(std::uint64_t{1} << 63) - 1, Path(63, empty_root()), largest_note})));
  std::string hashes;
  for (int i = 0; i < 64; ++i) hashes += hash;
  CHECK(parse_witness_request("old 1\n" + hashes + "\n" + note).error().code == Errc::too_large);
  CHECK(parse_witness_request(std::string(32'769, 'x')).error().code == Errc::too_large);
}

TEST_CASE("another form of a request is refused") {
  const std::vector<std::pair<std::string, Errc>> refused = {
      {"", Errc::malformed},
      {"old 0", Errc::malformed},
      {"old 0\n", Errc::malformed},
      {"old 0\n\n", Errc::malformed},
      {"old 0\n" + note.substr(0, 30), Errc::malformed},
      {"old\n\n" + note, Errc::malformed},
      {"Old 0\n\n" + note, Errc::malformed},
      {" old 0\n\n" + note, Errc::malformed},
      {"old  0\n\n" + note, Errc::malformed},
      {"old 0 \n\n" + note, Errc::malformed},
      {"old 00\n\n" + note, Errc::not_canonical},
      {"old -1\n\n" + note, Errc::malformed},
      {"old 9223372036854775808\n\n" + note, Errc::too_large},
      {"old 0\r\n\r\n" + note, Errc::malformed},
      {"old 1\nAAAA\n\n" + note, Errc::malformed},
      {"old 1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n\n" + note, Errc::malformed},
      {hash + "\n" + note, Errc::malformed},
  };
  for (const auto& [body, code] : refused) {
    CAPTURE(body);
    const auto parsed = parse_witness_request(body);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == code);
  }
}

TEST_CASE("what is read is written again as it was") {
  rc::prop("random pieces", [] {
    const std::vector<std::string> known = {"old 7\n", "old ", "1", "\n", hash, note, "x", "\r"};
    const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(known));
    std::string body;
    for (const std::string& piece : pieces) body += piece;
    const auto request = parse_witness_request(body);
    if (request) RC_ASSERT(witness_request_text(*request) == body);
  });
}

}  // namespace
}  // namespace radslag::log
