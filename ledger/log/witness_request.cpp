#include "ledger/log/witness_request.hpp"

#include <cassert>

#include "ledger/log/text.hpp"

namespace radslag::log {

namespace {

constexpr std::string_view old_start = "old ";

}  // namespace

std::string witness_request_text(const WitnessRequest& request) {
  assert(request.proof.size() <= max_path);
  std::string text = std::string(old_start) + std::to_string(request.old_size) + '\n';
  for (const Hash& hash : request.proof) text += hash_text(hash) + '\n';
  return text + '\n' + request.checkpoint;
}

Result<WitnessRequest> parse_witness_request(std::string_view body, std::size_t max_bytes) {
  if (body.size() > max_bytes) return refuse(Errc::too_large, "a witness request is over " + std::to_string(max_bytes) + " bytes");
  const auto line = take_line(body);
  if (!line || !line->starts_with(old_start)) return refuse(Errc::malformed, "a witness request without an old size in its first line");
  const auto size = parse_decimal(line->substr(old_start.size()), "the old size");
  if (!size) return tl::make_unexpected(size.error());
  auto proof = take_path(body, "a witness request");
  if (!proof) return tl::make_unexpected(proof.error());
  if (body.empty()) return refuse(Errc::malformed, "a witness request without a checkpoint");
  return WitnessRequest{*size, std::move(*proof), std::string(body)};
}

}  // namespace radslag::log
