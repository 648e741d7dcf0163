#include "server/registrar/cards/electorate.hpp"

#include <algorithm>
#include <map>

#include "crypto/encoding.hpp"
#include "crypto/voting/credential.hpp"
#include "ledger/record/secret_round.hpp"
#include "ledger/record/state.hpp"
#include "server/registrar/cards/bulk.hpp"
#include "server/registrar/cards/card.hpp"
#include "server/registrar/registrar.hpp"
#include "server/storage/database.hpp"

namespace radslag::registrar {
namespace {

using storage::Blob;

constexpr std::size_t bytes_at_once = 1 << 20;

struct Voter {
  Person person;
  std::uint32_t area = 0;  ///< place among the names
};

/// Everybody on the edition, and how many live where.
struct Roll {
  std::vector<Voter> people;  ///< ascending by person
  std::vector<std::string> areas;
  std::map<std::string, std::uint64_t> sizes;
};

Roll read_roll(const Registrar& house, const std::string& edition) {
  Roll roll;
  std::map<std::string, std::uint32_t> places;
  house.rolls.each_member(edition, [&](const Person& person, const std::string& area) {
    const auto [place, is_new] = places.emplace(area, static_cast<std::uint32_t>(roll.areas.size()));
    if (is_new) roll.areas.push_back(area);
    roll.people.push_back({person, place->second});
    ++roll.sizes[area];
  });
  return roll;
}

/// The content as it goes out: in large pieces, and hashed.
class Content {
 public:
  explicit Content(const std::function<void(std::string_view)>& write) : write_(write) {}

  void line(std::string_view key, std::string_view value) {
    waiting_.append(key).append(" ").append(value).append("\n");
    if (waiting_.size() >= bytes_at_once) flush();
  }
  void first_lines(bool two_halves) { waiting_ += two_halves ? "radslag/v1/electorate\nhalves 2\n" : "radslag/v1/electorate\nhalves 1\n"; }
  crypto::Digest finish() {
    flush();
    return hash_.finish();
  }

 private:
  void flush() {
    hash_.update(waiting_);
    write_(waiting_);
    waiting_.clear();
  }
  const std::function<void(std::string_view)>& write_;
  crypto::Sha256 hash_;
  std::string waiting_;
};

class Making {
 public:
  Making(Registrar& house, const ElectorateOptions& options, const ElectorateSinks& sinks)
      : house_(house),
        options_(options),
        sinks_(sinks),
        key_(house.keys().make_round(options.round)),
        roll_(read_roll(house, options.edition)) {
    auto safe = join_small_urns(options.plan, roll_.sizes);
    end.joined = std::move(safe.joined);
    end.people = roll_.people.size();
    auto& round = end.round;
    round.id = options.round;
    round.origin = options.round_origin;
    round.edition = options.edition;
    round.group = options.group->name();
    round.two_halves = options.two_halves;
    round.paper = options.paper;
    round.made = options.hour;
    for (auto& urn : safe.urns) round.urns.push_back({std::move(urn), 0, 0});
    place_people();
  }

  /// False where somebody stopped it.
  bool write() {
    draw_halves();
    Content content(sinks_.electorate);
    content.first_lines(options_.two_halves);
    for (std::size_t i = 0; i < members_.size(); ++i)
      if (!write_urn(i, content)) return false;
    end.round.electorate = content.finish();
    if (options_.two_halves) write_halves();
    return true;
  }

  void note() {
    house_.database().transaction([&](storage::Transaction& t) {
      CardRounds::keep(t, end.round);
      for (const auto& row : rows_)
        t.run("INSERT INTO card_credential(round, owner, urn, credential) VALUES(?, ?, ?, ?)",
              {end.round.id, Blob(row.owner), row.urn, row.credential});
    });
  }

  ElectorateEnd end;

 private:
  struct Half {
    crypto::Digest owner{};
    Card half = Card::random();
  };
  struct Row {
    crypto::Digest owner{};
    std::string urn, credential;
  };

  void place_people() {
    auto& urns = end.round.urns;
    members_.resize(urns.size());
    std::vector<std::vector<std::size_t>> urns_of(roll_.areas.size());
    for (std::size_t area = 0; area < roll_.areas.size(); ++area) {
      for (const auto& id : end.round.urns_of(roll_.areas[area]))
        urns_of[area].push_back(static_cast<std::size_t>(end.round.urn(id) - urns.data()));
    }
    for (std::uint32_t i = 0; i < roll_.people.size(); ++i) {
      const auto& its = urns_of[roll_.people[i].area];
      for (const auto urn : its) members_[urn].push_back(i);
      if (its.empty()) ++end.in_no_urn;
    }
    for (std::size_t i = 0; i < urns.size(); ++i) {
      urns[i].voters = members_[i].size();
      urns[i].reserve = options_.reserve.value_or(default_reserve(urns[i].voters));
      all_ += urns[i].voters + urns[i].reserve + options_.paper;
    }
  }

  void draw_halves() {
    if (!options_.two_halves) return;
    halves_.resize(roll_.people.size());
    for (std::size_t i = 0; i < halves_.size(); ++i) halves_[i].owner = card_owner(*key_, roll_.people[i].person);
    for (const auto& urn : end.round.urns) reserve_halves_.emplace_back(urn.reserve);
  }

