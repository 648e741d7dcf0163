#include "server/registrar/follow/news.hpp"

#include <algorithm>

#include "ledger/log/bundle.hpp"

namespace radslag::registrar {
namespace {

constexpr std::uint64_t most_checkpoint_bytes = 16'384;
constexpr std::uint64_t most_bundle_bytes = log::bundle_width * (log::max_entry_bytes + 2);

struct Reading {
  audit::Source& source;
  std::string name;
  Concerns concerns;
};

Result<std::string> read_note(const Reading& reading) {
  auto note = reading.source.get(reading.name + "/checkpoint", most_checkpoint_bytes);
  if (!note) return refuse(Errc::malformed, "there is no log " + reading.name + ": " + note.error().detail);
  return note;
}

log::Checkpoint words_of(const std::string& note) {
  const auto parsed = log::parse_note(note);
  const auto words = parsed ? log::parse_checkpoint_text(parsed->text) : tl::make_unexpected(parsed.error());
  return words ? *words : log::Checkpoint{};
}

/// The keys as they are when the town log's new entries have been read.
record::KeyChain with(record::KeyChain keys, const News& news) {
  for (const auto& kept : news.entries) {
    if (const auto entry = record::parse_entry(kept.bytes); entry && record::KeyChain::concerns(entry->statement))
      keys.take(kept.index, *entry);
  }
  return keys;
}

/// Entries of kinds that tell the registrar nothing. What cannot be read is judged when the root has shown that the log really has it.
bool may_be_left_out(std::string_view text, Concerns concerns) {
  const auto entry = record::parse_entry(text);
  return entry && !concerns(entry->statement);
}

/// The entries of one bundle from `first` on.
Result<> read_bundle(const Reading& reading, std::uint64_t bundle, std::uint64_t first, News& news) {
  const auto width = log::bundle_entries(bundle, news.checkpoint.size);
  const auto path = reading.name + "/tile/entries/" + log::tile_index_path(bundle, width);
  const auto bytes = reading.source.get(path, most_bundle_bytes);
  if (!bytes) return tl::make_unexpected(bytes.error());
  const auto entries = log::split_bundle(*bytes, width);
  if (!entries) return tl::make_unexpected(entries.error());
  for (std::uint64_t i = 0; i < width; ++i) {
    const auto index = bundle * log::bundle_width + i;
    if (index < first) continue;
    const auto text = (*entries)[i];
    news.leaves.push_back(log::leaf_hash(text));
    if (!may_be_left_out(text, reading.concerns)) news.entries.push_back({index, std::string(text)});
  }
  return {};
}

}  // namespace

Result<News> read_news(audit::Source& source, std::string_view name, const record::KeyChain& keys, const log::Frontier& seen,
                       Concerns concerns) {
  const Reading reading{source, std::string(name), concerns};
  const auto note = read_note(reading);
  if (!note) return tl::make_unexpected(note.error());
  const bool is_town = name == "town";
  const auto known = keys.open(name, *note);
  const auto words = words_of(*note);
  // With another key the town log's own new entries may have announced it: they are read first, and believed after.
  if (!known && (!is_town || keys.generation_of(name, words.origin) < keys.generation(name))) return tl::make_unexpected(known.error());
  News news{words, {}, {}};
  const auto size = words.size;
  if (size < seen.size()) {
    if (!known) return tl::make_unexpected(known.error());
    return refuse(Errc::out_of_order,
                  "the log " + reading.name + " shows " + std::to_string(size) + " entries, and has shown " + std::to_string(seen.size()));
  }
  auto frontier = seen;
  for (auto index = seen.size(); index < size; index = seen.size() + news.leaves.size()) {
    if (auto read = read_bundle(reading, index / log::bundle_width, seen.size(), news); !read) return tl::make_unexpected(read.error());
  }
  for (const auto& leaf : news.leaves) frontier.append(leaf);
  const auto signed_by_now = is_town ? with(keys, news).open(name, *note) : known;
  if (!signed_by_now) return tl::make_unexpected(signed_by_now.error());
  if (frontier.root() != words.root) {
    return refuse(Errc::mismatch,
                  "the root of the log " + reading.name + " over " + std::to_string(size) + " entries is not that of the entries seen");
  }
  for (const auto& entry : news.entries) {
    if (auto read = record::parse_entry(entry.bytes); !read)
      return refuse(Errc::unsupported, "entry " + std::to_string(entry.index) + " cannot be read by this version: " + read.error().detail);
  }
  return news;
}

bool has_successor(audit::Source& source, std::string_view name, const std::string& origin, const TownCopy& seen) {
  const auto note = read_note({source, std::string(name), nullptr});
  return note && record::generation_of(words_of(*note).origin, origin) > seen.generation();
}

Result<Successor> read_successor(audit::Source& source, std::string_view name, const record::KeyChain& keys, const TownCopy& seen,
                                 Concerns concerns) {
  auto whole = read_news(source, name, keys, {}, concerns);
  if (!whole) return tl::make_unexpected(whole.error());
  const auto now = name == "town" ? with(keys, *whole) : keys;
  const auto* row = now.recovery(name, seen.generation() + 1);
  if (!row) return refuse(Errc::mismatch, "the town log does not say that the log " + std::string(name) + " was recovered");
  const auto before = seen.frontier();
  const auto kept = std::min(row->kept, before.size());
  if (before.size() > row->lost_size && before.size() > row->kept)
    return refuse(Errc::mismatch, "the log " + std::string(name) +
                                      " has lost more than its recovery says: " + std::to_string(before.size()) +
                                      " entries were seen, and it speaks of " + std::to_string(row->lost_size));
  if (before.size() == row->lost_size && before.root() != row->lost_root)
    return refuse(Errc::mismatch, "the end that the log " + std::string(name) + " says it lost is not the one that was seen");
  log::Frontier prefix;
  for (std::uint64_t i = 0; i < kept && i < whole->leaves.size(); ++i) prefix.append(whole->leaves[i]);
  if (prefix.root() != seen.frontier(kept).root())
    return refuse(Errc::mismatch, "what the log " + std::string(name) + " kept is not what was seen of it");
  whole->leaves.erase(whole->leaves.begin(), whole->leaves.begin() + static_cast<std::ptrdiff_t>(kept));
  std::erase_if(whole->entries, [&](const KeptEntry& entry) { return entry.index < kept; });
  return Successor{kept, now.generation(name), std::move(*whole)};
}

}  // namespace radslag::registrar
