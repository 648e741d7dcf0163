#include "server/outbox/folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace radslag::outbox {
namespace {

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool write_file(const std::filesystem::path& path, std::string_view bytes) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return false;
  const bool written = write_all(descriptor, bytes) && ::fsync(descriptor) == 0;
  return ::close(descriptor) == 0 && written;
}

}  // namespace

Folder::Folder(std::filesystem::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) error.assign(errno, std::generic_category());
  if (error || !std::filesystem::is_directory(folder_)) throw std::runtime_error("cannot make the mail folder " + folder_.string());
}

Attempt Folder::send(const Letter& letter) {
  const auto path = folder_ / (letter.id + ".eml");
  const auto unfinished = folder_ / ('.' + letter.id + ".part");
  std::error_code error;
  if (write_file(unfinished, letter.bytes)) {
    std::filesystem::rename(unfinished, path, error);
    if (!error) return {Outcome::delivered, ""};
  }
  std::filesystem::remove(unfinished, error);
  return {Outcome::unavailable, "folder"};
}

}  // namespace radslag::outbox