  /// Of the urn's voters, then its reserve, then its paper block.
  group::Scalar secret(std::size_t urn, const std::string& uuid, std::size_t i) const {
    const auto& group = *options_.group;
    const auto& its = end.round.urns[urn];
    const auto of = [&](const Card& card) { return voting::credential_secret(group, uuid, card.text()); };
    if (i < its.voters) {
      const auto person = members_[urn][i];
      const auto mine = of(voter_card(*key_, roll_.people[person].person));
      return options_.two_halves ? group.add(mine, of(halves_[person].half)) : mine;
    }
    i -= its.voters;
    if (i >= its.reserve) return of(paper_card(*key_, its.urn.id, i - its.reserve + 1));
    const auto mine = of(reserve_card(*key_, its.urn.id, i + 1));
    return options_.two_halves ? group.add(mine, of(reserve_halves_[urn][i].half)) : mine;
  }

  bool write_urn(std::size_t i, Content& content) {
    const auto& urn = end.round.urns[i];
    const auto uuid = record::urn_uuid(options_.round_origin, urn.urn.id);
    auto credentials = many_credentials(
        *options_.group, urn.voters + urn.reserve + options_.paper, [&](std::size_t n) { return secret(i, uuid, n); }, options_.threads,
        [&](std::uint64_t done) { return sinks_.progress(done_ + done, all_); });
    if (!credentials) return false;
    done_ += credentials->size();
    if (options_.two_halves) {
      for (std::size_t n = 0; n < urn.voters; ++n) rows_.push_back({halves_[members_[i][n]].owner, urn.urn.id, (*credentials)[n]});
      for (std::size_t n = 0; n < urn.reserve; ++n) rows_.push_back({reserve_owner(i, n), urn.urn.id, (*credentials)[urn.voters + n]});
    }
    // In this order nothing is left of the roll's.
    std::sort(credentials->begin(), credentials->begin() + static_cast<std::ptrdiff_t>(urn.voters));
    content.line("urn",
                 urn.urn.id + ' ' + std::to_string(urn.voters) + ' ' + std::to_string(urn.reserve) + ' ' + std::to_string(options_.paper));
    for (const auto& credential : *credentials) content.line("credential", credential);
    return true;
  }

  /// Reserve cards are nobody's yet: their credentials stand under the card's number.
  [[nodiscard]] crypto::Digest reserve_owner(std::size_t urn, std::size_t n) const {
    return reserve_card_owner(*key_, end.round.urns[urn].urn.id, n + 1);
  }

  void write_halves() {
    std::sort(halves_.begin(), halves_.end(), [](const Half& a, const Half& b) { return a.owner < b.owner; });
    for (const auto& half : halves_) sinks_.half({crypto::to_hex(half.owner), half.half.text()});
    for (std::size_t i = 0; i < reserve_halves_.size(); ++i)
      for (std::size_t n = 0; n < reserve_halves_[i].size(); ++n)
        sinks_.half({"reserve " + end.round.urns[i].urn.id + ' ' + std::to_string(n + 1), reserve_halves_[i][n].half.text()});
  }

  Registrar& house_;
  const ElectorateOptions& options_;
  const ElectorateSinks& sinks_;
  std::shared_ptr<const Mac> key_;
  Roll roll_;
  std::vector<std::vector<std::uint32_t>> members_;  ///< of each urn: places in the roll
  std::vector<Half> halves_;                         ///< of each on the roll
  std::vector<std::vector<Half>> reserve_halves_;    ///< of each urn
  std::vector<Row> rows_;
  std::uint64_t done_ = 0, all_ = 0;
};

Result<> may_make(const Registrar& house, const CardRounds& rounds, const ElectorateOptions& options) {
  const auto edition = house.rolls.find(options.edition);
  if (!edition || edition->phase != EditionPhase::frozen) return refuse(Errc::not_found, "there is no frozen edition " + options.edition);
  if (!rounds.find(options.round)) return {};
  if (rounds.is_in_use(options.round))
    return refuse(Errc::frozen, "cards of " + options.round + " have been handed out: its electorate stays");
  if (!options.replace) return refuse(Errc::frozen, "there is an electorate of " + options.round + " already; --replace makes another one");
  return {};
}

}  // namespace

std::string round_origin(const std::string& town_origin, const std::string& round) {
  return town_origin.substr(0, town_origin.rfind('/') + 1) + record::round_log_name(round);
}

std::uint64_t default_reserve(std::uint64_t voters) { return std::max<std::uint64_t>(20, (voters * 2 + 99) / 100); }

Result<ElectorateEnd> make_electorate(Registrar& house, const ElectorateOptions& options, const ElectorateSinks& sinks) {
  const CardRounds rounds(house.database());
  if (const auto may = may_make(house, rounds, options); !may) return tl::make_unexpected(may.error());
  Making making(house, options, sinks);
  for (const auto& urn : making.end.round.urns)
    if (urn.voters == 0) return refuse(Errc::malformed, "nobody on the edition votes in the urn " + urn.urn.id);
  making.end.stopped = !making.write();
  if (making.end.stopped) return std::move(making.end);
  sinks.written();
  making.note();
  return std::move(making.end);
}

}  // namespace radslag::registrar
