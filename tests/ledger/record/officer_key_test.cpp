#include "ledger/record/officer_key.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/support/temporary_directory.hpp"

namespace radslag::record {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace

TEST_CASE("an officer's key file is read back, and only its owner may read it") {
  const testing::TemporaryDirectory folder;
  const auto key = crypto::SigningKey::generate();
  const auto path = folder / "anna.key";
  REQUIRE(write_officer_key(path, "Anna Ek, chair", key).has_value());
  CHECK((fs::status(path).permissions() & fs::perms::all) == (fs::perms::owner_read | fs::perms::owner_write));
  const auto again = read_officer_key(path);
  REQUIRE(again.has_value());
  CHECK(again->name == "Anna Ek, chair");
  CHECK(again->key.public_key() == key.public_key());
}

TEST_CASE("a key file is never overwritten") {
  const testing::TemporaryDirectory folder;
  write(folder / "a.key", "mine");
  const auto written = write_officer_key(folder / "a.key", "x", crypto::SigningKey::generate());
  REQUIRE_FALSE(written.has_value());
  CHECK(written.error().code == Errc::duplicate);
  CHECK(fs::file_size(folder / "a.key") == 4);
}

TEST_CASE("key files that are refused") {
  const testing::TemporaryDirectory folder;
  const auto path = folder / "a.key";
  const auto code = [&] {
    const auto key = read_officer_key(path);
    REQUIRE_FALSE(key.has_value());
    return key.error().code;
  };
  CHECK(code() == Errc::not_found);
  const std::string seed(64, '0');
  for (const auto& text :
       {std::string(), "radslag/v1/officer-key\nname x\nseed " + seed, "radslag/v1/officer-key\nname x\nseed " + seed.substr(1) + "\n",
        "radslag/v1/log-key\nname x\nseed " + seed + "\n", "radslag/v1/officer-key\nseed " + seed + "\n"}) {
    write(path, text);
    CHECK(code() == Errc::malformed);
  }
  write(path, "radslag/v1/officer-key\nname x\nseed " + seed + "\n");
  CHECK(read_officer_key(path).has_value());
  fs::permissions(path, fs::perms::group_read, fs::perm_options::add);
  CHECK(code() == Errc::not_authorised);
  CHECK_FALSE(write_officer_key(folder / "b.key", "bell\a", crypto::SigningKey::generate()).has_value());
}

}  // namespace radslag::record
