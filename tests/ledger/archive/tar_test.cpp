#include "ledger/archive/tar.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

#include "tests/support/temporary_directory.hpp"

using namespace radslag;
using namespace radslag::archive;
using radslag::testing::TemporaryDirectory;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

std::string write(const Files& files) {
  std::string bytes;
  TarWriter writer([&](std::string_view piece) { bytes += piece; }, 1'790'000'000);
  for (const auto& [name, content] : files) writer.add(name, content);
  writer.finish();
  return bytes;
}

Result<Files> read(std::string_view archive, const TarLimits& limits = {}) {
  Files files;
  const auto outcome = read_tar(archive, limits, [&](std::string_view name, std::string_view content) -> Result<void> {
    files.emplace_back(name, content);
    return {};
  });
  if (!outcome) return tl::make_unexpected(outcome.error());
  return files;
}

Errc refusal(std::string_view archive, const TarLimits& limits = {}) {
  const auto files = read(archive, limits);
  REQUIRE_FALSE(files);
  return files.error().code;
}

/// Puts `bytes` at `at` in the first header and makes its checksum right again.
std::string forge(std::string archive, std::size_t at, std::string_view bytes) {
  archive.replace(at, bytes.size(), bytes);
  archive.replace(148, 8, "        ");
  unsigned sum = 0;
  for (std::size_t i = 0; i < 512; ++i) sum += static_cast<unsigned char>(archive[i]);
  char text[8];
  std::snprintf(text, sizeof text, "%06o", sum);
  archive.replace(148, 6, text, 6);
  archive[154] = '\0';
  return archive;
}

const Files kFiles = {{"town/checkpoint", "example.se/log/town\n3\n"},
                      {"empty", ""},
                      {"block", std::string(512, 'b')},
                      {"town/tile/entries/000.p/3", std::string(1300, '\0')}};

std::string output_of(const std::string& command) {
  std::string output;
  FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe);
  char buffer[4096];
  while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, pipe)) output.append(buffer, n);
  const int status = ::pclose(pipe);
  INFO(command);
  CHECK(status == 0);
  return output;
}

bool have_tar() { return std::system("tar --version > /dev/null 2>&1") == 0; }

}  // namespace

TEST_CASE("an archive comes back as it was written, and is the same each time", "[tar]") {
  const std::string bytes = write(kFiles);
  CHECK(bytes == write(kFiles));
  CHECK(bytes.size() == 512 * (4 + 1 + 0 + 1 + 3 + 2));
  CHECK(read(bytes).value() == kFiles);
  CHECK(read(write({})).value().empty());
}

TEST_CASE("a source may give few bytes at a time", "[tar]") {
  const std::string bytes = write(kFiles);
  const std::size_t step = GENERATE(1, 7, 511, 513);
  std::string_view rest = bytes;
  Files files;
  const Source source = [&](char* buffer, std::size_t capacity) {
    const std::size_t n = rest.copy(buffer, std::min(capacity, step));
    rest.remove_prefix(n);
    return n;
  };
  REQUIRE(read_tar(source, {}, [&](std::string_view name, std::string_view content) -> Result<void> {
    files.emplace_back(name, content);
    return {};
  }));
  CHECK(files == kFiles);
}

TEST_CASE("names up to 255 bytes, where a slash parts them", "[tar]") {
  const std::string d155(155, 'd');
  const std::string f100(100, 'f');
  const std::string deep = "a/" + std::string(60, 'b') + "/" + std::string(60, 'c') + "/" + std::string(60, 'e');
  const Files files = {{f100, "1"}, {d155 + "/" + f100.substr(1), "2"}, {deep, "3"}, {"x/" + f100, "4"}, {d155 + "/f", "5"}};
  CHECK(read(write(files)).value() == files);
  for (const std::string& name : {f100 + "f", d155 + "d/f", d155 + "/" + f100, "x/" + f100 + "f"}) {
    CHECK_FALSE(is_plain_name(name));
    CHECK_THROWS_AS(write({{name, ""}}), std::invalid_argument);
  }
}

