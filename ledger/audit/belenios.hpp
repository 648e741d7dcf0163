// Verifies a Belenios election of protocol version 1 from its archive alone: what belenios-tool checks, and what it does not: the order of
// events, late, repeated and dropped ballots, one form of everything, the counts, a shuffle by every trustee, budget proofs.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "crypto/voting/result.hpp"
#include "ledger/archive/tar.hpp"

namespace radslag::audit {

/// One reason why an election does not hold. `name` is stable, for programs: "bad-individual-proof", "over-vote", "bad-blank-proof",
/// "bad-budget-proof", "bad-knowledge-proof", "bad-signature", "unknown-credential", "wrong-election", "bad-shape", "not-in-group",
/// "not-canonical", "undeclared-member", "duplicate-ballot", "late-ballot" of ballots; "bad-trustee-key", "wrong-election-key",
/// "bad-credentials", "bad-question", "unsupported" of the setup; "wrong-encrypted-tally", "wrong-count", "missing-shuffle", "bad-shuffle",
/// "unexpected-shuffle", "bad-partial-decryption", "not-enough", "bad-result" of the count; "malformed-archive", "foreign-record",
/// "wrong-hash", "broken-chain", "out-of-order", "too-large", "unfinished" of the archive.
struct BeleniosFinding {
  std::string name;
  std::optional<std::uint64_t> event;  ///< its height
  std::string detail;                  ///< English, without a full stop
};

/// An anonymous ballot that the question does not allow, outside the count. No fault of the election.
struct BeleniosInvalid {
  std::size_t question = 0;  ///< from 0
  std::size_t row = 0;       ///< from 0, in the result
  std::string reason;
};

struct BeleniosReport {
  std::string uuid, name, group;  ///< empty where the setup could not be read
  std::string fingerprint;        ///< of the election
  std::uint64_t credentials = 0;
  std::uint64_t ballots = 0;                                  ///< in the archive
  std::uint64_t checked_ballots = 0;                          ///< whose proofs and signatures hold
  std::uint64_t voters = 0;                                   ///< credentials with a ballot: the last one counts
  std::uint64_t trustees = 0, shuffles = 0, decryptions = 0;  ///< of the last two those that hold
  std::vector<std::string> questions;
  std::optional<voting::ElectionResult> result;  ///< as computed here
  std::vector<BeleniosInvalid> invalid;
  std::vector<BeleniosFinding> findings;
  std::vector<std::string> unchecked;  ///< what could not be judged because of the findings

  [[nodiscard]] bool holds() const { return findings.empty(); }
};

struct BeleniosOptions {
  unsigned threads = 1;
  /// What is being verified ("ballots"), and how far; from one thread at a time. May be empty.
  std::function<void(const std::string& what, std::uint64_t done, std::uint64_t all)> progress;
};

/// Reads the archive twice; `open` gives its bytes from the beginning. Memory: some ballots, the ciphertexts of mixnet questions, and for
/// each ballot a hundred bytes. Throws what the sources throw.
[[nodiscard]] BeleniosReport audit_belenios(const std::function<archive::Source()>& open, const BeleniosOptions& options);

/// A file's bytes. Throws NoInput, std::system_error.
[[nodiscard]] archive::Source open_belenios_file(const std::string& path);
/// Whether a file begins as a Belenios archive does; false where there is none.
[[nodiscard]] bool is_belenios_file(const std::string& path);

/// For people: plain sentences.
[[nodiscard]] std::string render_text(const BeleniosReport& report);
/// For programs: one JSON object.
[[nodiscard]] std::string render_json(const BeleniosReport& report);

}  // namespace radslag::audit
