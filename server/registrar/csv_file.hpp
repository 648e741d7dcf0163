// A CSV file on a disk: opened once, never copied.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <functional>

#include "crypto/hash.hpp"
#include "server/registrar/csv_reader.hpp"

namespace radslag::registrar {

class CsvFile {
 public:
  /// Errors: not_found (not there, not to be read, or no plain file).
  [[nodiscard]] static Result<CsvFile> open(const std::filesystem::path& path);
  ~CsvFile();
  CsvFile(CsvFile&& other) noexcept;
  CsvFile& operator=(CsvFile&&) = delete;
  CsvFile(const CsvFile&) = delete;

  [[nodiscard]] std::uint64_t size() const { return static_cast<std::uint64_t>(status_.st_size); }
  /// From the place in the file on. The file must outlive what it gives. Throws std::system_error from within if the disk fails.
  [[nodiscard]] CsvReader::Read reader(std::uint64_t from) const;
  /// Whether it is still as it was when it was opened, as far as its size and times say.
  [[nodiscard]] bool is_unchanged() const;

  struct Contents {
    crypto::Digest digest{};
    std::uint64_t lines = 0;
    bool whole = false;  ///< false: `progress` stopped it
  };
  [[nodiscard]] Contents read_through(const std::function<bool(std::uint64_t done, std::uint64_t all)>& progress) const;

 private:
  CsvFile() = default;
  std::filesystem::path path_;
  int descriptor_ = -1;
  struct stat status_ {};
};

}  // namespace radslag::registrar
