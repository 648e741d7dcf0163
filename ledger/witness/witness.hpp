// The witness: cosigns a log's newest checkpoint where it continues the one that it cosigned last, and remembers it before it answers
// (c2sp.org/tlog-witness v1.0.0).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/log/checkpoint.hpp"
#include "ledger/witness/durable.hpp"
#include "ledger/witness/key.hpp"
#include "ledger/witness/town.hpp"

namespace radslag::witness {

/// What goes back over HTTP.
struct Answer {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
};

/// Of a log that the witness knows, for people.
struct LogStatus {
  std::string town;  ///< its founding origin
  std::string name, origin;
  bool ended = false;
  std::optional<log::Checkpoint> cosigned;  ///< nothing: not yet
  std::uint64_t time = 0;                   ///< of the cosignature, in Unix seconds
  std::uint64_t forks = 0;                  ///< signed checkpoints that contradict what was cosigned
};

/// One folder of state:
///   lock, witness.key (elsewhere, if a setting says so), witness.vkey
///   towns/<hex>      a town (town.hpp), by the SHA-256 of its founding origin
///   logs/<hex>       the checkpoint cosigned last, by the SHA-256 of its origin: signed by log and witness
///   evidence/<hex>…  two notes of one log that both cannot be true, both signed by it
///
/// Never put back from a copy: a witness that has forgotten what it cosigned signs a second history. Begin another one, with another key.
///
/// Thread-safe. After WriteFailed has come out of a function the process must end: what is on the disk is known only at the next start.
class Witness {
 public:
  /// The folder's lock is held as long as this lives. Everything in it is read and checked: signatures of `key` too. `now`: Unix seconds.
  /// Throws InUse, Unusable.
  Witness(std::filesystem::path folder, Key key, std::function<std::uint64_t()> now = system_seconds);
  ~Witness();

  [[nodiscard]] static std::uint64_t system_seconds();

  /// POST add-checkpoint. 200 with the cosignature's line, on the disk before this returns; 404 a log that is not known; 403 not signed
  /// with its key; 413 over 32 KB; 400 malformed, or older than its own old size; 409 another old size than the newest one, which is the
  /// answer; 422 no proof that it continues what was cosigned. Throws WriteFailed.
  [[nodiscard]] Answer add_checkpoint(std::string_view body);
  /// GET <hex>/checkpoint: what was cosigned last of the log with that SHA-256 of its origin. 404 otherwise.
  [[nodiscard]] Answer checkpoint(std::string_view hex) const;

  /// Puts a town, or what has been read of it since, into the folder. Throws NoSpace, WriteFailed.
  void put_town(const Town& town);
  [[nodiscard]] std::vector<Town> towns() const;
  /// What was cosigned last of the log with this origin.
  [[nodiscard]] std::optional<log::Checkpoint> cosigned(const std::string& origin) const;
  /// Whether more of a town log has been cosigned than read.
  [[nodiscard]] bool has_unread() const;
  [[nodiscard]] std::vector<LogStatus> status() const;
  [[nodiscard]] log::CosignerKey key() const { return key_.cosigner(); }

 private:
  struct Cosigned {
    log::Checkpoint checkpoint;
    std::string note;
    std::uint64_t time = 0;
    std::uint64_t forks = 0;
  };

  void read_towns();
  void read_logs();
  void read_evidence();
  [[nodiscard]] const KnownLog* find(std::string_view origin) const;
  void keep_evidence(Cosigned& kept, std::string_view note, const log::Checkpoint& other);
  [[nodiscard]] Answer cosign(const std::string& origin, const std::string& text, const KnownLog& log, std::string_view note);

  std::filesystem::path folder_;
  FolderLock lock_;
  Key key_;
  std::function<std::uint64_t()> now_;
  mutable std::mutex mutex_;
  std::map<std::string, Town> towns_;         ///< by founding origin
  std::map<std::string, Cosigned> cosigned_;  ///< by origin
};

/// Where a log's or a town's file lies: lower-case hex of SHA-256.
[[nodiscard]] std::string origin_hex(std::string_view origin);

}  // namespace radslag::witness