TEST_CASE("names that lead elsewhere are neither written nor read", "[tar]") {
  const std::string archive = write({{"0123456789", "content"}});
  for (const std::string name :
       {"/etc/passw", "../passwrd", "a/../b....", "a/./b.....", "./a.......", "a//b......", "a/b/......", "a\\b.......", "a\nb......."}) {
    INFO(name);
    const std::string exact = name.substr(0, name.find_last_not_of('.') + 1);
    const std::string tried = exact.ends_with('/') || name == "../passwrd" ? exact : name;
    CHECK_THROWS_AS(write({{tried, ""}}), std::invalid_argument);
    CHECK(refusal(forge(archive, 0, (tried + std::string(10, '\0')).substr(0, 11))) == Errc::malformed);
  }
  for (const std::string name : {"", ".", "..", "a/..", "/", "\xc3\xa5"}) {
    INFO(name);
    CHECK_THROWS_AS(write({{name, ""}}), std::invalid_argument);
    CHECK(refusal(forge(archive, 0, name + std::string(10, '\0'))) == Errc::malformed);
  }
  CHECK_NOTHROW(write({{"..a/b..", ""}, {".hidden", ""}, {"a b", ""}}));
}

TEST_CASE("a name stands once", "[tar]") {
  CHECK_THROWS_AS(write({{"a", "1"}, {"b", ""}, {"a", "2"}}), std::invalid_argument);
  std::string twice = write({{"a", "1"}});
  twice = twice.substr(0, 1024) + twice;
  CHECK(refusal(twice) == Errc::duplicate);
}

TEST_CASE("links, special files and other formats are refused", "[tar]") {
  const std::string archive = write({{"a", "1"}});
  for (const char type : {'1', '2', '3', '4', '6', '7', 'x', 'g', 'L', 'K', 'S', 'A'})
    CHECK(refusal(forge(archive, 156, std::string(1, type))) == Errc::unsupported);
  CHECK(refusal(forge(archive, 157, "target")) == Errc::malformed);
  CHECK(refusal(forge(archive, 257, std::string_view("ustar  \0", 8))) == Errc::unsupported);
  CHECK(refusal(forge(archive, 257, std::string(8, '\0'))) == Errc::unsupported);
  CHECK(read(forge(archive, 156, std::string(1, '\0'))).value() == Files{{"a", "1"}});
}

TEST_CASE("numbers have their usual form", "[tar]") {
  const std::string archive = write({{"a", "1"}});
  for (const std::string_view size :
       {"0000000000 1", "00000000008", "-0000000001", "           1", "000000000011", "\x80\0\0\0\0\0\0\0\0\0\0\1"}) {
    std::string field(size);
    field.resize(12, field.size() == 12 ? field.back() : '\0');
    INFO(field);
    CHECK(refusal(forge(archive, 124, field)) == Errc::malformed);
  }
  CHECK(refusal(forge(archive, 124, std::string_view("\x80\0\0\0\0\0\0\0\0\0\0\1", 12))) == Errc::malformed);
  CHECK(refusal(forge(archive, 124, std::string(12, '\0'))) == Errc::malformed);
}

TEST_CASE("directories are passed over", "[tar]") {
  const std::string file = write({{"a/b", "1"}});
  std::string directory = forge(write({{"aa", ""}}), 0, "a/");
  directory = forge(directory, 156, "5");
  CHECK(read(directory.substr(0, 512) + file).value() == Files{{"a/b", "1"}});
  CHECK(refusal(forge(file, 156, "5")) == Errc::malformed);  // a directory with content
}

TEST_CASE("an archive has limits", "[tar]") {
  const std::string archive = write({{"a", "12345"}, {"b", "123456"}});
  CHECK(read(archive, {.file_bytes = 6, .total_bytes = 11, .files = 2}));
  CHECK(refusal(archive, {.file_bytes = 5}) == Errc::too_large);
  CHECK(refusal(archive, {.total_bytes = 10}) == Errc::too_large);
  CHECK(refusal(archive, {.files = 1}) == Errc::too_large);
  // A promise of 8 GiB is refused by what is there, without taking the memory.
  CHECK(refusal(forge(archive, 124, "77777777777"), {.file_bytes = ~std::uint64_t{0}}) == Errc::malformed);
}

