#include "server/registrar/paper_batches.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "server/storage/database.hpp"
#include "tests/server/registrar/house.hpp"

namespace radslag::registrar {
namespace {

using testing::House;
using testing::now;
using testing::number;

struct Fixture : House {
  Fixture() {
    roll("2026", 120);
    const auto opened = registrar->matters.open("trees", "2026").value();
    matter = {"trees", crypto::sha256("subject"), opened.roll};
  }
  RecordedMatter matter;
};

std::vector<std::string> findings(const PaperBatch& batch) {
  std::vector<std::string> all;
  for (const auto& line : batch.lines) {
    all.push_back(std::to_string(line.line) + " " + std::string(finding_name(line.finding)) +
                  (line.fault ? " " + std::string(fault_name(*line.fault)) : ""));
  }
  return all;
}

record::Signature signature_in(const std::string& carrier, const crypto::PublicKey& key) {
  const auto opened = record::open_carrier(carrier, key, now);
  REQUIRE(opened);
  const auto statement = record::parse_statement(opened->statement);
  REQUIRE(statement);
  const auto signature = std::get<record::Signature>(*statement);
  CHECK(record::check_attestation(signature.attested, opened->statement, key));
  return signature;
}

TEST_CASE("each line of a list is reported, and its words beside the number are dropped") {
  Fixture house;
  const auto dashed = number(1).substr(0, 8) + "-" + number(1).substr(8);
  const auto list =
      number(0) + " Anna Lind, Gatan 1\r\n\n" + dashed + ";Bo\n" + number(0) + "\n" + number(500) + "\n12345\n640823-3235\n640823-T234\n";
  const auto batch = house->papers.enter("trees", "eva", list, now);
  REQUIRE(batch);
  CHECK(findings(*batch) == std::vector<std::string>{"1 good", "3 good", "4 twice", "5 not-on-roll", "6 bad-number length",
                                                     "7 bad-number check-digit", "8 bad-number temporary"});
  CHECK(batch->good() == 2);
  CHECK(batch->phase == PaperPhase::waiting);
  CHECK(batch->entered_by == "eva");
  CHECK(findings(*house->papers.find(batch->id)) == findings(*batch));
  const auto second = house->papers.enter("trees", "eva", number(1) + "\n" + number(2), now);
  CHECK(findings(*second) == std::vector<std::string>{"1 already-paper", "2 good"});
  CHECK(house->papers.all().size() == 2);
  CHECK(house->papers.all()[0].id == second->id);
  CHECK(house->papers.enter("absent", "eva", list, now).error().code == Errc::not_found);
  CHECK(house->papers.enter("trees", "eva", " \n\n", now).error().code == Errc::malformed);
  CHECK(house->papers.enter("trees", "eva", std::string(2'001, '\n'), now).error().code == Errc::too_large);
}

TEST_CASE("a second officer confirms, never the first, and only once") {
  Fixture house;
  const auto id = house->papers.enter("trees", "eva", number(0) + "\n" + number(1), now)->id;
  CHECK(house->papers.carriers(id, house.matter, now).error().code == Errc::out_of_order);
  CHECK(house->papers.confirm(id, "eva", now).error().code == Errc::not_authorised);
  CHECK(house->papers.confirm(99, "omar", now).error().code == Errc::not_found);
  REQUIRE(house->papers.confirm(id, "omar", now));
  CHECK(house->papers.confirm(id, "omar", now).error().code == Errc::out_of_order);
  CHECK(house->papers.reject(id, "omar", now).error().code == Errc::out_of_order);
  CHECK(house->papers.find(id)->judged_by == "omar");

  const auto carriers = house->papers.carriers(id, house.matter, now);
  REQUIRE(carriers);
  REQUIRE(carriers->size() == 2);
  std::set<record::Digest> pseudonyms;
  for (const auto& carrier : *carriers) {
    const auto signature = signature_in(carrier, house->public_key());
    CHECK(signature.matter == "trees");
    CHECK(signature.attested.assurance == record::Assurance::paper);
    CHECK(signature.attested.membership);
    CHECK(signature.attested.subject == house.matter.subject);
    pseudonyms.insert(signature.attested.pseudonym);
  }
  CHECK(pseudonyms == std::set<record::Digest>{*house->matters.pseudonym("trees", house.person(number(0))),
                                               *house->matters.pseudonym("trees", house.person(number(1)))});
  auto other = house.matter;
  other.id = "elsewhere";
  CHECK(house->papers.carriers(id, other, now).error().code == Errc::not_found);
  other = house.matter;
  other.roll.people += 1;
  CHECK(house->papers.carriers(id, other, now).error().code == Errc::mismatch);
}

TEST_CASE("asking again for a list's attestations gives the same nonces, so nobody signs anew") {
  Fixture house;
  const auto id = house->papers.enter("trees", "eva", number(0), now)->id;
  REQUIRE(house->papers.confirm(id, "omar", now));
  const auto first = signature_in(house->papers.carriers(id, house.matter, now)->at(0), house->public_key());
  house.restart();
  const auto second = signature_in(house->papers.carriers(id, house.matter, now)->at(0), house->public_key());
  CHECK(first.attested.nonce == second.attested.nonce);
  CHECK(first.attested.pseudonym == second.attested.pseudonym);
}

TEST_CASE("the persons of a rejected list can be entered again") {
  Fixture house;
  const auto id = house->papers.enter("trees", "eva", number(0), now)->id;
  REQUIRE(house->papers.reject(id, "eva", now));
  CHECK(house->papers.carriers(id, house.matter, now).error().code == Errc::out_of_order);
  CHECK(house->papers.enter("trees", "eva", number(0), now)->good() == 1);
}

TEST_CASE("the same list entered by many at once counts each person once") {
  Fixture house;
  std::string list;
  for (unsigned i = 0; i < 20; ++i) list += number(i) + "\n";
  std::vector<std::thread> threads;
  std::atomic<std::uint64_t> good = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] { good += house->papers.enter("trees", "officer-" + std::to_string(i), list, now)->good(); });
  }
  for (auto& thread : threads) thread.join();
  CHECK(good == 20);
}

TEST_CASE("a previous coordination number finds its person on paper too") {
  House house;
  REQUIRE(house.import("2026", "personnummer;tidigare samordningsnummer\n" + number(0) + ";197010632391\n"));
  const auto opened = house->matters.open("trees", "2026").value();
  const auto batch = house->papers.enter("trees", "eva", "701063-2391\n" + number(0), now);
  CHECK(findings(*batch) == std::vector<std::string>{"1 good", "2 twice"});
  REQUIRE(house->papers.confirm(batch->id, "omar", now));
  CHECK(house->papers.carriers(batch->id, {"trees", {}, opened.roll}, now)->size() == 1);
}

}  // namespace
}  // namespace radslag::registrar
