#include "server/service/record_service.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <future>

#include "crypto/encoding.hpp"
#include "ledger/log/receipt.hpp"
#include "server/storage/database.hpp"
#include "server/witnesses/cosignatures.hpp"
#include "tests/support/house.hpp"

namespace radslag::service {
namespace {

using testing::House;
using testing::MemoryStore;
namespace fs = std::filesystem;

/// A folder with the keys of a town, removed with this.
struct KeyFolder {
  fs::path path = fs::temp_directory_path() / ("radslag-keys-" + crypto::to_hex(crypto::random_bytes<32>()).substr(0, 16));
  KeyFolder() { KeyRing::create(path, House::origin); }
  ~KeyFolder() { fs::remove_all(path); }
};

Act act_of(const record::Draft& draft) {
  return {draft.log, draft.statement, {record::seal(draft, testing::key_of("officer-1"))}, draft.blobs, crypto::random_bytes<32>()};
}

TEST_CASE("seals copied from the record cost the writer nothing") {
  MemoryStore store;
  House house(store);
  house.begin();
  const KeyFolder folder;
  KeyRing keys(folder.path);
  RecordService service(*house.journal, keys, {});
  const record::DialogueContent text{"Parks", "About parks", "Board", "Office", {}, {}, "All of it", "Board", "In writing", "None"};
  const auto draft = record::draft_dialogue(*service.state(), {"parks", {}, {}, "2026-01-01", "2026-12-31"}, text);
  const auto next = record::draft_dialogue(*service.state(), {"roads", {}, {}, "2026-01-01", "2026-12-31"}, text);

  // While the writer is held in an answer, what needs it gets no answer.
  std::promise<void> held, release;
  service.act(act_of(draft), [&](const Result<Receipt>& receipt) {
    CHECK(receipt.has_value());
    held.set_value();
    release.get_future().wait();
  });
  held.get_future().wait();
  const std::vector<std::vector<std::string>> others{{}, {record::make_blob("something else")}, {draft.blobs[0], draft.blobs[0]}};
  for (const auto& blobs : others) {
    auto copied = act_of(draft);
    copied.blobs = blobs;
    std::optional<Errc> code;
    service.act(std::move(copied), [&](const Result<Receipt>& receipt) { code = receipt ? Errc::busy : receipt.error().code; });
    CHECK(code == Errc::malformed);
  }
  release.set_value();
  std::promise<bool> taken;
  service.act(act_of(next), [&](const Result<Receipt>& receipt) { taken.set_value(receipt.has_value()); });
  CHECK(taken.get_future().get());
}

TEST_CASE("a witnessed receipt rests on the newest head with a quorum") {
  MemoryStore store;
  House house(store);
  house.begin();
  const KeyFolder folder;
  KeyRing keys(folder.path);
  const auto database = witnesses::open_cosignatures_file(folder.path / "witnessed.sqlite");
  witnesses::Cosignatures cosignatures(*database);
  const RecordService service(*house.journal, keys, {}, RecordService::system_seconds, &cosignatures);
  const auto a = testing::key_of("witness-a"), b = testing::key_of("witness-b");
  const auto vkey_a = log::CosignerKey::of("a.example", a.public_key()), vkey_b = log::CosignerKey::of("b.example", b.public_key());
  cosignatures.set_announced({1, 2, {vkey_a, vkey_b}});

  const auto note = service.head("town")->checkpoint;
  const auto size = service.head("town")->size;
  const auto text = log::parse_note(note)->text;
  CHECK_FALSE(service.witnessed("town"));
  REQUIRE(cosignatures.add("town", note, log::cosign(text, "a.example", a, 1'790'000'000), true));
  REQUIRE(service.witnessed("town"));
  CHECK_FALSE(service.witnessed("town")->has_quorum());
  CHECK(service.witnessed_receipt("town", 0).error().code == Errc::not_found);
  CHECK(service.file("town/witnessed").error().code == Errc::not_found);
  REQUIRE(cosignatures.add("town", note, log::cosign(text, "b.example", b, 1'790'000'007), true));
  CHECK(service.witnessed("town")->has_quorum());
  CHECK(service.witnessed("town")->seconds == 1'790'000'000);

  house.put(record::draft_officer_end(*service.state(), testing::key_of("officer-1").public_key()), testing::keepers);
  const auto policy = log::Policy::of({{service.log_key("town"), ""}}, {{"a", vkey_a, ""}, {"b", vkey_b, ""}}, 2);
  const auto receipt = service.witnessed_receipt("town", 0);
  REQUIRE(receipt);
  const auto proven = log::verify_receipt(log::parse_receipt(*receipt).value(), service.entry("town", 0).value(), policy);
  REQUIRE(proven);
  CHECK(proven->quorum);
  CHECK(proven->checkpoint.size == size);
  CHECK(service.witnessed_receipt("town", size).error().code == Errc::not_found);  // it came afterwards
  CHECK(service.file("town/witnessed").value() == service.witnessed("town")->note);
  CHECK(service.witnessed_covering("town", 0) == service.witnessed("town")->note);
  CHECK_FALSE(service.witnessed_covering("town", size));
}

}  // namespace
}  // namespace radslag::service
