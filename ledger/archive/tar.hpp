// POSIX ustar archives (IEEE Std 1003.1, pax, "ustar Interchange Format"): written in one way, read strictly.
//
// An archive carries regular files with plain relative names and nothing else. What a lenient reader would skip or guess is refused, so
// that two readers never see two different contents in one archive.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "ledger/result.hpp"

namespace radslag::archive {

/// Takes the next bytes of an archive.
using Sink = std::function<void(std::string_view)>;

/// Puts the next bytes of an archive into the buffer and gives their number; 0 at the end only. Throws if the world breaks.
using Source = std::function<std::size_t(char* buffer, std::size_t capacity)>;

/// Whether `name` may stand in an archive: 1 to 255 printable ASCII bytes without backslash, relative, and no component empty, "." or
/// ".."; and so that it fits the header: at most 100 bytes, or a '/' parts it into at most 155 and 1 to 100 bytes.
[[nodiscard]] bool is_plain_name(std::string_view name);

/// Streams an archive: the same files in the same order give the same bytes (mode 0644, owner 0, the given time).
class TarWriter {
 public:
  /// `mtime` in seconds since 1970, 0 to 8^11 - 1.
  TarWriter(Sink sink, std::uint64_t mtime);

  /// The next file. Throws std::invalid_argument for a name that is not plain or was used before, and for 8 GiB or more.
  void add(std::string_view name, std::string_view content);

  /// The end of the archive; nothing may be added after it.
  void finish();

 private:
  Sink sink_;
  std::uint64_t mtime_;
  std::unordered_set<std::string> names_;
};

struct TarLimits {
  std::uint64_t file_bytes = std::uint64_t{64} << 20;   ///< of one file; it is held in memory
  std::uint64_t total_bytes = std::uint64_t{64} << 30;  ///< of all files together
  std::uint64_t files = 1'000'000;                      ///< directories count too
  /// As Belenios writes its .bel archives: headers from before POSIX, without magic, and no end, so that files can be appended. A
  /// missing tail is then not noticed here: the archive's chain of events must tell.
  bool belenios = false;
};

/// One file; a refusal ends the reading and is handed on.
using Visit = std::function<Result<void>(std::string_view name, std::string_view content)>;

/// Reads a whole archive, calling `visit` for each file in order; directories are passed over. Refuses (Errc::malformed, too_large for
/// the limits, unsupported for links and other kinds, duplicate for a repeated name): a checksum or number that is not in its usual
/// form, another format, names that are not plain, padding that is not zero, a missing end, anything but zeros after it.
/// A refusal may come after some files were visited: use none of them then.
[[nodiscard]] Result<void> read_tar(const Source& source, const TarLimits& limits, const Visit& visit);

/// The same for an archive in memory.
[[nodiscard]] Result<void> read_tar(std::string_view archive, const TarLimits& limits, const Visit& visit);

}  // namespace radslag::archive
