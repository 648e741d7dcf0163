#include "server/service/urn_archives.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "crypto/voting/election.hpp"
#include "ledger/archive/urn_archive.hpp"
#include "ledger/journal/journal.hpp"

namespace radslag::service {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t seconds_an_hour = 3'600;

/// Every ballot of the urn, as the log has them.
archive::EachBallot ballots_of(const store::Store& store, const std::string& log, std::uint64_t size, const std::string& urn) {
  return [&store, log, size, urn](const std::function<void(std::string_view)>& visit) -> Result<> {
    Result<> outcome;
    store.scan(log, 0, size, [&](std::uint64_t, std::string_view body, const store::Digest&) {
      const auto entry = outcome ? record::parse_entry(body) : refuse(Errc::malformed, "");
      const auto* ballot = entry ? std::get_if<record::SecretBallot>(&entry->statement) : nullptr;
      if (!ballot || ballot->urn != urn) return;
      const auto blob = store.blob(ballot->ballot);
      if (!blob) return void(outcome = refuse(Errc::not_found, "a ballot is missing"));
      visit(record::blob_content(*blob).value_or(""));
    });
    return outcome;
  };
}

/// An archive without all of its ballots would verify nothing.
std::string withheld_ballots(const record::State& state, const record::RoundState& round) {
  std::string text =
      std::to_string(round.withheld_ballots) + " ballots of round " + round.id + ", without which it cannot be counted again:";
  for (const auto& decision : state.town.withheld->decisions) {
    if (decision.log == record::round_log_name(round.id)) text += " " + record::withheld_text(decision);
  }
  return text;
}

/// Clears the flag when it goes.
struct Turn {
  std::atomic<bool>& flag;
  ~Turn() { flag = false; }
};

}  // namespace

Result<std::shared_ptr<const std::string>> UrnArchives::get(const std::string& round, const std::string& urn) {
  const auto state = journal_.state();
  const auto* known = state->round(round);
  const auto index = known && known->frozen ? known->frozen->urn_index(urn) : std::nullopt;
  if (!index) return refuse(Errc::not_found, "no urn " + urn + " of a round " + round);
  if (!known->tally) return refuse(Errc::out_of_order, "the round has not been counted");
  if (known->withheld_ballots > 0) return refuse(Errc::withheld, withheld_ballots(*state, *known));
  const auto file = folder_ / (known->frozen->urns[*index].election->uuid() + ".bel");
  if (!fs::exists(file)) {
    if (making_.exchange(true)) return refuse(Errc::busy, "an archive is being made");
    const Turn turn{making_};
    if (auto made = make(round, urn, file); !made) return tl::make_unexpected(made.error());
  }
  std::ifstream in(file, std::ios::binary);
  auto bytes = std::make_shared<std::string>(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return std::shared_ptr<const std::string>(std::move(bytes));
}

Result<> UrnArchives::make(const std::string& round, const std::string& urn, const fs::path& file) const {
  const auto counts = journal_.urn_counts(round);
  if (!counts) return tl::make_unexpected(counts.error());
  const auto count = std::find_if(counts->begin(), counts->end(), [&](const auto& each) { return each.frozen().id == urn; });
  const auto log = record::round_log_name(round);
  const auto head = journal_.head(log);
  const auto& store = journal_.store();
  fs::create_directories(folder_);
  const auto unfinished = file.string() + ".making";
  std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
  auto written = archive::write_urn_archive(
      *count, [&](const record::Digest& digest) { return store.blob(digest); }, ballots_of(store, log, head->size, urn),
      journal_.state()->round(round)->closed_hour * seconds_an_hour,
      [&](std::string_view bytes) { out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())); }, {});
  out.close();
  if (!out) throw std::runtime_error("cannot write " + unfinished);
  if (written) fs::rename(unfinished, file);
  return written;
}

}  // namespace radslag::service
