// Each answer of the protocol, and what is on the disk when it is given.
#include "ledger/witness/witness.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <optional>

#include "tests/ledger/witness/one_log.hpp"
#include "tests/support/temporary_directory.hpp"

namespace radslag::witness {
namespace {

using radslag::testing::TemporaryDirectory;
using testing::OneLog;

constexpr std::uint64_t some_time = 1'790'000'000;

/// A witness of one town, which can be stopped and started.
struct House {
  House() {
    (void)make_key(folder / "witness.key", "witness.example").value();
    start();
    witness->put_town(Town::begin(town.vkey(), "http://localhost:1"));
    town.grow(600);
  }
  void start() {
    witness.reset();
    witness.emplace(folder.path(), read_key(folder / "witness.key").value(), [this] { return time; });
  }
  Answer ask(const std::string& body) { return witness->add_checkpoint(body); }
  [[nodiscard]] std::uint64_t size() const {
    const auto cosigned = witness->cosigned(town.origin);
    return cosigned ? cosigned->size : 0;
  }

  TemporaryDirectory folder;
  std::uint64_t time = some_time;
  OneLog town{"town.example/log/town"};
  std::optional<Witness> witness;
};

std::string with_proof(const OneLog& log, std::uint64_t from, std::uint64_t to, log::Path proof) {
  return log::witness_request_text({from, std::move(proof), log.note(to)});
}

}  // namespace

TEST_CASE("a witness cosigns what continues, and has it on the disk") {
  House house;
  std::uint64_t before = 0;
  for (const std::uint64_t size : {1u, 2u, 255u, 256u, 257u, 600u}) {
    house.time += 10;
    const auto answer = house.ask(house.town.request(before, size));
    REQUIRE(answer.status == 200);
    const auto lines = log::parse_signature_lines(answer.body).value();
    REQUIRE(lines.size() == 1);
    CHECK(log::verify_cosignature(log::checkpoint_text(house.town.head(size)), lines[0], house.witness->key()) == house.time);
    house.start();  // nothing but the folder is left of it
    CHECK(house.size() == size);
    before = size;
  }
  // The same again is cosigned again, with the time that it is now.
  house.time += 100;
  const auto again = house.ask(house.town.request(600, 600));
  REQUIRE(again.status == 200);
  CHECK(log::verify_cosignature(log::checkpoint_text(house.town.head(600)), log::parse_signature_lines(again.body).value()[0],
                                house.witness->key()) == house.time);
}

TEST_CASE("its newest checkpoint can be read, with both signatures and no others") {
  House house;
  CHECK(house.witness->checkpoint(origin_hex(house.town.origin)).status == 404);
  const auto stranger =
      log::cosign(log::checkpoint_text(house.town.head(5)), "stranger.example", crypto::SigningKey::generate(), some_time);
  const auto note = log::add_signature(house.town.note(5), stranger).value();
  REQUIRE(house.ask(log::witness_request_text({0, {}, note})).status == 200);
  const auto read = house.witness->checkpoint(origin_hex(house.town.origin));
  REQUIRE(read.status == 200);
  const auto key = house.witness->key();
  const auto log_key = house.town.vkey();
  const auto opened = log::open_cosigned(read.body, std::span(&log_key, 1), std::span(&key, 1));
  REQUIRE(opened);
  CHECK(opened->checkpoint.size == 5);
  CHECK(opened->cosignatures.size() == 1);
  CHECK(log::parse_note(read.body)->signatures.size() == 2);
  CHECK(house.witness->checkpoint("town").status == 404);
}

TEST_CASE("it says why it does not cosign") {
  House house;
  REQUIRE(house.ask(house.town.request(0, 300)).status == 200);
  const OneLog other("other.example/log/town");

  SECTION("404: a log that it does not know") {
    OneLog stranger("stranger.example/log/town");
    stranger.grow(3);
    CHECK(house.ask(stranger.request(0, 3)).status == 404);
  }
  SECTION("403: not signed by the log's key, or badly") {
    OneLog impostor(house.town.origin);
    impostor.grow(400);
    CHECK(house.ask(impostor.request(300, 400)).status == 403);
    auto broken = house.town.note(400);
    const auto at = broken.size() - 20;
    broken[at] = broken[at] == 'A' ? 'B' : 'A';
    CHECK(house.ask(log::witness_request_text({300, house.town.tree.consistency(300, 400), broken})).status == 403);
  }
  SECTION("400: an old size beyond the checkpoint, or no such request at all") {
    CHECK(house.ask(log::witness_request_text({400, {}, house.town.note(350)})).status == 400);
    for (const std::string body : {"", "old", "old 300", "old 300\n", "old 300\n\n", "old 0300\n\nx", "old -1\n\nx",
                                   "old 9223372036854775808\n\nx", "new 300\n\nx", "old 300\nnot base64\n\nx", "old 300\r\n\r\nx"})
      CHECK(house.ask(body).status == 400);
    auto cut = house.town.request(300, 400);
    cut.pop_back();
    CHECK(house.ask(cut).status == 400);
  }
  SECTION("413: more than any request has") { CHECK(house.ask("old 300\n" + std::string(40'000, 'A')).status == 413); }
  SECTION("400: 64 lines of proof") {
    std::string body = "old 300\n";
    for (int i = 0; i < 64; ++i) body += std::string(43, 'A') + "=\n";
    CHECK(house.ask(body + "\n" + house.town.note(400)).status == 400);
  }
  SECTION("422: 63 lines of proof, which prove nothing") {
    CHECK(house.ask(with_proof(house.town, 300, 400, log::Path(63))).status == 422);
  }
  SECTION("409: another old size than it has, which it tells") {
    for (const std::uint64_t old : {0u, 1u, 299u, 301u}) {
      const auto answer = house.ask(house.town.request(old, 400));
      CHECK(answer.status == 409);
      CHECK(answer.content_type == "text/x.tlog.size");
      CHECK(answer.body == "300\n");
    }
    // An older checkpoint, with whatever old size.
    CHECK(house.ask(house.town.request(200, 200)).status == 409);
    CHECK(house.ask(house.town.request(0, 299)).body == "300\n");
  }
  SECTION("422: no proof, or one of something else") {
    CHECK(house.ask(with_proof(house.town, 300, 400, {})).status == 422);
    CHECK(house.ask(with_proof(house.town, 300, 400, house.town.tree.consistency(299, 400))).status == 422);
    auto longer = house.town.tree.consistency(300, 400);
    longer.push_back(longer.back());
    CHECK(house.ask(with_proof(house.town, 300, 400, longer)).status == 422);
    CHECK(house.ask(with_proof(house.town, 300, 300, {log::Hash{}})).status == 422);
  }
  CHECK(house.size() == 300);
  house.start();
  CHECK(house.size() == 300);
}

TEST_CASE("a first checkpoint has no proof, and an empty log has the empty root") {
  House house;
  CHECK(house.ask(with_proof(house.town, 0, 10, {log::Hash{}})).status == 422);
  const log::Checkpoint wrong{house.town.origin, 0, log::Hash{}};
  CHECK(house.ask(log::witness_request_text({0, {}, log::sign_checkpoint(wrong, house.town.key)})).status == 422);
  CHECK(house.ask(with_proof(house.town, 0, 0, {})).status == 200);
  CHECK(house.ask(with_proof(house.town, 0, 10, {})).status == 200);
  CHECK(house.ask(with_proof(house.town, 10, 0, {})).status == 400);
}

TEST_CASE("a second history under the true key is refused and kept as evidence") {
  House house;
  OneLog fork(house.town, 290);
  fork.grow(600, "forged");
  REQUIRE(house.ask(house.town.request(0, 300)).status == 200);
  CHECK(house.ask(fork.request(300, 400)).status == 422);
  CHECK(house.ask(fork.request(290, 400)).status == 409);
  CHECK(house.witness->status()[0].forks == 0);  // a wrong proof shows nothing by itself
  CHECK(house.ask(fork.request(300, 300)).status == 422);
  CHECK(house.ask(fork.request(0, 300)).status == 409);
  CHECK(house.witness->status()[0].forks == 1);
  house.start();
  CHECK(house.witness->status()[0].forks == 1);
  CHECK(house.size() == 300);
  CHECK(house.witness->cosigned(house.town.origin)->root == house.town.tree.root(300));
  CHECK(house.ask(house.town.request(300, 600)).status == 200);
}

TEST_CASE("its folder belongs to one process, and odd states are refused with a sentence") {
  House house;
  REQUIRE(house.ask(house.town.request(0, 300)).status == 200);
  const auto file = house.folder.path() / "logs" / origin_hex(house.town.origin);
  CHECK_THROWS_AS(Witness(house.folder.path(), read_key(house.folder / "witness.key").value()), InUse);
  house.witness.reset();

  SECTION("what a stop in the middle of a write left") {
    std::ofstream(file.string() + std::string(unfinished_suffix)) << "half a no";
    house.start();
    CHECK(house.size() == 300);
    CHECK_FALSE(std::filesystem::exists(file.string() + std::string(unfinished_suffix)));
  }
  SECTION("another key") {
    std::filesystem::remove(house.folder / "witness.key");
    (void)make_key(house.folder / "witness.key", "witness.example").value();
    CHECK_THROWS_WITH(house.start(), Catch::Contains("a folder of its own"));
  }
  SECTION("a changed state") {
    std::ofstream(file) << house.town.note(200);
    CHECK_THROWS_AS(house.start(), Unusable);
  }
  SECTION("a cut state") {
    std::filesystem::resize_file(file, 40);
    CHECK_THROWS_AS(house.start(), Unusable);
  }
  SECTION("a file in another's place") {
    std::filesystem::rename(file, file.parent_path() / origin_hex("else.example/log/town"));
    CHECK_THROWS_AS(house.start(), Unusable);
  }
  SECTION("a key that others can read") {
    std::filesystem::permissions(house.folder / "witness.key", std::filesystem::perms(0640));
    CHECK(read_key(house.folder / "witness.key").error().code == Errc::not_authorised);
  }
  SECTION("a key is never made twice") {
    CHECK(make_key(house.folder / "witness.key", "witness.example").error().code == Errc::duplicate);
    CHECK(make_key(house.folder / "b.key", "a name").error().code == Errc::malformed);
    CHECK(make_key(house.folder / "b.key", "a+b").error().code == Errc::malformed);
  }
}

TEST_CASE("after a key has changed the new one must sign, and the old one may") {
  House house;
  const auto next = crypto::SigningKey::generate();
  auto town = Town::begin(house.town.vkey(), "http://localhost:1");
  town.logs[0].signers.push_back({next.public_key(), 101});
  house.witness->put_town(town);
  const auto signed_by = [&](std::uint64_t size, std::vector<const crypto::SigningKey*> keys) {
    const auto note = log::sign_checkpoint(house.town.head(size), keys);
    return house.ask(log::witness_request_text({house.size(), house.town.tree.consistency(house.size(), size), note})).status;
  };
  CHECK(signed_by(100, {&next}) == 403);  // not yet
  CHECK(signed_by(100, {&house.town.key}) == 200);
  CHECK(signed_by(101, {&house.town.key}) == 403);
  CHECK(signed_by(101, {&house.town.key, &next}) == 200);
  CHECK(signed_by(150, {&next}) == 200);
}

}  // namespace radslag::witness
