#include "server/service/desk.hpp"

#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "server/service/counter_data.hpp"
#include "server/service/record_service.hpp"
#include "tests/support/house.hpp"
#include "tests/support/temporary_directory.hpp"

namespace radslag::service {
namespace {

using testing::House;
using testing::MemoryStore;

std::string line_of(const record::Seal& seal) {
  return "signed " + crypto::to_hex(seal.officer) + " " + crypto::to_hex(seal.signature) + "\n";
}

/// A town with a dialogue, and a desk.
struct Office {
  testing::TemporaryDirectory folder;
  MemoryStore store;
  House house{store};
  KeyRing keys = make_keys(folder.path() / "keys");
  RecordService service{begun(house), keys, {}};
  std::unique_ptr<storage::Database> data = open_counter_data(folder.path() / "counter.sqlite");
  Desk desk{*data, service};

  static KeyRing make_keys(const std::filesystem::path& path) {
    KeyRing::create(path, House::origin);
    return KeyRing(path);
  }
  static journal::Journal& begun(House& house) {
    house.begin();
    return *house.journal;
  }

  /// One seal is enough.
  record::Draft dialogue(const std::string& id) const {
    const record::DialogueContent text{"Parks", "About parks", "Board", "Office", {}, {}, "All of it", "Board", "In writing", "None"};
    return record::draft_dialogue(*service.state(), {id, {}, {}, "2026-01-01", "2026-12-31"}, text);
  }
  /// Two are needed.
  record::Draft round() {
    if (service.state()->town.dialogues.empty()) house.put(dialogue("parks"), {"officer-1"});
    return record::draft_round_begun(*service.state(), "parks-2026", "parks", house.round_key.public_key());
  }
  Result<Receipt> hand_in(const std::string& id) { return desk.hand_in(id); }
};

const ActLabel label{"manage-dialogues", "kultur", "parks", "account-1"};

TEST_CASE("an act waits for its seals, is handed in, and is in the record once") {
  Office office;
  const auto id = office.desk.put(office.dialogue("parks"), label);
  auto act = office.desk.find(id);
  REQUIRE(act);
  CHECK(act->needed == 1);
  CHECK(act->role == record::Role::officer);
  CHECK(act->label.subject == "parks");
  CHECK_FALSE(act->is_sealed());
  CHECK(office.hand_in(id).error().code == Errc::not_authorised);
  CHECK(office.service.state()->town.dialogues.empty());

  REQUIRE(office.desk.add_seals(id, line_of(record::seal(act->file.draft, testing::key_of("officer-1")))));
  const auto receipt = office.hand_in(id);
  REQUIRE(receipt);
  CHECK(office.service.state()->town.dialogues.contains("parks"));
  act = office.desk.find(id);
  CHECK(act->state == ActState::done);
  CHECK(act->entry == receipt->index);
  CHECK(office.desk.waiting().empty());
  CHECK(office.desk.settled(10).size() == 1);
  CHECK(office.hand_in(id).error().code == Errc::closed);
}

TEST_CASE("where two are needed two different people must seal") {
  Office office;
  const auto id = office.desk.put(office.round(), label);
  const auto draft = office.desk.find(id)->file.draft;
  const auto first = record::seal(draft, testing::key_of("election-1"));
  REQUIRE(office.desk.add_seals(id, line_of(first)));
  REQUIRE(office.desk.add_seals(id, line_of(first)));
  CHECK(office.desk.find(id)->seals.size() == 1);
  CHECK(office.hand_in(id).error().code == Errc::not_authorised);
  REQUIRE(office.desk.add_seals(id, "\n" + line_of(record::seal(draft, testing::key_of("election-2")))));
  CHECK(office.hand_in(id));
}

TEST_CASE("a seal that cannot count is refused with its reason, and none of its company is kept") {
  Office office;
  const auto id = office.desk.put(office.round(), label);
  const auto draft = office.desk.find(id)->file.draft;
  const auto good = line_of(record::seal(draft, testing::key_of("election-1")));
  const auto other_act = record::seal(office.dialogue("roads"), testing::key_of("election-2"));
  CHECK(office.desk.add_seals(id, good + line_of(record::seal(draft, testing::key_of("officer-1")))).error().code == Errc::not_authorised);
  CHECK(office.desk.add_seals(id, good + line_of(record::seal(draft, testing::key_of("stranger")))).error().code == Errc::not_authorised);
  CHECK(office.desk.add_seals(id, good + line_of(other_act)).error().code == Errc::bad_signature);
  for (const auto& lines : std::vector<std::string>{"", "\n", "signed", "signed 00 11", "hello", std::string(200, 'f')})
    CHECK(office.desk.add_seals(id, lines).error().code == Errc::malformed);
  CHECK(office.desk.find(id)->seals.empty());
  CHECK(office.desk.add_seals("0000", good).error().code == Errc::not_found);
}

TEST_CASE("an act that came too late stays on the desk and can be dropped") {
  Office office;
  const auto first = office.desk.put(office.dialogue("parks"), label);
  const auto second = office.desk.put(office.dialogue("parks"), label);
  for (const auto& id : {first, second})
    REQUIRE(office.desk.add_seals(id, line_of(record::seal(office.desk.find(id)->file.draft, testing::key_of("officer-1")))));
  REQUIRE(office.hand_in(first));
  CHECK(office.hand_in(second).error().code == Errc::out_of_order);
  REQUIRE(office.desk.waiting().size() == 1);
  REQUIRE(office.desk.drop(second));
  CHECK(office.desk.waiting().empty());
  CHECK(office.desk.drop(second).error().code == Errc::closed);
}

TEST_CASE("the desk is there again after a restart") {
  testing::TemporaryDirectory folder;
  std::string id;
  {
    Office office;
    const auto data = open_counter_data(folder.path() / "counter.sqlite");
    Desk desk(*data, office.service);
    id = desk.put(office.dialogue("parks"), label);
    REQUIRE(desk.add_seals(id, line_of(record::seal(desk.find(id)->file.draft, testing::key_of("officer-1")))));
  }
  Office office;
  const auto data = open_counter_data(folder.path() / "counter.sqlite");
  const Desk desk(*data, office.service);
  REQUIRE(desk.find(id));
  CHECK(desk.find(id)->is_sealed());
}

}  // namespace
}  // namespace radslag::service
