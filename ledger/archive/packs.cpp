#include "ledger/archive/packs.hpp"

#include "ledger/log/bundle.hpp"

namespace radslag::archive {
namespace {

void append_big_endian(std::string& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((value >> shift) & 0xff);
}

bool is_ballot(const record::Statement& statement) {
  return std::holds_alternative<record::Ballot>(statement) || std::holds_alternative<record::SecretBallot>(statement);
}

}  // namespace

EntryBundle Packs::entries(const store::LogName& log, std::uint64_t bundle, std::uint64_t width) const {
  EntryBundle out;
  out.leaves.reserve(width);
  const auto begin = bundle * log::bundle_width;
  store_.scan(log, begin, begin + width, [&](std::uint64_t, std::string_view body, const store::Digest& leaf) {
    log::append_to_bundle(out.bytes, body);
    out.leaves.push_back(leaf);
  });
  if (out.leaves.size() != width) throw store::StoreUnusable("the log " + log + " is shorter than its checkpoint says");
  return out;
}

void Packs::each_blob(std::string_view entries, std::uint64_t width, const Shown& shown,
                      const std::function<void(const store::Digest&, bool)>& visit) const {
  const auto bodies = log::split_bundle(entries, width);
  if (!bodies) return;
  for (const auto body : *bodies) {
    const auto entry = record::parse_entry(body);
    if (!entry) continue;
    const bool in_urn = !shown.ballots && is_ballot(entry->statement);
    for (const auto& digest : record::blobs_of(entry->statement)) visit(digest, !in_urn && !seals_.sealed(digest, shown.town_size));
  }
}

std::string Packs::blobs(std::string_view entries, std::uint64_t width, const Shown& shown) const {
  std::string out;
  each_blob(entries, width, shown, [&](const store::Digest& digest, bool is_shown) {
    const auto bytes = is_shown ? store_.blob(digest) : std::nullopt;
    append_big_endian(out, bytes ? static_cast<std::uint32_t>(bytes->size()) : 0);
    if (bytes) out += *bytes;
  });
  return out;
}

}  // namespace radslag::archive
