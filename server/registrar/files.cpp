#include "server/registrar/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

namespace radslag::registrar {
namespace {

constexpr std::size_t block = 1 << 16;

[[noreturn]] void fail(const std::filesystem::path& path) { throw std::system_error(errno, std::generic_category(), path.string()); }

}  // namespace

NewFile::NewFile(std::filesystem::path path, mode_t mode) : path_(std::move(path)), other_(path_) {
  // Never the same name twice, so that two that make the same file at once do not meet in it.
  other_ += "." + crypto::to_hex(crypto::random_bytes<8>()) + ".part";
  descriptor_ = ::open(other_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
  if (descriptor_ < 0) fail(other_);
}

NewFile::~NewFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!other_.empty()) ::unlink(other_.c_str());
}

void NewFile::flush() {
  std::string_view rest = waiting_;
  while (!rest.empty()) {
    const auto done = ::write(descriptor_, rest.data(), rest.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) fail(other_);
    rest.remove_prefix(static_cast<std::size_t>(done));
  }
  waiting_.clear();
}

void NewFile::write(std::string_view bytes) {
  waiting_ += bytes;
  if (waiting_.size() >= block) flush();
}

void NewFile::sync() {
  flush();
  if (::fsync(descriptor_) != 0) fail(other_);
}

void NewFile::finish(bool may_replace) {
  sync();
  if (may_replace) {
    if (::rename(other_.c_str(), path_.c_str()) != 0) fail(path_);
    other_.clear();
  } else if (::link(other_.c_str(), path_.c_str()) != 0) {  // the other name goes with the destructor
    fail(path_);
  }
  sync_folder(path_.parent_path());
}

void sync_folder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail(folder);
  const bool done = ::fsync(descriptor) == 0;
  const int error = errno;
  ::close(descriptor);
  errno = error;
  if (!done) fail(folder);
}

void make_private_folder(const std::filesystem::path& folder) {
  if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path());
  if (::mkdir(folder.c_str(), 0700) == 0) return sync_folder(folder.parent_path());
  if (errno != EEXIST) fail(folder);
}

}  // namespace radslag::registrar
