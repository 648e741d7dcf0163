#include "server/registrar/follow/news.hpp"

#include "ledger/log/bundle.hpp"
#include "ledger/record/entry.hpp"
#include "server/registrar/follow/town.hpp"

namespace radslag::registrar {
namespace {

constexpr std::uint64_t most_checkpoint_bytes = 16'384;
constexpr std::uint64_t most_bundle_bytes = log::bundle_width * (log::max_entry_bytes + 2);

Result<log::Checkpoint> read_checkpoint(audit::Source& source, const log::VerifierKey& key) {
  const auto note = source.get("town/checkpoint", most_checkpoint_bytes);
  if (!note) return refuse(Errc::malformed, "there is no town log: " + note.error().detail);
  return log::open_checkpoint(*note, key);
}

/// Entries of kinds that tell the registrar nothing. What cannot be read is judged when the root has shown that the log really has it.
bool may_be_left_out(std::string_view text) {
  const auto entry = record::parse_entry(text);
  return entry && !concerns(entry->statement);
}

/// The entries of one bundle from `first` on.
Result<> read_bundle(audit::Source& source, std::uint64_t bundle, std::uint64_t first, News& news) {
  const auto width = log::bundle_entries(bundle, news.checkpoint.size);
  const auto path = "town/tile/entries/" + log::tile_index_path(bundle, width);
  const auto bytes = source.get(path, most_bundle_bytes);
  if (!bytes) return tl::make_unexpected(bytes.error());
  const auto entries = log::split_bundle(*bytes, width);
  if (!entries) return tl::make_unexpected(entries.error());
  for (std::uint64_t i = 0; i < width; ++i) {
    const auto index = bundle * log::bundle_width + i;
    if (index < first) continue;
    const auto text = (*entries)[i];
    news.leaves.push_back(log::leaf_hash(text));
    if (!may_be_left_out(text)) news.entries.push_back({index, std::string(text)});
  }
  return {};
}

}  // namespace

Result<News> read_news(audit::Source& source, const log::VerifierKey& key, const log::Frontier& seen) {
  auto checkpoint = read_checkpoint(source, key);
  if (!checkpoint) return tl::make_unexpected(checkpoint.error());
  News news{*checkpoint, {}, {}};
  const auto size = checkpoint->size;
  if (size < seen.size())
    return refuse(Errc::out_of_order,
                  "the town log shows " + std::to_string(size) + " entries, and has shown " + std::to_string(seen.size()));
  auto frontier = seen;
  for (auto index = seen.size(); index < size; index = seen.size() + news.leaves.size()) {
    if (auto read = read_bundle(source, index / log::bundle_width, seen.size(), news); !read) return tl::make_unexpected(read.error());
  }
  for (const auto& leaf : news.leaves) frontier.append(leaf);
  if (frontier.root() != checkpoint->root) {
    return refuse(Errc::mismatch, "the town log's root over " + std::to_string(size) + " entries is not that of the entries seen");
  }
  for (const auto& entry : news.entries) {
    if (auto read = record::parse_entry(entry.bytes); !read)
      return refuse(Errc::unsupported, "entry " + std::to_string(entry.index) + " cannot be read by this version: " + read.error().detail);
  }
  return news;
}

}  // namespace radslag::registrar
