#include "ledger/log/policy.hpp"

#include <algorithm>
#include <cassert>

#include "ledger/log/text.hpp"

namespace radslag::log {

namespace {

constexpr std::string_view none = "none";
constexpr std::size_t most_of_a_kind = 32;
constexpr std::size_t most_bytes = 65'536;

bool allowed_octet(char c) { return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f); }

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (;;) {
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return words;
    line.remove_prefix(begin);
    const std::string_view word = line.substr(0, line.find_first_of(" \t"));
    words.push_back(word);
    line.remove_prefix(word.size());
  }
}

bool has_witness(const Policy& policy, std::string_view name) {
  return std::any_of(policy.witnesses.begin(), policy.witnesses.end(), [&](const auto& w) { return w.name == name; });
}

const Policy::Group* group_of(const Policy& policy, std::string_view name) {
  const auto group = std::find_if(policy.groups.begin(), policy.groups.end(), [&](const auto& g) { return g.name == name; });
  return group == policy.groups.end() ? nullptr : &*group;
}

bool defined(const Policy& policy, std::string_view name) { return has_witness(policy, name) || group_of(policy, name) != nullptr; }

bool is_member(const Policy& policy, std::string_view name) {
  return std::any_of(policy.groups.begin(), policy.groups.end(),
                     [&](const auto& group) { return std::find(group.members.begin(), group.members.end(), name) != group.members.end(); });
}

/// Reads line after line into `policy`.
class Reader {
 public:
  Result<> take(std::string_view line) {
    if (!std::all_of(line.begin(), line.end(), allowed_octet)) return refuse(Errc::malformed, "a control character");
    const auto words = words_of(line);
    if (words.empty() || words.front().front() == '#') return {};
    if (words.front() == "log") return log(words);
    if (words.front() == "witness") return witness(words);
    if (words.front() == "group") return group(words);
    if (words.front() == "quorum") return quorum(words);
    return refuse(Errc::malformed, "neither log, witness, group, quorum nor a comment");
  }

  Result<Policy> finish() && {
    if (!quorum_) return refuse(Errc::malformed, "a policy without a quorum line");
    policy_.quorum = std::move(*quorum_);
    return std::move(policy_);
  }

 private:
  using Words = std::vector<std::string_view>;

  Result<> log(const Words& words) {
    if (words.size() < 2 || words.size() > 3) return refuse(Errc::malformed, "a log line is: log <vkey> [<url>]");
    if (policy_.logs.size() == most_of_a_kind) return refuse(Errc::too_large, "more than 32 logs");
    auto key = VerifierKey::parse(words[1]);
    if (!key) return tl::make_unexpected(key.error());
    const bool again = std::any_of(policy_.logs.begin(), policy_.logs.end(), [&](const auto& known) { return known.key.key == key->key; });
    if (again) return refuse(Errc::duplicate, "a log with the key of another");
    policy_.logs.push_back({std::move(*key), std::string(words.size() == 3 ? words[2] : std::string_view())});
    return {};
  }

  Result<> witness(const Words& words) {
    if (words.size() < 3 || words.size() > 4) return refuse(Errc::malformed, "a witness line is: witness <name> <vkey> [<url>]");
    if (policy_.witnesses.size() == most_of_a_kind) return refuse(Errc::too_large, "more than 32 witnesses");
    if (const auto fresh = new_name(words[1]); !fresh) return fresh;
    auto key = CosignerKey::parse(words[2]);
    if (!key) return tl::make_unexpected(key.error());
    const auto same_key = [&](const auto& known) { return known.key.key == key->key; };
    if (std::any_of(policy_.witnesses.begin(), policy_.witnesses.end(), same_key)) {
      return refuse(Errc::duplicate, "a witness with the key of another");
    }
    policy_.witnesses.push_back({std::string(words[1]), std::move(*key), std::string(words.size() == 4 ? words[3] : std::string_view())});
    return {};
  }

  Result<> group(const Words& words) {
    if (words.size() < 4) return refuse(Errc::malformed, "a group line is: group <name> all|any|<k> <member>...");
    if (policy_.groups.size() == most_of_a_kind) return refuse(Errc::too_large, "more than 32 groups");
    if (const auto fresh = new_name(words[1]); !fresh) return fresh;
    Policy::Group group{std::string(words[1]), 1, {}};
    for (std::size_t i = 3; i < words.size(); ++i) {
      const std::string member(words[i]);
      if (!defined(policy_, member)) return refuse(Errc::not_found, "a member that no line before defines: " + member);
      const bool again = std::find(group.members.begin(), group.members.end(), member) != group.members.end();
      if (again || is_member(policy_, member)) return refuse(Errc::duplicate, "a member for the second time: " + member);
      group.members.push_back(member);
    }
    if (words[2] == "all") {
      group.threshold = group.members.size();
    } else if (words[2] != "any") {
      const auto threshold = parse_decimal(words[2], "a group's threshold");
      if (!threshold) return tl::make_unexpected(threshold.error());
      if (*threshold < 1 || *threshold > group.members.size()) {
        return refuse(Errc::malformed, "a group's threshold is not between 1 and the number of its members");
      }
      group.threshold = *threshold;
    }
    policy_.groups.push_back(std::move(group));
    return {};
  }

