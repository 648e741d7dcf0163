#include "ledger/archive/tar_header.hpp"

#include <algorithm>
#include <optional>

#include "ledger/archive/tar.hpp"

namespace radslag::archive {
namespace {

struct Field {
  std::size_t at;
  std::size_t length;
};

constexpr Field kName{0, 100};
constexpr Field kMode{100, 8};
constexpr Field kUid{108, 8};
constexpr Field kGid{116, 8};
constexpr Field kSize{124, 12};
constexpr Field kMtime{136, 12};
constexpr Field kChecksum{148, 8};
constexpr std::size_t kType = 156;
constexpr Field kLinkName{157, 100};
constexpr Field kMagicAndVersion{257, 8};
// Between them, at 265 and 297: names of owner and group, which say nothing here.
constexpr Field kMajor{329, 8};
constexpr Field kMinor{337, 8};
constexpr Field kPrefix{345, 155};
constexpr Field kRest{500, 12};

constexpr std::string_view kUstar{
    "ustar\0"
    "00",
    8};

std::string_view view(const TarBlock& block, Field field) { return {block.data() + field.at, field.length}; }

bool all_zero(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char c) { return c == '\0'; });
}

void put(TarBlock& block, Field field, std::string_view text) {
  std::ranges::copy(text, block.begin() + static_cast<std::ptrdiff_t>(field.at));
}

/// As many octal digits as fit before `terminator_bytes` bytes.
void put_octal(TarBlock& block, Field field, std::uint64_t number, std::size_t terminator_bytes = 1) {
  for (std::size_t i = field.length - terminator_bytes; i-- > 0; number >>= 3) block[field.at + i] = static_cast<char>('0' + (number & 7));
}

/// The sum of all bytes, with the checksum field read as spaces.
std::uint64_t checksum(const TarBlock& block) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < kTarBlock; ++i) {
    const bool own = i >= kChecksum.at && i < kChecksum.at + kChecksum.length;
    sum += own ? std::uint64_t{' '} : static_cast<unsigned char>(block[i]);
  }
  return sum;
}

std::optional<std::uint64_t> octal(std::string_view digits) {
  std::uint64_t number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '7') return std::nullopt;
    number = number * 8 + static_cast<std::uint64_t>(c - '0');
  }
  return digits.empty() ? std::nullopt : std::optional(number);
}

/// Octal digits up to a NUL or a space, zeros behind it: the ways in which tar programs fill a field.
std::optional<std::uint64_t> terminated_octal(std::string_view field) {
  const std::size_t end = field.find_first_of(std::string_view(" \0", 2));
  if (end == std::string_view::npos || !all_zero(field.substr(end + 1))) return std::nullopt;
  return octal(field.substr(0, end));
}

/// Text up to the first NUL, with zeros only after it.
std::optional<std::string_view> text(std::string_view field) {
  const std::size_t end = std::min(field.find('\0'), field.size());
  if (!all_zero(field.substr(end))) return std::nullopt;
  return field.substr(0, end);
}

bool is_v7(const TarBlock& block) {
  return all_zero(std::string_view(block.data() + kMagicAndVersion.at, kTarBlock - kMagicAndVersion.at));
}

Result<std::string> decode_name(const TarBlock& block) {
  const auto name = text(view(block, kName));
  const auto prefix = text(view(block, kPrefix));
  if (!name || !prefix || !all_zero(view(block, kRest))) return refuse(Errc::malformed, "tar: bytes after the end of a name");
  return prefix->empty() ? std::string(*name) : std::string(*prefix) + "/" + std::string(*name);
}

}  // namespace

NameSplit split_name(std::string_view name) {
  if (name.size() <= kName.length) return {true, std::string_view::npos};
  // The first slash that leaves few enough bytes behind it; a later one would only make the prefix longer.
  const std::size_t slash = name.find('/', name.size() - kName.length - 1);
  return {slash != std::string_view::npos && slash <= kPrefix.length && slash + 1 < name.size(), slash};
}

TarBlock encode_header(const TarHeader& header) {
  TarBlock block{};
  const std::string_view name = header.name;
  const std::size_t slash = split_name(name).slash;
  put(block, kName, slash == std::string_view::npos ? name : name.substr(slash + 1));
  if (slash != std::string_view::npos) put(block, kPrefix, name.substr(0, slash));
  put_octal(block, kMode, 0644);
  put_octal(block, kUid, 0);
  put_octal(block, kGid, 0);
  put_octal(block, kSize, header.size);
  put_octal(block, kMtime, header.mtime);
  block[kType] = '0';
  put(block, kMagicAndVersion, kUstar);
  put_octal(block, kMajor, 0);
  put_octal(block, kMinor, 0);
  put_octal(block, kChecksum, checksum(block), 2);
  block[kChecksum.at + 7] = ' ';
  return block;
}

Result<TarHeader> decode_header(const TarBlock& block, bool accept_v7) {
  // Six digits, NUL, space: what every tar program writes. One form only, so that no byte of a header can change unnoticed.
  const auto stored = octal(view(block, kChecksum).substr(0, 6));
  if (!stored || view(block, kChecksum).substr(6) != std::string_view("\0 ", 2))
    return refuse(Errc::malformed, "tar: no header where one must be");
  if (*stored != checksum(block)) return refuse(Errc::malformed, "tar: wrong header checksum");
  if (view(block, kMagicAndVersion) != kUstar && !(accept_v7 && is_v7(block))) {
    return refuse(Errc::unsupported, "tar: not in ustar format (GNU tar writes it with --format=ustar)");
  }
  const auto size = terminated_octal(view(block, kSize));
  const auto mtime = terminated_octal(view(block, kMtime));
  if (!size || !mtime || !terminated_octal(view(block, kMode))) return refuse(Errc::malformed, "tar: a number of a header is not octal");

  const char type = block[kType];
  if (type != '0' && type != '\0' && type != '5')
    return refuse(Errc::unsupported, "tar: a link or special file; only regular files are read");
  if (!all_zero(view(block, kLinkName))) return refuse(Errc::malformed, "tar: a regular file with the name of a link");

  auto name = decode_name(block);
  if (!name) return tl::make_unexpected(name.error());
  const bool directory = type == '5';
  if (directory && name->ends_with('/')) name->pop_back();
  if (!is_plain_name(*name)) return refuse(Errc::malformed, "tar: not a plain relative file name");
  if (directory && *size != 0) return refuse(Errc::malformed, "tar: a directory with content");
  return TarHeader{*std::move(name), *size, *mtime, directory};
}

}  // namespace radslag::archive
