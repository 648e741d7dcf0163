// Witnesses asked over real HTTP: honest ones, dead ones, and those that lie; and two histories under one key.
#include "server/witnesses/asker.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <mutex>
#include <thread>

#include "ledger/witness/witness.hpp"
#include "server/storage/database.hpp"
#include "server/witnesses/cosignatures.hpp"
#include "server/witnesses/start_look.hpp"
#include "tests/ledger/witness/one_log.hpp"
#include "tests/server/http/running_server.hpp"
#include "tests/support/temporary_directory.hpp"

namespace radslag::witnesses {
namespace {

using namespace std::chrono_literals;
using radslag::testing::TemporaryDirectory;
using witness::testing::OneLog;

constexpr auto long_enough = 30s;  // on a busy machine; a test that holds does not wait for it

/// Waits until it holds, however long that takes on a busy machine.
bool eventually(const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + long_enough;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(2ms);  // others need the processor too
  }
  return true;
}

/// A witness on a port of its own.
struct OneWitness {
  OneWitness(const std::string& name, const OneLog& town) {
    auto key = witness::make_key(folder / "witness.key", name).value();
    house = std::make_unique<witness::Witness>(folder.path(), std::move(key));
    house->put_town(witness::Town::begin(town.vkey(), "http://localhost:1"));
    server = std::make_unique<http::test::RunningServer>(
        http::test::any_port(), [this](http::Request&& request, const std::function<void(http::Response &&)>& done) {
          ++asked;
          const auto answer = request.path == "/add-checkpoint" ? house->add_checkpoint(request.body)
                                                                : house->checkpoint(request.path.substr(1, request.path.rfind('/') - 1));
          http::Response response;
          response.status = answer.status;
          response.content_type = answer.content_type;
          response.body = answer.body;
          done(std::move(response));
        });
  }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(server->port()); }

  TemporaryDirectory folder;
  std::atomic<int> asked = 0;
  std::unique_ptr<witness::Witness> house;
  std::unique_ptr<http::test::RunningServer> server;  // last: gone before what it uses
};

/// A counter as far as the asker sees it: one log, whose head moves.
struct Counter {
  Counter(const OneLog& its, std::vector<log::CosignerKey> keys, std::size_t quorum, std::uint64_t head)
      : log(its), size(head), database(open_cosignatures_file(folder / "witnessed.sqlite")), cosignatures(*database) {
    row.version = 1;
    row.quorum = quorum;
    for (const auto& key : keys) row.witnesses.push_back({key.key, key.name, "somebody"});
  }

  Logs logs() {
    Logs all;
    all.names = [] { return std::vector<std::string>{"town"}; };
    all.head = [this](const std::string&) { return std::optional<Logs::Head>({size, log.note(size)}); };
    all.consistency = [this](const std::string&, std::uint64_t from, std::uint64_t to) -> Result<log::Path> {
      if (from > to || to > size) return refuse(Errc::not_found, "no such size");
      return log.tree.consistency(from, to);
    };
    all.announced = [this] { return std::optional(row); };
    all.acts = [this] { return std::atomic_load(&act); };
    return all;
  }

  void ask(std::map<std::string, std::string> urls) {
    AskerOptions options;
    options.urls = std::move(urls);
    options.between = options.look_every = options.first_wait = 5ms;
    options.patience = 200ms;
    options.longest_wait = 20ms;
    options.times = {.connect_milliseconds = 2'000, .total_milliseconds = 500};
    options.fatal = [](const std::string& why) { throw std::runtime_error(why); };
    asker = std::make_unique<Asker>(logs(), cosignatures, std::move(options));
  }

  [[nodiscard]] bool has(Standing standing, const std::string& name) const {
    for (const auto& news : asker->standing()) {
      if (news.witness == name && news.standing == standing) return true;
    }
    return false;
  }
  [[nodiscard]] bool is_witnessed(std::uint64_t at) const {
    const auto head = cosignatures.witnessed("town");
    return head && head->size == at;
  }
  void another_act() { std::atomic_store(&act, std::make_shared<const int>(0)); }

  const OneLog& log;
  std::atomic<std::uint64_t> size;
  record::WitnessesAnnounced row;
  std::shared_ptr<const int> act = std::make_shared<const int>(0);
  TemporaryDirectory folder;
  std::unique_ptr<storage::Database> database;
  Cosignatures cosignatures;
  std::unique_ptr<Asker> asker;
};

OneLog grown(std::uint64_t size) {
  OneLog town("town.example/log/town");
  town.grow(size);
  return town;
}

}  // namespace

