#include "ledger/log/bundle.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>

#include "ledger/log/text.hpp"

namespace radslag::log {

namespace {

constexpr std::string_view partial_mark = ".p/";

std::string three_digits(std::uint64_t n) {
  std::string digits = std::to_string(n);
  return std::string(3 - digits.size(), '0') + digits;
}

/// The digits alone. That separators stand where they should is judged by writing the path again.
std::string digits_of(std::string_view path) {
  std::string digits;
  std::copy_if(path.begin(), path.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - (digits.empty() ? 0 : 1)));
  return digits;
}

}  // namespace

std::string tile_index_path(std::uint64_t n, std::uint64_t width) {
  assert(width >= 1 && width <= bundle_width);
  std::string path = three_digits(n % 1000);
  for (std::uint64_t rest = n / 1000; rest != 0; rest /= 1000) path = 'x' + three_digits(rest % 1000) + '/' + path;
  if (width < bundle_width) path += std::string(partial_mark) + std::to_string(width);
  return path;
}

Result<std::pair<std::uint64_t, std::uint64_t>> parse_tile_index_path(std::string_view path) {
  std::uint64_t width = bundle_width;
  const std::size_t mark = path.find(partial_mark);
  if (mark != std::string_view::npos) {
    const auto partial = parse_decimal(path.substr(mark + partial_mark.size()), "a tile's width");
    if (!partial) return tl::make_unexpected(partial.error());
    if (*partial == 0 || *partial >= bundle_width) return refuse(Errc::malformed, "a partial tile's width is not 1 to 255");
    width = *partial;
  }
  const auto n = parse_decimal(digits_of(path.substr(0, mark)), "a tile's index");
  if (!n) return tl::make_unexpected(n.error());
  if (tile_index_path(*n, width) != path) return refuse(Errc::not_canonical, "a tile's path is not in its one form");
  return std::pair(*n, width);
}

std::uint64_t bundle_entries(std::uint64_t n, std::uint64_t size) {
  const std::uint64_t full = size / bundle_width;
  if (n == full) return size % bundle_width;
  return n < full ? bundle_width : 0;
}

void append_to_bundle(std::string& bundle, std::string_view entry) {
  assert(entry.size() <= max_entry_bytes);
  bundle += static_cast<char>(entry.size() >> 8);
  bundle += static_cast<char>(entry.size() & 0xff);
  bundle += entry;
}

Result<std::vector<std::string_view>> split_bundle(std::string_view bundle, std::uint64_t width) {
  assert(width <= bundle_width);
  std::vector<std::string_view> entries;
  entries.reserve(width);
  while (entries.size() < width) {
    if (bundle.size() < 2) return refuse(Errc::malformed, "a bundle ends after " + std::to_string(entries.size()) + " entries");
    const std::size_t length = static_cast<std::size_t>(static_cast<unsigned char>(bundle[0])) << 8 | static_cast<unsigned char>(bundle[1]);
    bundle.remove_prefix(2);
    if (bundle.size() < length) return refuse(Errc::malformed, "a bundle ends within entry " + std::to_string(entries.size()));
    entries.push_back(bundle.substr(0, length));
    bundle.remove_prefix(length);
  }
  if (!bundle.empty()) return refuse(Errc::malformed, "a bundle has bytes after its last entry");
  return entries;
}

}  // namespace radslag::log
