// A whole story on a real database: an initiative is decided, a text and a name are withheld, and then erased; the record goes on holding.
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "ledger/archive/publication.hpp"
#include "ledger/audit/audit.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/store/sqlite/erase.hpp"
#include "ledger/store/sqlite/sqlite_store.hpp"
#include "tests/support/house.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace radslag;
using testing::House;
using testing::TemporaryDirectory;

namespace {

const std::string signer = "Åsa Öberg of Storgatan 4";
const std::string title = "More benches";  // as House raises them
constexpr std::uint64_t month = 720;

std::string bundle_of(const store::Store& store, const std::string& vkey) {
  std::string bytes;
  archive::Publication(store, vkey).bundle([&](std::string_view piece) {
    bytes += piece;
    return true;
  });
  return bytes;
}

audit::Report verified(const store::Store& store, const std::string& vkey) {
  const TemporaryDirectory folder;
  std::ofstream(folder / "record.tar", std::ios::binary) << bundle_of(store, vkey);
  audit::Options options;
  options.key = log::VerifierKey::parse(vkey).value();
  return audit::audit(*audit::open_source((folder / "record.tar").string()), options);
}

std::size_t files_with(const std::filesystem::path& folder, const std::string& text) {
  std::size_t found = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    found += bytes.find(text) != std::string::npos ? 1 : 0;
  }
  return found;
}

/// "benches", handed over and decided; person 1 shows a name.
void decide_benches(House& house) {
  house.begin();
  house.registrar(40, 3);
  house.open_initiative("benches");
  REQUIRE(house.journal->submit_and_wait(house.signature("benches", 1, signer)).has_value());
  REQUIRE(house.journal->submit_and_wait(house.signature("benches", 2)).has_value());
  const record::InitiativeDecisionContent content{"The technical board", "2026-06-01", "TN 2026/4", "Twelve benches are bought."};
  house.put(record::draft_initiative_decided(*house.journal->state(), "benches", record::InitiativeOutcome::approved, content).value(),
            testing::committee);
}

record::Digest name_in(const House& house) {
  const auto index = house.journal->named_signatures("benches", 1).at(0);
  const auto entry = record::parse_entry(house.store.entry("town", index).value()).value();
  return *std::get<record::Signature>(entry.statement).name;
}

record::Draft withholding(const House& house, std::vector<record::Digest> blobs) {
  return record::draft_blobs_withheld(*house.journal->state(), "town", record::WithholdingGround::erasure, "KS 2026/12", std::move(blobs),
                                      "A person asked for it, and was right.")
      .value();
}

}  // namespace

TEST_CASE("a text and a name are withheld, then erased, and the record holds all along", "[store]") {
  const TemporaryDirectory folder;
  const auto path = folder / "record.sqlite";
  std::vector<record::Digest> gone;
  std::string vkey;
  {
    const auto store = store::SqliteStore::open(path, {.create = true});
    House house(*store);
    vkey = house.vkey();
    decide_benches(house);
    CHECK(verified(*store, vkey).verdict() == audit::Verdict::holds);
    house.hour += month;
    gone = {house.journal->state()->initiative("benches")->subject, name_in(house)};
    const auto draft = withholding(house, gone);
    REQUIRE(house.act(draft, {"committee-1"}, {}).error().code == Errc::not_authorised);
    house.put(draft, testing::committee);

    // Handed out by no path, and the answer names the decision.
    CHECK_FALSE(house.journal->state()->initiative("benches")->content);
    const archive::Publication publication(*store, vkey);
    for (const auto& blob : gone) {
      const auto refused = publication.blob("town", blob);
      REQUIRE_FALSE(refused.has_value());
      CHECK(refused.error().code == Errc::withheld);
      CHECK(refused.error().detail.find("withheld by decision KS 2026/12 (entry ") == 0);
    }
    const auto bundle = bundle_of(*store, vkey);
    CHECK(bundle.find(signer) == std::string::npos);
    CHECK(bundle.find(title) == std::string::npos);
    CHECK(bundle.find("A person asked for it") != std::string::npos);
    const auto report = verified(*store, vkey);
    INFO(audit::render_text(report));
    CHECK(report.verdict() == audit::Verdict::withheld);
    CHECK(report.withheld.size() == 1);
    CHECK(store->blob(gone[0]).value().find(title) != std::string::npos);  // here still
  }
  REQUIRE(files_with(folder.path(), signer) > 0);
  const auto erased = store::erase_blobs(path, gone);
  CHECK(erased.blobs == 2);
  CHECK(files_with(folder.path(), signer) == 0);
  CHECK(files_with(folder.path(), title) == 0);
  {
    const auto store = store::SqliteStore::open(path);
    House house(*store);  // the replay, as at start
    CHECK(house.journal->state()->withheld(gone[0])->decision == "KS 2026/12");
    const auto report = verified(*store, vkey);
    INFO(audit::render_text(report));
    CHECK(report.verdict() == audit::Verdict::withheld);
    CHECK(report.withheld.size() == 1);
    CHECK(archive::Publication(*store, vkey).blob("town", gone[1]).error().code == Errc::withheld);
    // It goes on: who kept the text cannot bring it back as another entry.
    house.put(record::draft_initiative_report(*house.journal->state(), "benches", "2026-08-01", record::ReportStep::answer,
                                              {"The technical board", "They are bought."})
                  .value(),
              testing::officer);
    const auto again =
        house.act(withholding(house, {house.journal->state()->initiative("benches")->reports[0].row.content}), testing::committee, {});
    CHECK(again.has_value());
  }
}

TEST_CASE("what is erased without a decision is found at start", "[store]") {
  const TemporaryDirectory folder;
  const auto path = folder / "record.sqlite";
  record::Digest text{};
  {
    const auto store = store::SqliteStore::open(path, {.create = true});
    House house(*store);
    decide_benches(house);
    text = house.journal->state()->initiative("benches")->subject;
  }
  REQUIRE(store::erase_blobs(path, {text}).blobs == 1);
  const auto store = store::SqliteStore::open(path);
  CHECK_THROWS_AS(House(*store), journal::Corrupt);
}
