// Known answers from another implementation: good and bad proofs, read where they lie.
#include <catch2/catch.hpp>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>

#include "crypto/encoding.hpp"
#include "ledger/log/tree.hpp"

namespace radslag::log {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

fs::path probes() {
  const char* shared = std::getenv("RADSLAG_SHARED");
  return fs::path(shared != nullptr ? shared : "../shared") / "vectors" / "rfc6962-probes";
}

json::object read_object(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return json::parse(std::string(std::istreambuf_iterator<char>(in), {})).as_object();
}

/// Nothing where it is not 32 bytes: our types cannot hold it.
std::optional<Hash> hash_of(const json::value& base64) {
  const auto bytes = crypto::from_base64(std::string_view(base64.as_string()));
  Hash hash;
  if (!bytes || bytes->size() != hash.size()) return std::nullopt;
  std::transform(bytes->begin(), bytes->end(), hash.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
  return hash;
}

std::optional<Path> path_of(const json::value& list) {
  Path path;
  if (list.is_null()) return path;
  for (const json::value& item : list.as_array()) {
    const auto hash = hash_of(item);
    if (!hash) return std::nullopt;
    path.push_back(*hash);
  }
  return path;
}

/// Whether the probe's proof verifies. Nothing where a hash of it is not 32 bytes, so that it cannot even be asked.
std::optional<bool> inclusion_accepted(const json::object& probe) {
  const auto leaf = hash_of(probe.at("leafHash"));
  const auto root = hash_of(probe.at("root"));
  const auto path = path_of(probe.at("proof"));
  if (!leaf || !root || !path) return std::nullopt;
  return verify_inclusion(probe.at("leafIdx").to_number<std::uint64_t>(), probe.at("treeSize").to_number<std::uint64_t>(), *leaf, *path,
                          *root);
}

std::optional<bool> consistency_accepted(const json::object& probe) {
  const auto from_root = hash_of(probe.at("root1"));
  const auto to_root = hash_of(probe.at("root2"));
  const auto path = path_of(probe.at("proof"));
  if (!from_root || !to_root || !path) return std::nullopt;
  return verify_consistency(probe.at("size1").to_number<std::uint64_t>(), probe.at("size2").to_number<std::uint64_t>(), *path, *from_root,
                            *to_root);
}

struct Counts {
  int read = 0;
  int verified = 0;        ///< given to our verifier; the others hold a hash that is not 32 bytes
  int good_elsewhere = 0;  ///< of those others: good in the eyes of an implementation whose hashes may have any length
};

template <typename Judge>
Counts judge_all(const fs::path& folder, const Judge& judge) {
  Counts counts;
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    if (file.path().extension() != ".json") continue;
    const json::object probe = read_object(file.path());
    const bool good = !probe.at("wantErr").as_bool();
    const std::optional<bool> accepted = judge(probe);
    ++counts.read;
    if (accepted) {
      INFO(file.path() << ": " << probe.at("desc"));
      CHECK(*accepted == good);
      ++counts.verified;
    } else if (good) {
      ++counts.good_elsewhere;
    }
  }
  return counts;
}

TEST_CASE("98 inclusion and 98 consistency probes are judged as another implementation judges them") {
  if (!fs::exists(probes())) {
    std::cout << "SKIPPED: no RFC 6962 probes at " << probes() << '\n';
    return;
  }
  const Counts inclusion = judge_all(probes() / "inclusion", inclusion_accepted);
  CHECK(inclusion.read == 98);
  CHECK(inclusion.verified == 72);
  CHECK(inclusion.good_elsewhere == 0);
  const Counts consistency = judge_all(probes() / "consistency", consistency_accepted);
  CHECK(consistency.read == 98);
  CHECK(consistency.verified == 71);
  CHECK(consistency.good_elsewhere == 1);  // two trees of one leaf, both with the same root of 12 bytes
}

}  // namespace
}  // namespace radslag::log
