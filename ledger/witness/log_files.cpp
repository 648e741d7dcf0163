#include "ledger/witness/log_files.hpp"

#include "ledger/log/bundle.hpp"

namespace radslag::witness {
namespace {

constexpr std::uint64_t most_bundle_bytes = log::bundle_width * (log::max_entry_bytes + 2);

}  // namespace

Result<log::Checkpoint> unjudged(std::string_view note) {
  const auto parsed = log::parse_note(note);
  if (!parsed) return tl::make_unexpected(parsed.error());
  return log::parse_checkpoint_text(parsed->text);
}

Result<std::string> fetch_bundle(audit::Source& source, std::string_view log, std::uint64_t bundle, std::uint64_t width) {
  return source.get(std::string(log) + "/tile/entries/" + log::tile_index_path(bundle, width), most_bundle_bytes);
}

Result<> check_kept(audit::Source& source, const Recovery& recovery, const std::optional<log::Checkpoint>& cosigned) {
  const auto note = source.get(recovery.log + "/checkpoint", most_checkpoint_bytes);
  if (!note) return tl::make_unexpected(note.error());
  const auto head = unjudged(*note);
  if (!head) return tl::make_unexpected(head.error());
  if (head->size < recovery.kept)
    return refuse(Errc::mismatch, "the site has fewer entries of " + recovery.log + " than the recovery says are kept");
  log::Frontier seen;
  for (std::uint64_t bundle = 0; seen.size() < recovery.kept; ++bundle) {
    const auto width = log::bundle_entries(bundle, head->size);
    const auto bytes = fetch_bundle(source, recovery.log, bundle, width);
    if (!bytes) return tl::make_unexpected(bytes.error());
    const auto entries = log::split_bundle(*bytes, width);
    if (!entries) return tl::make_unexpected(entries.error());
    for (const auto entry : *entries) {
      if (seen.size() == recovery.kept) break;
      seen.append(log::leaf_hash(entry));
      if (cosigned && cosigned->size == seen.size() && cosigned->root != seen.root())
        return refuse(Errc::mismatch, "the site's first " + std::to_string(seen.size()) + " entries of " + recovery.log +
                                          " are not those that this witness has cosigned");
    }
  }
  if (seen.root() != recovery.kept_root)
    return refuse(Errc::mismatch, "the site's entries of " + recovery.log + " do not give the root that the recovery says is kept");
  return {};
}

}  // namespace radslag::witness
