#include "server/programs/offline_town.hpp"

#include <fstream>

#include "crypto/hash.hpp"
#include "ledger/store/sqlite/sqlite_store.hpp"
#include "server/programs/exit.hpp"

namespace radslag::programs {
namespace {

std::unique_ptr<store::Store> open_store(const DataDir& dir) {
  if (!std::filesystem::exists(dir.store()))
    throw Stop(Exit::config, "There is no record in " + dir.root.string() + ". Is it the right folder?");
  return store::SqliteStore::open(dir.store());
}

}  // namespace

OfflineTown::OfflineTown(const DataDir& dir) : store_(open_store(dir)), keys_(dir.keys()) {
  journal::Options options;
  options.fatal = end_in_doubt;
  const journal::Keys keys{keys_.town_key(), [this](const crypto::PublicKey& key) { return keys_.held(key); }};
  journal_ = std::make_unique<journal::Journal>(*store_, keys, std::move(options));
  state_ = journal_->state();
}

OfflineTown::~OfflineTown() = default;

log::Checkpoint OfflineTown::head(const std::string& log) const {
  const auto head = journal_->head(log);
  if (!head) return {{}, 0, log::empty_root()};
  return log::parse_checkpoint_text(log::parse_note(*head->checkpoint).value().text).value();
}

std::uint64_t OfflineTown::last_hour(const std::string& log) const {
  const auto size = store_->size(log);
  const auto bytes = size == 0 ? std::nullopt : store_->entry(log, size - 1);
  const auto entry = bytes ? record::parse_entry(*bytes) : refuse(Errc::not_found, "no entry");
  return entry ? entry->hour : 0;
}

journal::Committed OfflineTown::submit(const Act& act) {
  journal::Submission submission;
  submission.log = act.file.draft.log;
  submission.statement = act.file.draft.statement;
  submission.seals = act.seals;
  submission.blobs = act.file.draft.blobs;
  submission.key = act.file.key;
  auto written = journal_->submit_and_wait(std::move(submission));
  if (!written) throw Stop(Exit::data, "The record refuses: " + written.error().detail + ".");
  state_ = journal_->state();
  return std::move(*written);
}

void write_draft(const std::filesystem::path& file, const record::Draft& draft) {
  if (std::filesystem::exists(file))
    throw Stop(Exit::cannot_create, file.string() + " exists already. Use it, or move it away to draft anew.");
  std::ofstream out(file, std::ios::binary);
  out << record::encode_draft_file({draft, crypto::random_bytes<32>()});
  if (!out.flush()) throw Stop(Exit::cannot_create, file.string() + " cannot be written.");
}

}  // namespace radslag::programs
