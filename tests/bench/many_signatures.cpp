// An open initiative, with signatures in the record and others ready to be handed in:
//   many_signatures <data folder> <initiative> <signed> <ready> [carriers file]
//
// `data folder`: of a demonstration town, whose officers' keys seal what has to be; no server may use it meanwhile. Announces a registrar
// of its own, an edition of the roll for just these people, and a board. What it writes is right in all parts, so a record made so
// verifies. The file gets one carrier a line, base64url as POST /attested takes it, good for an hour.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/record/contents.hpp"
#include "ledger/record/draft.hpp"
#include "ledger/record/officer_key.hpp"
#include "ledger/store/sqlite/sqlite_store.hpp"
#include "server/service/key_ring.hpp"
#include "tests/support/roll.hpp"

namespace {

using namespace radslag;

constexpr std::size_t kWaiting = 4'000;  ///< below the journal's queue
constexpr std::uint64_t kDays = 30;

template <class T>
T need(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().detail);
  return std::move(*result);
}

/// A town in a folder, with its officers' keys.
class House {
 public:
  explicit House(const std::filesystem::path& data)
      : keys_(data / "keys"),
        store_(store::SqliteStore::open(data / "record.sqlite")),
        journal_(*store_, {keys_.town_key(), [this](const auto& key) { return keys_.held(key); }}, {}) {
    for (const auto& file : std::filesystem::directory_iterator(data / "officers"))
      officers_.push_back(need(record::read_officer_key(file.path())));
  }

  [[nodiscard]] const record::State& state() {
    state_ = journal_.state();
    return *state_;
  }
  journal::Journal& journal() { return journal_; }

  /// Sealed by the first `seals` officers with the role.
  void act(record::Role role, std::size_t seals, const Result<record::Draft>& draft) {
    if (!draft) throw std::runtime_error(draft.error().detail);
    auto what = submission(draft->statement);
    what.blobs = draft->blobs;
    const auto& office = state().town.officers;
    for (const auto& officer : officers_) {
      const auto found = office.find(officer.key.public_key());
      if (what.seals.size() == seals || found == office.end()) continue;
      const auto& roles = found->second.roles;
      if (std::find(roles.begin(), roles.end(), role) != roles.end()) what.seals.push_back(record::seal(*draft, officer.key));
    }
    need(journal_.submit_and_wait(std::move(what)));
  }

  static journal::Submission submission(std::string statement) {
    journal::Submission made;
    made.log = "town";
    made.statement = std::move(statement);
    made.key = crypto::random_bytes<32>();
    return made;
  }

 private:
  service::KeyRing keys_;
  std::unique_ptr<store::Store> store_;
  journal::Journal journal_;
  std::shared_ptr<const record::State> state_;
  std::vector<record::OfficerKey> officers_;
};

class Initiative {
 public:
  Initiative(House& house, std::string id, std::size_t people) : house_(house), id_(std::move(id)), people_(people), roll_(id_, people) {}

  void begin() {
    using record::Role;
    house_.act(Role::keeper, 2, record::draft_registrar(house_.state(), registrar_.public_key(), "http://localhost:8081"));
    record::RollEdition edition;
    edition.edition = id_;
    edition.drawn = "2026-05-01";
    edition.people = people_;
    edition.digest = crypto::sha256(id_);
    house_.act(Role::registrar, 2, record::draft_roll_edition(house_.state(), edition));
    record::Board board;
    board.board = id_;
    board.name = "The board of " + id_;
    board.days = kDays;
    board.threshold = {people_, record::ThresholdUnit::signatures};
    house_.act(Role::board, 2, record::draft_board(house_.state(), board));

    const auto text =
        record::make_blob(encode_content(record::InitiativeContent{"More benches in " + id_, "We need **more** benches.\n\nMany more."}));
    subject_ = record::blob_digest(text);
    auto raised = House::submission(
        record::attest(record::InitiativeRaised{house_.state().town.origin, id_, id_, "", id_, attestation(0)}, registrar_));
    raised.blobs.push_back(text);
    need(house_.journal().submit_and_wait(std::move(raised)));
    house_.act(Role::officer, 1,
               record::draft_initiative_opened(house_.state(), id_, record::current_hour() + kDays * 24, record::Level::participation,
                                               {"The streets are the town's.", "Nothing is decided.", "They know best where.",
                                                "We say what we heard.", "Where the benches stand."}));
    origin_ = house_.state().town.origin;
  }

