#include "server/registrar/follow/round_follower.hpp"

#include "crypto/encoding.hpp"
#include "server/registrar/follow/news.hpp"

namespace radslag::registrar {
namespace {

constexpr std::uint64_t most_blob_bytes = 1ULL << 30;  // a million people in two urns, in the group with the longest texts
constexpr unsigned looks_between_texts = 20;

}  // namespace

RoundFollower::RoundFollower(const std::filesystem::path& copy, const Round& round)
    : name_(record::round_log_name(round.id)), copy_(copy, round.log), seen_(copy_.frontier()) {
  apply_copy();
}

void RoundFollower::apply_copy() {
  copy_.each_entry(0, [&](const KeptEntry& kept) {
    if (const auto entry = record::parse_entry(kept.bytes)) log_->apply(*entry);
  });
}

Result<News> RoundFollower::go_on(audit::Source& source, const record::KeyChain& keys) {
  auto successor = read_successor(source, name_, keys, copy_, RoundLog::concerns);
  if (!successor) return tl::make_unexpected(successor.error());
  copy_.go_back(successor->kept, successor->generation);
  seen_ = copy_.frontier();
  log_->begin_again();
  apply_copy();
  whole_ = false;
  return std::move(successor->news);
}

std::string RoundFollower::look(audit::Source& source, const record::KeyChain& keys) {
  auto news = keys.generation(name_) > copy_.generation() ? go_on(source, keys) : read_news(source, name_, keys, seen_, RoundLog::concerns);
  if (!news) {
    // Before its first entry a log may not be served at all.
    if (news.error().code == Errc::malformed) return {};
    log_->set_contradicted(true);
    return name_ + ": " + news.error().detail;
  }
  log_->set_contradicted(false);
  if (!news->leaves.empty()) {
    copy_.add(seen_.size(), news->leaves, news->entries);
    for (const auto& leaf : news->leaves) seen_.append(leaf);
    for (const auto& kept : news->entries)
      if (const auto entry = record::parse_entry(kept.bytes)) log_->apply(*entry);
    whole_ = false;
    looks_ = 0;
  }
  if (!whole_ && looks_++ % looks_between_texts == 0) fetch_texts(source);
  return {};
}

void RoundFollower::fetch_texts(audit::Source& source) {
  whole_ = log_->fill([&](const record::Digest& digest) -> std::optional<std::string> {
    auto blob = source.get(name_ + "/blob/" + crypto::to_hex(digest), most_blob_bytes);
    return blob ? std::optional(std::move(*blob)) : std::nullopt;
  });
}

}  // namespace radslag::registrar
