// What a witness learns from a town log's entries, and what it does not believe.
#include "ledger/witness/reading.hpp"

#include <catch2/catch.hpp>

#include "ledger/audit/live_source.hpp"
#include "ledger/record/entry.hpp"
#include "ledger/record/identity.hpp"
#include "ledger/witness/log_files.hpp"
#include "tests/ledger/witness/one_log.hpp"

namespace radslag::witness {
namespace {

using testing::OneLog;

constexpr std::uint64_t hour = 494'122;
constexpr const char* origin = "town.example/log/town";

template <class T>
std::string entry(const T& statement) {
  return record::encode_entry(hour, record::encode_statement(statement), {});
}

/// The statement with its signature by `key`, over the lines before.
template <class T>
std::string signed_entry(T statement, const crypto::SigningKey& key) {
  const auto text = record::encode_statement(statement);
  statement.signature = key.sign(std::string_view(text).substr(0, text.rfind("signature ")));
  return entry(statement);
}

record::RoundBegun round(const std::string& id, const crypto::PublicKey& key) {
  return {origin, id, "parks", "town.example/log/rounds/" + id, key};
}

record::LogRecovered recovery(const std::string& log, const crypto::PublicKey& key, const log::Checkpoint& kept,
                              const log::Checkpoint& lost) {
  record::LogRecovered row;
  row.origin = origin;
  row.log = log;
  row.generation = 2;
  row.key = key;
  row.kept = kept.size;
  row.kept_root = kept.root;
  row.lost_size = lost.size;
  row.lost_root = lost.root;
  return row;
}

struct Site {
  Result<TownReading> read(const Town& known, std::optional<log::Checkpoint> cosigned = {}, Recoveries recoveries = Recoveries::refuse,
                           const ReadLimits& limits = {}) {
    return read_town(*audit::with_wider_files(audit::open_files(files)), known, cosigned, recoveries, limits);
  }
  Errc error(const Town& known, std::optional<log::Checkpoint> cosigned = {}) { return read(known, cosigned).error().code; }

