#include "ledger/witness/durable.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace radslag::witness {
namespace {

namespace fs = std::filesystem;

std::string reason(int error) { return std::generic_category().message(error); }

/// Closes what it holds.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return value_; }
  /// What close reports counts: on some file systems it is the write that failed.
  [[nodiscard]] bool close_now() {
    const int closing = value_;
    value_ = -1;
    return ::close(closing) == 0;
  }

 private:
  int value_;
};

[[noreturn]] void failed(const fs::path& path, const char* what, int error) {
  if (error == ENOSPC || error == EDQUOT) throw NoSpace(path.string() + " cannot be " + what + ": " + reason(error));
  throw WriteFailed(path.string() + " cannot be " + what + ": " + reason(error));
}

void sync_folder(const fs::path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // What was renamed is there or not: only a start can tell.
  if (opened.get() < 0 || ::fsync(opened.get()) != 0) throw WriteFailed(folder.string() + " cannot be synced: " + reason(errno));
}

fs::path folder_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

}  // namespace

void write_durably(const fs::path& path, std::string_view bytes) {
  auto beside = path;
  beside += unfinished_suffix;
  Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.get() < 0) failed(beside, "made", errno);
  for (std::string_view rest = bytes; !rest.empty();) {
    const auto written = ::write(file.get(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) failed(beside, "written", errno);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.get()) != 0) failed(beside, "synced", errno);
  if (!file.close_now()) failed(beside, "written", errno);
  if (::rename(beside.c_str(), path.c_str()) != 0) failed(path, "put in its place", errno);
  sync_folder(folder_of(path));
}

void make_folder_durably(const fs::path& path) {
  if (::mkdir(path.c_str(), 0700) != 0) {
    if (errno == EEXIST && fs::is_directory(path)) return;
    failed(path, "made", errno);
  }
  sync_folder(folder_of(path));
}

std::optional<std::string> read_whole(const fs::path& path, std::size_t max_bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    if (errno == ENOENT) return std::nullopt;
    throw Unusable(path.string() + " cannot be read: " + reason(errno));
  }
  std::string bytes;
  char buffer[16'384];
  while (true) {
    const auto got = ::read(file.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Unusable(path.string() + " cannot be read: " + reason(errno));
    if (got == 0) return bytes;
    bytes.append(buffer, static_cast<std::size_t>(got));
    if (bytes.size() > max_bytes) throw Unusable(path.string() + " is larger than this program ever writes it");
  }
}

FolderLock::FolderLock(const fs::path& folder) : descriptor_(::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) throw Unusable("the lock file in " + folder.string() + " cannot be opened: " + reason(errno));
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  const int error = errno;
  ::close(descriptor_);
  if (error != EWOULDBLOCK) throw Unusable("the lock file in " + folder.string() + " cannot be locked: " + reason(error));
  throw InUse("another radslag-witness is using " + folder.string() + ": stop it first");
}

FolderLock::~FolderLock() { ::close(descriptor_); }

}  // namespace radslag::witness
