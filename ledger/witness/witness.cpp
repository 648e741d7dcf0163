#include "ledger/witness/witness.hpp"

#include <algorithm>
#include <chrono>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "ledger/log/witness_request.hpp"

namespace radslag::witness {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_town_bytes = 4 * 1024 * 1024;
constexpr std::size_t most_note_bytes = 16'384;
constexpr std::size_t most_request_bytes = 32 * 1024;  // 63 hashes and a note have room in it
constexpr std::size_t most_evidence = 16;              // of one log
constexpr const char* size_type = "text/x.tlog.size";

Answer refused(int status, std::string why) { return {status, "text/plain; charset=utf-8", std::move(why) + "\n"}; }

bool is_unfinished(const fs::path& path) { return path.string().ends_with(unfinished_suffix); }

/// Files of a folder; what a stop in the middle of a write left is removed.
std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& file : fs::directory_iterator(folder)) {
    if (is_unfinished(file.path())) {
      fs::remove(file.path());
    } else {
      files.push_back(file.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::string origin_hex(std::string_view origin) { return crypto::to_hex(crypto::sha256(origin)); }

std::uint64_t Witness::system_seconds() {
  using namespace std::chrono;
  return static_cast<std::uint64_t>(duration_cast<seconds>(system_clock::now().time_since_epoch()).count());
}

Witness::Witness(fs::path folder, Key key, std::function<std::uint64_t()> now)
    : folder_(std::move(folder)), lock_(folder_), key_(std::move(key)), now_(std::move(now)) {
  for (const char* name : {"towns", "logs", "evidence"}) make_folder_durably(folder_ / name);
  read_towns();
  read_logs();
  read_evidence();
}

Witness::~Witness() = default;

void Witness::read_towns() {
  for (const auto& path : files_of(folder_ / "towns")) {
    auto town = parse_town(read_whole(path, most_town_bytes).value_or(""));
    if (!town) throw Unusable(path.string() + " is not what this program wrote (" + town.error().detail + ")");
    const auto origin = log::VerifierKey::parse(town->key).value().name;
    if (origin_hex(origin) != path.filename()) throw Unusable(path.string() + " holds another town's state: " + origin);
    towns_.emplace(origin, std::move(*town));
  }
}

void Witness::read_logs() {
  const auto cosigner = key_.cosigner();
  for (const auto& path : files_of(folder_ / "logs")) {
    auto note = read_whole(path, most_note_bytes).value_or("");
    const auto parsed = log::parse_note(note);
    const auto checkpoint = parsed ? log::parse_checkpoint_text(parsed->text) : tl::make_unexpected(parsed.error());
    if (!checkpoint) throw Unusable(path.string() + " is not what this program wrote (" + checkpoint.error().detail + ")");
    if (origin_hex(checkpoint->origin) != path.filename())
      throw Unusable(path.string() + " holds another log's checkpoint: " + checkpoint->origin);
    std::optional<std::uint64_t> time;
    for (const auto& signature : parsed->signatures) {
      if (const auto at = log::verify_cosignature(parsed->text, signature, cosigner)) time = at;
    }
    if (!time)
      throw Unusable(
          path.string() +
          " is not cosigned with this witness's key: has the key been changed? A witness with another key begins in a folder of its own");
    cosigned_.emplace(checkpoint->origin, Cosigned{*checkpoint, std::move(note), *time, 0});
  }
}

void Witness::read_evidence() {
  for (const auto& path : files_of(folder_ / "evidence")) {
    for (auto& [origin, kept] : cosigned_) {
      if (path.filename().string().starts_with(origin_hex(origin))) ++kept.forks;
    }
  }
}

const KnownLog* Witness::find(std::string_view origin) const {
  for (const auto& [founding, town] : towns_) {
    for (const auto& known : town.logs) {
      if (known.origin == origin) return &known;
    }
  }
  return nullptr;
}

Answer Witness::add_checkpoint(std::string_view body) {
  if (body.size() > most_request_bytes) return refused(413, "a request has at most " + std::to_string(most_request_bytes) + " bytes");
  const auto request = log::parse_witness_request(body, most_request_bytes);
  if (!request) return refused(400, request.error().detail);
  const auto note = log::parse_note(request->checkpoint);
  if (!note) return refused(400, note.error().detail);
  const auto claimed = log::parse_checkpoint_text(note->text);
  if (!claimed) return refused(400, claimed.error().detail);

  const std::lock_guard lock(mutex_);
  const auto* known = find(claimed->origin);
  if (!known) return refused(404, "this witness does not know the log " + claimed->origin);
  const auto keys = known->keys();
  if (const auto opened = log::open_checkpoint(request->checkpoint, keys); !opened) return refused(403, opened.error().detail);
  if (const auto newest = log::open_checkpoint(request->checkpoint, known->key_at(claimed->size)); !newest)
    return refused(403, newest.error().detail);
  if (request->old_size > claimed->size) return refused(400, "the old size is larger than the checkpoint's");

  const auto kept = cosigned_.find(claimed->origin);
  const auto size = kept == cosigned_.end() ? 0 : kept->second.checkpoint.size;
  // A second history of the same size is evidence, whatever old size came with it.
  if (kept != cosigned_.end() && claimed->size == size && claimed->root != kept->second.checkpoint.root)
    keep_evidence(kept->second, request->checkpoint, *claimed);
  if (request->old_size != size) return {409, size_type, std::to_string(size) + "\n"};
  const auto root = kept == cosigned_.end() ? log::empty_root() : kept->second.checkpoint.root;
  const bool first = size == 0;
  if (claimed->size == 0 && claimed->root != log::empty_root()) return refused(422, "a log without entries has another root");
  if (first ? !request->proof.empty() : !log::verify_consistency(size, claimed->size, request->proof, root, claimed->root))
    return refused(422, "it does not continue the checkpoint of size " + std::to_string(size) + " that this witness has cosigned");
  try {
    return cosign(claimed->origin, note->text, *known, request->checkpoint);
  } catch (const NoSpace&) {
    return refused(503, "this witness has no space to remember what it cosigns");
  }
}

Answer Witness::cosign(const std::string& origin, const std::string& text, const KnownLog& known, std::string_view note) {
  // Kept are the log's own signatures and ours, whatever else stood on the note.
  const auto parsed = log::parse_note(note).value();
  const auto keys = known.keys();
  std::string kept = text + '\n';
  std::vector<std::uint32_t> ids;
  for (const auto& signature : parsed.signatures) {
    const bool its = std::any_of(keys.begin(), keys.end(),
                                 [&](const log::VerifierKey& key) { return key.name == signature.name && key.id == signature.id; });
    if (!its || std::find(ids.begin(), ids.end(), signature.id) != ids.end()) continue;
    ids.push_back(signature.id);
    kept += log::signature_line(signature);
  }
  const auto time = now_();
  const auto line = log::signature_line(log::cosign(text, key_.name, key_.key, time));
  kept += line;
  write_durably(folder_ / "logs" / origin_hex(origin), kept);
  auto& entry = cosigned_[origin];
  entry.checkpoint = log::parse_checkpoint_text(text).value();
  entry.note = std::move(kept);
  entry.time = time;
  return {200, "text/plain; charset=utf-8", line};
}

void Witness::keep_evidence(Cosigned& kept, std::string_view note, const log::Checkpoint& other) {
  if (kept.forks >= most_evidence) return;
  const auto name = origin_hex(other.origin) + "-" + std::to_string(other.size) + "-" + crypto::to_hex(other.root).substr(0, 16);
  const auto path = folder_ / "evidence" / name;
  if (fs::exists(path)) return;
  try {
    write_durably(path, "The log " + other.origin + " has signed two histories of " + std::to_string(other.size) +
                            " entries. This one this witness has cosigned:\n\n" + kept.note + "\nAnd this one came afterwards:\n\n" +
                            std::string(note));
  } catch (const NoSpace&) {
    return;  // it is refused all the same
  }
  ++kept.forks;
}

Answer Witness::checkpoint(std::string_view hex) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [origin, kept] : cosigned_) {
    if (origin_hex(origin) == hex) return {200, "text/plain; charset=utf-8", kept.note};
  }
  return refused(404, "this witness has cosigned no such log");
}

void Witness::put_town(const Town& town) {
  const auto origin = log::VerifierKey::parse(town.key).value().name;
  const std::lock_guard lock(mutex_);
  write_durably(folder_ / "towns" / origin_hex(origin), town_text(town));
  towns_.insert_or_assign(origin, town);
}

std::vector<Town> Witness::towns() const {
  const std::lock_guard lock(mutex_);
  std::vector<Town> towns;
  for (const auto& [origin, town] : towns_) towns.push_back(town);
  return towns;
}

std::optional<log::Checkpoint> Witness::cosigned(const std::string& origin) const {
  const std::lock_guard lock(mutex_);
  const auto found = cosigned_.find(origin);
  return found == cosigned_.end() ? std::nullopt : std::optional(found->second.checkpoint);
}

bool Witness::has_unread() const {
  const std::lock_guard lock(mutex_);
  return std::any_of(towns_.begin(), towns_.end(), [&](const auto& town) {
    const auto kept = cosigned_.find(town.second.logs.front().origin);
    return kept != cosigned_.end() && kept->second.checkpoint.size > town.second.seen.size();
  });
}

std::vector<LogStatus> Witness::status() const {
  const std::lock_guard lock(mutex_);
  std::vector<LogStatus> all;
  for (const auto& [founding, town] : towns_) {
    for (const auto& known : town.logs) {
      LogStatus status{founding, known.name, known.origin, known.ended, {}, 0, 0};
      if (const auto kept = cosigned_.find(known.origin); kept != cosigned_.end()) {
        status.cosigned = kept->second.checkpoint;
        status.time = kept->second.time;
        status.forks = kept->second.forks;
      }
      all.push_back(std::move(status));
    }
  }
  return all;
}

}  // namespace radslag::witness
