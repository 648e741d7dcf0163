// Requests to a witness, for tests/outside: about one log, and about a second history of it under the same key.
//   witness_cli vkey                      the log's public key
//   witness_cli hex                       the name of its folder at a witness
//   witness_cli request <old> <size>      the body of add-checkpoint
//   witness_cli fork <common> <old> <size>  the same of a history that differs from entry <common> on
//   witness_cli size < checkpoint         the size that a checkpoint of the true history signs; ends with 1 for every other
#include <charconv>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include "crypto/encoding.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/log/witness_request.hpp"

namespace {

using namespace radslag;

const std::string origin = "town.example/log/town";

crypto::SigningKey key() {
  crypto::SigningKey::Seed seed{};
  seed[0] = 7;  // nobody's
  return crypto::SigningKey::from_seed(seed);
}

std::uint64_t number(const char* text) {
  std::uint64_t value = 0;
  const std::string_view all(text);
  const auto [end, error] = std::from_chars(all.data(), all.data() + all.size(), value);
  if (error != std::errc() || end != all.data() + all.size()) throw std::runtime_error("not a number: " + std::string(all));
  return value;
}

log::Tree tree(std::uint64_t size, std::uint64_t common) {
  log::Tree tree;
  for (std::uint64_t i = 0; i < size; ++i) tree.append(log::leaf_hash((i < common ? "entry " : "forged ") + std::to_string(i)));
  return tree;
}

std::string request(std::uint64_t common, std::uint64_t from, std::uint64_t to) {
  const auto all = tree(std::max(from, to), common);
  const auto note = log::sign_checkpoint({origin, to, all.root(to)}, key());
  return log::witness_request_text({from, from > to ? log::Path{} : all.consistency(from, to), note});
}

int size_of(const std::string& note) {
  const auto checkpoint = log::open_checkpoint(note, log::VerifierKey::of(origin, key().public_key()));
  if (!checkpoint || checkpoint->root != tree(checkpoint->size, checkpoint->size).root()) return 1;
  std::cout << checkpoint->size << '\n';
  return 0;
}

int run(std::vector<std::string> words) {
  const auto at = [&](std::size_t i) { return number(words.at(i).c_str()); };
  const std::string what = words.empty() ? "" : words[0];
  if (what == "vkey") std::cout << log::VerifierKey::of(origin, key().public_key()).text() << '\n';
  if (what == "hex") std::cout << crypto::to_hex(crypto::sha256(origin)) << '\n';
  if (what == "request") std::cout << request(at(2), at(1), at(2));
  if (what == "fork") std::cout << request(at(1), at(2), at(3));
  if (what == "size") return size_of(std::string(std::istreambuf_iterator<char>(std::cin), {}));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
