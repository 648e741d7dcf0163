// Every byte of every file of a small record changed, one at a time: none passes.
#include "tests/ledger/audit/tampering.hpp"

namespace radslag::audit {
namespace {

/// Two rounds: one with a result, decided; one in voting, sealed.
testing::Town small_town() {
  auto town = testing::Town::whole_life(1);
  town.begin_round("next");
  town.open("next", testing::Town::definition(), 1);
  town.vote("next", 0, {3});
  return town;
}

/// An initiative that is open, with a shown name; one that is sealed.
testing::Town town_with_initiatives() {
  testing::Town town;
  town.begin();
  town.registrar();
  town.raise("benches");
  town.open_initiative("benches");
  town.sign_with_name("benches", 1, "Bo");
  town.raise("trees", 2);
  return town;
}

bool passes(const testing::Files& files, const Options& options) {
  const auto source = open_files(files);
  return audit(*source, options).holds();
}

/// The paths and offsets where a changed byte is not noticed.
std::vector<std::string> unnoticed(testing::Files files, const Options& options, unsigned char flip) {
  std::vector<std::string> places;
  for (auto& [path, bytes] : files) {
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      const char before = bytes[at];
      bytes[at] = static_cast<char>(static_cast<unsigned char>(before) ^ flip);
      if (passes(files, options)) places.push_back(path + " " + std::to_string(at));
      bytes[at] = before;
    }
  }
  return places;
}

}  // namespace

TEST_CASE("no byte of a bundle can be changed") {
  const auto town = GENERATE(as<testing::Town (*)()>{}, &small_town, &town_with_initiatives)();
  auto files = town.files();
  Options options;
  options.key = town.vkey();
  REQUIRE(passes(files, options));
  files.erase("town/vkey");  // nothing rests on it where the key is pinned
  CHECK(unnoticed(files, options, 0x01) == std::vector<std::string>{});
}

TEST_CASE("without a pinned key no byte of the record's own key can be changed") {
  const auto files = small_town().files();
  REQUIRE(passes(files, {}));
  std::vector<std::string> places;
  const auto& key = files.at("town/vkey");
  for (std::size_t at = 0; at < key.size(); ++at) {
    for (unsigned flip = 1; flip < 256; flip <<= 1) {
      auto changed = files;
      changed["town/vkey"][at] = static_cast<char>(static_cast<unsigned char>(key[at]) ^ flip);
      if (passes(changed, {})) places.push_back(std::to_string(at));
    }
  }
  CHECK(places == std::vector<std::string>{});
}

TEST_CASE("no file of a bundle can be left out, nor cut by a byte, nor made longer") {
  const auto town = small_town();
  const auto files = town.files();
  Options options;
  options.key = town.vkey();
  for (const auto& [path, bytes] : files) {
    if (path == "town/vkey") continue;
    INFO(path);
    auto changed = files;
    if (path != "town/checkpoint") {  // without that it is no record at all
      changed.erase(path);
      CHECK_FALSE(passes(changed, options));
    }
    if (!bytes.empty()) {
      changed[path] = bytes.substr(0, bytes.size() - 1);
      CHECK_FALSE(passes(changed, options));
    }
    changed[path] = bytes + "\n";
    CHECK_FALSE(passes(changed, options));
  }
}

}  // namespace radslag::audit
