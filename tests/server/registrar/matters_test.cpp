#include "server/registrar/matters.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>

#include "crypto/random.hpp"
#include "server/registrar/schema.hpp"
#include "server/registrar/tree_file.hpp"
#include "server/storage/database.hpp"
#include "tests/server/registrar/house.hpp"

namespace radslag::registrar {
namespace {

using testing::House;
using testing::number;
namespace fs = std::filesystem;

std::vector<crypto::Digest> random_pseudonyms(std::size_t count) {
  std::vector<crypto::Digest> all(count);
  for (auto& one : all) one = crypto::random_bytes<32>();
  std::sort(all.begin(), all.end());
  return all;
}

log::Hash leaf(const crypto::Digest& pseudonym) { return log::leaf_hash(crypto::view(pseudonym)); }

TEST_CASE("the file's root and proofs are those of the RFC 9162 tree, at every size") {
  radslag::testing::TemporaryDirectory folder;
  for (const std::size_t size : {1U, 2U, 3U, 63U, 64U, 65U, 127U, 128U, 129U, 191U, 200U, 511U, 512U, 513U, 1'000U}) {
    const auto all = random_pseudonyms(size);
    log::Tree tree;
    for (const auto& one : all) tree.append(leaf(one));
    const auto commitment = write_tree_file(folder / "t.tree", all);
    CHECK(commitment.people == size);
    CHECK(commitment.root == tree.root());
    const TreeFile file(folder / "t.tree");
    CHECK(file.commitment() == commitment);
    for (std::size_t i = 0; i < size; ++i) {
      const auto found = file.find(all[i]);
      REQUIRE(found);
      REQUIRE(found->place == i);
      REQUIRE(found->path == tree.inclusion(i, size));
      REQUIRE(log::verify_inclusion(i, size, leaf(all[i]), found->path, commitment.root));
    }
    CHECK_FALSE(file.find(crypto::random_bytes<32>()));
    CHECK_FALSE(file.find(crypto::Digest{}));
    crypto::Digest last;
    last.fill(0xff);
    CHECK_FALSE(file.find(last));
  }
  CHECK(write_tree_file(folder / "empty.tree", {}).root == log::empty_root());
  CHECK_FALSE(TreeFile(folder / "empty.tree").find(crypto::Digest{}));
}

TEST_CASE("a file that is cut, longer, or something else is not taken for a tree") {
  radslag::testing::TemporaryDirectory folder;
  const auto path = folder / "t.tree";
  CHECK_THROWS(TreeFile(path));
  [[maybe_unused]] const auto commitment = write_tree_file(path, random_pseudonyms(100));
  const auto size = fs::file_size(path);
  fs::resize_file(path, size - 1);
  CHECK_THROWS(TreeFile(path));
  fs::resize_file(path, size + 1);
  CHECK_THROWS(TreeFile(path));
  fs::resize_file(path, 20);
  CHECK_THROWS(TreeFile(path));
  std::ofstream(path) << std::string(size, 'x');
  CHECK_THROWS(TreeFile(path));
}

TEST_CASE("a matter commits to everyone on its edition and to nobody else") {
  House house;
  house.roll("2026", 150);
  const auto matter = house->matters.open("trees", "2026");
  REQUIRE(matter);
  CHECK(matter->roll.people == 150);
  for (unsigned i = 0; i < 150; ++i) {
    const auto pseudonym = house->matters.pseudonym("trees", house.person(number(i)));
    REQUIRE(pseudonym);
    const auto membership = house->matters.membership("trees", *pseudonym);
    REQUIRE(membership);
    CHECK(log::verify_inclusion(membership->place, 150, leaf(*pseudonym), membership->path, matter->roll.root));
  }
  const auto stranger = house->matters.pseudonym("trees", house.person(number(151)));
  REQUIRE(stranger);
  CHECK(house->matters.membership("trees", *stranger).error().code == Errc::unknown_credential);
  CHECK(house->matters.pseudonym("absent", house.person(number(0))).error().code == Errc::not_found);
  CHECK(house->matters.membership("absent", *stranger).error().code == Errc::not_found);
}

TEST_CASE("pseudonyms of one person in two matters, or in two towns, have nothing in common") {
  House house;
  house.roll("2026", 3);
  REQUIRE(house->matters.open("a", "2026"));
  REQUIRE(house->matters.open("b", "2026"));
  const auto anna = house.person(number(0));
  CHECK(*house->matters.pseudonym("a", anna) != *house->matters.pseudonym("b", anna));
  CHECK(house->matters.find("a")->roll.root != house->matters.find("b")->roll.root);
  const auto key = house->keys().matter("a");
  CHECK(pseudonym_of(*key, testing::origin, "a", anna) == *house->matters.pseudonym("a", anna));
  CHECK(pseudonym_of(*key, "other.example/log/town", "a", anna) != *house->matters.pseudonym("a", anna));
  CHECK(pseudonym_of(*key, testing::origin, "b", anna) != *house->matters.pseudonym("a", anna));
}

TEST_CASE("opening again gives the same matter; another edition or a bad name is refused") {
  House house;
  house.roll("2026", 5);
  house.roll("2027", 6);
  const auto first = house->matters.open("m", "2026").value();
  house.restart();
  CHECK(house->matters.open("m", "2026")->roll == first.roll);
  CHECK(house->matters.open("m", "2027").error().code == Errc::mismatch);
  CHECK(house->matters.open("../m", "2026").error().code == Errc::malformed);
  CHECK(house->matters.open("", "2026").error().code == Errc::malformed);
  CHECK(house->matters.open("other", "none").error().code == Errc::not_found);
  REQUIRE(house->rolls.end("2026"));
  CHECK(house->matters.open("late", "2026").error().code == Errc::not_found);
  CHECK(house->matters.membership("m", *house->matters.pseudonym("m", house.person(number(1)))));
}

TEST_CASE("what a kill leaves of a matter is taken up, with the same key") {
  House house;
  house.roll("2026", 100);
  // After the key.
  const auto key = house->keys().make_matter("k");
  const auto after_key = house->matters.open("k", "2026").value();
  CHECK(house->matters.membership("k", pseudonym_of(*key, testing::origin, "k", house.person(number(0)))));
  // While the tree was written, and after it: the row is not there yet.
  house->database().transaction([](storage::Transaction& t) { t.run("DELETE FROM matter"); });
  std::ofstream(house.dirs.matters() / "k.tree.0011223344556677.part") << "half";
  house.restart();
  CHECK_FALSE(house->matters.find("k"));
  CHECK(house->matters.pseudonym("k", house.person(number(0))).error().code == Errc::not_found);
  CHECK(house->matters.open("k", "2026")->roll == after_key.roll);
  // With a damaged tree file and no row.
  house->database().transaction([](storage::Transaction& t) { t.run("DELETE FROM matter"); });
  fs::resize_file(house.dirs.matters() / "k.tree", 100);
  house.restart();
  CHECK(house->matters.open("k", "2026")->roll == after_key.roll);
  CHECK(house->matters.membership("k", *house->matters.pseudonym("k", house.person(number(3)))));
}

TEST_CASE("killed at random times, opening a matter ends with one commitment") {
  House house;
  house.roll("2026", 3'000);
  std::optional<record::Commitment> seen;
  for (const useconds_t microseconds : {500U, 2'000U, 5'000U, 10'000U, 20'000U, 40'000U}) {
    house.registrar.reset();
    const auto child = ::fork();
    if (child == 0) {
      Registrar registrar(house.dirs);
      [[maybe_unused]] const auto opened = registrar.matters.open("m", "2026");
      ::_exit(0);
    }
    ::usleep(microseconds);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    house.restart();
    if (const auto found = house->matters.find("m")) {
      if (seen) CHECK(found->roll == *seen);
      seen = found->roll;
      CHECK(house->matters.membership("m", *house->matters.pseudonym("m", house.person(number(0)))));
    }
  }
  const auto opened = house->matters.open("m", "2026");
  REQUIRE(opened);
  if (seen) CHECK(opened->roll == *seen);
  CHECK(house->matters.membership("m", *house->matters.pseudonym("m", house.person(number(2'999)))));
}

TEST_CASE("keys are their owner's alone, or are not used") {
  House house;
  const auto folder = house.dirs.keys_folder();
  CHECK_THROWS_AS(Registrar(house.dirs), storage::StorageInUse);
  house.registrar.reset();
  for (const auto* name : {"roll.key", "letter-codes.key", "registrar.key"}) {
    struct stat status {};
    REQUIRE(::stat((folder / name).c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    ::chmod((folder / name).c_str(), 0640);
    CHECK_THROWS_AS(Keys(folder), KeyError);
    ::chmod((folder / name).c_str(), 0400);
    CHECK_NOTHROW(Keys(folder));
    fs::rename(folder / name, folder / "away");
    CHECK_THROWS_AS(Keys(folder), KeyError);
    fs::create_symlink(folder / "away", folder / name);
    CHECK_THROWS_AS(Keys(folder), KeyError);
    fs::remove(folder / name);
    std::ofstream(folder / name) << "radslag/v1/registrar-key\nseed 00\n";
    ::chmod((folder / name).c_str(), 0600);
    CHECK_THROWS_AS(Keys(folder), KeyError);
    fs::remove(folder / name);
    fs::rename(folder / "away", folder / name);
  }
  ::chmod(folder.c_str(), 0755);
  CHECK_THROWS_AS(Keys(folder), KeyError);
  ::chmod(folder.c_str(), 0700);
  CHECK_NOTHROW(Registrar(house.dirs));
}

TEST_CASE("a registrar is begun once, for one town; a beginning that was killed goes on") {
  House house;
  const auto key = house->public_key();
  house.registrar.reset();
  CHECK_THROWS_AS(Registrar::create(house.dirs, testing::origin), storage::StorageUnusable);
  CHECK_THROWS_AS(Registrar::create(house.dirs, "other.example/log/town"), storage::StorageUnusable);
  {
    const auto database = storage::Database::open(house.dirs.database(), registrar_schema);
    database->transaction([](storage::Transaction& t) { t.run("DELETE FROM house"); });
  }
  CHECK_THROWS_AS(Registrar(house.dirs), storage::StorageUnusable);
  Registrar::create(house.dirs, testing::origin);
  house.restart();
  CHECK(house->public_key() == key);
  CHECK(house->town_origin() == testing::origin);
}

}  // namespace
}  // namespace radslag::registrar
