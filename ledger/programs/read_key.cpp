#include "ledger/programs/read_key.hpp"

#include "ledger/audit/found_notes.hpp"
#include "ledger/programs/command.hpp"

namespace radslag::programs {
namespace {

constexpr std::size_t most_policy_bytes = 65'536;
constexpr std::size_t most_seen_bytes = std::size_t{4} << 20;  // a saved page, with what it shows

}  // namespace

log::VerifierKey read_key(const std::string& path) {
  std::string text = read_text_file(path, 4'096);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.pop_back();
  auto key = log::VerifierKey::parse(text);
  if (!key) throw Stop(data_error, path + ": " + key.error().detail);
  return *key;
}

log::Policy read_policy(const std::string& path) {
  auto policy = log::Policy::parse(read_text_file(path, most_policy_bytes));
  if (!policy) throw Stop(data_error, path + ": " + policy.error().detail);
  return std::move(*policy);
}

audit::NamedReceipt read_receipt(const std::string& path) {
  auto receipt = log::parse_receipt(read_text_file(path));
  if (!receipt) throw Stop(data_error, path + ": " + receipt.error().detail);
  return {path, std::move(*receipt)};
}

std::vector<audit::NamedHead> read_seen(const std::string& path) {
  std::vector<audit::NamedHead> heads;
  for (auto& note : audit::find_notes(read_text_file(path, most_seen_bytes))) heads.push_back({path, std::move(note)});
  if (heads.empty()) throw Stop(data_error, path + " has no signed checkpoint in it");
  return heads;
}

}  // namespace radslag::programs
