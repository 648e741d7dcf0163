#include "server/programs/example_secret.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "crypto/voting/credential.hpp"
#include "crypto/voting/encodings.hpp"
#include "crypto/voting/sealed_ballot.hpp"
#include "ledger/record/identity.hpp"
#include "ledger/trustee/ceremony.hpp"

namespace radslag::programs {
namespace json = boost::json;
namespace fs = std::filesystem;
namespace {

std::string text(const json::object& object, const char* name) { return std::string(object.at(name).as_string()); }

template <class T>
T content(const json::object& object, const char* name) {
  auto parsed = record::parse_content<T>(text(object, name));
  if (!parsed) throw std::runtime_error(std::string(name) + ": " + parsed.error().detail);
  return std::move(*parsed);
}

ExampleCards cards(const json::object& object) {
  ExampleCards out{content<record::Electorate>(object, "electorate"), content<record::UrnPlan>(object, "urns"), {}};
  for (const auto& item : object.at("hand_outs").as_array())
    out.hand_outs.push_back({text(item.as_object(), "statement"), text(item.as_object(), "card")});
  return out;
}

template <class T>
T must(Result<T> result, const char* what) {
  if (!result) throw std::runtime_error(std::string(what) + ": " + result.error().detail);
  return std::move(*result);
}

/// What a trustee's program would hand in.
void hand_in(TownWriter& writer, const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  auto act = must(record::parse_draft_file(bytes), "a trustee's act");
  writer.sealed(act.draft, act.seals);
}

}  // namespace

std::map<std::string, ExampleCards> read_example_cards(const fs::path& attested) {
  std::ifstream in(attested, std::ios::binary);
  if (!in) throw std::runtime_error(attested.string() + " cannot be read");
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  std::map<std::string, ExampleCards> out;
  try {
    const auto file = json::parse(bytes);
    const auto* rounds = file.as_object().if_contains("rounds");
    if (!rounds) return out;
    for (const auto& item : rounds->as_array()) out.emplace(text(item.as_object(), "round"), cards(item.as_object()));
  } catch (const std::exception& error) {
    throw std::runtime_error(attested.string() + ": " + error.what());
  }
  return out;
}

void make_example_key(TownWriter& writer, const std::string& round, const std::vector<ExampleTrustee>& trustees) {
  for (;;) {
    const auto step = writer.journal().state()->round(round)->ceremony->step();
    if (!step) break;
    for (const auto& trustee : trustees) {
      const auto state = writer.journal().state();
      const auto seat = must(trustee::take_seat(*state->round(round), *trustee.key), "a trustee's seat");
      auto folder = must(trustee::StateFolder::open(trustee.folder, *trustee.key), "a trustee's folder");
      hand_in(writer, must(trustee::make_step(seat, *step, folder), "a trustee's step").file);
    }
  }
  // They saw the town's key when it was begun, on paper.
  const auto town = record::verifier_key(*writer.journal().state(), "town");
  for (const auto& trustee : trustees)
    must(trustee::StateFolder::open(trustee.folder, *trustee.key), "a trustee's folder").remember(town, {});
}

std::vector<std::string> example_ballots(const record::Frozen& round, const std::string& card, const record::Choices& choices) {
  std::vector<std::string> blobs;
  for (const auto& urn : round.urns) {
    const auto& election = *urn.election;
    const auto secret = voting::credential_secret(election.group(), election.uuid(), card);
    if (!urn.place_of(voting::public_credential(election.group(), secret))) continue;  // not this voter's
    voting::Choices chosen;
    for (std::size_t i = 0; i < choices.places.size(); ++i) {
      const auto found = std::find(urn.projects.begin(), urn.projects.end(), choices.places[i]);
      if (found == urn.projects.end()) continue;
      chosen.places.push_back(static_cast<std::uint16_t>(found - urn.projects.begin()));
      if (!choices.points.empty()) chosen.points.push_back(choices.points[i]);
    }
    const auto numbers = voting::encode_choices(election.questions().front(), chosen);
    if (!numbers) throw std::runtime_error("an invented ballot: " + numbers.error().detail);
    blobs.push_back(record::make_blob(voting::make_ballot(election, secret, {*numbers})));
  }
  return blobs;
}

}  // namespace radslag::programs
