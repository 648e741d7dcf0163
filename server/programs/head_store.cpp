#include "server/programs/head_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <utility>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "server/programs/exit.hpp"

namespace radslag::programs {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view first_line = "radslag/v1/head-store";

struct Remembered {
  std::string id;
  fs::path path;  ///< relative: to the data folder
};

std::optional<Remembered> read_memory(const DataDir& dir) {
  std::ifstream file(dir.head_store_memory());
  if (!file) return std::nullopt;
  std::string first, id, path;
  if (!std::getline(file, first) || first != first_line || !std::getline(file, id) || !std::getline(file, path) || !id.starts_with("id ") ||
      !path.starts_with("path ")) {
    throw Stop(Exit::config,
               dir.head_store_memory().string() + " does not say which head store is this record's. Put it back from a copy.");
  }
  return Remembered{id.substr(3), path.substr(5)};
}

/// Whole or not there at all.
void write_memory(const DataDir& dir, const Remembered& memory) {
  const auto path = dir.head_store_memory();
  const auto part = path.string() + ".part";
  const auto text = std::string(first_line) + "\nid " + memory.id + "\npath " + memory.path.string() + "\n";
  const auto failed = [&] { throw Stop(Exit::cannot_create, path.string() + " cannot be written: " + std::strerror(errno) + "."); };
  const int file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) failed();
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  ::close(file);
  if (!written || ::rename(part.c_str(), path.c_str()) != 0) failed();
  const int folder = ::open(dir.root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = folder >= 0 && ::fsync(folder) == 0;
  if (folder >= 0) ::close(folder);
  if (!synced) failed();
}

fs::path default_place(const DataDir& dir, bool demo) {
  if (demo) return "heads.sqlite";
  auto folder = fs::absolute(dir.root).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  return fs::path(folder.string() + "-heads") / "heads.sqlite";
}

/// As it is remembered: within the data folder relative to it, so that the folder can be moved.
fs::path place_of(const DataDir& dir, const std::optional<Remembered>& memory, bool demo) {
  if (!dir.head_store.empty()) return fs::absolute(dir.head_store).lexically_normal();
  return memory ? memory->path : default_place(dir, demo);
}

fs::path resolved(const DataDir& dir, const fs::path& place) { return place.is_absolute() ? place : dir.root / place; }

std::string new_id() { return crypto::to_hex(crypto::random_bytes<16>()); }

}  // namespace

OurHeads::OurHeads(DataDir dir, fs::path path, std::unique_ptr<heads::SqliteHeads> heads)
    : dir_(std::move(dir)), path_(std::move(path)), heads_(std::move(heads)) {}

OurHeads OurHeads::open(const DataDir& dir, bool demo) {
  const auto memory = read_memory(dir);
  const auto path = place_of(dir, memory, demo);
  const auto file = resolved(dir, path);
  if (!fs::exists(file) && memory) {
    const auto before = resolved(dir, memory->path);
    throw Stop(Exit::config,
               "The head store of this record is not at " + file.string() + (file == before ? "" : ", it was at " + before.string()) +
                   ". It holds the newest signed heads, and shows whether this record is an old copy. Put it where it belongs, or set "
                   "data.head_store to where it is. If it is lost for good: compare this record with what others have "
                   "(deploy/RUNBOOK.md), then radslag heads --begin-anew.");
  }
  if (!fs::exists(file)) {
    OurHeads made(dir, path, heads::SqliteHeads::create(file, new_id()));
    made.notice_ = "This record had no head store: one has been made, " + file.string() + ", with the heads as they are now.";
    return made;
  }
  OurHeads ours(dir, path, heads::SqliteHeads::open(file));
  if (memory && memory->id != ours.heads_->id()) {
    throw Stop(Exit::config, file.string() + " is not the head store that this record has had (" + memory->id +
                                 "), but another one. Set data.head_store to the right one.");
  }
  return ours;
}

void OurHeads::begin(const DataDir& dir, bool demo) {
  const auto path = place_of(dir, std::nullopt, demo);
  const auto file = resolved(dir, path);
  if (fs::exists(file)) {
    throw Stop(Exit::cannot_create, "There is a head store at " + file.string() + ", of a record that is not here. Is " +
                                        dir.root.string() +
                                        " the right folder? If that record is not wanted any more, remove its head store too.");
  }
  const OurHeads made(dir, path, heads::SqliteHeads::create(file, new_id()));
  made.remember();
}

void OurHeads::begin_anew(const DataDir& dir, bool demo) {
  const auto path = place_of(dir, read_memory(dir), demo);
  const auto file = resolved(dir, path);
  if (fs::exists(file)) {
    throw Stop(Exit::cannot_create, "There is a head store at " + file.string() +
                                        ". It is not given up while it is there: if it is damaged, move it away first, and keep it.");
  }
  const OurHeads made(dir, path, heads::SqliteHeads::create(file, new_id()));
  made.remember();
}

bool OurHeads::same_disk() const {
  struct stat one {
  }, other{};
  const auto file = resolved(dir_, path_);
  return ::stat(dir_.root.c_str(), &one) == 0 && ::stat(file.c_str(), &other) == 0 && one.st_dev == other.st_dev;
}

void OurHeads::remember() const {
  const auto memory = read_memory(dir_);
  if (!memory || memory->id != heads_->id() || memory->path != path_) write_memory(dir_, {heads_->id(), path_});
}

}  // namespace radslag::programs
