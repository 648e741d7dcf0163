// Keys that are destroyed are gone, stay gone, and nobody's pseudonym can be made any more.
#include "server/registrar/key_destruction.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "server/registrar/keys.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace radslag;
using namespace radslag::registrar;
using radslag::testing::TemporaryDirectory;
namespace fs = std::filesystem;

namespace {

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

struct Folder {
  TemporaryDirectory directory;
  fs::path keys = directory / "keys";
  Folder() { Keys::create(keys); }
};

const std::string why = "destroyed after entry 12 of radslag.example.se/log/town";

}  // namespace

TEST_CASE("a destroyed key is in no file, and no other is made in its place") {
  const Folder folder;
  const auto path = folder.keys / "matters" / "benches.key", link = folder.directory / "link";
  {
    Keys keys(folder.keys);
    (void)keys.make_matter("benches");
    (void)keys.make_matter("trees");
  }
  const auto seed = content(path).substr(content(path).find("seed ") + 5, 64);
  REQUIRE(seed.size() == 64);
  fs::create_hard_link(path, link);  // the same blocks under another name

  CHECK(destroy_key(folder.keys, "matters/benches", why));
  CHECK_FALSE(fs::exists(path));
  CHECK(content(link).find(seed) == std::string::npos);
  CHECK(is_destroyed(folder.keys, "matters/benches"));
  CHECK(content(folder.keys / "matters" / "benches.destroyed") == why + "\n");

  Keys keys(folder.keys);
  CHECK(keys.matter("benches") == nullptr);
  CHECK_THROWS_WITH(keys.make_matter("benches"), Catch::Matchers::Contains("has been destroyed for good"));
  CHECK(keys.matter("trees") != nullptr);
  CHECK_FALSE(is_destroyed(folder.keys, "matters/trees"));
}

TEST_CASE("the key of a round's cards: whoever asks for it hears that the round is over") {
  const Folder folder;
  { (void)Keys(folder.keys).make_round("parks-2026"); }
  CHECK(destroy_key(folder.keys, "rounds/parks-2026", why));
  Keys keys(folder.keys);
  CHECK_THROWS_WITH(keys.existing_round("parks-2026"), Catch::Matchers::Contains("the round is over"));
  CHECK_THROWS_WITH(keys.existing_round("other"), Catch::Matchers::Contains("put rounds/other.key back"));
  CHECK_THROWS_AS(keys.make_round("parks-2026"), KeyError);
}

TEST_CASE("destroying is taken up where a kill stopped it, and repeated without harm") {
  const Folder folder;
  { (void)Keys(folder.keys).make_matter("benches"); }
  // The note is there, the key too: killed in between.
  std::ofstream(folder.keys / "matters" / "benches.destroyed") << why << "\n";
  CHECK_THROWS_AS(Keys(folder.keys).make_matter("benches"), KeyError);
  CHECK(destroy_key(folder.keys, "matters/benches", why));
  CHECK_FALSE(fs::exists(folder.keys / "matters" / "benches.key"));
  CHECK_FALSE(destroy_key(folder.keys, "matters/benches", why));
}

TEST_CASE("what is no key file is left alone") {
  const Folder folder;
  CHECK_FALSE(destroy_key(folder.keys, "matters/none", why));
  CHECK_FALSE(is_destroyed(folder.keys, "matters/none"));
  const auto outside = folder.directory / "outside";
  std::ofstream(outside) << "not ours";
  fs::create_symlink(outside, folder.keys / "matters" / "linked.key");
  CHECK_THROWS_AS(destroy_key(folder.keys, "matters/linked", why), KeyError);
  CHECK(content(outside) == "not ours");
}
