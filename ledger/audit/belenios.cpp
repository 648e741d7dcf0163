#include "ledger/audit/belenios.hpp"

#include <algorithm>

#include "crypto/voting/encodings.hpp"
#include "ledger/audit/belenios_inspection.hpp"
#include "ledger/audit/belenios_names.hpp"

namespace radslag::audit {

namespace {

using archive::BeleniosEvent;
using voting::QuestionKind;

constexpr std::uint64_t kTellEvery = 64;  // ballots

}  // namespace

BeleniosReport audit_belenios(const std::function<archive::Source()>& open, const BeleniosOptions& options) {
  return BeleniosInspection(open, options).run();
}

BeleniosReport BeleniosInspection::run() {
  const bool in_form = skim();
  archive::BeleniosReader reader(open_());
  for (bool going_on = true; going_on;) {
    auto step = reader.next();
    // Where its form does not hold, skim() has said so.
    if (!step || !*step) break;
    going_on = take(*std::move(*step));
  }
  if (ballots_) ballots_->finish();
  if (in_form && !reader.complete() && report_.findings.empty()) finding("unfinished", std::nullopt, "there is no Result yet");
  return std::move(report_);
}

bool BeleniosInspection::skim() {
  archive::BeleniosReader reader(open_());
  for (;;) {
    const auto step = reader.next();
    if (!step) {
      finding(std::string(name_of(step.error().trouble)), std::nullopt, step.error().detail);
      cannot("what stands after that place in the archive");
      return false;
    }
    if (!*step) return true;
    if ((*step)->event == BeleniosEvent::ballot) last_.see((*step)->height, (*step)->json);
    if ((*step)->height % kTellEvery == 0) tell("the archive's form", (*step)->height, 0);
  }
}

bool BeleniosInspection::take(archive::BeleniosStep step) {
  switch (step.event) {
    case BeleniosEvent::setup: return setup(step);
    case BeleniosEvent::ballot:
      ++report_.ballots;
      if (report_.ballots % kTellEvery == 0) tell("ballots", report_.ballots, last_.ballots());
      ballots_->add(step.height, std::move(step.json));
      return true;
    case BeleniosEvent::end_ballots: end_ballots(); return true;
    case BeleniosEvent::encrypted_tally: encrypted_tally(step); return true;
    case BeleniosEvent::shuffle: shuffle(step); return true;
    case BeleniosEvent::end_shuffles: return true;
    case BeleniosEvent::partial_decryption: partial_decryption(step); return true;
    case BeleniosEvent::result: result(step); return true;
  }
  return false;
}

bool BeleniosInspection::setup(const archive::BeleniosStep& step) {
  auto election = voting::Election::parse(step.json);
  if (!election) {
    finding(election.error(), step.height, {});
    cannot("everything else: the election cannot be read");
    return false;
  }
  election_ = std::move(*election);
  report_.uuid = election_->uuid();
  report_.name = election_->name();
  report_.group = election_->group().name();
  report_.fingerprint = election_->fingerprint();
  for (const auto& question : election_->questions()) report_.questions.push_back(question.text);
  if (election_->has_undeclared_members()) {
    finding("undeclared-member", step.height, "in the election: it may say something that is not checked here");
  } else if (!election_->is_canonical()) {
    finding("not-canonical", step.height, "the election");
  }

  auto trustees = voting::Trustees::parse(election_->group(), step.trustees);
  if (trustees) {
    trustees_ = std::move(*trustees);
    report_.trustees = trustees_->keys().size();
    if (!election_->group().equal(trustees_->election_key(), election_->public_key())) {
      finding("wrong-election-key", step.height, "the election's public key is not the trustees'");
    }
  } else {
    finding("bad-trustee-key", step.height, trustees.error().detail);
    cannot("decryptions: the trustees' keys are not good");
  }

  auto credentials = voting::read_credentials(election_->group(), step.credentials);
  if (!credentials) {
    finding("bad-credentials", step.height, credentials.error().detail);
    cannot("everything else: the list of credentials is not good");
    return false;
  }
  report_.credentials = credentials->size();
  for (const auto& credential : *credentials) listed_weight_ += credential.weight;
  ballots_ = std::make_unique<BeleniosBallots>(*election_, *credentials, last_, options_.threads, report_);
  return true;
}

void BeleniosInspection::end_ballots() {
  ballots_->finish();
  report_.voters = ballots_->tally().ballots();
  tell("ballots", last_.ballots(), last_.ballots());
}

void BeleniosInspection::encrypted_tally(const archive::BeleniosStep& step) {
  // Where ballots are not good, only this is known of the totals.
  largest_total_ = std::min(step.total_weight, listed_weight_);
  if (ballots_->complete()) {
    const auto& counted = ballots_->tally();
    largest_total_ = counted.weight();
    auto tally = counted.finish();
    if (step.num_tallied != counted.ballots() || step.total_weight != counted.weight()) {
      finding("wrong-count", step.height,
              std::to_string(step.num_tallied) + " ballots of weight " + std::to_string(step.total_weight) + " where there are " +
                  std::to_string(counted.ballots()) + " of " + std::to_string(counted.weight()));
    }
    if (step.json == voting::write_tally(*election_, tally)) {
      tally_ = std::move(tally);
      return;
    }
    finding("wrong-encrypted-tally", step.height, "it is not what the ballots give: one may have been dropped or added");
  } else {
    cannot("the encrypted tally: ballots that count in it are not good");
  }
  // What follows was made of the published one, if that can be read at all.
  auto published = voting::read_tally(*election_, step.json);
  if (published) {
    tally_ = std::move(*published);
  } else {
    finding(published.error(), step.height, step.json);
    cannot("shuffles, decryptions and result: the encrypted tally cannot be read");
  }
}

void BeleniosInspection::shuffle(const archive::BeleniosStep& step) {
  if (!election_->has_mixnet_question()) return finding("unexpected-shuffle", step.height, "no question has its ballots shuffled");
  if (trustees_ && (!is_trustee(step.owner) || !shufflers_.insert(step.owner).second)) {
    finding("bad-shuffle", step.height, "trustee " + std::to_string(step.owner) + " is none, or has shuffled before");
  }
  if (!tally_) return;
  auto after = voting::check_shuffle(*election_, *tally_, step.json, work("shuffles"));
  if (after) {
    tally_ = std::move(*after);
    ++report_.shuffles;
    return;
  }
  finding(after.error(), step.height, step.json);
  cannot("decryptions and result: a shuffle does not hold");
  tally_.reset();
}

void BeleniosInspection::judge_shuffles(std::uint64_t event) {
  if (std::exchange(shuffles_judged_, true) || !election_->has_mixnet_question() || !trustees_) return;
  // As many as are needed to decrypt: with fewer, those who could decrypt together know nothing of one honest shuffle among them.
  for (const auto& item : trustees_->items()) {
    std::size_t shuffled = 0;
    for (std::size_t i = 0; i < item.count; ++i) shuffled += shufflers_.count(item.first + i + 1);
    if (shuffled >= item.threshold) continue;
    finding("missing-shuffle", event,
            item.pedersen ? std::to_string(item.threshold - shuffled) + " of the trustees with a threshold"
                          : "of trustee " + std::to_string(item.first + 1));
  }
}

void BeleniosInspection::partial_decryption(const archive::BeleniosStep& step) {
  judge_shuffles(step.height);
  if (!trustees_ || !tally_) return;
  if (!is_trustee(step.owner) || !decrypters_.insert(step.owner).second) {
    decryptions_good_ = false;
    return finding("bad-partial-decryption", step.height, "trustee " + std::to_string(step.owner) + " is none, or has decrypted before");
  }
  auto factors = voting::check_partial_decryption(*election_, *tally_, trustees_->keys()[step.owner - 1], step.json, work("decryptions"));
  if (!factors) {
    decryptions_good_ = false;
    return finding(factors.error(), step.height, step.json);
  }
  ++report_.decryptions;
  factors_.push_back({static_cast<std::size_t>(step.owner), std::move(*factors)});
}

void BeleniosInspection::result(const archive::BeleniosStep& step) {
  if (!trustees_ || !tally_) return;
  if (!decryptions_good_) return cannot("the result: a partial decryption is not good");
  const auto factors = voting::combine_decryptions(election_->group(), *trustees_, factors_, work("result"));
  if (!factors) return finding(factors.error(), step.height, {});
  auto computed = voting::compute_result(*election_, *tally_, *factors, largest_total_, work("result"));
  if (!computed) return finding(computed.error(), step.height, {});
  if (const auto same = voting::check_result(*election_, *computed, step.json); !same) {
    finding("bad-result", step.height, "the published result is not what the decryptions give");
  }
  report_.result = std::move(*computed);
  list_invalid_rows();
}

void BeleniosInspection::list_invalid_rows() {
  const auto& questions = election_->questions();
  for (std::size_t q = 0; q < questions.size(); ++q) {
    if (questions[q].kind != QuestionKind::mixnet || questions[q].encoding == voting::Encoding::none) continue;
    const auto& rows = (*report_.result)[q].rows;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (const auto choices = voting::decode_choices(questions[q], rows[row]); !choices) {
        report_.invalid.push_back({q, row, choices.error().detail});
      }
    }
  }
}

void BeleniosInspection::finding(std::string name, std::optional<std::uint64_t> event, std::string detail) {
  report_.findings.push_back({std::move(name), event, std::move(detail)});
}

void BeleniosInspection::finding(const voting::Flaw& flaw, std::uint64_t event, std::string_view json) {
  finding(belenios_finding_name(flaw.kind, json), event, flaw.detail);
}

voting::Work BeleniosInspection::work(std::string what) const {
  return {.threads = options_.threads,
          .progress = [this, what = std::move(what)](std::uint64_t done, std::uint64_t total) { tell(what, done, total); }};
}

void BeleniosInspection::tell(const std::string& what, std::uint64_t done, std::uint64_t all) const {
  if (options_.progress) options_.progress(what, done, all);
}

}  // namespace radslag::audit
