// The 512 bytes before each file of an archive.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/result.hpp"

namespace radslag::archive {

inline constexpr std::size_t kTarBlock = 512;
using TarBlock = std::array<char, kTarBlock>;

struct TarHeader {
  std::string name;
  std::uint64_t size = 0;
  std::uint64_t mtime = 0;
  bool directory = false;
};

/// Where to part a name into prefix and name field; npos if it needs no prefix. `fits` is false if no parting will do.
struct NameSplit {
  bool fits = false;
  std::size_t slash = std::string_view::npos;
};
[[nodiscard]] NameSplit split_name(std::string_view name);

[[nodiscard]] TarBlock encode_header(const TarHeader& header);
[[nodiscard]] Result<TarHeader> decode_header(const TarBlock& block, bool accept_v7);

}  // namespace radslag::archive
