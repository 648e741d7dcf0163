#include "server/programs/export_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "server/programs/exit.hpp"

namespace radslag::programs {

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

ExportFile::ExportFile(std::filesystem::path path) : path_(std::move(path)), part_(path_.string() + ".part") {
  descriptor_ = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor_ < 0) fail(errno);
}

ExportFile::~ExportFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!finished_) ::unlink(part_.c_str());
}

void ExportFile::write(std::string_view bytes) {
  if (!write_all(descriptor_, bytes)) fail(errno);
}

void ExportFile::finish() {
  if (::fsync(descriptor_) != 0 || ::rename(part_.c_str(), path_.c_str()) != 0) fail(errno);
  finished_ = true;
  const auto parent = path_.parent_path();
  const int folder = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  // The file is whole either way; only a power cut in the next seconds could still take its name away.
  [[maybe_unused]] const int synced = ::fsync(folder);
  ::close(folder);
}

void ExportFile::fail(int cause) const {
  const std::string what = path_.string() + " cannot be written: " + std::generic_category().message(cause) + ".";
  throw Stop(Exit::cannot_create, what + (cause == ENOSPC || cause == EDQUOT ? " Free some space, or choose another disk with --out."
                                                                             : " Choose another place with --out."));
}

}  // namespace radslag::programs
