#include "server/programs/known_heads.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "crypto/encoding.hpp"
#include "ledger/journal/head_check.hpp"
#include "ledger/log/receipt.hpp"
#include "ledger/record/identity.hpp"
#include "ledger/record/succession.hpp"
#include "ledger/record/values.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/web_client.hpp"

namespace radslag::programs {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Stop(Exit::no_input, "There is no file " + path.string() + ".");
  return {std::istreambuf_iterator<char>(file), {}};
}

Result<log::Checkpoint> words_of(const std::string& note) {
  const auto parsed = log::parse_note(note);
  if (!parsed) return tl::make_unexpected(parsed.error());
  return log::parse_checkpoint_text(parsed->text);
}

/// Of a round that the record does not know: "rounds/<id>" by its address. Empty: not one of this town's.
std::string lost_round(const record::State& state, const std::string& origin) {
  const auto stem = state.town.origin.substr(0, state.town.origin.rfind('/') + 1);
  if (!origin.starts_with(stem)) return {};
  const auto name = origin.substr(stem.size());
  return record::is_log_name(name) && name != "town" && !state.round(record::round_of_log(name)) ? name : std::string();
}

/// A later generation than the record knows: "…/log/town/3".
bool is_unknown_generation(const record::State& state, const std::string& origin) {
  const auto slash = origin.rfind('/');
  const auto founding = origin.substr(0, slash), number = origin.substr(slash + 1);
  return !number.empty() && std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
         (journal::whose(state, founding) || !lost_round(state, founding).empty());
}

void require_signed(const record::State& state, const journal::Whose& of, const KnownHead& head) {
  std::vector<log::VerifierKey> keys;
  for (const auto& identity : record::identities_of(state, of.log)) {
    if (identity.generation == of.generation) keys.push_back(record::verifier_key(state, of.log, identity));
  }
  const auto opened = log::open_checkpoint(head.note, keys);
  if (!opened && !head.ours)
    throw Stop(Exit::data, "The head that " + head.who + " has is not signed with a key that the record gives to its log: " +
                               opened.error().detail + ". It shows nothing; leave it out.");
}

class Comparing {
 public:
  Comparing(const OfflineTown& town, std::vector<std::string>& notes) : town_(town), notes_(notes) {}

  void take(const KnownHead& head) {
    const auto checkpoint = words_of(head.note);
    if (!checkpoint) throw Stop(Exit::data, "What " + head.who + " has is no checkpoint: " + checkpoint.error().detail + ".");
    const auto of = journal::whose(town_.state(), checkpoint->origin);
    if (!of) return take_unknown(head, *checkpoint);
    require_signed(town_.state(), *of, head);
    try {
      const auto said = town_.journal().check_heads({{head.who, *checkpoint}});
      notes_.insert(notes_.end(), said.begin(), said.end());
    } catch (const journal::HeadsDiffer&) {
      if (record::checkpoint_origin(town_.state(), of->log) != checkpoint->origin) throw;
      put(of->log, head, *checkpoint, true);
    }
  }

  std::vector<Behind> found() const {
    std::vector<Behind> all;
    if (const auto town = behind_.find("town"); town != behind_.end()) all.push_back(town->second);
    for (const auto& [log, one] : behind_) {
      if (log != "town") all.push_back(one);
    }
    return all;
  }

 private:
  void take_unknown(const KnownHead& head, const log::Checkpoint& checkpoint) {
    const auto& origin = checkpoint.origin;
    const auto round = lost_round(town_.state(), origin);
    if (round.empty() && is_unknown_generation(town_.state(), origin)) {
      throw Stop(Exit::data, "This copy is older than a recovery: " + head.who + " has a head of " + origin +
                                 ", a generation that this record does not know. Put back a copy from after that recovery.");
    }
    if (round.empty()) throw Stop(Exit::data, "The head that " + head.who + " has is of " + origin + ", which is no log of this town.");
    if (record::recovery_into(town_.state(), round, 2)) return;
    if (!head.ours) {
      notes_.push_back("The head of " + origin + " that " + head.who +
                       " has is of a round that this record does not know, and its "
                       "signature cannot be checked here: only the head store's word is taken for it.");
      return;
    }
    put(round, head, checkpoint, false);
  }

  void put(const std::string& log, const KnownHead& head, const log::Checkpoint& seen, bool known) {
    const auto here = known ? town_.head(log) : log::Checkpoint{{}, 0, log::empty_root()};
    const Behind behind{{log, here.size, here.root, seen.size, seen.root}, seen.origin, head.who, known};
    const auto [place, is_new] = behind_.emplace(log, behind);
    if (is_new) return;
    const auto& before = place->second;
    if (before.end.lost_size == seen.size && before.end.lost_root != seen.root) {
      throw Stop(Exit::data, "Two histories of " + seen.origin + " have been signed: at size " + std::to_string(seen.size) + ", " +
                                 before.who + " and " + head.who +
                                 " have two roots. Nothing was changed. Keep both heads: they are "
                                 "evidence. Whoever supervises the record must hear of it first (deploy/RUNBOOK.md).");
    }
    if (before.end.lost_size < seen.size) place->second = behind;
  }

  const OfflineTown& town_;
  std::vector<std::string>& notes_;
  std::map<std::string, Behind> behind_;
};

}  // namespace

KnownHead read_head(const std::filesystem::path& file) {
  auto text = read_file(file);
  if (const auto receipt = log::parse_receipt(text)) return {"the receipt " + file.string(), receipt->checkpoint};
  if (const auto words = words_of(text); !words)
    throw Stop(Exit::data, file.string() + " is neither a checkpoint nor a receipt: " + words.error().detail + ".");
  return {"the file " + file.string(), std::move(text)};
}

std::vector<KnownHead> ask_witness(const std::string& prefix, const record::State& state) {
  std::vector<std::string> logs{"town"};
  for (const auto& [id, round] : state.rounds) logs.push_back(record::round_log_name(id));
  std::vector<KnownHead> heads;
  for (const auto& log : logs) {
    for (auto generation = record::identity_of(state, log).generation;; ++generation) {
      const auto origin = record::generation_origin(record::founding_origin(state, log), generation);
      const auto answer = web_get(prefix + "/" + crypto::to_hex(crypto::sha256(origin)) + "/checkpoint");
      if (answer.status != 200) break;
      heads.push_back({"the witness " + prefix, answer.body});
    }
  }
  return heads;
}

std::vector<Behind> find_behind(const OfflineTown& town, const std::vector<KnownHead>& heads, std::vector<std::string>& notes) {
  Comparing comparing(town, notes);
  for (const auto& head : heads) comparing.take(head);
  return comparing.found();
}

}  // namespace radslag::programs
