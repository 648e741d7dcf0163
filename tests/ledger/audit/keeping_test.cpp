#include "ledger/audit/keeping_source.hpp"

#include <catch2/catch.hpp>

#include <fstream>

#include "ledger/archive/static_export.hpp"
#include "ledger/audit/live_source.hpp"
#include "tests/support/house.hpp"
#include "tests/support/temporary_directory.hpp"

namespace radslag::audit {
namespace {

namespace fs = std::filesystem;
using testing::House;
using testing::MemoryStore;
using testing::TemporaryDirectory;

/// A record as a site serves it, where the line may break.
class Site final : public Source {
 public:
  explicit Site(const House& house) : publication_(house.store, house.vkey()) {}

  Result<std::string> get(const std::string& path, std::uint64_t max_bytes) override {
    if (asked_.size() >= breaks_after) throw Unavailable("the line is broken");
    asked_.push_back(path);
    if (gone.contains(path)) return refuse(Errc::not_found, path);
    auto bytes = publication_.file(path);
    if (bytes && bytes->size() > max_bytes) return refuse(Errc::too_large, path);
    return bytes;
  }
  std::optional<std::vector<std::string>> list() const override { return std::nullopt; }
  std::optional<std::uint64_t> length(const std::string& path) override {
    const auto bytes = publication_.file(path);
    return bytes ? std::optional<std::uint64_t>(bytes->size()) : std::nullopt;
  }
  bool is_live() const override { return true; }

  /// Since it was asked for the last time.
  std::vector<std::string> asked() { return std::exchange(asked_, {}); }

  std::size_t breaks_after = 1'000'000;
  std::set<std::string> gone;

