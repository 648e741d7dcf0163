// A log's files, read in order: entries parsed, their leaves hashed, their blobs found, their ballots and attestations checked by the
// workers, some bundles ahead of whoever replays them.
#pragma once

#include <deque>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/audit/source.hpp"
#include "ledger/audit/workers.hpp"
#include "ledger/log/bundle.hpp"
#include "ledger/log/tree.hpp"
#include "ledger/record/ballot.hpp"

namespace radslag::audit {

inline constexpr std::uint64_t max_checkpoint_bytes = 16'384;
inline constexpr std::uint64_t max_entries_bytes = log::bundle_width * (log::max_entry_bytes + 2);
inline constexpr std::uint64_t max_blobs_bytes = std::uint64_t{1} << 29;

/// One entry and what belongs to it. Views point into its Bundle.
struct Item {
  std::string_view bytes;
  log::Hash leaf{};
  Result<record::Entry> entry;
  std::vector<std::string_view> blobs;                          ///< those that it names, in the order of its fields; empty: not handed out
  std::optional<Result<record::BallotContent>> ballot_check{};  ///< of a ballot that was handed out
  std::optional<record::PublicKey> attested_by{};               ///< the registrar's key that its attestation has been found good with
};

/// What is wrong with a file as a whole.
struct FileTrouble {
  std::string path;
  Error error;
};

struct Bundle {
  std::uint64_t first = 0;  ///< index of its first entry
  std::uint64_t width = 0;
  std::string entries_path, entries, blobs_path, blobs;
  std::vector<Item> items;                     ///< none if the entries cannot be told apart
  std::optional<FileTrouble> entries_trouble;  ///< no entry of the bundle can be judged, nor what follows
  std::optional<FileTrouble> blobs_trouble;    ///< some blobs cannot be found
};

class LogStream {
 public:
  /// The entries [begin, size) of the log with this short name, in bundles: the first begins at or before `begin`.
  LogStream(Source& source, Workers& workers, std::string name, std::uint64_t begin, std::uint64_t size);
  ~LogStream() { forget_rest(); }
  LogStream(const LogStream&) = delete;
  LogStream& operator=(const LogStream&) = delete;

  /// The next bundle, parsed; nullptr at the end, and after one with entries_trouble.
  [[nodiscard]] std::unique_ptr<Bundle> next();

  /// From here on ballots are checked against this. Before, no bundle but the next is read: it holds the opening.
  void check_ballots_of(std::shared_ptr<const record::Frozen> round);
  /// Town logs have no opening to wait for.
  void read_ahead() { ahead_ = true; }
  /// From here on attestations are checked with this key, or with one that their own bundle announces before them. Whether that is the
  /// registrar's key at their entry is for the record to say.
  void check_attestations_by(const record::PublicKey& registrar) { registrar_ = registrar; }

 private:
  struct UnderWay {
    std::unique_ptr<Bundle> bundle;
    std::future<void> done;
  };
  void start_one();
  void forget_rest();

  Source& source_;
  Workers& workers_;
  std::string name_;
  std::uint64_t next_bundle_, size_;
  bool ahead_ = false, ended_ = false;
  std::shared_ptr<const record::Frozen> round_;
  std::optional<record::PublicKey> registrar_;
  std::deque<UnderWay> under_way_;
};

/// The ballot in an entry, clear or secret; nothing for all others, and for ballots on paper, which officers seal as an act.
[[nodiscard]] std::optional<record::BallotEntry> cast_ballot(const record::Entry& entry);

/// Fills `ballot_check` of every ballot that was handed out.
void check_ballots(Bundle& bundle, const record::Frozen& round);

[[nodiscard]] std::string entries_path(const std::string& log, std::uint64_t bundle, std::uint64_t width);
[[nodiscard]] std::string blobs_path(const std::string& log, std::uint64_t bundle, std::uint64_t width);

/// How many blobs an entry has in its bundle's pack.
[[nodiscard]] std::size_t blob_count(const record::Statement& statement);
/// Takes a blob off the front of a pack; nothing where the pack ends before it.
[[nodiscard]] std::optional<std::string_view> take_blob(std::string_view& pack);

}  // namespace radslag::audit
