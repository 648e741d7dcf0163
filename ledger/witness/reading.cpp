#include "ledger/witness/reading.hpp"

#include <algorithm>
#include <array>

#include "ledger/log/bundle.hpp"
#include "ledger/record/entry.hpp"
#include "ledger/record/identity.hpp"
#include "ledger/witness/log_files.hpp"

namespace radslag::witness {
namespace {

constexpr std::string_view town_log = "town";

/// Of the kinds that a witness looks at. Cheaper than parsing each signature of an initiative.
bool concerns(std::string_view entry) {
  constexpr std::array<std::string_view, 4> kinds{record::RoundBegun::kind, record::RoundEnded::kind, record::LogKey::kind,
                                                  record::LogRecovered::kind};
  const auto end = entry.find('\n');
  if (end == std::string_view::npos) return false;
  auto first = entry.substr(end + 1);
  constexpr std::string_view version = "radslag/v1/";
  if (!first.starts_with(version)) return false;
  first = first.substr(version.size(), first.find('\n') - version.size());
  return std::find(kinds.begin(), kinds.end(), first) != kinds.end();
}

/// What the log's key so far has signed: all lines before `signature`.
std::string_view signed_part(std::string_view statement) {
  const auto at = statement.rfind("\nsignature ");
  return at == std::string_view::npos ? std::string_view() : statement.substr(0, at + 1);
}

/// Entries in their order, applied to a copy of what is known.
class Reader {
 public:
  Reader(Town town, Recoveries recoveries) : town_(std::move(town)), recoveries_(recoveries) {
    founding_ = log::VerifierKey::parse(town_.key).value().name;
  }

  Result<> take(std::string_view bytes) {
    if (concerns(bytes)) {
      const auto entry = record::parse_entry(bytes);
      if (!entry) return refuse(Errc::unsupported, at() + entry.error().detail);
      const auto applied = std::visit(
          [&](const auto& x) -> Result<> {
            if constexpr (requires { apply(x, entry->statement_text); }) {
              if (x.origin != founding_) return refuse(Errc::mismatch, at() + "it is of another town: " + x.origin);
              return apply(x, entry->statement_text);
            } else {
              return {};
            }
          },
          entry->statement);
      if (!applied) return applied;
    }
    town_.seen.append(log::leaf_hash(bytes));
    return {};
  }

  [[nodiscard]] const Town& town() const { return town_; }
  [[nodiscard]] const KnownLog& town_log_now() const { return town_.logs.front(); }
  [[nodiscard]] Town finish() { return std::move(town_); }

 private:
  [[nodiscard]] std::string at() const { return "entry " + std::to_string(town_.seen.size()) + " of the town log: "; }

  Result<> apply(const record::RoundBegun& x, std::string_view) {
    const auto name = record::round_log_name(x.round);
    const auto expected = founding_.substr(0, founding_.size() - town_log.size()) + name;
    if (x.log != expected || !founding_.ends_with(town_log)) return refuse(Errc::mismatch, at() + "a round log with the origin " + x.log);
    if (town_.log(name)) return refuse(Errc::duplicate, at() + "round " + x.round + " has begun before");
    town_.logs.push_back({name, x.log, {{x.key, 0}}, false});
    return {};
  }

  Result<> apply(const record::RoundEnded& x, std::string_view) {
    auto* log = town_.log(record::round_log_name(x.round));
    if (!log) return refuse(Errc::not_found, at() + "it ends a round that has not begun");
    log->ended = true;
    return {};
  }

  Result<> apply(const record::LogKey& x, std::string_view statement) {
    auto& log = town_.logs.front();
    if (!crypto::verify(log.signers.back().key, signed_part(statement), x.signature))
      return refuse(Errc::bad_signature, at() + "the new key is not signed with the key so far");
    log.signers.push_back({x.key, town_.seen.size() + 1});
    return {};
  }

