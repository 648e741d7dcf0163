#include "server/registrar/tree_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cerrno>
#include <stdexcept>

#include "server/registrar/files.hpp"

namespace radslag::registrar {
namespace {

using crypto::Digest;

constexpr std::string_view magic = "Rdtree/1";
constexpr std::size_t hash_bytes = 32;
constexpr std::size_t header_bytes = 8 + 8 + hash_bytes;
constexpr std::uint64_t block = 64;  ///< leaves under a hash of the file's lowest level

std::uint64_t blocks_of(std::uint64_t leaves) { return (leaves + block - 1) / block; }

std::uint64_t pseudonym_at(std::uint64_t index) { return header_bytes + index * hash_bytes; }

Digest root_of_block(std::span<const Digest> pseudonyms) {
  log::Frontier frontier;
  for (const auto& pseudonym : pseudonyms) frontier.append(log::leaf_hash(crypto::view(pseudonym)));
  return frontier.root();
}

std::vector<Digest> level_above(const std::vector<Digest>& level) {
  std::vector<Digest> above;
  above.reserve((level.size() + 1) / 2);
  for (std::size_t i = 0; i + 1 < level.size(); i += 2) above.push_back(log::node_hash(level[i], level[i + 1]));
  if (level.size() % 2 == 1) above.push_back(level.back());
  return above;
}

std::string little_endian(std::uint64_t value) {
  std::string bytes;
  for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(value >> shift & 0xff);
  return bytes;
}

bool read_at(int descriptor, void* to, std::size_t size, std::uint64_t offset) {
  auto* out = static_cast<char*>(to);
  while (size > 0) {
    const auto got = ::pread(descriptor, out, size, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    out += got;
    offset += static_cast<std::uint64_t>(got);
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

/// Bytes of a whole file with so many pseudonyms.
std::uint64_t size_of_file(std::uint64_t people) {
  std::uint64_t hashes = people;
  for (auto width = blocks_of(people); width > 0; width = width == 1 ? 0 : (width + 1) / 2) hashes += width;
  return header_bytes + hashes * hash_bytes;
}

}  // namespace

record::Commitment write_tree_file(const std::filesystem::path& path, const std::vector<Digest>& pseudonyms) {
  assert(std::is_sorted(pseudonyms.begin(), pseudonyms.end()) &&
         std::adjacent_find(pseudonyms.begin(), pseudonyms.end()) == pseudonyms.end());
  std::vector<std::vector<Digest>> levels(1);
  for (std::size_t i = 0; i < pseudonyms.size(); i += block) {
    levels[0].push_back(root_of_block(std::span(pseudonyms).subspan(i, std::min<std::size_t>(block, pseudonyms.size() - i))));
  }
  while (levels.back().size() > 1) levels.push_back(level_above(levels.back()));
  const record::Commitment commitment{pseudonyms.size(), pseudonyms.empty() ? log::empty_root() : levels.back()[0]};

  NewFile file(path, 0600);
  file.write(magic);
  file.write(little_endian(commitment.people));
  file.write(crypto::view(commitment.root));
  for (const auto& pseudonym : pseudonyms) file.write(crypto::view(pseudonym));
  for (const auto& level : levels) {
    for (const auto& hash : level) file.write(crypto::view(hash));
  }
  file.finish();
  return commitment;
}

TreeFile::TreeFile(const std::filesystem::path& path) : path_(path), descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  std::array<unsigned char, header_bytes> header{};
  const bool read = descriptor_ >= 0 && read_at(descriptor_, header.data(), header.size(), 0);
  const bool ours =
      read && std::equal(magic.begin(), magic.end(), header.begin(), [](char a, unsigned char b) { return a == static_cast<char>(b); });
  for (std::size_t i = 0; i < 8; ++i) commitment_.people |= static_cast<std::uint64_t>(header[8 + i]) << (8 * i);
  std::copy(header.begin() + 16, header.end(), commitment_.root.begin());
  const auto end = descriptor_ < 0 ? -1 : ::lseek(descriptor_, 0, SEEK_END);
  if (!ours || commitment_.people > 1'000'000'000 || end != static_cast<off_t>(size_of_file(commitment_.people))) {
    if (descriptor_ >= 0) ::close(descriptor_);
    throw std::runtime_error(path.string() + " is missing or damaged: it can be made anew from the matter's key and its edition");
  }
}

TreeFile::~TreeFile() { ::close(descriptor_); }

Digest TreeFile::hash_at(std::uint64_t offset) const {
  Digest hash;
  if (!read_at(descriptor_, hash.data(), hash.size(), offset)) throw std::runtime_error(path_.string() + " cannot be read");
  return hash;
}

std::optional<record::Membership> TreeFile::find(const Digest& pseudonym) const {
  std::uint64_t low = 0, high = commitment_.people;
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    if (hash_at(pseudonym_at(middle)) < pseudonym) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == commitment_.people || hash_at(pseudonym_at(low)) != pseudonym) return std::nullopt;

  // Within its block of 64 leaves, hashed here.
  const auto first = low / block * block, width = std::min(block, commitment_.people - first);
  std::vector<Digest> leaves(width);
  if (!read_at(descriptor_, leaves.data(), width * hash_bytes, pseudonym_at(first)))
    throw std::runtime_error(path_.string() + " cannot be read");
  log::Tree tree;
  for (const auto& leaf : leaves) tree.append(log::leaf_hash(crypto::view(leaf)));
  record::Membership found{low, tree.inclusion(low - first, width)};
  // And above it, from the file.
  auto level = pseudonym_at(commitment_.people);
  auto place = low / block;
  for (auto size = blocks_of(commitment_.people); size > 1; size = (size + 1) / 2, place /= 2) {
    if (const auto sibling = place ^ 1; sibling < size) found.path.push_back(hash_at(level + sibling * hash_bytes));
    level += size * hash_bytes;
  }
  return found;
}

}  // namespace radslag::registrar
