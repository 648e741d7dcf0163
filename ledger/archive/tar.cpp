#include "ledger/archive/tar.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "ledger/archive/tar_header.hpp"

namespace radslag::archive {
namespace {

constexpr std::uint64_t kNumberLimit = std::uint64_t{1} << 33;  // eleven octal digits
constexpr std::size_t kLongestName = 255;
constexpr std::size_t kPiece = 64 * 1024;

constexpr TarBlock kZeros{};

bool is_zero(const TarBlock& block) { return block == kZeros; }

std::size_t padding_of(std::uint64_t size) { return static_cast<std::size_t>((kTarBlock - size % kTarBlock) % kTarBlock); }

bool is_plain_component(std::string_view part) { return !part.empty() && part != "." && part != ".."; }

/// Fills whole buffers from a source that may give less at a time.
class Blocks {
 public:
  explicit Blocks(const Source& source) : source_(source) {}

  /// How many of `size` bytes there were.
  std::size_t read(char* buffer, std::size_t size) {
    std::size_t got = 0;
    while (got < size) {
      const std::size_t n = source_(buffer + got, size - got);
      if (n == 0) break;
      got += n;
    }
    return got;
  }

  /// A block of zeros where the archive may end without one.
  Result<TarBlock> header_block(bool end_is_optional) {
    TarBlock b;
    const std::size_t n = read(b.data(), b.size());
    if (n == 0 && end_is_optional) return kZeros;
    if (n != b.size()) return refuse(Errc::malformed, "tar: ends in the middle");
    return b;
  }

  /// Memory grows with the bytes that are really there, not with what a header promises.
  Result<void> content(std::string& into, std::uint64_t size) {
    into.clear();
    while (into.size() < size) {
      const std::size_t before = into.size();
      const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size - before, kPiece));
      into.resize(before + wanted);
      if (read(into.data() + before, wanted) != wanted) return refuse(Errc::malformed, "tar: ends in the middle of a file");
    }
    TarBlock rest{};
    const std::size_t padding = padding_of(size);
    if (read(rest.data(), padding) != padding) return refuse(Errc::malformed, "tar: ends in the middle of a file");
    if (!is_zero(rest)) return refuse(Errc::malformed, "tar: padding that is not zero");
    return {};
  }

  /// After the first zero block: another one, then whole zero blocks up to the end.
  Result<void> end(bool is_optional) {
    for (bool first = !is_optional;; first = false) {
      TarBlock b;
      const std::size_t n = read(b.data(), b.size());
      if (n == 0 && !first) return {};
      if (n != b.size()) return refuse(Errc::malformed, "tar: ends in the middle");
      if (!is_zero(b)) return refuse(Errc::malformed, "tar: something after the end of the archive");
    }
  }

 private:
  const Source& source_;
};

/// Counts what has been read against the limits.
class Allowance {
 public:
  explicit Allowance(const TarLimits& limits) : limits_(limits) {}

  Result<void> take(const TarHeader& header) {
    if (header.size > limits_.file_bytes) return refuse(Errc::too_large, "tar: " + header.name + " is larger than allowed");
    bytes_ += header.size;
    if (bytes_ > limits_.total_bytes) return refuse(Errc::too_large, "tar: the files together are larger than allowed");
    if (++files_ > limits_.files) return refuse(Errc::too_large, "tar: more files than allowed");
    if (!names_.insert(header.name).second) return refuse(Errc::duplicate, "tar: " + header.name + " stands in it twice");
    return {};
  }

 private:
  const TarLimits& limits_;
  std::uint64_t bytes_ = 0;
  std::uint64_t files_ = 0;
  std::unordered_set<std::string> names_;
};

}  // namespace

bool is_plain_name(std::string_view name) {
  if (name.empty() || name.size() > kLongestName || !split_name(name).fits) return false;
  if (!std::ranges::all_of(name, [](char c) { return c >= ' ' && c <= '~' && c != '\\'; })) return false;
  for (std::size_t begin = 0;;) {
    const std::size_t slash = name.find('/', begin);
    if (!is_plain_component(name.substr(begin, slash - begin))) return false;
    if (slash == std::string_view::npos) return true;
    begin = slash + 1;
  }
}

TarWriter::TarWriter(Sink sink, std::uint64_t mtime) : sink_(std::move(sink)), mtime_(mtime) {
  if (mtime >= kNumberLimit) throw std::invalid_argument("tar: time out of range");
}

void TarWriter::add(std::string_view name, std::string_view content) {
  if (!is_plain_name(name)) throw std::invalid_argument("tar: not a plain relative file name: " + std::string(name));
  if (content.size() >= kNumberLimit) throw std::invalid_argument("tar: too large: " + std::string(name));
  if (!names_.emplace(name).second) throw std::invalid_argument("tar: name used twice: " + std::string(name));
  const TarBlock header = encode_header({std::string(name), content.size(), mtime_});
  sink_({header.data(), header.size()});
  sink_(content);
  sink_({kZeros.data(), padding_of(content.size())});
}

void TarWriter::finish() {
  sink_({kZeros.data(), kZeros.size()});
  sink_({kZeros.data(), kZeros.size()});
}

Result<void> read_tar(const Source& source, const TarLimits& limits, const Visit& visit) {
  Blocks blocks(source);
  Allowance allowance(limits);
  std::string content;
  for (;;) {
    const auto block = blocks.header_block(limits.belenios);
    if (!block) return tl::make_unexpected(block.error());
    if (is_zero(*block)) return blocks.end(limits.belenios);
    const auto header = decode_header(*block, limits.belenios);
    if (!header) return tl::make_unexpected(header.error());
    if (auto allowed = allowance.take(*header); !allowed) return allowed;
    if (auto read = blocks.content(content, header->size); !read) return read;
    if (header->directory) continue;
    if (auto visited = visit(header->name, content); !visited) return visited;
  }
}

Result<void> read_tar(std::string_view archive, const TarLimits& limits, const Visit& visit) {
  const Source source = [&archive](char* buffer, std::size_t capacity) {
    const std::size_t n = archive.copy(buffer, capacity);
    archive.remove_prefix(n);
    return n;
  };
  return read_tar(source, limits, visit);
}

}  // namespace radslag::archive
