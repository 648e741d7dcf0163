#include "ledger/archive/export_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace radslag::archive {
namespace {

namespace fs = std::filesystem;

/// Everything under a temporary name is in here, so that nobody takes it for a file of the record.
constexpr const char* part_folder = ".part";
/// In there while the folder may have more than its checkpoints cover.
constexpr const char* unfinished = "unfinished";

bool is_empty_but_for_part(const fs::path& root) {
  for (const auto& item : fs::directory_iterator(root))
    if (item.path().filename() != part_folder) return false;
  return true;
}

}  // namespace

ExportFolder::ExportFolder(fs::path root) : root_(std::move(root)), part_(root_ / part_folder) {
  fs::create_directories(root_);
  descriptor_ = ::open(root_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor_ < 0) fail(root_);
  try {
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      if (errno == EWOULDBLOCK) throw FolderInUse(root_.string() + " is being written by another process");
      fail(root_);
    }
    new_ = fs::exists(part_) || is_empty_but_for_part(root_);
    fs::create_directory(part_);  // until a run is over it says whose folder this is
    for (const auto& item : fs::directory_iterator(part_))
      if (item.path().filename() != unfinished) fs::remove_all(item.path());
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

ExportFolder::~ExportFolder() { ::close(descriptor_); }

void ExportFolder::fail(const fs::path& place) const {
  throw fs::filesystem_error("cannot write", place, std::error_code(errno, std::generic_category()));
}

std::optional<std::uint64_t> ExportFolder::size(const std::string& path) const {
  std::error_code error;
  const auto status = fs::status(root_ / path, error);
  if (!fs::is_regular_file(status)) return std::nullopt;
  return fs::file_size(root_ / path);
}

std::optional<std::string> ExportFolder::read(const std::string& path) const {
  const auto bytes = size(path);
  if (!bytes) return std::nullopt;
  std::ifstream file(root_ / path, std::ios::binary);
  std::string content(*bytes, '\0');
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (!file) throw fs::filesystem_error("cannot read", root_ / path, std::make_error_code(std::errc::io_error));
  return content;
}

std::vector<std::string> ExportFolder::names(const std::string& path) const {
  std::vector<std::string> all;
  if (!fs::is_directory(root_ / path)) return all;
  for (const auto& item : fs::directory_iterator(root_ / path)) all.push_back(item.path().filename().string());
  return all;
}

void ExportFolder::make_parent(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos || !made_.insert(path.substr(0, slash)).second) return;
  fs::create_directories(root_ / path.substr(0, slash));
}

fs::path ExportFolder::temporary() {
  if (next_temporary_ == 0) {
    fs::create_directory(part_);
    put(part_ / unfinished, {}, false);
  }
  return part_ / std::to_string(next_temporary_++);
}

void ExportFolder::put(const fs::path& place, std::string_view bytes, bool durably) const {
  const int file = ::open(place.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) fail(place);
  const auto give_up = [&] {
    const int cause = errno;
    ::close(file);
    errno = cause;
    fail(place);
  };
  while (!bytes.empty()) {
    const auto count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) give_up();
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  if (durably && ::fsync(file) != 0) give_up();
  if (::close(file) != 0) fail(place);  // where a network's file system says that there is no space
}

void ExportFolder::move(const fs::path& from, const std::string& path) {
  if (::rename(from.c_str(), (root_ / path).c_str()) != 0) fail(root_ / path);
  ++written_;
  unsettled_ = true;
}

void ExportFolder::write(const std::string& path, std::string_view bytes) {
  const auto place = temporary();
  put(place, bytes, false);
  make_parent(path);
  move(place, path);
}

void ExportFolder::stage(const std::string& path, std::string_view bytes) {
  const auto place = temporary();
  put(place, bytes, false);
  make_parent(path);
  staged_.emplace_back(place, path);
  unsettled_ = true;
}

void ExportFolder::show_staged() {
  for (const auto& [place, path] : staged_) move(place, path);
  staged_.clear();
}

void ExportFolder::write_durably(const std::string& path, std::string_view bytes) {
  const auto place = temporary();
  put(place, bytes, true);
  make_parent(path);
  move(place, path);
}

void ExportFolder::remove(const std::string& path) {
  if (fs::remove_all(root_ / path) == 0) return;
  ++removed_;
  unsettled_ = true;
  made_.erase(path);
}

void ExportFolder::settle() {
  if (!unsettled_) return;
  if (::syncfs(descriptor_) != 0) fail(root_);
  unsettled_ = false;
}

void ExportFolder::finish() {
  fs::remove_all(part_);
  next_temporary_ = 0;
  new_ = false;
}

}  // namespace radslag::archive
