#include "server/storage/lock_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "server/storage/errors.hpp"

namespace radslag::storage {
namespace {

std::string holder(int descriptor) {
  char text[24];
  const ssize_t n = ::pread(descriptor, text, sizeof text, 0);
  std::string digits;
  for (ssize_t i = 0; i < n && text[i] >= '0' && text[i] <= '9'; ++i) digits += text[i];
  return digits.empty() ? "unknown" : digits;
}

}  // namespace

LockFile::LockFile(const std::filesystem::path& path, const std::filesystem::path& database)
    : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) {
    throw StorageUnusable("cannot open the lock file " + path.string() + ": " + std::generic_category().message(errno));
  }
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    const int cause = errno;
    const std::string pid = holder(descriptor_);
    ::close(descriptor_);
    if (cause != EWOULDBLOCK) throw StorageUnusable("cannot lock " + path.string() + ": " + std::generic_category().message(cause));
    throw StorageInUse("another process (pid " + pid + ") is using " + database.string() + ": stop it first");
  }
  // The process id informs a person only; the lock does not rest on it, so a full disk may leave it out.
  const std::string pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(descriptor_, 0) == 0) {
    [[maybe_unused]] const ssize_t written = ::pwrite(descriptor_, pid.data(), pid.size(), 0);
  }
}

LockFile::~LockFile() { ::close(descriptor_); }

}  // namespace radslag::storage
