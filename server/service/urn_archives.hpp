// Belenios archives of counted urns: made once, kept as files, since making one checks every ballot again.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>

#include "ledger/result.hpp"

namespace radslag::journal {
class Journal;
}

namespace radslag::service {

/// Thread-safe. The files can be removed at any time: they are made again.
class UrnArchives {
 public:
  UrnArchives(const journal::Journal& journal, std::filesystem::path folder) : journal_(journal), folder_(std::move(folder)) {}

  /// Errors: not_found (no such urn), out_of_order (not counted), busy (one is being made: some seconds for a thousand ballots).
  /// Throws std::runtime_error where the file cannot be written or read.
  [[nodiscard]] Result<std::shared_ptr<const std::string>> get(const std::string& round, const std::string& urn);

 private:
  [[nodiscard]] Result<> make(const std::string& round, const std::string& urn, const std::filesystem::path& file) const;

  const journal::Journal& journal_;
  std::filesystem::path folder_;
  std::atomic<bool> making_ = false;
};

}  // namespace radslag::service
