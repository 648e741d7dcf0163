// What the registrar does in a second: opening a matter on an edition, attesting signatures on it, signing in by code and by session.
//
//   registrar_bench DATA EDITION [SIGNATURES]
//
// DATA: a registrar's folder with a frozen edition (tests/bench/synthetic_roll.py and radslag-registrar import-roll make one). Adds a
// matter.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "server/registrar/registrar.hpp"
#include "server/storage/database.hpp"

using namespace radslag;

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point began) { return std::chrono::duration<double>(Clock::now() - began).count(); }

std::vector<registrar::Person> some_people(const registrar::Registrar& house, const std::string& edition, std::size_t count) {
  std::vector<registrar::Person> all, some;
  house.rolls.each_person(edition, [&](const registrar::Person& person) { all.push_back(person); });
  if (all.empty()) throw std::runtime_error("there is nobody on the edition " + edition);
  const auto step = std::max<std::size_t>(1, all.size() / count);
  for (std::size_t i = 0; i < all.size() && some.size() < count; i += step) some.push_back(all[i]);
  return some;
}

void measure(const std::string& data, const std::string& edition, std::size_t count) {
  registrar::Registrar house({data, {}});
  const auto now = static_cast<std::uint64_t>(std::time(nullptr));
  const auto people = some_people(house, edition, count);

  auto began = Clock::now();
  const auto id = "bench-" + crypto::to_hex(crypto::random_bytes<6>());
  const auto matter = house.matters.open(id, edition).value();
  std::printf("opening a matter for %llu people: %.2f s\n", static_cast<unsigned long long>(matter.roll.people), seconds_since(began));

  const registrar::RecordedMatter recorded{id, {}, matter.roll};
  began = Clock::now();
  std::size_t bytes = 0;
  for (const auto& person : people)
    bytes += house.attestations.sign({person, record::Assurance::code}, recorded, std::nullopt, now)->size();
  auto took = seconds_since(began);
  std::printf("attesting: %.0f/s by one thread, each with a commit; %zu bytes a carrier\n", static_cast<double>(people.size()) / took,
              bytes / people.size());

  began = Clock::now();
  for (const auto& person : people) {
    const auto code = house.codes.issue(edition, person).value();
    if (house.codes.person_of(code, now) != person) throw std::runtime_error("a code that does not sign in");
    if (!house.sessions.find(house.sessions.begin({person, record::Assurance::code}, now), now)) throw std::runtime_error("no session");
  }
  took = seconds_since(began);
  std::printf("a new code and a sign-in with it: %.0f/s (aim: 17/s)\n", static_cast<double>(people.size()) / took);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return std::fprintf(stderr, "registrar_bench DATA EDITION [SIGNATURES]\n"), 64;
  try {
    measure(argv[1], argv[2], argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 2'000);
  } catch (const std::exception& error) {
    return std::fprintf(stderr, "registrar_bench: %s\n", error.what()), 70;
  }
  return 0;
}
