#include "ledger/trustee/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace radslag::trustee {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& what, const fs::path& path, int error = errno) {
  throw std::system_error(error, std::generic_category(), what + " " + path.string());
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

void sync_folder(const fs::path& folder) {
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.get() < 0 || ::fsync(descriptor.get()) != 0) fail("cannot write to", folder);
}

fs::path folder_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

/// A file beside `path` with these bytes, on the disk.
class Beside {
 public:
  Beside(const fs::path& path, std::string_view bytes) : path_(path.string() + ".part-" + std::to_string(::getpid())) {
    const Descriptor file(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (file.get() < 0) fail("cannot write", path_);
    while (!bytes.empty()) {
      const auto written = ::write(file.get(), bytes.data(), std::min(bytes.size(), std::size_t{1} << 24));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) give_up("cannot write");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file.get()) != 0) give_up("cannot write");
  }
  ~Beside() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }
  void moved() { path_.clear(); }

 private:
  [[noreturn]] void give_up(const std::string& what) {
    const int error = errno;
    ::unlink(path_.c_str());
    fail(what, path_, error);
  }
  fs::path path_;
};

}  // namespace

void write_whole(const fs::path& path, std::string_view bytes) {
  Beside file(path, bytes);
  if (::rename(file.path().c_str(), path.c_str()) != 0) fail("cannot write", path);
  file.moved();
  sync_folder(folder_of(path));
}

bool write_new(const fs::path& path, std::string_view bytes) {
  const Beside file(path, bytes);
  // A link, unlike a renaming, does not replace what is there.
  if (::link(file.path().c_str(), path.c_str()) != 0) {
    if (errno == EEXIST) return false;
    fail("cannot write", path);
  }
  sync_folder(folder_of(path));
  return true;
}

std::optional<std::string> read_whole(const fs::path& path, std::size_t max_bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0 && errno == ENOENT) return std::nullopt;
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) fail("cannot read", path);
  if (static_cast<std::uint64_t>(status.st_size) > max_bytes) fail("too long:", path, EFBIG);
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const auto count = ::read(file.get(), bytes.data() + have, bytes.size() - have);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("cannot read", path);
    if (count == 0) break;
    have += static_cast<std::size_t>(count);
  }
  bytes.resize(have);
  return bytes;
}

Result<> is_private(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return refuse(Errc::not_found, "there is no " + path.string());
  if ((status.st_mode & 077) == 0) return {};
  return refuse(Errc::not_authorised, path.string() + " can be read by others: chmod " + (S_ISDIR(status.st_mode) ? "700 it" : "600 it"));
}

}  // namespace radslag::trustee