  Result<> quorum(const Words& words) {
    if (words.size() != 2) return refuse(Errc::malformed, "a quorum line is: quorum <name>|none");
    if (quorum_) return refuse(Errc::duplicate, "a second quorum line");
    if (words[1] != none && !defined(policy_, words[1])) {
      return refuse(Errc::not_found, "a quorum that no line before defines: " + std::string(words[1]));
    }
    quorum_ = std::string(words[1]);
    return {};
  }

  Result<> new_name(std::string_view name) const {
    if (!valid_policy_name(name)) return refuse(Errc::malformed, "a name that is taken by the format: " + std::string(name));
    if (defined(policy_, name)) return refuse(Errc::duplicate, "a name for the second time: " + std::string(name));
    return {};
  }

  Policy policy_;
  std::optional<std::string> quorum_;
};

bool witnessed(const Policy& policy, const std::string& name, const std::set<std::string>& witnesses) {
  const Policy::Group* group = group_of(policy, name);
  if (group == nullptr) return has_witness(policy, name) && witnesses.contains(name);
  const auto met = std::count_if(group->members.begin(), group->members.end(),
                                 [&](const std::string& member) { return witnessed(policy, member, witnesses); });
  return static_cast<std::size_t>(met) >= group->threshold;
}

std::string with_url(const std::string& url) { return url.empty() ? "\n" : ' ' + url + '\n'; }

}  // namespace

bool valid_policy_name(std::string_view name) {
  return !name.empty() && name != none &&
         std::all_of(name.begin(), name.end(), [](char c) { return allowed_octet(c) && c != ' ' && c != '\t'; });
}

Result<Policy> Policy::parse(std::string_view text) {
  if (text.size() > most_bytes) return refuse(Errc::too_large, "a policy is over 64 KB");
  Reader reader;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto line = take_line(text);
    if (!line) return refuse(Errc::malformed, "line " + std::to_string(number) + ": does not end in a newline");
    const auto taken = reader.take(*line);
    if (!taken) return refuse(taken.error().code, "line " + std::to_string(number) + ": " + taken.error().detail);
  }
  return std::move(reader).finish();
}

Policy Policy::of(std::vector<Log> logs, std::vector<Witness> witnesses, std::size_t quorum) {
  assert(quorum <= witnesses.size() && (quorum >= 1 || witnesses.empty()));
  Policy policy{std::move(logs), std::move(witnesses), {}, std::string(none)};
  if (policy.witnesses.empty()) return policy;
  Group group{"witnesses", quorum, {}};
  while (has_witness(policy, group.name)) group.name += '-';
  for (const Witness& witness : policy.witnesses) {
    assert(valid_policy_name(witness.name));
    group.members.push_back(witness.name);
  }
  policy.quorum = group.name;
  policy.groups.push_back(std::move(group));
  return policy;
}

std::string Policy::text() const {
  std::string out;
  for (const Log& log : logs) out += "log " + log.key.text() + with_url(log.url);
  for (const Witness& witness : witnesses) out += "witness " + witness.name + ' ' + witness.key.text() + with_url(witness.url);
  for (const Group& group : groups) {
    out += "group " + group.name + ' ' + std::to_string(group.threshold);
    for (const std::string& member : group.members) out += ' ' + member;
    out += '\n';
  }
  return out + "quorum " + quorum + '\n';
}

bool quorum_met(const Policy& policy, const std::set<std::string>& witnesses) {
  return policy.quorum == none || witnessed(policy, policy.quorum, witnesses);
}

Result<WitnessedCheckpoint> open_witnessed(std::string_view note, const Policy& policy) {
  std::vector<VerifierKey> keys;
  for (const Policy::Log& log : policy.logs) keys.push_back(log.key);
  return open_witnessed(note, keys, policy);
}

Result<WitnessedCheckpoint> open_witnessed(std::string_view note, std::span<const VerifierKey> log_keys, const Policy& policy) {
  std::vector<CosignerKey> keys;
  for (const Policy::Witness& witness : policy.witnesses) keys.push_back(witness.key);
  auto cosigned = open_cosigned(note, log_keys, keys);
  if (!cosigned) return tl::make_unexpected(cosigned.error());
  std::set<std::string> names;
  for (const Policy::Witness& witness : policy.witnesses) {
    const auto its = [&](const Cosignature& cosignature) { return cosignature.key == witness.key; };
    if (std::any_of(cosigned->cosignatures.begin(), cosigned->cosignatures.end(), its)) names.insert(witness.name);
  }
  return WitnessedCheckpoint{std::move(cosigned->checkpoint), std::move(cosigned->cosignatures), quorum_met(policy, names)};
}

}  // namespace radslag::log
