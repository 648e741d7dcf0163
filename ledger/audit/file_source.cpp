// Sources on this machine's disk and in memory.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "ledger/archive/tar.hpp"
#include "ledger/audit/source.hpp"

namespace radslag::audit {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t max_member_bytes = std::uint64_t{1} << 30;
constexpr std::uint64_t tar_block = 512;

tl::unexpected<Error> no_file(const std::string& path) { return refuse(Errc::not_found, "the file " + path + " is missing"); }
tl::unexpected<Error> too_large(const std::string& path) {
  return refuse(Errc::too_large, "the file " + path + " is larger than it can be");
}

std::string read_at(std::ifstream& file, std::uint64_t offset, std::uint64_t size, const std::string& what) {
  std::string bytes(size, '\0');
  file.clear();
  file.seekg(static_cast<std::streamoff>(offset));
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  if (static_cast<std::uint64_t>(file.gcount()) != size) throw std::system_error(std::make_error_code(std::errc::io_error), what);
  return bytes;
}

class DirectorySource final : public Source {
 public:
  explicit DirectorySource(fs::path root) : root_(std::move(root)) {}

  Result<std::string> get(const std::string& path, std::uint64_t max_bytes) override {
    std::error_code error;
    const auto place = root_ / path;
    if (!fs::is_regular_file(place, error)) return no_file(path);
    const auto size = fs::file_size(place);
    if (size > max_bytes) return too_large(path);
    std::ifstream file(place, std::ios::binary);
    if (!file) throw std::system_error(errno, std::generic_category(), place.string());
    return read_at(file, 0, size, place.string());
  }

  std::optional<std::vector<std::string>> list() const override {
    std::vector<std::string> paths;
    for (const auto& item : fs::recursive_directory_iterator(root_)) {
      if (!item.is_directory()) paths.push_back(item.path().lexically_relative(root_).generic_string());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
  }

 private:
  fs::path root_;
};

class ArchiveSource final : public Source {
 public:
  explicit ArchiveSource(const std::string& path) : path_(path), file_(path, std::ios::binary) {
    if (!file_) throw NoInput("cannot read " + path);
    std::uint64_t position = 0;  // of the archive's reader: a file's content and padding have been taken when it is visited
    const auto read = [&](char* buffer, std::size_t capacity) {
      file_.read(buffer, static_cast<std::streamsize>(capacity));
      if (file_.bad()) throw std::system_error(std::make_error_code(std::errc::io_error), path);
      const auto n = static_cast<std::size_t>(file_.gcount());
      position += n;
      return n;
    };
    archive::TarLimits limits;
    limits.file_bytes = max_member_bytes;
    const auto done = archive::read_tar(read, limits, [&](std::string_view name, std::string_view content) -> Result<void> {
      const auto padded = (content.size() + tar_block - 1) / tar_block * tar_block;
      members_[std::string(name)] = {position - padded, content.size()};
      return {};
    });
    if (!done) throw Unreadable(path + " is no bundle: " + done.error().detail);
  }

  Result<std::string> get(const std::string& path, std::uint64_t max_bytes) override {
    const auto found = members_.find(path);
    if (found == members_.end()) return no_file(path);
    if (found->second.size > max_bytes) return too_large(path);
    return read_at(file_, found->second.offset, found->second.size, path_);
  }

  std::optional<std::vector<std::string>> list() const override {
    std::vector<std::string> paths;
    for (const auto& [path, member] : members_) paths.push_back(path);
    return paths;
  }

 private:
  struct Member {
    std::uint64_t offset = 0, size = 0;
  };
  std::string path_;
  std::ifstream file_;
  std::map<std::string, Member> members_;
};

class MemorySource final : public Source {
 public:
  explicit MemorySource(std::map<std::string, std::string> files) : files_(std::move(files)) {}

  Result<std::string> get(const std::string& path, std::uint64_t max_bytes) override {
    const auto found = files_.find(path);
    if (found == files_.end()) return no_file(path);
    if (found->second.size() > max_bytes) return too_large(path);
    return found->second;
  }

  std::optional<std::vector<std::string>> list() const override {
    std::vector<std::string> paths;
    for (const auto& [path, bytes] : files_) paths.push_back(path);
    return paths;
  }

 private:
  std::map<std::string, std::string> files_;
};

}  // namespace

std::unique_ptr<Source> open_directory(const std::string& path) {
  if (!fs::is_directory(path)) throw NoInput(path + " is no directory");
  return std::make_unique<DirectorySource>(path);
}

std::unique_ptr<Source> open_archive(const std::string& path) { return std::make_unique<ArchiveSource>(path); }

std::unique_ptr<Source> open_files(std::map<std::string, std::string> files) { return std::make_unique<MemorySource>(std::move(files)); }

std::unique_ptr<Source> open_source(const std::string& place) {
  if (place.starts_with("http://") || place.starts_with("https://")) return open_url(place);
  std::error_code error;
  if (fs::is_directory(place, error)) return open_directory(place);
  if (fs::is_regular_file(place, error)) return open_archive(place);
  throw NoInput("there is no file or directory " + place + " (an address begins with http:// or https://)");
}

}  // namespace radslag::audit
