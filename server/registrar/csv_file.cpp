#include "server/registrar/csv_file.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

namespace radslag::registrar {
namespace {

std::size_t read_at(int descriptor, char* to, std::size_t size, std::uint64_t offset, const std::filesystem::path& path) {
  for (;;) {
    const auto got = ::pread(descriptor, to, size, static_cast<off_t>(offset));
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), path.string());
  }
}

bool same_time(const timespec& a, const timespec& b) { return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec; }

}  // namespace

Result<CsvFile> CsvFile::open(const std::filesystem::path& path) {
  CsvFile file;
  file.path_ = path;
  file.descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file.descriptor_ < 0)
    return refuse(Errc::not_found, "the file " + path.string() + " cannot be read: " + std::generic_category().message(errno));
  if (::fstat(file.descriptor_, &file.status_) != 0 || !S_ISREG(file.status_.st_mode)) {
    return refuse(Errc::not_found, path.string() + " is not a plain file");
  }
  return file;
}

CsvFile::~CsvFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

CsvFile::CsvFile(CsvFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)), status_(other.status_) {}

CsvReader::Read CsvFile::reader(std::uint64_t from) const {
  return [this, at = from](char* to, std::size_t size) mutable {
    const auto got = read_at(descriptor_, to, size, at, path_);
    at += got;
    return got;
  };
}

bool CsvFile::is_unchanged() const {
  struct stat now {};
  return ::fstat(descriptor_, &now) == 0 && now.st_size == status_.st_size && same_time(now.st_mtim, status_.st_mtim);
}

CsvFile::Contents CsvFile::read_through(const std::function<bool(std::uint64_t, std::uint64_t)>& progress) const {
  Contents contents;
  crypto::Sha256 hash;
  std::vector<char> block(1 << 20);
  for (std::uint64_t at = 0;;) {
    const auto got = read_at(descriptor_, block.data(), block.size(), at, path_);
    if (got == 0) break;
    at += got;
    hash.update({block.data(), got});
    contents.lines += static_cast<std::uint64_t>(std::count(block.begin(), block.begin() + static_cast<std::ptrdiff_t>(got), '\n'));
    if (!progress(at, size())) return contents;
  }
  ::sodium_memzero(block.data(), block.size());
  contents.digest = hash.finish();
  contents.whole = true;
  return contents;
}

}  // namespace radslag::registrar
