// Writes a Belenios archive as an election goes on. The same bytes as belenios-tool's `archive` commands would make, but for the time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/archive/belenios_format.hpp"
#include "ledger/archive/tar.hpp"

namespace radslag::archive {

/// Every function appends. JSON is taken as it is: Belenios' one form, without a newline at the end. Throws std::logic_error for what may
/// not come where it is said (BeleniosCourse), and what the sink throws.
class BeleniosWriter {
 public:
  /// `timestamp`: seconds since 1970, of all members.
  BeleniosWriter(Sink sink, std::uint64_t timestamp);

  void setup(std::string_view election, std::string_view trustees, std::string_view credentials);
  void ballot(std::string_view json);
  void end_ballots();
  void encrypted_tally(std::string_view json, std::uint64_t num_tallied, std::uint64_t total_weight);
  /// `owner`: the trustee's number, from 1.
  void shuffle(std::uint64_t owner, std::string_view json);
  void end_shuffles();
  void partial_decryption(std::uint64_t owner, std::string_view json);
  void result(std::string_view json);

 private:
  void member(std::string_view name, std::string_view content);
  /// Gives the name by which events refer to it.
  std::string data(std::string_view content);
  void event(BeleniosEvent type, std::string payload = {});

  Sink sink_;
  std::uint64_t timestamp_;
  BeleniosCourse course_;
  std::string last_event_;  ///< hex
  std::uint64_t height_ = 0;
};

}  // namespace radslag::archive
