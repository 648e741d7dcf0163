#include "ledger/record/clear_ballot.hpp"

#include <algorithm>

#include "ledger/record/fields.hpp"

namespace radslag::record {
namespace {

struct Content {
  std::string origin;
  Digest definition{};
  PublicKey credential{};
  Salt salt{};  ///< the blob's random bytes: an old ballot cannot be cast again under new ones
  std::vector<std::string> choices;
  struct Points {
    std::string project;
    std::uint64_t points = 0;
  };
  std::vector<Points> points;  ///< where the rule is points: instead of `choices`
  crypto::Signature signature{};
};

/// All but the signature: what it signs.
template <class C, class T>
void signed_fields(C& c, T& x) {
  c.line("radslag/v1/ballot-clear");
  c.field("origin", Origin{x.origin});
  c.field("definition", Hex{x.definition});
  c.field("credential", Hex{x.credential});
  c.field("salt", Hex{x.salt});
  c.each("choice", x.choices, [](C& inner, auto& id) { inner.field("choice", ProjectId{id}); });
  c.each("points", x.points, [](C& inner, auto& given) { inner.field("points", ProjectId{given.project}, Number{given.points}); });
}

struct Read {
  Content content;
  std::string_view signed_text;
};

Result<Read> read(std::string_view blob) {
  const auto text = *blob_content(blob);
  Read out;
  FieldReader reader(text);
  signed_fields(reader, out.content);
  out.signed_text = text.substr(0, text.size() - reader.rest().size());
  reader.field("signature", Hex{out.content.signature});
  if (auto done = reader.finish("ballot"); !done) return tl::make_unexpected(done.error());
  if (!std::equal(out.content.salt.begin(), out.content.salt.end(), reinterpret_cast<const std::uint8_t*>(blob.data()))) {
    return refuse(Errc::mismatch, "the ballot was signed with other random bytes than it came with");
  }
  return out;
}

/// The place of a chosen project, in the order that the rule asks for.
Result<std::uint16_t> place_of(const Frozen& round, const std::string& id, const std::vector<std::uint16_t>& before) {
  const auto found = round.project_index.find(id);
  if (found == round.project_index.end()) return refuse(Errc::unknown_project, "the round has no project " + id);
  if (round.definition.projects[found->second].withdrawn) return refuse(Errc::unknown_project, "project " + id + " was withdrawn");
  const bool is_ranking = round.definition.ballot_rule == BallotRule::ranking;
  if (is_ranking && std::find(before.begin(), before.end(), found->second) != before.end())
    return refuse(Errc::not_canonical, "project " + id + " is ranked twice");
  if (!is_ranking && !before.empty() && before.back() >= found->second)
    return refuse(Errc::not_canonical, "choices stand once each, in the order of the round's projects");
  return found->second;
}

Result<Choices> choices_of(const Frozen& round, const Content& ballot) {
  const bool gives_points = round.definition.ballot_rule == BallotRule::points;
  if (gives_points ? !ballot.choices.empty() : !ballot.points.empty())
    return refuse(Errc::malformed, gives_points ? "ballots of this round give points" : "ballots of this round give no points");
  Choices choices;
  const auto add = [&](const std::string& id) -> Result<> {
    const auto place = place_of(round, id, choices.places);
    if (!place) return tl::make_unexpected(place.error());
    choices.places.push_back(*place);
    return {};
  };
  for (const auto& id : ballot.choices) {
    if (auto good = add(id); !good) return tl::make_unexpected(good.error());
  }
  std::uint64_t left = round.definition.points_max;
  for (const auto& [project, points] : ballot.points) {
    if (auto good = add(project); !good) return tl::make_unexpected(good.error());
    if (points == 0) return refuse(Errc::not_canonical, "a project that gets no points is not named");
    if (points > left) return refuse(Errc::too_many_choices, "at most " + std::to_string(round.definition.points_max) + " points in all");
    left -= points;
    choices.points.push_back(static_cast<std::uint8_t>(points));
  }
  return choices;
}

Result<> rule_holds(const RoundDefinition& definition, const std::vector<std::uint16_t>& places) {
  if (places.size() > definition.choices_max)
    return refuse(Errc::too_many_choices, "at most " + std::to_string(definition.choices_max) + " projects");
  if (places.size() < definition.choices_min)
    return refuse(Errc::too_few_choices, "at least " + std::to_string(definition.choices_min) + " projects");
  if (definition.budget_max == 0) return {};
  std::uint64_t cost = 0;  // at most 2,000 costs of 10^17 would overflow: stop as soon as the limit is passed
  for (const auto place : places) {
    cost += definition.projects[place].cost;
    if (cost > definition.budget_max)
      return refuse(Errc::over_budget, "the chosen projects cost more than " + std::to_string(definition.budget_max));
  }
  return {};
}

}  // namespace

Result<> ClearBallot::accepts(const RoundDefinition& definition) const {
  if (definition.urns.empty()) return {};
  return refuse(Errc::unsupported, "clear ballots have no urns");
}

Result<CheckedBallot> ClearBallot::check(const Frozen& round, std::string_view blob) const {
  auto ballot = read(blob);
  if (!ballot) return tl::make_unexpected(ballot.error());
  const auto& content = ballot->content;
  if (!round.credential_index(content.credential)) return refuse(Errc::unknown_credential, "the credential is not on the round's list");
  if (content.origin != round.origin) return refuse(Errc::mismatch, "the ballot is for another round");
  if (content.definition != round.definition_digest) return refuse(Errc::mismatch, "the ballot is for another definition of the round");
  auto choices = choices_of(round, content);
  if (!choices) return tl::make_unexpected(choices.error());
  if (auto good = rule_holds(round.definition, choices->places); !good) return tl::make_unexpected(good.error());
  if (!crypto::verify(content.credential, ballot->signed_text, content.signature))
    return refuse(Errc::bad_signature, "the ballot's signature does not verify");
  return CheckedBallot{Ballot{content.credential, blob_digest(blob)}, {std::move(*choices)}};
}

std::string make_clear_ballot(const Frozen& round, const crypto::SigningKey& key, const Choices& choices, const Salt& salt) {
  Content content{round.origin, round.definition_digest, key.public_key(), salt, {}, {}, {}};
  for (std::size_t i = 0; i < choices.places.size(); ++i) {
    const auto& id = round.definition.projects[choices.places[i]].id;
    if (choices.points.empty())
      content.choices.push_back(id);
    else
      content.points.push_back({id, choices.points[i]});
  }
  FieldWriter writer;
  signed_fields(writer, content);
  std::string text = writer.take();
  content.signature = key.sign(text);
  FieldWriter end;
  end.field("signature", Hex{content.signature});
  return std::string(salt.begin(), salt.end()) + text + end.take();
}

}  // namespace radslag::record
