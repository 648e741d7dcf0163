#include "ledger/archive/static_export.hpp"

#include <catch2/catch.hpp>

#include <fstream>

#include "crypto/encoding.hpp"
#include "ledger/audit/audit.hpp"
#include "tests/support/house.hpp"
#include "tests/support/temporary_directory.hpp"

namespace radslag::archive {
namespace {

namespace fs = std::filesystem;
using testing::House;
using testing::MemoryStore;
using testing::TemporaryDirectory;

using Files = std::map<std::string, std::string>;

Files files_of(const fs::path& folder) {
  Files files;
  for (const auto& item : fs::recursive_directory_iterator(folder)) {
    if (item.is_directory()) continue;
    std::ifstream file(item.path(), std::ios::binary);
    files[item.path().lexically_relative(folder).generic_string()] = {std::istreambuf_iterator<char>(file), {}};
  }
  return files;
}

Exported publish(const House& house, const fs::path& folder, ExportOptions options = {}, Beside beside = {}) {
  return StaticExport(house.store, house.vkey(), std::move(beside), folder).run(options).value();
}

/// Every file that the folder has is what the server gives under that path.
void check_like_server(const House& house, const fs::path& folder) {
  const Publication publication(house.store, house.vkey());
  for (const auto& [path, bytes] : files_of(folder)) {
    INFO(path);
    const auto served = publication.file(path);
    REQUIRE(served);
    CHECK(*served == bytes);
  }
}

void check_holds(const fs::path& folder) {
  const auto source = audit::open_directory(folder.string());
  const auto report = audit::audit(*source, {});
  INFO(audit::render_text(report));
  CHECK(report.holds());
}

/// What is not needed any more once everything has been published at once: partial files of sizes that were published in between.
Files without_old_partials(Files files, const House& house) {
  std::erase_if(files, [&](const auto& file) {
    const auto parts = split_log(file.first);
    if (!parts) return false;
    const auto size = house.store.size(parts->first);
    if (const auto place = log::TilePlace::parse(parts->second)) return log::width_at(*place, size) != place->width;
    if (!parts->second.starts_with("blobs/")) return false;
    const auto place = log::parse_tile_index_path(parts->second.substr(6));
    return place && log::bundle_entries(place->first, size) != place->second;
  });
  return files;
}

void vote(House& house, std::size_t from, std::size_t to) {
  for (std::size_t voter = from; voter < to; ++voter)
    house.journal->submit(house.ballot(voter, {static_cast<std::uint16_t>(voter % 3)}), [](const Result<journal::Committed>&) {});
  REQUIRE(house.journal->submit_and_wait(house.ballot(to, {0})));
}

TEST_CASE("an export that grew with the record is one made at once, and the server's files byte for byte") {
  MemoryStore store;
  House house(store);
  TemporaryDirectory dir;
  const std::vector<std::function<void()>> steps{
      [&] { house.begin(); },
      [&] { house.registrar(); },
      [&] { REQUIRE(house.journal->submit_and_wait(house.raising("trees", 1))); },
      [&] { house.open_round(700); },
      [&] { vote(house, 0, 20); },
      [&] {},
      [&] { vote(house, 30, 300); },
      [&] { house.open("trees"); },
      [&] { vote(house, 310, 600); },
      [&] { house.close_round(); },
      [&] { house.count_round(); },
  };
  StaticExport watching(store, house.vkey(), {}, dir / "watching");  // as with --watch: one object, run after run
  for (std::size_t i = 0; i < steps.size(); ++i) {
    INFO("step " << i);
    steps[i]();
    const bool blobs = i % 2 == 1;
    REQUIRE(watching.run({}));
    publish(house, dir / "grown", {.each_blob = blobs});
    publish(house, dir / "once" / std::to_string(i));
    for (const auto* folder : {"watching", "grown"}) {
      INFO(folder);
      check_like_server(house, dir / folder);
      check_holds(dir / folder);
    }
    const auto once = files_of(dir / "once" / std::to_string(i));
    CHECK(without_old_partials(files_of(dir / "watching"), house) == once);
    auto grown = without_old_partials(files_of(dir / "grown"), house);
    std::erase_if(grown, [](const auto& file) { return file.first.find("/blob/") != std::string::npos; });
    CHECK(grown == once);
  }
}

TEST_CASE("a second run writes nothing, and what was deleted is written again") {
  MemoryStore store;
  House house(store);
  house.begin();
  house.open_round(400);
  vote(house, 0, 300);
  TemporaryDirectory dir;
  const auto first = publish(house, dir / "log");
  CHECK(first.added == first.entries);
  const auto before = files_of(dir / "log");
  const auto second = publish(house, dir / "log");
  CHECK(second.added == 0);
  CHECK(second.written == 0);
  const auto round = dir / "log" / "rounds" / "parks-2026";
  for (const auto& file : {round / "tile" / "0" / "000", round / "tile" / "entries" / "000", round / "blobs" / "000"}) {
    INFO(file.string());
    REQUIRE(fs::remove(file));
    CHECK(publish(house, dir / "log").written == 1);
  }
  CHECK(files_of(dir / "log") == before);
}

TEST_CASE("every blob that may be handed out is there by its digest where it is wanted, and no other") {
  MemoryStore store;
  House house(store);
  house.begin();
  house.open_round(3);
  const auto ballot = house.ballot(0, {1});
  REQUIRE(house.journal->submit_and_wait(ballot));
  TemporaryDirectory dir;
  publish(house, dir / "log");
  CHECK_FALSE(fs::exists(dir / "log" / "town" / "blob"));
  publish(house, dir / "log", {.each_blob = true});
  const auto blobs = dir / "log" / "rounds" / "parks-2026" / "blob";
  const auto name = crypto::to_hex(record::blob_of(*ballot.ballot));
  CHECK(fs::exists(blobs / crypto::to_hex(house.journal->state()->round("parks-2026")->frozen->definition_digest)));
  CHECK_FALSE(fs::exists(blobs / name));
  house.close_round();
  publish(house, dir / "log", {.each_blob = true});
  CHECK(files_of(blobs).at(name) == ballot.blobs[0]);
  check_like_server(house, dir / "log");
}

TEST_CASE("a folder that is ahead, of another history, or no record is refused, and stays as it is") {
  MemoryStore store, other_store;
  House house(store), other(other_store);
  house.begin();
  house.registrar();
  other.begin();
  TemporaryDirectory dir;
  publish(house, dir / "log");
  const auto before = files_of(dir / "log");
  const auto refused = [&](const House& from) {
    const auto done = StaticExport(from.store, from.vkey(), {}, dir / "log").run({});
    REQUIRE_FALSE(done);
    CHECK(done.error().code == Errc::mismatch);
    return done.error().detail;
  };
  SECTION("behind it") {
    const auto why = refused(other);
    CHECK(why.find(" at 1 entries") != std::string::npos);
    CHECK(why.find(" at " + std::to_string(house.store.size("town")) + " entries") != std::string::npos);
  }
  SECTION("beside it") {
    other.hour = other.hour + 1;
    other.registrar();
    refused(other);
  }
  SECTION("past it") {
    other.hour = other.hour + 1;
    other.registrar();
    other.open_initiative("benches");
    refused(other);
  }
  CHECK(files_of(dir / "log") == before);
  fs::create_directory(dir / "papers");
  std::ofstream(dir / "papers" / "letter.txt") << "dear";
  const auto done = StaticExport(store, house.vkey(), {}, dir / "papers").run({});
  REQUIRE_FALSE(done);
  CHECK(files_of(dir / "papers") == Files{{"letter.txt", "dear"}});
}

TEST_CASE("one process at a time writes a folder") {
  MemoryStore store;
  House house(store);
  house.begin();
  TemporaryDirectory dir;
  const StaticExport first(store, house.vkey(), {}, dir / "log");
  CHECK_THROWS_AS(StaticExport(store, house.vkey(), {}, dir / "log"), FolderInUse);
}

TEST_CASE("a run that was stopped anywhere is finished by the next") {
  MemoryStore store;
  House house(store);
  house.begin();
  house.open_round(900);
  vote(house, 0, 200);
  TemporaryDirectory dir;
  publish(house, dir / "whole");
  publish(house, dir / "log");
  vote(house, 200, 850);
  house.close_round();
  publish(house, dir / "whole");
  const auto whole = without_old_partials(files_of(dir / "whole"), house);
  for (std::uint64_t stop_at = 1;; ++stop_at) {
    std::uint64_t bundles = 0;
    fs::remove_all(dir / "part");
    fs::copy(dir / "log", dir / "part", fs::copy_options::recursive);
    const auto stopped = publish(house, dir / "part", {.progress = [&](auto, auto) { return ++bundles < stop_at; }});
    if (stopped.finished) break;
    CHECK(files_of(dir / "part").at("town/checkpoint") == files_of(dir / "log").at("town/checkpoint"));
    publish(house, dir / "part");
    CHECK(without_old_partials(files_of(dir / "part"), house) == whole);
    check_holds(dir / "part");
  }
}

TEST_CASE("what was witnessed is published, never beyond the checkpoint, and never goes back") {
  MemoryStore store;
  House house(store);
  house.begin();
  const auto small = *house.journal->head("town")->checkpoint;
  house.registrar();
  const auto large = *house.journal->head("town")->checkpoint;
  TemporaryDirectory dir;
  std::optional<std::string> witnessed;
  const log::NoteSignature cosignature{"witness.example", 7, std::string(72, 'x')};
  const auto run = [&] {
    publish(house, dir / "log", {},
            {.with_cosignatures = [&](const auto&, const std::string& note) { return log::add_signature(note, cosignature).value(); },
             .witnessed = [&](const auto& log) { return log == "town" ? witnessed : std::nullopt; }});
    const auto files = files_of(dir / "log");
    CHECK(files.at("town/checkpoint").ends_with(log::signature_line(cosignature)));
    return files.contains("town/witnessed") ? files.at("town/witnessed") : "";
  };
  CHECK(run().empty());
  witnessed = small;
  CHECK(run() == small);
  witnessed = large;
  CHECK(run() == large);
  witnessed = small;
  CHECK(run() == large);
  witnessed = std::nullopt;
  CHECK(run() == large);
}

}  // namespace
}  // namespace radslag::archive