  Result<> apply(const record::LogRecovered& x, std::string_view statement) {
    auto* log = town_.log(x.log);
    if (!log) return refuse(Errc::not_found, at() + "it recovers a log that there is not: " + x.log);
    if (!crypto::verify(log->signers.back().key, signed_part(statement), x.signature))
      return refuse(Errc::bad_signature, at() + "the recovery is not signed with the log's key so far");
    Recovery recovery{town_.seen.size(), x.log,       x.generation, x.key,     x.kept,
                      x.kept_root,       x.lost_size, x.lost_root,  x.content, recoveries_ == Recoveries::follow};
    const auto known = std::find_if(town_.recoveries.begin(), town_.recoveries.end(), [&](const Recovery& r) {
      return r.entry == recovery.entry && r.log == recovery.log && r.generation == recovery.generation && r.key == recovery.key;
    });
    if (known == town_.recoveries.end()) {
      town_.recoveries.push_back(recovery);
    } else {
      recovery.trusted = recovery.trusted || known->trusted;
    }
    if (recovery.trusted) {
      follow(*log, recovery);
    } else if (x.log == town_log) {
      return refuse(Errc::not_authorised, at() + "the town log lost its end and goes on as generation " + std::to_string(x.generation) +
                                              ": radslag-witness trust shows it");
    }
    return {};
  }

  void follow(KnownLog& log, const Recovery& recovery) const {
    const auto origin = log.name == town_log ? founding_ : founding_.substr(0, founding_.size() - town_log.size()) + log.name;
    log.origin = record::generation_origin(origin, recovery.generation);
    log.signers = {{recovery.key, 0}};
  }

  Town town_;
  Recoveries recoveries_;
  std::string founding_;
};

Result<> fits(const log::Frontier& seen, const KnownLog& log, const std::optional<log::Checkpoint>& cosigned) {
  if (!cosigned || cosigned->size != seen.size() || cosigned->origin != log.origin || cosigned->root == seen.root()) return {};
  return refuse(Errc::mismatch, "the site's first " + std::to_string(seen.size()) +
                                    " entries are not those that this witness has cosigned: there are two histories of " + log.origin);
}

}  // namespace

Result<TownReading> read_town(audit::Source& source, const Town& known, const std::optional<log::Checkpoint>& cosigned,
                              Recoveries recoveries, const ReadLimits& limits) {
  const auto note = source.get(std::string(town_log) + "/checkpoint", most_checkpoint_bytes);
  if (!note) return tl::make_unexpected(note.error());
  const auto head = unjudged(*note);
  if (!head) return tl::make_unexpected(head.error());
  auto begin = known;
  if (recoveries == Recoveries::follow) begin = Town::begin(log::VerifierKey::parse(known.key).value(), known.url);
  if (recoveries == Recoveries::refuse && head->origin != begin.logs.front().origin) {
    if (!head->origin.starts_with(log::VerifierKey::parse(known.key).value().name + '/'))
      return refuse(Errc::mismatch, "the site has another town's log: " + head->origin);
    return refuse(Errc::not_authorised, "the town log goes on as " + head->origin + ": radslag-witness trust shows why");
  }
  const auto from = begin.seen.size();
  if (head->size < from || (recoveries == Recoveries::refuse && cosigned && head->size < cosigned->size))
    return refuse(Errc::out_of_order,
                  "the site shows " + std::to_string(head->size) + " entries of the town log, fewer than were seen before");
  if (head->size - from > limits.entries) return refuse(Errc::too_large, "more new entries than this witness reads at once");

  Reader reader(std::move(begin), recoveries);
  for (auto bundle = from / log::bundle_width; bundle * log::bundle_width < head->size; ++bundle) {
    if (limits.stop && limits.stop()) return refuse(Errc::expired, "the reading was stopped");
    const auto width = log::bundle_entries(bundle, head->size);
    const auto bytes = fetch_bundle(source, town_log, bundle, width);
    if (!bytes) return tl::make_unexpected(bytes.error());
    const auto entries = log::split_bundle(*bytes, width);
    if (!entries) return tl::make_unexpected(entries.error());
    for (auto i = reader.town().seen.size() - bundle * log::bundle_width; i < width; ++i) {  // the first may begin with entries read before
      if (auto taken = reader.take((*entries)[i]); !taken) return tl::make_unexpected(taken.error());
      if (auto same = fits(reader.town().seen, reader.town_log_now(), cosigned); !same) return tl::make_unexpected(same.error());
    }
  }
  if (reader.town().seen.root() != head->root)
    return refuse(Errc::mismatch, "the site's entries do not give the root of its own checkpoint, with what was seen of it before");
  const auto& now = reader.town_log_now();
  const auto signed_head = log::open_checkpoint(*note, now.keys());
  if (!signed_head) return tl::make_unexpected(signed_head.error());
  if (const auto by_newest = log::open_checkpoint(*note, now.key_at(head->size)); !by_newest) return tl::make_unexpected(by_newest.error());
  return TownReading{reader.finish(), *signed_head};
}

}  // namespace radslag::witness
