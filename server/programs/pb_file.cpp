#include "server/programs/pb_file.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>

#include "server/programs/exit.hpp"

namespace radslag::programs {

std::string read_bounded(const std::filesystem::path& path, std::size_t most) {
  std::error_code ignored;  // a path that cannot be looked at cannot be opened either
  if (std::filesystem::is_directory(path, ignored)) throw Stop(Exit::no_input, path.string() + " is not a file.");
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw Stop(Exit::no_input, "There is no file " + path.string() + ".");
  std::string bytes;
  std::array<char, 1 << 16> part{};
  while (stream.read(part.data(), part.size()), stream.gcount() > 0) {
    bytes.append(part.data(), static_cast<std::size_t>(stream.gcount()));
    if (bytes.size() > most) throw Stop(Exit::data, path.string() + " has more than " + std::to_string(most) + " bytes.");
  }
  if (stream.bad()) throw Stop(Exit::no_input, path.string() + " cannot be read.");
  return bytes;
}

allocation::PbFile read_pb(const std::filesystem::path& path) {
  const allocation::PbLimits limits;
  auto file = allocation::parse_pb(read_bounded(path, limits.max_bytes), limits);
  if (!file) throw Stop(Exit::data, path.string() + ": " + file.error().detail + ".");
  for (const auto& warning : file->warnings)
    std::cerr << "warning: " << (warning.line ? "line " + std::to_string(warning.line) + ": " : "") << warning.text << '\n';
  return std::move(*file);
}

}  // namespace radslag::programs
