// Where a record's bytes come from: a bundle's directory, a bundle's archive, or a site.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "ledger/result.hpp"

namespace radslag::audit {

/// There is nothing at the place that was named, or it may not be read. Says what to do.
struct NoInput : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A site that does not answer, or not as a record's site should. Trying again may help.
struct Unavailable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What was read is no bundle at all.
struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Source {
 public:
  virtual ~Source() = default;

  /// A file by its path of FORMAT.md section 1: "town/checkpoint". Errors: not_found, too_large (over `max_bytes`).
  /// Throws Unavailable or std::system_error where the world breaks. One thread at a time.
  [[nodiscard]] virtual Result<std::string> get(const std::string& path, std::uint64_t max_bytes) = 0;

  /// All paths that there are, sorted; nothing where that cannot be known.
  [[nodiscard]] virtual std::optional<std::vector<std::string>> list() const = 0;

  /// A file's size without fetching it; nothing where that cannot be known, or there is none.
  [[nodiscard]] virtual std::optional<std::uint64_t> length(const std::string& path) {
    static_cast<void>(path);
    return std::nullopt;
  }

  /// Whether the record may grow while it is read.
  [[nodiscard]] virtual bool is_live() const { return false; }
};

/// A bundle as a directory. Throws NoInput.
[[nodiscard]] std::unique_ptr<Source> open_directory(const std::string& path);

/// A bundle as a ustar archive: read once to find where its files begin; their contents stay on the disk. Throws NoInput, Unreadable.
[[nodiscard]] std::unique_ptr<Source> open_archive(const std::string& path);

struct UrlLimits {
  long connect_seconds = 15;
  long slowest_bytes_per_second = 100;  ///< slower than this ...
  long slow_seconds = 30;               ///< ... for so long: given up
  int attempts = 3;                     ///< where the site is busy or the connection breaks
};

/// A site by the address of its front page or of its /log. http and https only; redirects are not followed. Throws NoInput for what is
/// no such address.
[[nodiscard]] std::unique_ptr<Source> open_url(const std::string& url, const UrlLimits& limits = {});

/// Whichever of the three `place` is.
[[nodiscard]] std::unique_ptr<Source> open_source(const std::string& place);

/// Files in memory, for tests and for whoever has a bundle there.
[[nodiscard]] std::unique_ptr<Source> open_files(std::map<std::string, std::string> files);

/// The version of the library that URLs are read with.
[[nodiscard]] std::string url_library_version();

}  // namespace radslag::audit
