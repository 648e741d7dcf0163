#include "server/programs/town_writer.hpp"

#include <stdexcept>

#include "ledger/store/sqlite/sqlite_store.hpp"
#include "server/programs/exit.hpp"

namespace radslag::programs {
namespace {

constexpr std::uint64_t seconds_an_hour = 3'600;

journal::Submission submission(std::string log, std::string statement) {
  journal::Submission out;
  out.log = std::move(log);
  out.statement = std::move(statement);
  out.key = crypto::random_bytes<32>();
  return out;
}

void write(journal::Journal& journal, journal::Submission what) {
  const auto written = journal.submit_and_wait(std::move(what));
  if (!written) throw std::runtime_error("the record refuses: " + written.error().detail);
}

journal::Keys keys_of(const service::KeyRing& ring) {
  return {ring.town_key(), [&ring](const crypto::PublicKey& key) { return ring.held(key); }};
}

}  // namespace

void TownWriter::begin(const DataDir& dir, const record::TownBegun& town, std::uint64_t hour) {
  if (std::filesystem::exists(dir.store()))
    throw std::runtime_error("there is a town in " + dir.root.string() + " already; choose another folder with --data");
  std::filesystem::create_directories(dir.root);
  std::filesystem::permissions(dir.root, std::filesystem::perms::owner_all);
  service::KeyRing::create(dir.keys(), town.origin);
  OurHeads::begin(dir, town.demo);
  { const auto store = store::SqliteStore::open(dir.store(), {.create = true}); }
  TownWriter writer(dir, town.demo);
  writer.set_hour(hour);
  write(writer.journal(), submission("town", record::encode_statement(town)));
}

TownWriter::TownWriter(const DataDir& dir, bool demo)
    : hour_(record::current_hour()),
      store_(store::SqliteStore::open(dir.store())),
      keys_(std::make_unique<service::KeyRing>(dir.keys())),
      heads_(std::make_unique<OurHeads>(OurHeads::open(dir, demo))) {
  journal::Options options;
  options.heads = &heads_->store();
  options.hour = [this] { return hour_.load(); };
  options.fatal = end_in_doubt;
  journal_ = std::make_unique<journal::Journal>(*store_, keys_of(*keys_), std::move(options));
  heads_->remember();
}

TownWriter::~TownWriter() = default;

void TownWriter::act(const record::Draft& draft, const std::vector<const crypto::SigningKey*>& officers) {
  auto what = submission(draft.log, draft.statement);
  what.blobs = draft.blobs;
  for (const auto* key : officers) what.seals.push_back(record::seal(draft, *key));
  write(*journal_, std::move(what));
}

void TownWriter::sealed(const record::Draft& draft, const std::vector<record::Seal>& seals) {
  auto what = submission(draft.log, draft.statement);
  what.blobs = draft.blobs;
  what.seals = seals;
  write(*journal_, std::move(what));
}

void TownWriter::act(const Result<record::Draft>& draft, const std::vector<const crypto::SigningKey*>& officers) {
  if (!draft) throw std::runtime_error("the act cannot be drafted: " + draft.error().detail);
  act(*draft, officers);
}

void TownWriter::hand_in(const std::string& carrier) {
  const auto& registrar = journal_->state()->town.registrar;
  if (!registrar) throw std::runtime_error("no registrar has been announced");
  auto opened = record::open_carrier(carrier, registrar->row.registrar, hour_ * seconds_an_hour);
  if (!opened) throw std::runtime_error(opened.error().detail);
  auto what = submission("town", opened->statement);
  what.blobs = std::move(opened->blobs);
  write(*journal_, std::move(what));
}

log::Checkpoint TownWriter::checkpoint(const std::string& log) const {
  const auto head = journal_->head(log);
  if (!head) throw std::runtime_error("log " + log + " has no entry");
  return log::parse_checkpoint_text(log::parse_note(*head->checkpoint).value().text).value();
}

}  // namespace radslag::programs
