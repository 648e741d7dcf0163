// Withholding, and keys that are destroyed: from the form to the record.
#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "ledger/record/draft.hpp"
#include "ledger/record/withholding.hpp"
#include "tests/server/desk/busy_town.hpp"
#include "tests/server/desk/office.hpp"

using namespace radslag;
using namespace radslag::testing;

namespace {

constexpr const char* withhold_path = "/staff/offices/withhold";
constexpr const char* destroy_path = "/staff/offices/destroy-key";

record::Statement statement_of(const service::DeskAct& act) { return record::parse_statement(act.file.draft.statement).value(); }

}  // namespace

TEST_CASE("a board member withholds what an entry's page leads to") {
  Town town = busy_town();
  Office office(town);
  const auto token = office.join({"board-member:*"});
  const auto& initiative = *town.state().initiative("decided");
  const auto digest = crypto::to_hex(initiative.subject);
  const auto form = office.see("/staff/withhold/" + digest, token);
  CHECK(form.status == 200);
  CHECK(has(form.body, digest));

  const Fields good{{"log", "town"}, {"blobs", digest}, {"ground", "erasure"}, {"diary", "KS 2026/12"}, {"reasons", "A person asked."}};
  const auto act = office.drafted(office.submit(withhold_path, good, token));
  const auto drafted = std::get<record::BlobsWithheld>(statement_of(act));
  CHECK(drafted.decision == "KS 2026/12");
  REQUIRE(drafted.blobs.size() == 1);
  CHECK(drafted.blobs[0].digest == initiative.subject);
  CHECK(town.attempt("town", drafted, committee, {act.file.draft.blobs.at(0)}).has_value());
  CHECK_FALSE(town.state().initiative("decided")->content);
}

TEST_CASE("withholding: what is no digest, twice the same, and what is withheld already") {
  Town town = busy_town();
  Office office(town);
  const auto token = office.join({"secretary:*"});
  const auto digest = crypto::to_hex(town.state().initiative("decided")->subject);
  const auto sent = [&](const std::string& blobs) {
    return office.submit(withhold_path,
                         {{"log", "town"}, {"blobs", blobs}, {"ground", "court"}, {"diary", "TR 1"}, {"reasons", "Because."}}, token);
  };
  CHECK(sent("no digest").status == 422);
  CHECK(sent("").status == 422);
  const auto act = office.drafted(sent(digest + "\n" + digest));
  const auto drafted = std::get<record::BlobsWithheld>(statement_of(act));
  CHECK(drafted.blobs.size() == 1);
  REQUIRE(town.attempt("town", drafted, committee, {act.file.draft.blobs.at(0)}).has_value());
  Office later(town);
  const auto again =
      later.submit(withhold_path, {{"log", "town"}, {"blobs", digest}, {"ground", "court"}, {"diary", "TR 1"}, {"reasons", "Because."}},
                   later.join({"secretary:*"}));
  CHECK(again.status == 422);
  CHECK(has(again.body, "withheld by decision TR 1"));
}

TEST_CASE("a key is said to be destroyed only of matters whose appeal period is over") {
  Town town;
  town.hour = record::current_hour() - 100 * 24;
  town.whole_initiatives();  // "benches" is decided 40 days later
  town.hour = record::current_hour() - 1;
  town.raise("late", 7);
  town.reject_initiative("late", record::RejectReason::unclear);
  Office office(town);
  const auto token = office.join({"registrar:*"});
  const auto page = office.see(destroy_path, token);
  CHECK(page.status == 200);
  CHECK(has(page.body, "initiative benches"));
  CHECK(has(page.body, "initiative expired"));
  CHECK_FALSE(has(page.body, "initiative late"));
  CHECK(office.submit(destroy_path, {{"matter", "initiative late"}}, token).status == 422);
  const auto act = office.drafted(office.submit(destroy_path, {{"matter", "initiative benches"}}, token));
  const auto drafted = std::get<record::MatterKeyDestroyed>(statement_of(act));
  CHECK(drafted.matter == "benches");
  CHECK(drafted.matter_kind == record::MatterKind::initiative);
}
