#include "ledger/log/receipt.hpp"

#include "crypto/encoding.hpp"
#include "ledger/log/text.hpp"

namespace radslag::log {

namespace {

constexpr std::string_view first_line = "c2sp.org/tlog-proof@v1";
constexpr std::string_view extra_start = "extra ";
constexpr std::string_view index_start = "index ";

Result<std::string> parse_extra(std::string_view base64) {
  auto bytes = crypto::from_base64(base64);
  if (!bytes) return refuse(Errc::malformed, "a receipt's extra data are not canonical base64");
  if (bytes->empty()) return refuse(Errc::not_canonical, "a receipt without extra data has no line for them");
  return std::move(*bytes);
}

Result<> check_inclusion(const Receipt& receipt, std::string_view entry, const Checkpoint& checkpoint) {
  if (verify_inclusion(receipt.index, checkpoint.size, leaf_hash(entry), receipt.path, checkpoint.root)) return {};
  return refuse(Errc::mismatch, "the entry does not stand at index " + std::to_string(receipt.index) + " under the checkpoint's root");
}

Result<WitnessedCheckpoint> judge(const Receipt& receipt, std::string_view entry, Result<WitnessedCheckpoint> opened) {
  if (!opened) return opened;
  const auto included = check_inclusion(receipt, entry, opened->checkpoint);
  if (!included) return tl::make_unexpected(included.error());
  if (opened->quorum) return opened;
  return refuse(Errc::not_authorised, std::to_string(opened->cosignatures.size()) + " of the policy's witnesses cosigned: not the quorum");
}

}  // namespace

std::string receipt_text(const Receipt& receipt) {
  std::string text(first_line);
  text += '\n';
  if (receipt.extra && !receipt.extra->empty()) text += std::string(extra_start) + crypto::to_base64(*receipt.extra) + '\n';
  text += std::string(index_start) + std::to_string(receipt.index) + '\n';
  for (const Hash& hash : receipt.path) text += hash_text(hash) + '\n';
  return text + '\n' + receipt.checkpoint;
}

Result<Receipt> parse_receipt(std::string_view text, std::size_t max_bytes) {
  if (text.size() > max_bytes) return refuse(Errc::too_large, "a receipt is over " + std::to_string(max_bytes) + " bytes");
  Receipt receipt;
  if (take_line(text) != first_line) return refuse(Errc::malformed, "not a receipt: its first line is not " + std::string(first_line));
  auto line = take_line(text);
  if (line && line->starts_with(extra_start)) {
    auto extra = parse_extra(line->substr(extra_start.size()));
    if (!extra) return tl::make_unexpected(extra.error());
    receipt.extra = std::move(*extra);
    line = take_line(text);
  }
  if (!line || !line->starts_with(index_start)) return refuse(Errc::malformed, "a receipt without an index line");
  const auto index = parse_decimal(line->substr(index_start.size()), "a receipt's index");
  if (!index) return tl::make_unexpected(index.error());
  receipt.index = *index;
  auto path = take_path(text, "a receipt");
  if (!path) return tl::make_unexpected(path.error());
  receipt.path = std::move(*path);
  if (text.empty()) return refuse(Errc::malformed, "a receipt without a checkpoint");
  receipt.checkpoint = text;
  return receipt;
}

Result<Checkpoint> verify_receipt(const Receipt& receipt, std::string_view entry, const VerifierKey& key) {
  auto checkpoint = open_checkpoint(receipt.checkpoint, key);
  if (!checkpoint) return checkpoint;
  const auto included = check_inclusion(receipt, entry, *checkpoint);
  if (!included) return tl::make_unexpected(included.error());
  return checkpoint;
}

Result<WitnessedCheckpoint> verify_receipt(const Receipt& receipt, std::string_view entry, const Policy& policy) {
  return judge(receipt, entry, open_witnessed(receipt.checkpoint, policy));
}

Result<WitnessedCheckpoint> verify_receipt(const Receipt& receipt, std::string_view entry, std::span<const VerifierKey> log_keys,
                                           const Policy& policy) {
  return judge(receipt, entry, open_witnessed(receipt.checkpoint, log_keys, policy));
}

}  // namespace radslag::log
