// The sample elections with all keys, cut down to a few of their ballots so that hundreds of forgeries can be looked at.
#pragma once

#include <openssl/evp.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "tests/ledger/audit/belenios_count.hpp"

namespace radslag::audit::tests {

inline std::string slurp(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

inline std::filesystem::path sample_folder(char letter) {
  for (const auto& entry : std::filesystem::directory_iterator("tests/data/belenios")) {
    if (entry.is_directory() && entry.path().filename().string().front() == letter) return entry.path();
  }
  throw std::runtime_error("no such sample");
}

/// The codes that voters held: belenios-tool 2.0's fifteen letters, or 2.4's twenty-two.
inline group::Scalar secret_of_code(const voting::Election& election, const std::string& code) {
  if (voting::is_credential_code(code)) return voting::credential_secret(election.group(), election.uuid(), code);
  std::array<std::uint8_t, 32> key{};
  const std::string& salt = election.uuid();
  PKCS5_PBKDF2_HMAC(code.data(), static_cast<int>(code.size()), reinterpret_cast<const unsigned char*>(salt.data()),
                    static_cast<int>(salt.size()), 1000, EVP_sha256(), static_cast<int>(key.size()), key.data());
  return election.group().reduce(key);
}

inline Steps sample_steps(char letter) {
  for (const auto& entry : std::filesystem::directory_iterator(sample_folder(letter))) {
    if (entry.path().extension() == ".bel") return archive::steps_of(slurp(entry.path()));
  }
  throw std::runtime_error("a sample without an archive");
}

struct Sample {
  Keys keys;
  std::vector<std::string> ballots;  ///< three, made by belenios-tool
  Steps steps;                       ///< with these ballots

  [[nodiscard]] const group::Group& group() const { return keys.election.group(); }
  [[nodiscard]] group::Scalar secret_of(const std::string& ballot) const {
    const Place place = string_after(ballot, "\"credential\":\"");
    return keys.voter_secrets.at(ballot.substr(place.at, place.size));
  }
  /// Signed by the voter whose ballot it is.
  [[nodiscard]] std::string signed_again(const std::string& changed) const {
    return sign(group(), secret_of(changed), unsigned_part(changed));
  }
  /// All events, with another ballot in the place of one. Without the count where exponents are long: it takes a second.
  [[nodiscard]] Steps with_ballot(std::size_t which, const std::string& ballot) const {
    Steps out = steps;
    if (group().name() == "RFC-3526-2048") out.resize(find(BeleniosEvent::encrypted_tally));
    out[1 + which].json = ballot;
    return out;
  }
  [[nodiscard]] std::size_t find(BeleniosEvent event) const {
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (steps[i].event == event) return i;
    }
    throw std::runtime_error("no such event");
  }
};

inline Sample load_sample(char letter) {
  const std::filesystem::path folder = sample_folder(letter);
  const Steps whole = sample_steps(letter);
  Sample sample{{voting::Election::parse(whole[0].json).value(), whole[0].trustees, {}, whole[0].credentials, {}}, {}, {}};
  const group::Group& group = sample.keys.election.group();
  const auto trustees = voting::Trustees::parse(group, whole[0].trustees).value();
  for (const auto& key : trustees.keys()) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() != ".privkey") continue;
      std::string json = slurp(entry.path());
      while (json.ends_with('\n')) json.pop_back();
      const group::Scalar secret = voting::read_private_key(group, json).value();
      if (group.equal(group.power_of_generator(secret), key.key)) sample.keys.trustee_secrets.push_back(secret);
    }
  }
  const bool json_codes = std::filesystem::exists(folder / "private_creds.json");
  const std::string codes = slurp(folder / (json_codes ? "private_creds.json" : "private_creds.txt"));
  const std::regex code("[1-9A-HJ-NP-Za-km-z]{3,6}(-[1-9A-HJ-NP-Za-km-z]{3,6}){3,4}");
  for (std::sregex_iterator it(codes.begin(), codes.end(), code), end; it != end; ++it) {
    const group::Scalar secret = secret_of_code(sample.keys.election, it->str());
    sample.keys.voter_secrets.emplace(voting::public_credential(group, secret), secret);
  }
  for (std::size_t i = 1; i <= 3; ++i) sample.ballots.push_back(whole[i].json);
  sample.steps = hold(sample.keys, sample.ballots);
  return sample;
}

/// One for each group and kind of question: A BELENIOS-2048, D RFC-3526-2048 with a mixnet question, E and F Ed25519 without and with.
inline const Sample& sample(char letter) {
  static std::map<char, Sample> loaded;
  const auto found = loaded.find(letter);
  return found != loaded.end() ? found->second : loaded.emplace(letter, load_sample(letter)).first->second;
}

inline constexpr char kLetters[] = {'A', 'D', 'E', 'F'};

}  // namespace radslag::audit::tests
