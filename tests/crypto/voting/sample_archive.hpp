// The sample elections of tests/data/belenios, made by belenios-tool: their archives taken apart.
#pragma once

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace radslag::voting::sample {

inline const std::filesystem::path folder = "tests/data/belenios";

inline std::string slurp(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Without the line's end that the tool writes after some.
inline std::string slurp_line(const std::filesystem::path& path) {
  std::string text = slurp(path);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

struct Owned {
  std::size_t owner = 0;
  std::string json;
};

struct Archive {
  std::string election, trustees, credentials, encrypted_tally, result;
  std::vector<std::string> ballots;
  std::vector<Owned> shuffles, decryptions;
  std::uint64_t total_weight = 0;
};

inline std::filesystem::path file_of(const std::filesystem::path& directory, const std::string& extension) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == extension) found.push_back(entry.path());
  }
  if (found.size() != 1) throw std::runtime_error("not one " + extension + " in " + directory.string());
  return found[0];
}

inline std::vector<std::filesystem::path> files_of(const std::filesystem::path& directory, const std::string& extension) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == extension) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

inline Archive read(const std::string& name) {
  const std::string tar = slurp(file_of(folder / name, ".bel"));
  std::map<std::string, std::string> data;
  std::vector<boost::json::object> events;
  for (std::size_t at = 0; at + 512 <= tar.size();) {
    const std::string member = tar.c_str() + at;
    const std::size_t size = std::stoul(tar.substr(at + 124, 11), nullptr, 8);
    const std::string content = tar.substr(at + 512, size);
    if (member.ends_with(".data.json")) data[member.substr(0, 64)] = content;
    if (member.ends_with(".event.json")) events.push_back(boost::json::parse(content).as_object());
    at += 512 + (size + 511) / 512 * 512;
  }
  const auto at = [&](const boost::json::value& hash) { return data.at(std::string(hash.as_string())); };
  Archive out;
  for (const boost::json::object& event : events) {
    const std::string type(event.at("type").as_string());
    const std::string payload = event.contains("payload") ? at(event.at("payload")) : "";
    const auto inner = [&](const char* key) { return at(boost::json::parse(payload).at(key)); };
    const auto owner = [&] { return boost::json::parse(payload).at("owner").to_number<std::size_t>(); };
    if (type == "Setup") {
      out.election = inner("election");
      out.trustees = inner("trustees");
      out.credentials = inner("credentials");
    } else if (type == "Ballot") {
      out.ballots.push_back(payload);
    } else if (type == "EncryptedTally") {
      out.encrypted_tally = inner("encrypted_tally");
      out.total_weight = boost::json::parse(payload).at("total_weight").to_number<std::uint64_t>();
    } else if (type == "Shuffle") {
      out.shuffles.push_back({owner(), inner("payload")});
    } else if (type == "PartialDecryption") {
      out.decryptions.push_back({owner(), inner("payload")});
    } else if (type == "Result") {
      out.result = payload;
    }
  }
  return out;
}

/// All of them, and those with a mixnet question.
inline const std::vector<std::string> names = {"A-20-B2048-1t",          "B-20-B2048-3t",      "D-20-RFC3526-3t-nh",
                                               "E-20-Ed25519-3t-bt33",   "F-20-Ed25519-3t-nh", "G-20-Ed25519-ped2of3",
                                               "I-20-B2048-ped2of3-bt33"};
inline const std::vector<std::string> mixnet_names = {"D-20-RFC3526-3t-nh", "F-20-Ed25519-3t-nh"};

}  // namespace radslag::voting::sample
