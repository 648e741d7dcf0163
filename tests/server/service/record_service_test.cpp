#include "server/service/record_service.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <future>

#include "crypto/encoding.hpp"
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

}  // namespace
}  // namespace radslag::service
