#include "ledger/witness/town.hpp"

#include <algorithm>
#include <cassert>

#include "ledger/record/fields.hpp"

namespace radslag::witness {
namespace {

/// The file's lines. Hashes of the frontier, signers and logs are lists of their own, so that each line has one form.
struct TownText {
  static constexpr std::string_view kind = "witness-town";
  std::string vkey, url;
  std::uint64_t seen = 0;
  struct Hash {
    log::Hash hash{};
  };
  std::vector<Hash> hashes;
  struct Log {
    std::string name, origin;
    bool ended = false;
  };
  std::vector<Log> logs;
  struct Signer {
    std::string log;
    KnownLog::Signer signer;
  };
  std::vector<Signer> signers;
  std::vector<Recovery> recoveries;
};

template <class C, class T>
requires record::Is<T, TownText>
void fields(C& c, T& x) {
  using namespace record;
  c.field("town", Text{x.vkey});
  c.field("url", Text{x.url});
  c.field("seen", Number{x.seen});
  c.each("hash", x.hashes, [](C& inner, auto& hash) { inner.field("hash", Hex{hash.hash}); });
  c.each("log", x.logs, [](C& inner, auto& log) { inner.field("log", LogName{log.name}, Origin{log.origin}, Flag{log.ended}); });
  c.each("signer", x.signers, [](C& inner, auto& s) { inner.field("signer", LogName{s.log}, Hex{s.signer.key}, Number{s.signer.from}); });
  c.each("recovery", x.recoveries, [](C& inner, auto& r) {
    inner.field("recovery", Number{r.entry}, LogName{r.log}, Number{r.generation}, Hex{r.key}, Number{r.kept}, Hex{r.kept_root},
                Number{r.lost_size}, Hex{r.lost_root}, Hex{r.reason}, Flag{r.trusted});
  });
}

}  // namespace

std::vector<log::VerifierKey> KnownLog::keys() const {
  std::vector<log::VerifierKey> keys;
  for (const auto& signer : signers) keys.push_back(log::VerifierKey::of(origin, signer.key));
  return keys;
}

log::VerifierKey KnownLog::key_at(std::uint64_t size) const {
  assert(!signers.empty());
  const Signer* newest = &signers.front();
  for (const auto& signer : signers) {
    if (signer.from <= size) newest = &signer;
  }
  return log::VerifierKey::of(origin, newest->key);
}

Town Town::begin(const log::VerifierKey& key, std::string url) {
  Town town;
  town.key = key.text();
  town.url = std::move(url);
  town.logs.push_back({"town", key.name, {{key.key, 0}}, false});
  return town;
}

const KnownLog* Town::log(std::string_view name) const {
  const auto found = std::find_if(logs.begin(), logs.end(), [&](const KnownLog& known) { return known.name == name; });
  return found == logs.end() ? nullptr : &*found;
}

KnownLog* Town::log(std::string_view name) { return const_cast<KnownLog*>(std::as_const(*this).log(name)); }

std::string town_text(const Town& town) {
  TownText text{town.key, town.url, town.seen.size(), {}, {}, {}, town.recoveries};
  for (const auto& hash : town.seen.hashes()) text.hashes.push_back({hash});
  for (const auto& log : town.logs) {
    text.logs.push_back({log.name, log.origin, log.ended});
    for (const auto& signer : log.signers) text.signers.push_back({log.name, signer});
  }
  return record::encode(text);
}

Result<Town> parse_town(std::string_view bytes) {
  auto text = record::parse<TownText>(bytes);
  if (!text) return tl::make_unexpected(text.error());
  const auto key = log::VerifierKey::parse(text->vkey);
  if (!key) return tl::make_unexpected(key.error());
  std::vector<log::Hash> hashes;
  for (const auto& hash : text->hashes) hashes.push_back(hash.hash);
  auto seen = log::Frontier::of(text->seen, std::move(hashes));
  if (!seen) return refuse(Errc::malformed, "the hashes do not fit to the number of entries seen");
  Town town;
  town.key = std::move(text->vkey);
  town.url = std::move(text->url);
  town.seen = std::move(*seen);
  town.recoveries = std::move(text->recoveries);
  for (auto& log : text->logs) town.logs.push_back({std::move(log.name), std::move(log.origin), {}, log.ended});
  for (const auto& signer : text->signers) {
    auto* log = town.log(signer.log);
    if (!log) return refuse(Errc::malformed, "a signer of a log that is not named");
    log->signers.push_back(signer.signer);
  }
  const bool whole = !town.logs.empty() && town.logs.front().name == "town" &&
                     std::none_of(town.logs.begin(), town.logs.end(), [](const KnownLog& log) { return log.signers.empty(); });
  if (!whole) return refuse(Errc::malformed, "the town log is not named first, or a log has no key");
  return town;
}

}  // namespace radslag::witness
