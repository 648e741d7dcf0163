#include "server/registrar/key_destruction.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "crypto/random.hpp"
#include "server/registrar/files.hpp"
#include "server/registrar/keys.hpp"

namespace radslag::registrar {
namespace {

namespace fs = std::filesystem;

constexpr int passes = 3;  // more than one helps on no disk of today; it costs nothing

fs::path note_path(const fs::path& keys, const std::string& name) { return keys / (name + ".destroyed"); }

[[noreturn]] void cannot(const fs::path& path) {
  throw KeyError("key file " + path.string() + " cannot be destroyed: " + std::system_category().message(errno));
}

/// In place: the same blocks, as far as the file system gives them.
void write_over(int file, off_t size, const fs::path& path) {
  for (int pass = 0; pass < passes; ++pass) {
    for (off_t at = 0; at < size;) {
      const auto noise = crypto::random_bytes<64>();
      const auto wanted = std::min<std::size_t>(noise.size(), static_cast<std::size_t>(size - at));
      const auto written = ::pwrite(file, noise.data(), wanted, at);
      if (written <= 0) cannot(path);
      at += written;
    }
    if (::fsync(file) != 0) cannot(path);
  }
}

struct Closing {
  int file;
  ~Closing() { ::close(file); }
};

}  // namespace

bool is_destroyed(const fs::path& keys, const std::string& name) {
  struct stat status {};
  return ::lstat(note_path(keys, name).c_str(), &status) == 0;
}

bool destroy_key(const fs::path& keys, const std::string& name, const std::string& why) {
  const auto path = keys / (name + ".key");
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0 && errno == ENOENT) return false;
  if (file < 0) cannot(path);
  const Closing closing{file};
  struct stat status {};
  if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) throw KeyError("key file " + path.string() + " is not a file");
  // First, so that a kill after it leaves no time in which another key could be made.
  if (!is_destroyed(keys, name)) {
    try {
      NewFile note(note_path(keys, name), 0600);
      note.write(why + "\n");
      note.finish(false);
    } catch (const std::system_error& error) {
      throw KeyError("the note " + note_path(keys, name).string() + " cannot be made: " + error.code().message());
    }
  }
  write_over(file, status.st_size, path);
  if (::ftruncate(file, 0) != 0 || ::fsync(file) != 0 || ::unlink(path.c_str()) != 0) cannot(path);
  sync_folder(path.parent_path());
  return true;
}

}  // namespace radslag::registrar
