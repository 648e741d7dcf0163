#include "ledger/archive/publication.hpp"

#include <catch2/catch.hpp>

#include <set>

#include "crypto/encoding.hpp"
#include "ledger/archive/tar.hpp"
#include "ledger/audit/audit.hpp"
#include "ledger/log/bundle.hpp"
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
  const auto digest = record::blob_of(*ballot.ballot);
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

TEST_CASE("tiles are there in every width up to the newest checkpoint, and no other") {
  MemoryStore store;
  House house(store);
  house.begin();
  house.open_round(400);
  for (std::size_t voter = 0; voter < 330; ++voter)
    house.journal->submit(house.ballot(voter, {1}), [](const Result<journal::Committed>&) {});
  REQUIRE(house.journal->submit_and_wait(house.ballot(331, {0})));
  const std::string log = House::round_log;
  const auto size = store.size(log);
  REQUIRE(size > 300);
  log::Tree tree;
  store.scan(log, 0, size, [&](std::uint64_t, std::string_view, const store::Digest& leaf) { tree.append(leaf); });
  const Publication computed(store, house.vkey());
  const Publication from_trees(store, house.vkey(), {.tile = [&](const auto& name, auto level, auto n, auto width) {
                                 return house.journal->tile(name, level, n, width);
                               }});
  for (const auto* publication : {&computed, &from_trees}) {
    for (std::size_t level = 0; level < log::tile_levels; ++level) {
      for (std::uint64_t n = 0; n < 3; ++n) {
        const auto most = log::tile_hashes(level, n, size);
        for (const auto width : {std::uint64_t{1}, most, most + 1, std::uint64_t{255}, std::uint64_t{256}}) {
          if (width < 1 || width > 256) continue;
          const auto path = log + "/" + log::TilePlace{level, n, width}.path();
          INFO(path);
          const auto tile = publication->file(path);
          REQUIRE(tile.has_value() == (width <= most));
          if (tile) CHECK(*tile == log::tile(tree, level, n, width));
        }
      }
    }
    for (const auto* path : {"/tile/0/000.p/256", "/tile/0/000.p/0", "/tile/0/0", "/tile/00/000", "/tile/64/000", "/tile/-1/000",
                             "/tile/0/", "/tile/0", "/tile/", "/tile/8/0/000", "/tile/0/x000", "/tile/0/000/", "/tile/0/000.p/1/",
                             "/tile/data/000", "//tile/0/000", "/tile/0/001.p/", "/witnessed", "/policy", "/vkey"}) {
      INFO(path);
      CHECK(publication->file(log + path).error().code == Errc::not_found);
    }
  }
  for (const auto* path : {"rounds/tile/0/000", "tile/0/000", "rounds//tile/0/000", "rounds/none/tile/0/000.p/1", "policy/", "town/policy"})
    CHECK(computed.file(path).error().code == Errc::not_found);
}

TEST_CASE("what is witnessed is handed out beside the checkpoint, never beyond it; the policy says whose word counts") {
  MemoryStore store;
  House house(store);
  house.begin();
  const auto first = *house.journal->head("town")->checkpoint;
  house.registrar();
  std::optional<std::string> witnessed;
  const Publication publication(store, house.vkey(),
                                {.with_cosignatures = [](const auto& log, const std::string& note) { return note + log; },
                                 .witnessed = [&](const auto&) { return witnessed; }});
  CHECK(publication.file("town/checkpoint").value() == *house.journal->head("town")->checkpoint + "town");
  CHECK(publication.file("town/witnessed").error().code == Errc::not_found);
  witnessed = first;
  CHECK(publication.file("town/witnessed").value() == first);
  const auto policy = log::Policy::parse(publication.file("policy").value());
  REQUIRE(policy);
  CHECK(policy->logs.at(0).key.text() == house.vkey());
  CHECK(policy->witnesses.empty());
  CHECK(policy->quorum == "none");
  const auto files = bundle_of(publication);
  CHECK(files.at("town/witnessed") == first);
  CHECK(files.at("policy") == publication.file("policy").value());
}