 private:
  archive::Publication publication_;
  std::vector<std::string> asked_;
};

void vote(House& house, std::size_t from, std::size_t to) {
  for (std::size_t voter = from; voter < to; ++voter)
    house.journal->submit(house.ballot(voter, {static_cast<std::uint16_t>(voter % 3)}), [](const Result<journal::Committed>&) {});
  REQUIRE(house.journal->submit_and_wait(house.ballot(to, {0})));
}

Report offline(const fs::path& folder) {
  const auto source = open_directory(folder.string());
  return audit(*source, {});
}

/// The reports of the site and of what was kept of it say the same.
void check_kept(Source& site, const fs::path& folder) {
  const auto live = audit_and_keep(site, folder, {}, {});
  INFO(render_text(live.report));
  REQUIRE(live.report.holds());
  const auto kept = offline(folder);
  INFO(render_text(kept));
  CHECK(kept.holds());
  CHECK(kept.counts.entries == live.report.counts.entries);
  CHECK(kept.logs.size() == live.report.logs.size());
  CHECK(kept.counts.ballot_signatures == live.report.counts.ballot_signatures);
}

TEST_CASE("a mirror grows with the record, verifies offline, and fetches nothing twice that cannot change") {
  MemoryStore store;
  House house(store);
  TemporaryDirectory dir;
  Site site(house);
  house.begin();
  check_kept(site, dir / "mirror");
  house.open_round(700);
  vote(house, 0, 300);
  check_kept(site, dir / "mirror");
  CHECK(fs::exists(dir / "mirror" / "rounds" / "parks-2026" / "tile" / "entries" / "000"));
  static_cast<void>(site.asked());
  vote(house, 310, 600);
  check_kept(site, dir / "mirror");
  for (const auto& path : site.asked()) {
    INFO(path);
    CHECK(path.find("/000") == path.find("/000.p"));  // the first bundle, pack and tiles were full
  }
  house.close_round();
  check_kept(site, dir / "mirror");
  house.count_round();
  check_kept(site, dir / "mirror");
}

TEST_CASE("a mirror that was interrupted anywhere goes on from there") {
  MemoryStore store;
  House house(store);
  TemporaryDirectory dir;
  house.begin();
  house.open_round(300);
  vote(house, 0, 280);
  house.close_round();
  Site whole(house);
  check_kept(whole, dir / "whole");
  const auto files = whole.asked().size();
  for (std::size_t broken_after = 0; broken_after < files; ++broken_after) {
    const auto folder = dir / std::to_string(broken_after);
    Site site(house);
    site.breaks_after = broken_after;
    CHECK_THROWS_AS(audit_and_keep(site, folder, {}, {}), Unavailable);
    CHECK_FALSE(fs::exists(folder / "town" / "checkpoint"));
    site.breaks_after = 1'000'000;
    check_kept(site, folder);
  }
  std::size_t asked = 0;
  CHECK_THROWS_AS(audit_and_keep(whole, dir / "stopped", {}, [&] { return ++asked > 5; }), Stopped);
  check_kept(whole, dir / "stopped");
}

TEST_CASE("what a mirror has is not believed: a damaged file is fetched anew") {
  MemoryStore store;
  House house(store);
  TemporaryDirectory dir;
  house.begin();
  house.open_round(300);
  vote(house, 0, 280);
  Site site(house);
  check_kept(site, dir / "mirror");
  const auto round = dir / "mirror" / "rounds" / "parks-2026";
  for (const auto& file : {round / "tile" / "entries" / "000", round / "tile" / "0" / "000", round / "blobs" / "000"}) {
    INFO(file.string());
    {
      std::fstream damaged(file, std::ios::in | std::ios::out | std::ios::binary);
      damaged.seekp(40);
      damaged.put('~');
    }
    CHECK_FALSE(offline(dir / "mirror").holds());
    check_kept(site, dir / "mirror");
  }
}

TEST_CASE("a site that goes back behind its mirror, or tells another history, is caught, and the mirror stays") {
  MemoryStore store, old_store, other_store;
  House house(store), old(old_store), other(other_store);
  TemporaryDirectory dir;
  for (auto* each : {&house, &old, &other}) each->begin();
  house.registrar();
  other.hour = other.hour + 1;
  other.registrar();
  other.open_initiative("benches");
  Site site(house), rolled_back(old), rewritten(other);
  check_kept(site, dir / "mirror");
  for (auto* false_site : {&rolled_back, &rewritten}) {
    const auto caught = audit_and_keep(*false_site, dir / "mirror", {}, {});
    CHECK_FALSE(caught.report.holds());
    CHECK(offline(dir / "mirror").logs.at(0).size == store.size("town"));
    CHECK(offline(dir / "mirror").holds());
  }
  check_kept(site, dir / "mirror");
}

TEST_CASE("a record that does not hold is mirrored where there was none, and is then found not to hold offline, too") {
  MemoryStore store;
  House house(store);
  TemporaryDirectory dir;
  house.begin();
  house.registrar();
  Site site(house);
  site.gone.insert("town/tile/0/000.p/" + std::to_string(store.size("town")));
  const auto first = audit_and_keep(site, dir / "mirror", {}, {});
  CHECK_FALSE(first.report.holds());
  const auto kept = offline(dir / "mirror");
  REQUIRE(kept.findings.size() == 1);
  CHECK(kept.findings[0].place == first.report.findings.at(0).place);
}

TEST_CASE("a partial file that a site gave up is the beginning of the fuller one") {
  MemoryStore store;
  House house(store);
  house.begin();
  house.open_round(600);
  vote(house, 0, 20);
  const Site before(house);
  auto site = std::make_unique<Site>(house);
  auto* const it = site.get();
  const auto reader = with_wider_files(std::move(site));
  const std::string log = House::round_log;
  const auto size = std::to_string(store.size(log));
  std::map<std::string, std::string> partial;
  for (const auto* part : {"/tile/0/000.p/", "/tile/entries/000.p/", "/blobs/000.p/"}) {
    const auto path = log + part + size;
    partial[path] = reader->get(path, 1 << 20).value();
    it->gone.insert(path);
  }
  vote(house, 30, 60);
  SECTION("while that is partial, too") {}
  SECTION("when it is full") { vote(house, 100, 400); }
  for (const auto& [path, bytes] : partial) {
    INFO(path);
    CHECK(reader->get(path, 1 << 20).value() == bytes);
  }
  CHECK(reader->get(log + "/tile/0/009.p/3", 1 << 20).error().code == Errc::not_found);
  CHECK(reader->get("town/witnessed", 1 << 20).error().code == Errc::not_found);
}

TEST_CASE("a folder with something else in it is no mirror") {
  MemoryStore store;
  House house(store);
  house.begin();
  TemporaryDirectory dir;
  fs::create_directory(dir / "papers");
  std::ofstream(dir / "papers" / "letter.txt") << "dear";
  Site site(house);
  CHECK_THROWS_AS(audit_and_keep(site, dir / "papers", {}, {}), NoInput);
}

}  // namespace
}  // namespace radslag::audit
