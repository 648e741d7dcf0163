// A log with its key and tree, and requests to a witness about it.
#pragma once

#include <map>
#include <string>

#include "ledger/log/bundle.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/log/witness_request.hpp"

namespace radslag::witness::testing {

struct OneLog {
  explicit OneLog(std::string its_origin) : origin(std::move(its_origin)), key(crypto::SigningKey::generate()) {}
  /// Another history under the same key.
  OneLog(const OneLog& other, std::uint64_t common) : origin(other.origin), key(crypto::SigningKey::from_seed(other.key.seed())) {
    for (std::uint64_t i = 0; i < common; ++i) append(other.entries[i]);
  }

  void append(const std::string& entry) {
    entries.push_back(entry);
    tree.append(log::leaf_hash(entry));
  }
  void grow(std::uint64_t size, const std::string& flavour = "entry") {
    while (tree.size() < size) append(flavour + " " + std::to_string(tree.size()));
  }

  [[nodiscard]] log::Checkpoint head(std::uint64_t size) const { return {origin, size, tree.root(size)}; }
  [[nodiscard]] std::string note(std::uint64_t size) const { return log::sign_checkpoint(head(size), key); }
  [[nodiscard]] std::string request(std::uint64_t from, std::uint64_t to) const {
    return log::witness_request_text({from, tree.consistency(from, to), note(to)});
  }
  [[nodiscard]] log::VerifierKey vkey() const { return log::VerifierKey::of(origin, key.public_key()); }

  /// Its public files of that size, under a short name.
  void publish(std::map<std::string, std::string>& files, const std::string& name, std::uint64_t size) const {
    files[name + "/checkpoint"] = note(size);
    for (std::uint64_t bundle = 0; bundle * log::bundle_width < size; ++bundle) {
      const auto width = log::bundle_entries(bundle, size);
      auto& file = files[name + "/tile/entries/" + log::tile_index_path(bundle, width)];
      file.clear();
      for (std::uint64_t i = 0; i < width; ++i) log::append_to_bundle(file, entries[bundle * log::bundle_width + i]);
    }
  }

  std::string origin;
  crypto::SigningKey key;
  log::Tree tree;
  std::vector<std::string> entries;
};

}  // namespace radslag::witness::testing
