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

Result<Choices> places(const Frozen& round, const std::vector<std::string>& ids) {
  Choices choices;
  for (const auto& id : ids) {
    const auto found = round.project_index.find(id);
    if (found == round.project_index.end()) return refuse(Errc::unknown_project, "the round has no project " + id);
    if (round.definition.projects[found->second].withdrawn) return refuse(Errc::unknown_project, "project " + id + " was withdrawn");
    if (!choices.empty() && choices.back() >= found->second) {
      return refuse(Errc::not_canonical, "choices stand once each, in the order of the round's projects");
    }
    choices.push_back(found->second);
  }
  return choices;
}

Result<> rule_holds(const RoundDefinition& definition, const Choices& choices) {
  if (choices.size() > definition.choices_max)
    return refuse(Errc::too_many_choices, "at most " + std::to_string(definition.choices_max) + " projects");
  if (choices.size() < definition.choices_min)
    return refuse(Errc::too_few_choices, "at least " + std::to_string(definition.choices_min) + " projects");
  if (definition.budget_max == 0) return {};
  std::uint64_t cost = 0;  // at most 2,000 costs of 10^17 would overflow: stop as soon as the limit is passed
  for (const auto place : choices) {
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
  auto choices = places(round, content.choices);
  if (!choices) return tl::make_unexpected(choices.error());
  if (auto good = rule_holds(round.definition, *choices); !good) return tl::make_unexpected(good.error());
  if (!crypto::verify(content.credential, ballot->signed_text, content.signature))
    return refuse(Errc::bad_signature, "the ballot's signature does not verify");
  return CheckedBallot{Ballot{content.credential, blob_digest(blob)}, {std::move(*choices)}};
}

std::string make_clear_ballot(const Frozen& round, const crypto::SigningKey& key, const Choices& choices, const Salt& salt) {
  Content content{round.origin, round.definition_digest, key.public_key(), salt, {}, {}};
  for (const auto place : choices) content.choices.push_back(round.definition.projects[place].id);
  FieldWriter writer;
  signed_fields(writer, content);
  std::string text = writer.take();
  content.signature = key.sign(text);
  FieldWriter end;
  end.field("signature", Hex{content.signature});
  return std::string(salt.begin(), salt.end()) + text + end.take();
}

}  // namespace radslag::record
