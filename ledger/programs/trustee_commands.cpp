#include "ledger/programs/trustee_commands.hpp"

#include <iostream>

#include "crypto/encoding.hpp"
#include "ledger/audit/words.hpp"
#include "ledger/programs/command.hpp"
#include "ledger/programs/trustee_words.hpp"
#include "ledger/progress/progress.hpp"
#include "ledger/record/values.hpp"
#include "ledger/trustee/files.hpp"
#include "ledger/trustee/hand_in.hpp"
#include "ledger/trustee/reading.hpp"

namespace radslag::programs {
namespace {

constexpr std::size_t max_act_bytes = std::size_t{1} << 30;

[[noreturn]] void stop(const Error& error) {
  const bool missing = error.code == Errc::not_found, turn = error.code == Errc::out_of_order, busy = error.code == Errc::busy;
  throw Stop(turn ? bad : missing ? no_input : busy ? unavailable : data_error, error.detail);
}

template <class T>
T need(Result<T> result) {
  if (!result) stop(result.error());
  return std::move(*result);
}

log::VerifierKey read_pin(const std::string& path) {
  auto text = read_text_file(path, 4'096);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.pop_back();
  auto key = log::VerifierKey::parse(text);
  if (!key) throw Stop(data_error, path + ": " + key.error().detail);
  return *key;
}

/// How far a job of several parts has come.
class Meter {
 public:
  explicit Meter(bool quiet) : quiet_(quiet) {}
  void show(const std::string& what, std::uint64_t done, std::uint64_t all) {
    if (what != what_) progress_.emplace(what, all, quiet_);
    what_ = what;
    progress_->update(done, all);
  }

 private:
  bool quiet_;
  std::string what_;
  std::optional<progress::Progress> progress_;
};

/// A trustee at work: key, state folder, and the record as it was verified now.
struct Desk {
  record::OfficerKey key;
  trustee::StateFolder folder;
  std::unique_ptr<audit::Source> source;
  trustee::Reading reading;

  [[nodiscard]] trustee::Seat seat() const { return need(trustee::take_seat(reading.round, key.key)); }
};

record::OfficerKey open_key(const TrusteeArguments& arguments) {
  return need(trustee::read_key_file(arguments.key, ask_passphrase(arguments.passphrase, arguments.key)));
}

Desk sit_down(const TrusteeArguments& arguments) {
  auto key = open_key(arguments);
  auto folder = need(trustee::StateFolder::open(arguments.state, key.key));
  auto source = audit::open_source(arguments.record);
  Meter meter(arguments.quiet);
  trustee::ReadOptions options;
  if (!arguments.pin.empty()) options.town_key = read_pin(arguments.pin);
  options.round = arguments.round;
  options.threads = arguments.threads;
  options.progress = [&](const audit::Progress& step) { meter.show("Verifying " + step.log, step.done, step.size); };
  std::vector<std::string> why;
  auto reading = trustee::read_record(*source, options, folder, why);
  for (const auto& reason : why) std::cerr << "  " << reason << "\n";
  if (!reading && !options.town_key && !folder.town_key()) throw Stop(usage, reading.error().detail + ": give --pin FILE");
  if (!reading) stop(reading.error());
  return {std::move(key), std::move(folder), std::move(source), std::move(*reading)};
}

void hand_in_now(const std::filesystem::path& path, const std::string& url, bool quiet) {
  const auto text = trustee::read_whole(path, max_act_bytes);
  if (!text) throw Stop(no_input, "there is no file " + path.string());
  const auto act = record::parse_draft_file(*text);
  if (!act) throw Stop(data_error, path.string() + ": " + act.error().detail);
  if (act->seals.empty()) throw Stop(data_error, path.string() + " is a draft without a seal: seal it first");
  Meter meter(quiet);
  const auto done = trustee::hand_in(url, *act, [&](std::uint64_t sent, std::uint64_t all) { meter.show("Handing in", sent, all); });
  if (!done) throw Stop(done.error().code == Errc::busy ? unavailable : data_error, "the record refuses: " + done.error().detail);
  std::cout << "In the record: log " << audit::printable(done->log) << ", entry " << done->index << ".\n";
}

void say_made(const TrusteeArguments& arguments, const trustee::Made& made) {
  std::cout << (made.again ? "It had been made before; the file is the same:\n  " : "Made and sealed:\n  ") << made.file.string() << "\n";
  if (arguments.hand_in) return hand_in_now(made.file, arguments.record, arguments.quiet);
  const bool site = arguments.record.starts_with("http");
  std::cout << "Hand it in from here, or from any machine that has the file:\n  radslag-trustee hand-in " << made.file.string() << " "
            << (site ? arguments.record : "URL") << "\n";
}

record::KeyStep read_step(const std::string& text) {
  record::KeyStep step{};
  if (record::Word{step}.read(text)) return step;
  throw Stop(usage, "a step is one of: certificate, commitment, polynomial, key; or leave it out");
}

int count(const TrusteeArguments& arguments, trustee::CountStep step) {
  auto desk = sit_down(arguments);
  const auto seat = desk.seat();
  const bool shuffles = step == trustee::CountStep::shuffle;
  const auto blobs = trustee::blobs_of(*desk.source, arguments.round);
  std::size_t made = 0;
  std::string refusal;
  for (auto& urn : desk.reading.counts) {
    const auto& id = urn.frozen().id;
    if (!arguments.urn.empty() && id != arguments.urn) continue;
    if (auto turn = trustee::is_in_turn(seat, id, step); !turn) {
      refusal = turn.error().detail;
      continue;
    }
    Meter meter(arguments.quiet);
    const voting::Work work{arguments.threads, [&](std::uint64_t done, std::uint64_t all) {
                              meter.show((shuffles ? "Shuffling urn " : "Decrypting urn ") + id, done, all);
                            }};
    const auto act = shuffles ? trustee::make_shuffle(seat, urn, blobs, desk.folder, work)
                              : trustee::make_decryption(seat, urn, blobs, desk.folder, work);
    say_made(arguments, need(act));
    ++made;
  }
  if (made > 0) {
    std::cout << (shuffles ? "Then the next trustee shuffles, on a record that has yours.\n"
                           : "The result comes when enough trustees have decrypted.\n");
    return good;
  }
  if (refusal.empty())
    refusal =
        arguments.urn.empty() || desk.reading.counts.empty() ? "there is no closed urn in this round" : "there is no urn " + arguments.urn;
  throw Stop(bad, refusal);
}

}  // namespace

int ceremony(const TrusteeArguments& arguments) {
  auto desk = sit_down(arguments);
  const auto seat = desk.seat();
  const auto& state = *desk.reading.round.ceremony;
  const auto next = state.step();
  const auto wanted = arguments.step.empty() ? next : read_step(arguments.step);
  if (!wanted || (arguments.step.empty() && trustee::turn_of(state, seat.number) != trustee::Turn::act)) {
    std::cout << round_in_words(desk.reading.round) << turn_in_words(seat) << fingerprints_in_words(state);
    return good;
  }
  const auto made = need(trustee::make_step(seat, *wanted, desk.folder));
  std::cout << fingerprints_in_words(state) << step_in_words(*wanted) << "\n";
  say_made(arguments, made);
  auto others = trustee::standing_of(state).missing;
  std::erase(others, seat.number);
  if (next == *wanted && !others.empty())
    std::cout << "Waited for besides you: " << audit::printable(trustee::names_of(state, others)) << ".\n";
  std::cout << "When all have done this step, run the same command again on the newest record.\n";
  return good;
}

int shuffle(const TrusteeArguments& arguments) { return count(arguments, trustee::CountStep::shuffle); }
int decrypt(const TrusteeArguments& arguments) { return count(arguments, trustee::CountStep::decrypt); }

int status(const TrusteeArguments& arguments) {
  const auto desk = sit_down(arguments);
  std::cout << round_in_words(desk.reading.round);
  if (desk.reading.round.ceremony) std::cout << turn_in_words(desk.seat()) << fingerprints_in_words(*desk.reading.round.ceremony);
  return good;
}

int inspect(const TrusteeArguments& arguments) {
  if (arguments.record.empty()) {
    const auto key = open_key(arguments);
    std::cout << "Name        " << audit::printable(key.name) << "\nPublic key  " << crypto::to_hex(key.key.public_key()) << "\n";
    return good;
  }
  const auto desk = sit_down(arguments);
  const auto seat = desk.seat();
  const auto& state = *desk.reading.round.ceremony;
  std::cout << "Name        " << audit::printable(desk.key.name) << "\nPublic key  " << crypto::to_hex(desk.key.key.public_key())
            << "\nTrustee     " << seat.number << " of " << state.trustees.size() << "\n";
  if (state.keys) {
    std::cout << "Your verification key\n  " << state.keys->keys().at(seat.number - 1).text << "\n";
    std::cout << "The round's key\n  " << *trustee::standing_of(state).public_key << "\n";
    const auto secret = trustee::decryption_secret(seat, desk.folder);
    std::cout << (secret ? "The secret in the state folder is that of your verification key.\n"
                         : "You cannot decrypt from here: " + secret.error().detail + "\n");
  }
  std::cout << fingerprints_in_words(state);
  return good;
}

int hand_in(const std::string& file, const std::string& url, bool quiet) {
  hand_in_now(file, url, quiet);
  return good;
}

}  // namespace radslag::programs
