#include "ledger/archive/publication.hpp"

#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "ledger/archive/tar.hpp"
#include "ledger/audit/audit.hpp"
#include "tests/support/house.hpp"

namespace radslag::archive {
namespace {

using testing::House;
using testing::MemoryStore;

std::map<std::string, std::string> bundle_of(const Publication& publication) {
  std::string tar;
  publication.bundle([&](std::string_view bytes) { return tar.append(bytes), true; });
  std::map<std::string, std::string> files;
  const auto read = read_tar(tar, {}, [&](std::string_view name, std::string_view content) -> Result<> {
    files.emplace(name, content);
    return {};
  });
  REQUIRE(read);
  return files;
}

audit::Report audited(const Publication& publication) {
  const auto source = audit::open_files(bundle_of(publication));
  return audit::audit(*source, {});
}

TEST_CASE("a ballot is handed out by no path before its round is closed, and by its own after") {
  MemoryStore store;
  House house(store);
  house.begin();
  house.open_round(3);
  const auto ballot = house.ballot(0, {1});
  REQUIRE(house.journal->submit_and_wait(ballot));
  const Publication publication(store, house.vkey());
  const auto digest = ballot.ballot->ballot;
  const auto name = crypto::to_hex(digest);

  CHECK(publication.file(std::string(House::round_log) + "/blob/" + name).error().code == Errc::sealed);
  for (const std::string log : {"town", "rounds/other", ""}) CHECK_FALSE(publication.file(log + "/blob/" + name).has_value());
  const auto content = std::string(*record::blob_content(ballot.blobs[0]));
  CHECK(publication.file(std::string(House::round_log) + "/blobs/000.p/2").value().find(content) == std::string::npos);
  for (const auto& [path, bytes] : bundle_of(publication)) CHECK(bytes.find(content) == std::string::npos);

  house.close_round();
  CHECK(publication.file(std::string(House::round_log) + "/blob/" + name).value() == ballot.blobs[0]);
  CHECK(publication.file("town/blob/" + name).error().code == Errc::not_found);
  CHECK(publication.file(std::string(House::round_log) + "/blobs/000.p/3").value().find(content) != std::string::npos);
}

TEST_CASE("the definition of an open round is handed out") {
  MemoryStore store;
  House house(store);
  house.begin();
  house.open_round(3);
  const Publication publication(store, house.vkey());
  const auto frozen = house.journal->state()->round("parks-2026")->frozen;
  CHECK(publication.file(std::string(House::round_log) + "/blob/" + crypto::to_hex(frozen->definition_digest)));
}

TEST_CASE("only what the newest checkpoint covers is there") {
  MemoryStore store;
  House house(store);
  house.begin();
  const Publication publication(store, house.vkey());
  CHECK(publication.file("town/checkpoint"));
  CHECK(publication.file("town/vkey").value() == house.vkey() + "\n");
  CHECK(publication.file("town/tile/entries/000.p/1"));
  for (const auto* path :
       {"town/tile/entries/000", "town/tile/entries/000.p/2", "town/tile/entries/001.p/1", "town/tile/entries/0", "town/tile/entries/",
        "town/tile/entries/000.p/0", "town/tile/entries/000.p/01", "rounds/none/checkpoint", "town/blob/00", "", "/", "town",
        "../town/checkpoint", "town/blob/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}) {
    INFO(path);
    CHECK(publication.file(path).error().code == Errc::not_found);
  }
}

TEST_CASE("a bundle verifies in every phase of a round") {
  MemoryStore store;
  House house(store);
  house.begin();
  const Publication publication(store, house.vkey());
  CHECK(audited(publication).holds());
  house.open_round(600);
  for (std::size_t voter = 0; voter < 520; ++voter) {  // over two entry bundles
    house.journal->submit(house.ballot(voter, {static_cast<std::uint16_t>(voter % 3)}), [](Result<journal::Committed>) {});
  }
  REQUIRE(house.journal->submit_and_wait(house.ballot(7, {0})));
  CHECK(audited(publication).holds());
  house.close_round();
  CHECK(audited(publication).holds());
  house.count_round();
  const auto report = audited(publication);
  CHECK(report.holds());
  CHECK(report.counts.ballot_signatures == 521);
  CHECK(report.rounds.at(0).voters == 520);
}

}  // namespace
}  // namespace radslag::archive
