// What is made for paper: receipts and notice sheets; and what pages say about witnesses.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "ledger/log/receipt.hpp"
#include "tests/server/web/front.hpp"

using namespace radslag;
using namespace radslag::testing;
namespace json = boost::json;

namespace {

json::object data(Front& front, const std::string& page) {
  const auto mark = page.find('?');
  const auto answer = front.see(page.substr(0, mark) + ".json" + (mark == std::string::npos ? "" : page.substr(mark)));
  CAPTURE(page, answer.body);
  REQUIRE(answer.status == 200);
  return json::parse(answer.body).as_object();
}

bool has(const std::string& page, std::string_view text) { return page.find(text) != std::string::npos; }

}  // namespace

TEST_CASE("a receipt on paper carries the proof of the very entry, as text and as a QR code") {
  Town town = Town::whole_life();
  Front front(town);
  const auto model = data(front, "/record/receipt-sheet?log=town&index=1");
  const auto receipt = log::parse_receipt(std::string(model.at("receipt").as_string()));
  REQUIRE(receipt);
  CHECK(receipt->index == 1);
  CHECK(log::verify_receipt(*receipt, town.log("town").pieces[1].entry, front.service.log_key("town")));
  const auto page = front.see("/record/receipt-sheet?log=town&index=1", "sv").body;
  CHECK(has(page, "<svg class=\"qr\""));
  CHECK(has(page, "c2sp.org/tlog-proof@v1"));
  CHECK(front.see("/record/receipt-sheet?log=town&index=99999").status == 404);
  CHECK(front.see("/record/receipt-sheet?log=none&index=0").status == 404);
  CHECK(front.see("/record/receipt-sheet").status == 404);
}

TEST_CASE("a receipt on paper is of the witnessed head once that covers the entry") {
  Town town = Town::whole_life();
  town.announce_witnesses(3, 2);
  Front front(town);
  CHECK(data(front, "/record/receipt-sheet?log=town&index=1").at("is_witnessed") == false);
  const auto head = front.service.head("town").value();
  front.service.witnessed_heads["town"] = {head.checkpoint, head.size, 2, 2, 3, 1'700'000'000};
  // Another page than before, which is kept for a second.
  const auto model = data(front, "/record/receipt-sheet?log=town&index=2");
  CHECK(model.at("is_witnessed") == true);
  CHECK(model.at("witnessed").at("count") == 2);
  CHECK(has(std::string(model.at("receipt_href").as_string()), "witnessed=yes"));
  CHECK(front.see("/record/receipt?log=town&index=1&witnessed=yes").status == 200);
  front.service.witnessed_heads["town"].size = 3;
  CHECK(data(front, "/record/receipt-sheet?log=town&index=3").at("is_witnessed") == false);
  CHECK(front.see("/record/receipt?log=town&index=3&witnessed=yes").status == 404);
}

TEST_CASE("a notice sheet carries both heads, and the text file has the same") {
  Town town = Town::whole_life();
  town.announce_witnesses(3, 2);
  Front front(town);
  for (const std::string moment : {"opening", "closing", "result"}) {
    CAPTURE(moment);
    const auto model = data(front, "/rounds/parks-2026/notice/" + moment);
    const auto& heads = model.at("heads").as_array();
    REQUIRE(heads.size() == 2);
    CHECK(heads[0].at("log") == "rounds/parks-2026");
    CHECK(heads[1].at("log") == "town");
    const auto text = front.see("/rounds/parks-2026/notice/" + moment + "/heads.txt");
    CHECK(text.status == 200);
    std::string notes;
    for (const auto& head : heads) notes += std::string(head.at("note").as_string()) + "\n";
    CHECK(text.body == notes);
    CHECK(has(front.see("/rounds/parks-2026/notice/" + moment, "sv").body, "<svg class=\"qr\""));
  }
  const auto result = data(front, "/rounds/parks-2026/notice/result");
  CHECK(result.at("funded").as_array().size() == data(front, "/rounds/parks-2026/result").at("funded").to_number<std::size_t>());
}

TEST_CASE("there is no notice of what has not happened") {
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("r1");
  Front front(town);
  CHECK(front.see("/rounds/r1/notice/opening").status == 404);
  town.open("r1", Town::definition(), 3);
  front.service.refresh();
  CHECK(front.see("/rounds/r1/notice/opening").status == 200);
  CHECK(front.see("/rounds/r1/notice/closing").status == 404);
  CHECK(front.see("/rounds/r1/notice/result").status == 404);
  CHECK(front.see("/rounds/r1/notice/none").status == 404);
  CHECK(front.see("/rounds/none/notice/opening").status == 404);
}

TEST_CASE("a result is final only when the quorum has witnessed the round's end") {
  Town town = Town::whole_life();
  Front front(town);
  CHECK(data(front, "/rounds/parks-2026/result").at("has_witnesses") == false);
  CHECK(data(front, "/rounds/parks-2026/result").at("is_preliminary") == false);

  town.announce_witnesses(3, 2);
  const auto ended = town.round("parks-2026").ended_at.value();
  const auto is_final = [&](std::size_t count, std::uint64_t size) {
    Front other(town);
    other.service.witnessed_heads["town"] = {other.service.head("town").value().checkpoint, size, count, 2, 3, 1'700'000'000};
    const auto page = data(other, "/rounds/parks-2026/result");
    CHECK(page.at("is_preliminary") != page.at("is_final"));
    return page.at("is_final").as_bool();
  };
  CHECK_FALSE(is_final(3, ended));  // one entry short of it
  CHECK(is_final(3, ended + 1));
  CHECK_FALSE(is_final(1, ended + 1));  // below the quorum
}
