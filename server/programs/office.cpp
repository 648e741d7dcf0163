#include "server/programs/office.hpp"

#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "crypto/encoding.hpp"
#include "ledger/audit/audit.hpp"
#include "ledger/record/officer_key.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/web_client.hpp"

namespace radslag::programs {
namespace {

std::optional<log::VerifierKey> pinned(const std::optional<std::filesystem::path>& file) {
  if (!file) return std::nullopt;
  std::ifstream stream(*file);
  std::string line;
  if (!std::getline(stream, line)) throw Stop(Exit::no_input, "The key file " + file->string() + " cannot be read.");
  const auto key = log::VerifierKey::parse(line);
  if (!key) throw Stop(Exit::data, file->string() + " does not hold a vkey line.");
  return *key;
}

void write_new(const std::filesystem::path& path, const std::string& bytes) {
  if (std::filesystem::exists(path)) throw Stop(Exit::cannot_create, path.string() + " exists already; choose another name with --draft.");
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  if (!file.flush()) throw Stop(Exit::cannot_create, path.string() + " cannot be written.");
}

}  // namespace

Office::Office(OfficeOptions options) : options_(std::move(options)) {
  while (options_.url.ends_with('/')) options_.url.pop_back();
  const auto source = audit::open_url(options_.url);
  audit::Options wanted;
  wanted.key = pinned(options_.pin);
  wanted.replayed = [this](const record::Record& record) {
    state_ = record.state();
    for (const auto& [id, round] : state_.rounds) {
      if (round.phase >= record::Phase::closed && round.awaits_lot()) {
        if (const auto root = record.root(record::round_log_name(id), round.closed_at + 1)) closing_roots_.emplace(id, *root);
      }
      if (!options_.counts) continue;
      if (round.phase == record::Phase::tallied) allocations_.emplace(id, record.allocation(id));
      if (round.phase != record::Phase::closed) continue;
      if (auto tally = record.recount(id)) recounts_.emplace(id, std::move(*tally));
    }
  };
  const auto report = audit::audit(*source, wanted);
  if (!report.holds())
    throw Stop(Exit::data, "The record does not hold; nothing was drafted on it. radslag-verify " +
                               (options_.pin ? "--key " + options_.pin->string() + " " : "") + options_.url + " says why.");
  for (const auto& log : report.logs) {
    if (log.size > 0) checkpoints_.emplace(log.name, log::Checkpoint{log.origin, log.size, log.root});
  }
}

const log::Checkpoint& Office::checkpoint(const std::string& log) const {
  const auto found = checkpoints_.find(log);
  if (found == checkpoints_.end()) throw Stop(Exit::data, "Log " + log + " has no entry yet.");
  return found->second;
}

const record::TallyContent& Office::recount(const std::string& round) const {
  const auto found = recounts_.find(round);
  if (found == recounts_.end())
    throw Stop(Exit::data, "Round " + round + " is not closed, or has a tally already: radslag round status shows where it stands.");
  return found->second;
}

const record::AllocationContent& Office::allocation(const std::string& round) const {
  const auto found = allocations_.find(round);
  if (found == allocations_.end())
    throw Stop(Exit::data, "Round " + round + " has no tally, or an allocation already: radslag round status shows where it stands.");
  if (!found->second) throw Stop(Exit::data, "Round " + round + " cannot be allocated: " + found->second.error().detail + ".");
  return *found->second;
}

const log::Hash& Office::root_at_closing(const std::string& round) const {
  const auto found = closing_roots_.find(round);
  if (found == closing_roots_.end())
    throw Stop(Exit::data, "Round " + round + " waits for no lot: radslag round status shows where it stands.");
  return found->second;
}

crypto::PublicKey Office::next_round_key() const {
  const auto answer = web_get(options_.url + "/record/next-round-key");
  auto text = answer.body;
  while (text.ends_with('\n')) text.pop_back();
  const auto key = answer.status == 200 ? crypto::array_from_hex<32>(text) : std::nullopt;
  if (!key) throw Stop(Exit::unavailable, options_.url + " gives no key for the next round's log.");
  return *key;
}

std::vector<record::RoundOpened::Page> Office::ballot_page() const {
  const auto answer = web_get(options_.url + "/record/ballot-page");
  std::vector<record::RoundOpened::Page> pages;
  std::istringstream lines(answer.body);
  for (std::string digest, path; answer.status == 200 && lines >> digest >> path;) {
    const auto read = crypto::array_from_hex<32>(digest);
    if (!read) break;
    pages.push_back({*read, path});
  }
  if (pages.empty()) throw Stop(Exit::unavailable, options_.url + " does not say which files its ballot page has.");
  return pages;
}

bool Office::finish(const Result<record::Draft>& draft) const {
  if (!draft) throw Stop(Exit::data, "That cannot be done: " + draft.error().detail + ".");
  Act act{{*draft, crypto::random_bytes<32>()}, {}};
  if (options_.officer_keys.empty()) {
    const auto file = options_.draft.string();
    write_new(options_.draft, record::encode_draft_file(act.file));
    std::cout << draft->statement << "\nEach officer reads and seals it on a device of their own:\n  radslag-trustee sign --key KEY "
              << file << " --out NAME.seal\nThen hand it in:\n  radslag submit --url " << options_.url << " " << file
              << " --seal NAME.seal --seal OTHER.seal\n";
    return false;
  }
  for (const auto& file : options_.officer_keys) {
    const auto key = record::read_officer_key(file);
    if (!key) throw Stop(key.error().code == Errc::not_found ? Exit::no_input : Exit::no_permission, key.error().detail + ".");
    act.seals.push_back(record::seal(*draft, key->key));
  }
  submit(options_.url, act);
  return true;
}

}  // namespace radslag::programs
