// The counterpart of frontend/src/voting/cli.ts: the same commands with the server's code, so that each judges the other's ballots.
//
//   voting_cli make ELECTION.json       lines of {"codes":["..."],"picks":[[{"choice":0,"points":3}]]} in: ballots out
//   voting_cli challenge ELECTION.json  the same lines in: openings out
//   voting_cli check ELECTION.json      ballots in: lines of {"ok":true,"credential":..,"hash":..,"tracker":..} or {"ok":false,..} out
//   voting_cli opening ELECTION.json    openings in: the same with "picks" out
//   voting_cli canonical ELECTION.json  for each line in: whether it is the one election.json of its election
//   voting_cli credential GROUP UUID    lines of codes (two halves with a space between) in: public keys out
// Exit: 0, or 1 if anything was refused.
#include <boost/json.hpp>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include "crypto/voting/ballot.hpp"
#include "crypto/voting/credential.hpp"
#include "crypto/voting/sealed_ballot.hpp"

namespace {

namespace json = boost::json;
using namespace radslag::voting;
using radslag::group::Group;
using radslag::group::Scalar;

template <class T>
T must(Checked<T> checked) {
  if (!checked) throw std::runtime_error(std::string(name_of(checked.error().kind)) + ": " + checked.error().detail);
  return std::move(*checked);
}

Scalar secret_of(const Group& group, const std::string& uuid, std::span<const std::string> codes) {
  Scalar sum = credential_secret(group, uuid, codes.front());
  for (const auto& code : codes.subspan(1)) sum = group.add(sum, credential_secret(group, uuid, code));
  return sum;
}

std::vector<std::string> words_of(const std::string& line) {
  const auto space = line.find(' ');
  if (space == std::string::npos) return {line};
  return {line.substr(0, space), line.substr(space + 1)};
}

Choices choices_of(const json::array& picks) {
  Choices out;
  for (const auto& pick : picks) {
    out.places.push_back(pick.at("choice").to_number<std::uint16_t>());
    if (const auto* points = pick.as_object().if_contains("points")) out.points.push_back(points->to_number<std::uint8_t>());
  }
  return out;
}

json::array picks_of(const Choices& choices) {
  json::array out;
  for (std::size_t i = 0; i < choices.places.size(); ++i) {
    json::object pick{{"choice", choices.places[i]}};
    if (!choices.points.empty()) pick["points"] = choices.points[i];
    out.push_back(std::move(pick));
  }
  return out;
}

std::string sealed(const Election& election, const std::string& line, bool cast) {
  const auto wish = json::parse(line);
  std::vector<std::string> codes;
  for (const auto& code : wish.at("codes").as_array()) codes.emplace_back(code.as_string());
  std::vector<Numbers> numbers;
  for (std::size_t i = 0; i < election.questions().size(); ++i)
    numbers.push_back(must(encode_choices(election.questions()[i], choices_of(wish.at("picks").at(i).as_array()))));
  const Scalar secret = secret_of(election.group(), election.uuid(), codes);
  const SealedBallot ballot(election, public_credential(election.group(), secret), std::move(numbers));
  return cast ? ballot.sign(secret) : ballot.open();
}

std::string refusal(const Flaw& flaw) {
  return json::serialize(json::object{{"ok", false}, {"flaw", json::object{{"kind", name_of(flaw.kind)}, {"detail", flaw.detail}}}});
}

std::string checked(const Election& election, const std::string& line) {
  const auto facts = check_ballot(election, line);
  if (!facts) return refusal(facts.error());
  const auto& [credential, hash, tracker] = facts->identity;
  return json::serialize(json::object{{"ok", true}, {"credential", credential}, {"hash", hash}, {"tracker", tracker}});
}

std::string opened(const Election& election, const std::string& line) {
  const auto ballot = check_opening(election, line);
  if (!ballot) return refusal(ballot.error());
  json::array picks;
  for (const auto& choices : ballot->choices) picks.push_back(picks_of(choices));
  return json::serialize(json::object{{"ok", true}, {"credential", ballot->credential}, {"hash", ballot->hash}, {"picks", picks}});
}

Election read_election(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.ends_with('\n')) text.pop_back();  // belenios-tool adds one that does not count
  return must(Election::parse(std::move(text)));
}

using Act = std::function<std::string(const std::string&)>;

Act act_of(const std::string& name, const std::string& place, const std::string& uuid) {
  if (name == "credential") {
    const Group* group = radslag::group::group_named(place);
    if (group == nullptr) throw std::runtime_error("no such group: " + place);
    return [group, uuid](const std::string& line) { return public_credential(*group, secret_of(*group, uuid, words_of(line))); };
  }
  const auto election = read_election(place);
  if (name == "make") return [election](const std::string& line) { return sealed(election, line, true); };
  if (name == "challenge") return [election](const std::string& line) { return sealed(election, line, false); };
  if (name == "check") return [election](const std::string& line) { return checked(election, line); };
  if (name == "opening") return [election](const std::string& line) { return opened(election, line); };
  if (name == "canonical") return [election](const std::string&) { return std::string(election.is_canonical() ? "yes" : "no"); };
  throw std::runtime_error("no such command: " + name);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto act = act_of(argc > 1 ? argv[1] : "", argc > 2 ? argv[2] : "", argc > 3 ? argv[3] : "");
    int status = 0;
    for (std::string line; std::getline(std::cin, line);) {
      const auto out = act(line);
      if (out.starts_with(R"({"ok":false)")) status = 1;
      std::cout << out << '\n';
    }
    return status;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
