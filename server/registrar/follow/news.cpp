#include "server/registrar/follow/news.hpp"

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

Result<log::Checkpoint> read_checkpoint(const Reading& reading, const log::VerifierKey& key) {
  const auto note = reading.source.get(reading.name + "/checkpoint", most_checkpoint_bytes);
  if (!note) return refuse(Errc::malformed, "there is no log " + reading.name + ": " + note.error().detail);
  return log::open_checkpoint(*note, key);
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

Result<News> read_news(audit::Source& source, std::string_view name, const log::VerifierKey& key, const log::Frontier& seen,
                       Concerns concerns) {
  const Reading reading{source, std::string(name), concerns};
  auto checkpoint = read_checkpoint(reading, key);
  if (!checkpoint) return tl::make_unexpected(checkpoint.error());
  News news{*checkpoint, {}, {}};
  const auto size = checkpoint->size;
  if (size < seen.size())
    return refuse(Errc::out_of_order,
                  "the log " + reading.name + " shows " + std::to_string(size) + " entries, and has shown " + std::to_string(seen.size()));
  auto frontier = seen;
  for (auto index = seen.size(); index < size; index = seen.size() + news.leaves.size()) {
    if (auto read = read_bundle(reading, index / log::bundle_width, seen.size(), news); !read) return tl::make_unexpected(read.error());
  }
  for (const auto& leaf : news.leaves) frontier.append(leaf);
  if (frontier.root() != checkpoint->root) {
    return refuse(Errc::mismatch,
                  "the root of the log " + reading.name + " over " + std::to_string(size) + " entries is not that of the entries seen");
  }
  for (const auto& entry : news.entries) {
    if (auto read = record::parse_entry(entry.bytes); !read)
      return refuse(Errc::unsupported, "entry " + std::to_string(entry.index) + " cannot be read by this version: " + read.error().detail);
  }
  return news;
}

}  // namespace radslag::registrar