TEST_CASE("a raised text is handed out by no path before an officer has looked at it") {
  MemoryStore store;
  House house(store);
  house.begin();
  house.registrar();
  const Publication publication(store, house.vkey());
  REQUIRE(publication.file("town/checkpoint"));
  const auto raising = house.raising("trees", 1);
  const std::string text = "We need more trees.";
  const auto digest = record::blob_digest(raising.blobs[0]);
  const auto name = crypto::to_hex(digest);
  const auto raised = house.journal->submit_and_wait(raising).value();
  const auto pack = [&] {
    const auto size = house.journal->head("town")->size;
    return publication.file("town/blobs/" + log::tile_index_path(0, size)).value();
  };
  CHECK(raised.entry.find(name) != std::string::npos);
  CHECK(publication.file("town/blob/" + name).error().code == Errc::sealed);
  CHECK(publication.blob("town", digest).error().code == Errc::sealed);
  for (const std::string log : {"rounds/other", "rounds/trees", ""}) CHECK_FALSE(publication.file(log + "/blob/" + name).has_value());
  CHECK(pack().find(text) == std::string::npos);
  for (const auto& [path, bytes] : bundle_of(publication)) CHECK(bytes.find(text) == std::string::npos);
  CHECK(audited(publication).holds());

  SECTION("and by all when it has been opened") {
    house.open("trees");
    CHECK(publication.file("town/blob/" + name).value() == raising.blobs[0]);
    CHECK(pack().find(text) != std::string::npos);
  }
  SECTION("and by all when it has been refused") {
    house.reject("trees", record::RejectReason::not_municipal);
    CHECK(publication.file("town/blob/" + name).value() == raising.blobs[0]);
    CHECK(pack().find(text) != std::string::npos);
  }
  SECTION("and never where it was refused as unlawful") {
    house.reject("trees", record::RejectReason::unlawful);
    CHECK(publication.file("town/blob/" + name).error().code == Errc::sealed);
    CHECK(pack().find(text) == std::string::npos);
  }
  CHECK(audited(publication).holds());
  const Publication fresh(store, house.vkey());  // as for an export: nothing is known but the store
  CHECK(fresh.file("town/blob/" + name).has_value() == publication.file("town/blob/" + name).has_value());
  CHECK(bundle_of(fresh) == bundle_of(publication));
}

TEST_CASE("what is sealed is what the state says, at every size of the town log") {
  testing::Town town;
  town.whole_initiatives();
  MemoryStore store;
  const Seals seals(store);
  record::Record replayed({[&](const record::Digest& digest) { return store.blob(digest); }, {}});
  std::set<record::Digest> texts;
  const auto& pieces = town.log("town").pieces;
  for (std::uint64_t i = 0; i < pieces.size(); ++i) {
    const auto& piece = pieces[i];
    store::Batch batch{"town", i, {{piece.entry, log::leaf_hash(piece.entry), crypto::sha256("key " + std::to_string(i))}}, {}, {}};
    for (const auto& blob : piece.blobs) {
      texts.insert(record::blob_digest(blob));
      batch.blobs.push_back({record::blob_digest(blob), blob});
    }
    store.append({batch});
    REQUIRE(replayed.admit("town", piece.entry));
    for (const auto& text : texts) CHECK(seals.sealed(text, i + 1) == replayed.state().town.sealed.contains(text));
  }
  // A size that is long past decides by what stood there then.
  CHECK(replayed.state().town.sealed.size() == 3);
  const auto benches = town.state().initiative("benches");
  CHECK(seals.sealed(benches->subject, benches->opening->index));
  CHECK_FALSE(seals.sealed(benches->subject, benches->opening->index + 1));
}

TEST_CASE("a bundle is made while signatures come in and while a round begins, and holds") {
  /// Something is written whenever the size of a log is taken.
  struct Busy final : MemoryStore {
    std::optional<std::string> checkpoint(const store::LogName& log) const override {
      const auto write = meanwhile;
      if (write && log == "town") write();
      return MemoryStore::checkpoint(log);
    }
    mutable std::function<void()> meanwhile;
  };
  Busy store;
  House house(store);
  house.begin();
  house.registrar();
  house.open_initiative("benches");
  const Publication publication(store, house.vkey());
  std::size_t person = 1;
  std::vector<std::function<void()>> steps{
      [&] { house.open_round(2); },
      [&] { REQUIRE(house.journal->submit_and_wait(house.ballot(0, {1}))); },
      [&] { house.close_round(); },
      [&] { house.count_round(); },
  };
  std::size_t step = 0;
  store.meanwhile = [&] {
    const auto write = std::exchange(store.meanwhile, {});
    REQUIRE(house.journal->submit_and_wait(house.signature("benches", person++)));
    if (step < steps.size()) steps[step++]();
    if (person < 39) store.meanwhile = write;
  };
  for (int i = 0; i < 8; ++i) {
    const auto report = audited(publication);
    INFO(audit::render_text(report));
    CHECK(report.holds());
  }
  CHECK(step == steps.size());
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
