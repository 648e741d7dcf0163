// What witnesses have cosigned, kept: of each log the newest head that enough of them have cosigned, and the first such head after each act
// of office. Operational data: all of it can be asked for again but the times.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ledger/log/cosignature.hpp"
#include "ledger/record/keeping.hpp"
#include "ledger/result.hpp"

namespace radslag::storage {
class Database;
}

namespace radslag::witnesses {

/// Whose cosignatures count.
struct Announced {
  std::uint64_t version = 0;  ///< 0: nobody has been announced
  std::size_t quorum = 0;
  std::vector<log::CosignerKey> witnesses;
};
[[nodiscard]] Announced announced_by(const record::WitnessesAnnounced& row);

/// A log's head with cosignatures.
struct CosignedHead {
  std::string note;
  std::uint64_t size = 0;
  std::size_t count = 0;   ///< of the witnesses announced now
  std::size_t needed = 0;  ///< the quorum
  std::size_t announced = 0;
  std::uint64_t seconds = 0;  ///< since 1970: so many as are needed have cosigned it then or later; of fewer, the newest
};

/// The file of kept notes. Throws storage::StorageUnusable, StorageInUse.
[[nodiscard]] std::unique_ptr<storage::Database> open_cosignatures_file(const std::filesystem::path& file);

/// The newest head that was kept of each log, for command lines beside the process that has the file open; none where there is no file.
/// Throws storage::StorageUnusable.
[[nodiscard]] std::map<std::string, std::string> kept_notes(const std::filesystem::path& file);

/// Thread-safe. Logs by their short names: "town", "rounds/parks-2026".
class Cosignatures {
 public:
  /// `database`: open_cosignatures_file; outlives this.
  explicit Cosignatures(storage::Database& database);
  ~Cosignatures();
  Cosignatures(const Cosignatures&) = delete;
  Cosignatures& operator=(const Cosignatures&) = delete;

  /// What was kept is counted anew. Nothing happens where the version is the same.
  void set_announced(const Announced& announced);
  [[nodiscard]] Announced announced() const;

  /// A witness's line on `note`, which the log has signed. With `first_after_act` the head is kept for good once it has a quorum. Errors:
  /// malformed, not_authorised (of nobody who is announced), bad_signature. Throws what server/storage throws; what was added holds until
  /// the end of the process even so.
  [[nodiscard]] Result<> add(const std::string& log, const std::string& note, const log::NoteSignature& signature, bool first_after_act);

  /// `note` with all cosignatures that there are of the same text.
  [[nodiscard]] std::string with_cosignatures(const std::string& log, const std::string& note) const;
  /// The newest head with a quorum.
  [[nodiscard]] std::optional<CosignedHead> witnessed(const std::string& log) const;
  /// The same; before there is one, the newest head that anybody has cosigned.
  [[nodiscard]] std::optional<CosignedHead> newest(const std::string& log) const;
  /// The first of the kept heads with a quorum that covers an entry: of an act of office always the same one, once there is one.
  [[nodiscard]] std::optional<std::string> first_covering(const std::string& log, std::uint64_t index) const;

 private:
  struct Gathered;
  struct Log;
  void load();
  [[nodiscard]] std::optional<CosignedHead> count(const std::optional<Gathered>& gathered) const;
  void keep(const std::string& log, const Gathered& gathered, bool for_good);

  storage::Database& database_;
  mutable std::mutex mutex_;
  Announced announced_;
  std::map<std::string, Log> logs_;
};

}  // namespace radslag::witnesses