TEST_CASE("the visitor's refusal is handed on", "[tar]") {
  const auto outcome =
      read_tar(write(kFiles), {}, [](std::string_view, std::string_view) -> Result<void> { return refuse(Errc::mismatch, "no"); });
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().code == Errc::mismatch);
}

TEST_CASE("every truncated archive is refused", "[tar]") {
  const std::string archive = write({{"a", "1"}, {"b", std::string(600, 'b')}});
  for (std::size_t length = 0; length < archive.size(); ++length) {
    if (read(std::string_view(archive).substr(0, length))) FAIL("accepted at " << length << " of " << archive.size());
  }
  CHECK(read(archive + std::string(512 * 16, '\0')));  // tar programs fill up to 20 blocks
  CHECK(refusal(archive + std::string(100, '\0')) == Errc::malformed);
  CHECK(refusal(archive + archive) == Errc::malformed);
}

TEST_CASE("a change of any one byte is refused or is a change of content", "[tar]") {
  const Files files = {{"town/a", "content"}, {"b", std::string(512, 'b')}};
  const std::string archive = write(files);
  const auto in_content = [](std::size_t at) { return (at >= 512 && at < 512 + 7) || (at >= 1536 && at < 2048); };
  for (std::size_t at = 0; at < archive.size(); ++at) {
    for (const int flip : {0x01, 0x10, 0x20, 0x80, 0xff}) {
      std::string changed = archive;
      changed[at] = static_cast<char>(changed[at] ^ flip);
      const auto result = read(changed);
      if (result.has_value() != in_content(at)) FAIL("byte " << at << " xor " << flip);
      if (result && *result == files) FAIL("unnoticed: byte " << at << " xor " << flip);
    }
  }
}

TEST_CASE("GNU tar reads our archives and we read its", "[tar]") {
  if (!have_tar()) {
    std::cout << "SKIPPED: comparison with tar (no such program)\n";
    return;
  }
  const TemporaryDirectory directory;
  const std::string long_name = std::string(90, 'd') + "/" + std::string(90, 'f');
  Files files = kFiles;
  files.emplace_back(long_name, "deep");
  std::ofstream(directory / "ours.tar", std::ios::binary) << write(files);

  std::string names;
  for (const auto& [name, content] : files) names += name + "\n";
  CHECK(output_of("tar -tf '" + (directory / "ours.tar").string() + "'") == names);

  const std::string in = "cd '" + directory.path().string() + "' && ";
  output_of(in + "mkdir out && tar -xf ours.tar -C out && tar --format=ustar --sort=name -cf theirs.tar -C out town empty block " +
            std::string(90, 'd'));
  std::ifstream file(directory / "theirs.tar", std::ios::binary);
  Files theirs = read(std::string{std::istreambuf_iterator<char>(file), {}}).value();
  std::ranges::sort(files);
  std::ranges::sort(theirs);
  CHECK(theirs == files);
}

TEST_CASE("Belenios's archives are read where old headers are accepted", "[tar]") {
  const char* shared = std::getenv("RADSLAG_SHARED");
  const std::filesystem::path folder = std::filesystem::path(shared ? shared : "../shared") / "vectors/belenios";
  if (!std::filesystem::exists(folder)) {
    std::cout << "SKIPPED: Belenios archives (" << folder.string() << " is not there)\n";
    return;
  }
  int archives = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".bel") continue;
    ++archives;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    INFO(entry.path());
    CHECK(refusal(bytes) == Errc::unsupported);
    const auto files = read(bytes, {.belenios = true});
    REQUIRE(files);
    CHECK(files->front().first == "BELENIOS");
    CHECK(files->size() > 10);
    CHECK(read(bytes + std::string(1024, '\0'), {.belenios = true}));
    CHECK(refusal(bytes + "x", {.belenios = true}) == Errc::malformed);
  }
  CHECK(archives > 0);
}