  std::map<std::string, std::string> files;
};

}  // namespace

TEST_CASE("round logs become known by the town log's entries, read bit by bit") {
  OneLog town(origin);
  town.grow(300);
  const auto first = crypto::SigningKey::generate(), second = crypto::SigningKey::generate();
  town.append(entry(round("parks-2026", first.public_key())));
  town.grow(520);
  town.append(entry(round("paths-2026", second.public_key())));
  town.append(entry(record::RoundEnded{origin, "parks-2026", 7, {}, {}}));
  Site site;
  auto known = Town::begin(town.vkey(), "http://localhost:1");
  for (const std::uint64_t size : {1u, 256u, 300u, 301u, 512u, 521u, 522u}) {
    site.files.clear();
    town.publish(site.files, "town", size);
    const auto read = site.read(known, town.head(size > 300 ? 300 : 1));
    REQUIRE(read);
    CHECK(read->checkpoint == town.head(size));
    CHECK(read->town.seen.root() == town.tree.root(size));
    CHECK((read->town.log("rounds/parks-2026") != nullptr) == (size > 300));
    known = parse_town(town_text(read->town)).value();  // what is kept is all that there is
  }
  CHECK(known.log("rounds/parks-2026")->ended);
  CHECK(known.log("rounds/paths-2026")->key_at(5) == log::VerifierKey::of("town.example/log/rounds/paths-2026", second.public_key()));
}

TEST_CASE("a static site that has grown keeps only full bundles") {
  OneLog town(origin);
  town.grow(700);
  Site site;
  town.publish(site.files, "town", 700);
  site.files["town/checkpoint"] = town.note(300);
  const auto read = site.read(Town::begin(town.vkey(), "http://localhost:1"));
  REQUIRE(read);
  CHECK(read->town.seen.size() == 300);
}

TEST_CASE("a site that does not fit to what was seen or cosigned is not believed") {
  OneLog town(origin);
  town.grow(400);
  Site site;
  town.publish(site.files, "town", 300);
  const auto begun = Town::begin(town.vkey(), "http://localhost:1");
  const auto known = site.read(begun).value().town;
  OneLog fork(town, 200);
  fork.grow(400, "forged");

  SECTION("fewer entries") {
    town.publish(site.files, "town", 200);
    CHECK(site.error(known) == Errc::out_of_order);
    CHECK(site.error(begun, town.head(250)) == Errc::out_of_order);
  }
  SECTION("another history than was read") {
    fork.publish(site.files, "town", 400);
    CHECK(site.error(known) == Errc::mismatch);
  }
  SECTION("another history than was cosigned") {
    fork.publish(site.files, "town", 400);
    CHECK(site.error(begun, town.head(300)) == Errc::mismatch);
    CHECK(site.read(begun, town.head(200)));  // up to there they are one
  }
  SECTION("another key") {
    OneLog stranger(origin);
    stranger.grow(300);
    stranger.publish(site.files, "town", 300);
    CHECK(site.error(begun) == Errc::bad_signature);
  }
  SECTION("another town") {
    OneLog other("other.example/log/town");
    other.grow(300);
    other.publish(site.files, "town", 300);
    CHECK(site.error(begun) == Errc::mismatch);
  }
  SECTION("entries that do not give the checkpoint's root") {
    site.files["town/checkpoint"] = fork.note(300);
    CHECK(site.error(begun) == Errc::mismatch);
  }
  SECTION("a bundle that is missing or cut") {
    site.files.erase("town/tile/entries/000");
    CHECK(site.error(begun) == Errc::not_found);
    town.publish(site.files, "town", 300);
    site.files["town/tile/entries/000"].pop_back();
    CHECK(site.error(begun) == Errc::malformed);
  }
  SECTION("more than it reads at once, or than there is time for") {
    ReadLimits limits;
    limits.entries = 299;
    CHECK(site.read(begun, {}, Recoveries::refuse, limits).error().code == Errc::too_large);
    limits = {};
    limits.stop = [] { return true; };
    CHECK(site.read(begun, {}, Recoveries::refuse, limits).error().code == Errc::expired);
  }
}

TEST_CASE("entries that would give a log a wrong name or key are refused") {
  OneLog town(origin);
  const auto key = crypto::SigningKey::generate();
  auto begun = round("parks-2026", key.public_key());
  SECTION("a round of another place") { begun.log = "elsewhere.example/log/rounds/parks-2026"; }
  SECTION("a round that has the town's own name") { begun.log = origin; }
  SECTION("another town's entry") { begun.origin = "other.example/log/town"; }
  town.append(entry(begun));
  Site site;
  town.publish(site.files, "town", 1);
  CHECK(site.error(Town::begin(town.vkey(), "http://localhost:1")) == Errc::mismatch);
}

TEST_CASE("the town's key changes by an entry that the key so far has signed") {
  OneLog town(origin);
  town.grow(10);
  const auto next = crypto::SigningKey::generate();
  const bool by_the_old = GENERATE(true, false);
  town.append(signed_entry(record::LogKey{origin, next.public_key(), {}}, by_the_old ? town.key : next));
  town.grow(20);
  Site site;
  town.publish(site.files, "town", 20);
  site.files["town/checkpoint"] = log::sign_checkpoint(town.head(20), next);  // the old key signs no more
  const auto read = site.read(Town::begin(town.vkey(), "http://localhost:1"));
  if (!by_the_old) {
    CHECK(read.error().code == Errc::bad_signature);
    return;
  }
  REQUIRE(read);
  CHECK(read->town.logs[0].key_at(10).key == town.key.public_key());
  CHECK(read->town.logs[0].key_at(11).key == next.public_key());
  site.files["town/checkpoint"] = town.note(20);
  CHECK(site.error(Town::begin(town.vkey(), "http://localhost:1")) == Errc::bad_signature);  // the old key alone, after its end
}

TEST_CASE("a recovered town log is followed only when that is asked for") {
  OneLog town(origin);
  town.grow(50);
  OneLog next(town, 30);
  const auto key = crypto::SigningKey::generate();
  next.append(signed_entry(recovery("town", key.public_key(), town.head(30), town.head(45)), town.key));
  next.grow(40, "afterwards");
  Site site;
  town.publish(site.files, "town", 50);
  const auto known = site.read(Town::begin(town.vkey(), "http://localhost:1")).value().town;

  next.publish(site.files, "town", 40);
  const auto second = record::generation_origin(origin, 2);
  site.files["town/checkpoint"] = log::sign_checkpoint({second, 40, next.tree.root(40)}, key);
  CHECK(site.error(known) == Errc::not_authorised);
  CHECK(site.error(known, town.head(20)) == Errc::not_authorised);

  const auto followed = site.read(known, town.head(50), Recoveries::follow);
  REQUIRE(followed);
  REQUIRE(followed->town.recoveries.size() == 1);
  CHECK(followed->town.recoveries[0].kept == 30);
  CHECK(followed->town.recoveries[0].lost_size == 45);
  CHECK(followed->town.logs[0].origin == second);
  CHECK(followed->town.logs[0].key_at(40).key == key.public_key());
  // From then on it is read as any other.
  CHECK(site.read(followed->town).value().town.seen.size() == 40);

  auto files = audit::open_files(site.files);
  CHECK(check_kept(*files, followed->town.recoveries[0], town.head(20)));
  CHECK(check_kept(*files, followed->town.recoveries[0], town.head(50)));  // what is lost cannot be compared
  OneLog other(town, 5);
  other.grow(50, "another");
  CHECK(check_kept(*files, followed->town.recoveries[0], other.head(20)).error().code == Errc::mismatch);
  CHECK(site.read(known, other.head(20), Recoveries::follow).error().code == Errc::mismatch);
}

TEST_CASE("a recovered round log waits for the operator") {
  OneLog town(origin);
  const auto round_key = crypto::SigningKey::generate(), key = crypto::SigningKey::generate();
  town.append(entry(round("parks-2026", round_key.public_key())));
  const bool by_the_old = GENERATE(true, false);
  const log::Checkpoint kept{"", 4, {}}, lost{"", 9, {}};
  town.append(signed_entry(recovery("rounds/parks-2026", key.public_key(), kept, lost), by_the_old ? round_key : town.key));
  Site site;
  town.publish(site.files, "town", 2);
  const auto begun = Town::begin(town.vkey(), "http://localhost:1");
  if (!by_the_old) {
    CHECK(site.error(begun) == Errc::bad_signature);
    return;
  }
  const auto read = site.read(begun).value().town;
  REQUIRE(read.recoveries.size() == 1);
  CHECK_FALSE(read.recoveries[0].trusted);
  CHECK(read.log("rounds/parks-2026")->origin == "town.example/log/rounds/parks-2026");
  const auto followed = site.read(read, {}, Recoveries::follow).value().town;
  CHECK(followed.recoveries[0].trusted);
  CHECK(followed.log("rounds/parks-2026")->origin == "town.example/log/rounds/parks-2026/2");
  CHECK(parse_town(town_text(followed)).value().recoveries[0].trusted);
}

TEST_CASE("a town's file has one form") {
  OneLog town(origin);
  town.append(entry(round("parks-2026", crypto::SigningKey::generate().public_key())));
  town.grow(300);
  Site site;
  town.publish(site.files, "town", 300);
  const auto text = town_text(site.read(Town::begin(town.vkey(), "http://localhost:1")).value().town);
  CHECK(town_text(parse_town(text).value()) == text);
  CHECK_FALSE(parse_town(text + "x"));
  CHECK_FALSE(parse_town(text.substr(0, text.size() - 1)));
  CHECK_FALSE(parse_town(""));
  for (const std::string line : {"hash ", "signer ", "seen "}) {
    auto without = text;
    const auto from = without.find("\n" + line) + 1;
    without.erase(from, without.find('\n', from) + 1 - from);
    CHECK_FALSE(parse_town(without));
  }
}

}  // namespace radslag::witness