  /// Thread-safe after `begin`. Whoever raised it is person 0.
  [[nodiscard]] std::string signature(std::size_t person) const {
    return record::attest(record::Signature{origin_, id_, std::nullopt, attestation(person)}, registrar_);
  }
  [[nodiscard]] std::string carrier(std::size_t person) const {
    record::Carrier made;
    made.statement = signature(person);
    made.expires = static_cast<std::uint64_t>(std::time(nullptr)) + 3'600;
    auto text = crypto::to_base64(record::encode_carrier(made, registrar_));
    for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
    return text.substr(0, text.find('='));
  }
  [[nodiscard]] record::PublicKey registrar() const { return registrar_.public_key(); }

 private:
  [[nodiscard]] record::Attestation attestation(std::size_t person) const {
    record::Attestation made;
    made.subject = subject_;
    made.roll = roll_.commitment();
    made.pseudonym = roll_.pseudonym(person);
    made.assurance = record::Assurance::code;
    made.hour = record::current_hour();
    made.nonce = crypto::random_bytes<16>();
    made.membership = roll_.membership(person);
    return made;
  }

  House& house_;
  const std::string id_;
  const std::size_t people_;
  const testing::Roll roll_;
  const crypto::SigningKey registrar_ = crypto::SigningKey::generate();
  std::string origin_;
  record::Digest subject_{};
};

/// `work(i)` for 0 <= i < count, on both cores.
template <class Work>
void share(std::size_t count, const Work& work) {
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::thread other(run);
  run();
  other.join();
}

void sign(House& house, const Initiative& initiative, std::size_t signatures) {
  std::mutex mutex;
  std::condition_variable fewer;
  std::size_t waiting = 0;
  share(signatures, [&](std::size_t i) {
    auto what = House::submission(initiative.signature(1 + i));
    what.attested_by = initiative.registrar();
    {
      std::unique_lock lock(mutex);
      fewer.wait(lock, [&] { return waiting < kWaiting; });
      ++waiting;
    }
    house.journal().submit(std::move(what), [&](const Result<journal::Committed>& place) {
      if (!place) {
        std::fprintf(stderr, "refused: %s\n", place.error().detail.c_str());
        std::exit(1);
      }
      const std::lock_guard lock(mutex);
      --waiting;
      fewer.notify_all();
    });
  });
  std::unique_lock lock(mutex);
  fewer.wait(lock, [&] { return waiting == 0; });
}

void make(const char* data, const char* id, std::size_t with, std::size_t ready, const char* file) {
  House house(data);
  Initiative initiative(house, id, with + ready + 1);
  initiative.begin();
  sign(house, initiative, with);
  if (file == nullptr) return;
  std::vector<std::string> carriers(ready);
  share(ready, [&](std::size_t i) { carriers[i] = initiative.carrier(1 + with + i); });
  std::ofstream out(file, std::ios::binary);
  for (const auto& carrier : carriers) out << carrier << '\n';
  if (!out.flush()) throw std::runtime_error(std::string(file) + " cannot be written");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fprintf(stderr, "usage: many_signatures <data folder> <initiative> <signed> <ready> [carriers file]\n");
    return 2;
  }
  try {
    make(argv[1], argv[2], std::strtoull(argv[3], nullptr, 10), std::strtoull(argv[4], nullptr, 10), argc > 5 ? argv[5] : nullptr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "many_signatures: %s\n", error.what());
    return 1;
  }
}
