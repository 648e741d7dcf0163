#include "server/service/record_service.hpp"

#include <algorithm>
#include <chrono>

#include "ledger/log/receipt.hpp"
#include "ledger/record/draft_succession.hpp"
#include "ledger/record/identity.hpp"
#include "ledger/record/seals.hpp"
#include "server/service/announced.hpp"
#include "server/witnesses/cosignatures.hpp"

namespace radslag::service {
namespace {

Receipt receipt_of(const journal::Committed& place, const store::IdempotencyKey& key) {
  const log::Receipt proof{place.entry, place.index, place.path, *place.checkpoint};
  return {place.log, place.index, place.size, key, place.entry, log::receipt_text(proof), *place.checkpoint};
}

/// Seals are public once they are in the record: whoever copies some must not make the one writer hash whatever they like.
Result<> check_blobs(const record::Statement& statement, const std::vector<std::string>& blobs) {
  const auto named = record::blobs_of(statement);
  if (blobs.size() != named.size()) return refuse(Errc::malformed, "the blobs are not exactly those that the statement names");
  for (const auto& blob : blobs) {
    if (std::find(named.begin(), named.end(), record::blob_digest(blob)) == named.end())
      return refuse(Errc::malformed, "the blobs are not exactly those that the statement names");
  }
  return {};
}

journal::Journal::Done answer_with(const store::IdempotencyKey& key, std::function<void(Result<Receipt>)> done) {
  return [key, done = std::move(done)](Result<journal::Committed> place) {
    if (place) {
      done(receipt_of(*place, key));
    } else {
      done(tl::make_unexpected(std::move(place.error())));
    }
  };
}

}  // namespace

RecordService::RecordService(journal::Journal& journal, KeyRing& keys, std::filesystem::path archives, std::function<std::uint64_t()> now,
                             const witnesses::Cosignatures* cosignatures)
    : journal_(journal),
      keys_(keys),
      publication_(journal.store(), keys.town_vkey(),
                   {.newest = [&journal](const auto& log) -> std::optional<std::string> {
                      const auto head = journal.head(log);
                      return head ? std::optional(*head->checkpoint) : std::nullopt;
                    },
                    .tile = [&journal](const auto& log, auto level, auto n, auto width) { return journal.tile(log, level, n, width); },
                    .with_cosignatures = [cosignatures](
                                             const auto& log,
                                             const auto& note) { return cosignatures ? cosignatures->with_cosignatures(log, note) : note; },
                    .witnessed = [this](const auto& log) -> std::optional<std::string> {
                      const auto head = this->witnessed(log);
                      return head && head->has_quorum() ? std::optional(head->note) : std::nullopt;
                    }}),
      archives_(journal, std::move(archives)),
      now_(std::move(now)),
      cosignatures_(cosignatures) {}

std::uint64_t RecordService::system_seconds() {
  using namespace std::chrono;
  return static_cast<std::uint64_t>(duration_cast<seconds>(system_clock::now().time_since_epoch()).count());
}

std::shared_ptr<const record::State> RecordService::state() const { return journal_.state(); }

std::shared_ptr<const std::map<std::string, record::SignatureCount>> RecordService::signature_counts() const {
  return journal_.signature_counts();
}

std::vector<std::string> RecordService::shown_names(const std::string& initiative, std::size_t most) const {
  std::vector<std::string> names;
  const auto state = journal_.state();
  for (const auto index : journal_.named_signatures(initiative, most)) {
    const auto body = journal_.store().entry("town", index);
    const auto entry = body ? record::parse_entry(*body) : refuse(Errc::not_found, "");
    const auto* signature = entry ? std::get_if<record::Signature>(&entry->statement) : nullptr;
    if (!signature || !signature->name || state->withheld(*signature->name)) continue;
    const auto blob = journal_.store().blob(*signature->name);
    if (!blob) continue;
    if (auto name = record::parse_content<record::SignatureName>(record::blob_content(*blob).value_or(""))) names.push_back(name->name);
  }
  return names;
}

std::optional<Service::Head> RecordService::head(const std::string& log) const {
  const auto head = journal_.head(log);
  if (!head) return std::nullopt;
  return Head{head->size, *head->checkpoint};
}

/// A head of a generation that has been ended says nothing of the log as it is now.
bool RecordService::is_current(const std::string& log, const std::string& note) const {
  return note.starts_with(record::checkpoint_origin(*journal_.state(), log) + '\n');
}

std::optional<RecordService::Witnessed> RecordService::witnessed(const std::string& log) const {
  auto head = cosignatures_ ? cosignatures_->newest(log) : std::nullopt;
  if (!head || !is_current(log, head->note)) return std::nullopt;
  return Witnessed{std::move(head->note), head->size, head->count, head->needed, head->announced, head->seconds};
}

Result<std::string> RecordService::witnessed_receipt(const std::string& log, std::uint64_t index) const {
  const auto head = witnessed(log);
  if (!head || !head->has_quorum() || index >= head->size)
    return refuse(Errc::not_found, "no witnessed head of " + log + " covers entry " + std::to_string(index) + " yet");
  const auto place = journal_.locate(log, index, head->size);
  if (!place) return tl::make_unexpected(place.error());
  return log::receipt_text({place->entry, place->index, place->path, head->note});
}

std::optional<std::string> RecordService::witnessed_covering(const std::string& log, std::uint64_t index) const {
  auto note = cosignatures_ ? cosignatures_->first_covering(log, index) : std::nullopt;
  if (note && !is_current(log, *note)) note.reset();
  return note;
}

log::VerifierKey RecordService::log_key(const std::string& log) const { return record::verifier_key(*journal_.state(), log); }

std::vector<std::string> RecordService::logs() const {
  const auto state = journal_.state();
  std::vector<const record::RoundState*> rounds;
  for (const auto& [id, round] : state->rounds) rounds.push_back(&round);
  std::sort(rounds.begin(), rounds.end(), [](const auto* a, const auto* b) { return a->begun_at < b->begun_at; });
  std::vector<std::string> names{"town"};
  for (const auto* round : rounds) names.push_back(record::round_log_name(round->id));
  return names;
}

std::optional<std::string> RecordService::entry(const std::string& log, std::uint64_t index) const {
  const auto head = journal_.head(log);
  if (!head || index >= head->size) return std::nullopt;
  return journal_.store().entry(log, index);
}

std::vector<std::string> RecordService::entries(const std::string& log, std::uint64_t begin, std::uint64_t end) const {
  std::vector<std::string> out;
  const auto head = journal_.head(log);
  if (!head) return out;
  journal_.store().scan(log, begin, std::min(end, head->size),
                        [&](std::uint64_t, std::string_view body, const store::Digest&) { out.emplace_back(body); });
  return out;
}

Result<std::string> RecordService::blob(const std::string& log, const record::Digest& digest) const {
  return publication_.blob(log, digest);
}

Result<std::string> RecordService::raised_blob(const record::Digest& subject) const {
  const auto state = journal_.state();
  const auto is_it = [&](const auto& raised) { return raised.second.subject == subject; };
  const auto& town = state->town;
  const bool known = std::any_of(town.initiatives.begin(), town.initiatives.end(), is_it) ||
                     std::any_of(town.proposals.begin(), town.proposals.end(), is_it);
  auto blob = known ? journal_.store().blob(subject) : std::nullopt;
  if (!blob) return refuse(Errc::not_found, "no text that was raised or proposed");
  if (const auto* decision = state->withheld(subject)) return refuse(Errc::withheld, record::withheld_text(*decision));
  return std::move(*blob);
}

Result<std::string> RecordService::receipt(const std::string& log, std::uint64_t index) const {
  const auto place = journal_.locate(log, index);
  if (!place) return tl::make_unexpected(place.error());
  return receipt_of(*place, {}).receipt;
}

Result<std::string> RecordService::file(const std::string& path) const { return publication_.file(path); }

void RecordService::bundle(const std::function<bool(std::string_view)>& sink) const { publication_.bundle(sink); }

Result<record::CountedBallots> RecordService::counted_ballots(const std::string& round) const { return journal_.counted_ballots(round); }

Result<record::AllocationContent> RecordService::allocation(const std::string& round) const { return journal_.allocation(round); }

Result<record::TallyContent> RecordService::recount(const std::string& round) const { return journal_.recount(round); }

void RecordService::cast(const std::string& round, std::string blob, std::function<void(Result<Receipt>)> done) {
  const auto state = journal_.state();
  const auto* found = state->round(round);
  if (!found) return done(refuse(Errc::not_found, "no such round: " + round));
  if (!found->frozen) return done(refuse(Errc::not_open, "round " + round + " has not been opened"));
  // The costly checks here, on the caller's thread; whether it may still be put in is decided by the one writer.
  auto accepted = record::accept_ballot(*found->frozen, blob);
  if (!accepted) return done(tl::make_unexpected(std::move(accepted.error())));
  journal::Submission submission;
  submission.log = record::round_log_name(round);
  submission.blobs.push_back(std::move(blob));
  submission.key = record::key_of(accepted->entry);
  submission.ballot = accepted->entry;
  journal_.submit(std::move(submission), answer_with(record::key_of(accepted->entry), std::move(done)));
}

void RecordService::act(Act act, std::function<void(Result<Receipt>)> done) {
  // Whoever holds no officer's key gets no further: hashing and writing are the one writer's time.
  const auto bytes = record::encode_entry(0, act.statement, act.seals);
  const auto entry = record::parse_entry(bytes);
  if (!entry) return done(tl::make_unexpected(entry.error()));
  if (record::attestation_of(entry->statement))
    return done(refuse(Errc::unsupported, "what the registrar attests is handed in as the registrar gave it out"));
  if (auto theirs = record::check_authority(*journal_.state(), act.log, *entry); !theirs) return done(tl::make_unexpected(theirs.error()));
  if (auto whole = check_blobs(entry->statement, act.blobs); !whole) return done(tl::make_unexpected(whole.error()));
  const auto key = act.key;
  journal::Submission submission{std::move(act.log), std::move(act.statement), std::move(act.seals), std::move(act.blobs), key,
                                 std::nullopt};
  journal_.submit(std::move(submission), answer_with(key, std::move(done)));
}

Result<std::optional<Receipt>> RecordService::announced(const record::AnnouncedAct& act) const {
  if (auto place = journal_.find(act.key)) return receipt_of(*place, act.key);
  if (auto may = may_send(*journal_.state(), act); !may) return tl::make_unexpected(may.error());
  return std::optional<Receipt>();
}

void RecordService::hand_in(std::string carrier, std::function<void(Result<Receipt>)> done) {
  const auto state = journal_.state();
  if (!state->town.registrar) return done(refuse(Errc::not_authorised, "no registrar has been announced"));
  const auto& registrar = state->town.registrar->row.registrar;
  auto opened = record::open_carrier(carrier, registrar, now_());
  if (!opened && opened.error().code == Errc::expired) {
    // Who hands in the same again, from a page left open perhaps, did not hear the answer.
    const auto late = record::open_carrier(carrier, registrar, 0);
    const auto key = late ? journal::attested_key(late->statement) : store::IdempotencyKey{};
    if (auto place = journal_.find(key)) return done(receipt_of(*place, key));
  }
  if (!opened) return done(tl::make_unexpected(std::move(opened.error())));
  const auto statement = record::parse_statement(opened->statement);
  if (!statement) return done(tl::make_unexpected(statement.error()));
  // The costly checks here, on the caller's thread; whether it may still stand in the record is decided by the one writer.
  const auto checked = record::check_attestation(*record::attestation_of(*statement), opened->statement, registrar);
  if (!checked) return done(tl::make_unexpected(checked.error()));
  const auto key = journal::attested_key(opened->statement);
  journal::Submission submission{"town", std::move(opened->statement), {}, std::move(opened->blobs), key, std::nullopt, registrar};
  journal_.submit(std::move(submission), answer_with(key, std::move(done)));
}

void RecordService::hand_out(std::string statement, std::function<void(Result<Receipt>)> done) {
  // Whoever does not hold the registrar's key gets no further.
  auto submission = journal::handed_out(*journal_.state(), std::move(statement));
  if (!submission) return done(tl::make_unexpected(std::move(submission.error())));
  const auto key = journal::attested_key(submission->statement);
  journal_.submit(std::move(*submission), answer_with(key, std::move(done)));
}

void RecordService::show_lost(std::string receipt, std::function<void(Result<ShownReceipt>)> done) {
  const auto known = [this](const record::State& state, const std::string& text) -> Result<std::optional<ShownReceipt>> {
    const auto shown = record::open_receipt(state, text);
    if (!shown) return tl::make_unexpected(shown.error());
    return known_already(*shown, [this](const std::string& log, std::uint64_t index) { return entry(log, index); });
  };
  const auto state = journal_.state();
  const auto before = known(*state, receipt);
  if (!before) return done(tl::make_unexpected(before.error()));
  if (*before) return done(**before);
  auto draft = record::draft_entry_resubmitted(*state, receipt);
  if (!draft) return done(tl::make_unexpected(draft.error()));
  journal::Submission submission;
  submission.log = std::move(draft->log);
  submission.statement = std::move(draft->statement);
  submission.blobs = std::move(draft->blobs);
  submission.key = crypto::random_bytes<32>();
  journal_.submit(std::move(submission),
                  [this, known, receipt = std::move(receipt), done = std::move(done)](Result<journal::Committed> committed) {
                    // Who hands in the same at the same time finds it taken: that is no refusal.
                    if (!committed && committed.error().code != Errc::duplicate) return done(tl::make_unexpected(committed.error()));
                    auto after = known(*journal_.state(), receipt);
                    if (!after) return done(tl::make_unexpected(after.error()));
                    if (!*after) return done(refuse(Errc::busy, "the record has not taken it up yet; try again"));
                    if (committed) (*after)->before = false;
                    done(**after);
                  });
}

std::optional<Service::Turnout> RecordService::turnout(const std::string& round) const {
  const auto turnout = journal_.turnout(round);
  if (!turnout) return std::nullopt;
  return Turnout{turnout->ballots, turnout->voters, turnout->handed_out};
}

Result<Service::Place> RecordService::find(const store::IdempotencyKey& key) const {
  const auto found = journal_.find(key);
  if (!found) return tl::make_unexpected(found.error());
  return Place{found->log, found->index};
}

Result<std::shared_ptr<const std::string>> RecordService::urn_archive(const std::string& round, const std::string& urn) {
  return archives_.get(round, urn);
}

crypto::PublicKey RecordService::next_round_key() {
  const auto state = journal_.state();
  return keys_.unused_round_key([&](const crypto::PublicKey& key) { return record::is_log_key(*state, key); });
}

std::vector<std::string> RecordService::not_ready() const {
  std::vector<std::string> reasons;
  if (!journal_.state()->begun()) reasons.emplace_back("the town log has not been begun");
  if (journal_.full()) reasons.emplace_back("the last write found no space on the disk");
  return reasons;
}

}  // namespace radslag::service