TEST_CASE("heads are cosigned as they come, and a dead witness is in nobody's way") {
  const auto town = grown(2'000);
  OneWitness a("a.example", town), b("b.example", town);
  const auto dead = log::CosignerKey::of("dead.example", crypto::SigningKey::generate().public_key());
  Counter counter(town, {a.house->key(), b.house->key(), dead}, 2, 1);
  counter.ask({{"a.example", a.url()}, {"b.example", b.url()}, {"dead.example", "http://127.0.0.1:1"}});
  for (const std::uint64_t size : {1u, 2u, 255u, 256u, 257u, 2'000u}) {
    counter.size = size;
    REQUIRE(eventually([&] { return counter.is_witnessed(size); }));
  }
  CHECK(eventually([&] { return counter.has(Standing::silent, "dead.example"); }));
  const auto head = counter.cosignatures.witnessed("town").value();
  CHECK(head.count == 2);
  CHECK(head.needed == 2);
  CHECK(head.announced == 3);
  CHECK(head.seconds > 1'700'000'000);
  const auto keys = counter.cosignatures.announced().witnesses;
  const auto log_key = town.vkey();
  CHECK(log::open_cosigned(head.note, std::span(&log_key, 1), keys)->cosignatures.size() == 2);
  // The newest checkpoint is served with them; another one as it is.
  const auto served = counter.cosignatures.with_cosignatures("town", town.note(2'000));
  CHECK(log::open_cosigned(served, std::span(&log_key, 1), keys)->cosignatures.size() == 2);
  CHECK(counter.cosignatures.with_cosignatures("town", town.note(300)) == town.note(300));
}

TEST_CASE("sizes under load are skipped, and the quorum still comes") {
  const auto town = grown(5'000);
  OneWitness a("a.example", town), b("b.example", town);
  Counter counter(town, {a.house->key(), b.house->key()}, 2, 1);
  counter.ask({{"a.example", a.url()}, {"b.example", b.url()}});
  std::uint64_t witnessed = 0;
  CHECK(eventually([&] {
    if (counter.size < 5'000) ++counter.size;
    if (const auto head = counter.cosignatures.witnessed("town")) witnessed = head->size;
    return witnessed == 5'000;
  }));
  CHECK(a.asked < 5'000);
}

TEST_CASE("a witness that has seen more of the log before is asked on from there") {
  const auto town = grown(500);
  OneWitness a("a.example", town);
  REQUIRE(a.house->add_checkpoint(town.request(0, 333)).status == 200);
  Counter counter(town, {a.house->key()}, 1, 500);
  counter.ask({{"a.example", a.url()}});
  CHECK(eventually([&] { return counter.is_witnessed(500); }));
}

TEST_CASE("two histories signed with one key are caught by two witnesses") {
  const auto town = grown(600);
  OneLog fork(town, 250);
  fork.grow(600, "forged");
  OneWitness a("a.example", town), b("b.example", town);
  const std::map<std::string, std::string> urls{{"a.example", a.url()}, {"b.example", b.url()}};
  Counter counter(town, {a.house->key(), b.house->key()}, 2, 300);
  counter.ask(urls);
  REQUIRE(eventually([&] { return counter.is_witnessed(300); }));

  Counter forger(fork, {a.house->key(), b.house->key()}, 2, 400);
  forger.ask(urls);
  CHECK(eventually([&] { return forger.has(Standing::contradicts, "a.example") && forger.has(Standing::contradicts, "b.example"); }));
  CHECK_FALSE(forger.cosignatures.newest("town"));
  counter.size = 600;
  REQUIRE(eventually([&] { return counter.is_witnessed(600); }));
  CHECK(a.house->cosigned(town.origin)->root == town.tree.root(600));
  CHECK(b.house->cosigned(town.origin)->root == town.tree.root(600));

  SECTION("of the same size it is evidence") {
    forger.size = 600;
    CHECK(eventually([&] { return a.house->status()[0].forks == 1 && b.house->status()[0].forks == 1; }));
  }
  SECTION("an old copy finds its witnesses ahead") {
    Counter old(town, {a.house->key(), b.house->key()}, 2, 200);
    old.ask(urls);
    CHECK(eventually([&] { return old.has(Standing::ahead, "a.example") && old.has(Standing::ahead, "b.example"); }));
    CHECK_FALSE(old.cosignatures.newest("town"));
  }
}

TEST_CASE("what they had cosigned is asked for at the start, and believed when both have signed it") {
  const auto town = grown(600);
  OneWitness a("a.example", town), b("b.example", town);
  REQUIRE(a.house->add_checkpoint(town.request(0, 333)).status == 200);
  Announced announced{1,
                      2,
                      {a.house->key(), b.house->key(), log::CosignerKey::of("c.example", a.house->key().key),
                       log::CosignerKey::of("d.example", a.house->key().key)}};
  const std::vector<OwnLog> logs{{"town", town.origin, {town.vkey()}}, {"rounds/x", "town.example/log/rounds/x", {town.vkey()}}};
  const auto found = ask_for_newest({{"a.example", a.url()}, {"b.example", b.url()}, {"c.example", a.url()}}, announced, logs);
  REQUIRE(found.seen.size() == 1);
  CHECK(found.seen[0].witness == "a.example");
  CHECK(found.seen[0].checkpoint == town.head(333));
  // c signs with another name than is announced for that address; for d none is set.
  REQUIRE(found.warnings.size() == 2);
  CHECK(found.warnings[0].find("d.example") != std::string::npos);
  CHECK(found.warnings[1].find("c.example") != std::string::npos);
  CHECK(ask_for_newest({{"a.example", "http://127.0.0.1:1"}}, {1, 1, {a.house->key()}}, logs).warnings.size() == 1);
}

TEST_CASE("an answer that is none is not kept") {
  const auto town = grown(300);
  const auto key = crypto::SigningKey::generate();
  const auto stranger = crypto::SigningKey::generate();
  const auto text = log::checkpoint_text(town.head(300));
  http::Response lie;
  lie.content_type = "text/plain";
  auto expected = Standing::refuses;
  SECTION("nothing") { lie.body = ""; }
  SECTION("no cosignature") { lie.body = "thank you\n"; }
  SECTION("one of another key") { lie.body = log::signature_line(log::cosign(text, "a.example", stranger, 1'790'000'000)); }
  SECTION("one over another size") {
    lie.body = log::signature_line(log::cosign(log::checkpoint_text(town.head(299)), "a.example", key, 1'790'000'000));
  }
  SECTION("a size that is none") {
    lie.status = 409;
    lie.body = "many\n";
  }
  SECTION("a size that nobody has") {
    lie.status = 409;
    lie.body = "9223372036854775807\n";
    expected = Standing::ahead;
  }
  SECTION("another size each time") {
    lie.status = 409;
    lie.body = "17\n";
  }
  SECTION("a redirect") {
    lie.status = 302;
    lie.headers.emplace_back("Location", "http://127.0.0.1:1/add-checkpoint");
  }
  SECTION("more than an answer can be") {
    lie.body = std::string(100'000, 'x');
    expected = Standing::silent;
  }
  SECTION("that it does not know the log") {
    lie.status = 404;
    expected = Standing::unknown_log;
  }
  http::test::RunningServer liar(http::test::any_port(), [&](http::Request&&, const std::function<void(http::Response &&)>& done) {
    auto answer = lie;
    done(std::move(answer));
  });
  Counter counter(town, {log::CosignerKey::of("a.example", key.public_key())}, 1, 300);
  counter.ask({{"a.example", "http://127.0.0.1:" + std::to_string(liar.port())}});
  CHECK(eventually([&] { return counter.has(expected, "a.example"); }));
  CHECK_FALSE(counter.cosignatures.newest("town"));
}

TEST_CASE("a witness that never answers holds up nobody else, and the end neither") {
  const auto town = grown(300);
  std::mutex mutex;
  std::vector<std::function<void(http::Response &&)>> waiting;
  auto config = http::test::any_port();
  config.limits.shutdown_drain_seconds = 1;
  http::test::RunningServer slow(std::move(config), [&](http::Request&&, const std::function<void(http::Response &&)>& done) {
    const std::lock_guard lock(mutex);
    waiting.push_back(done);  // never called
  });
  OneWitness a("a.example", town);
  const auto silent = log::CosignerKey::of("slow.example", crypto::SigningKey::generate().public_key());
  Counter counter(town, {a.house->key(), silent}, 1, 300);
  counter.ask({{"a.example", a.url()}, {"slow.example", "http://127.0.0.1:" + std::to_string(slow.port())}});
  CHECK(eventually([&] { return counter.is_witnessed(300); }));
  CHECK(eventually([&] { return counter.has(Standing::silent, "slow.example"); }));
  counter.asker.reset();
  slow.stop();
}

TEST_CASE("heads are kept over a restart, and for good where they are the first after an act") {
  const auto town = grown(300);
  OneWitness a("a.example", town), b("b.example", town);
  const std::map<std::string, std::string> urls{{"a.example", a.url()}, {"b.example", b.url()}};
  Counter counter(town, {a.house->key(), b.house->key()}, 1, 100);
  counter.ask(urls);
  REQUIRE(eventually([&] { return counter.is_witnessed(100); }));
  counter.size = 150;
  REQUIRE(eventually([&] { return counter.is_witnessed(150); }));
  counter.size = 160;
  REQUIRE(eventually([&] { return counter.is_witnessed(160); }));
  counter.another_act();
  counter.size = 200;
  REQUIRE(eventually([&] { return counter.is_witnessed(200); }));
  counter.size = 300;
  REQUIRE(eventually([&] { return counter.is_witnessed(300); }));
  counter.asker.reset();
  const auto first = counter.cosignatures.first_covering("town", 120);
  REQUIRE(first);
  CHECK(first->find("\n200\n") != std::string::npos);  // those of 150 and 160 were nobody's act
  CHECK(counter.cosignatures.first_covering("town", 250)->find("\n300\n") != std::string::npos);
  CHECK_FALSE(counter.cosignatures.first_covering("town", 300));
  CHECK_FALSE(counter.cosignatures.first_covering("rounds/x", 0));

  Cosignatures again(*counter.database);
  CHECK_FALSE(again.witnessed("town"));  // nobody has been announced to it yet
  again.set_announced(announced_by(counter.row));
  CHECK(again.witnessed("town")->size == 300);
  CHECK(again.first_covering("town", 120) == first);

  SECTION("others who are announced count for themselves") {
    record::WitnessesAnnounced row;
    row.version = 2;
    row.quorum = 1;
    row.witnesses = {{crypto::SigningKey::generate().public_key(), "z.example", "somebody else"}};
    again.set_announced(announced_by(row));
    CHECK_FALSE(again.witnessed("town"));
    CHECK_FALSE(again.newest("town"));
  }
  SECTION("a larger quorum needs more") {
    auto row = counter.row;
    row.version = 2;
    row.quorum = 2;
    again.set_announced(announced_by(row));
    const auto head = again.newest("town");
    CHECK((!again.witnessed("town") || head->count == 2));
  }
}

}  // namespace radslag::witnesses
