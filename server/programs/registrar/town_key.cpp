#include "server/programs/registrar/town_key.hpp"

#include <chrono>
#include <iostream>
#include <thread>

#include "server/programs/server_log.hpp"
#include "server/registrar/follow/pinned_key.hpp"

namespace radslag::registrar_program {
namespace {

using programs::Exit;
using programs::Stop;

constexpr int waits = 120;
constexpr std::chrono::milliseconds wait{500};

/// A voting server that was started at the same time needs a moment, the first time some.
log::VerifierKey pin_when_it_answers(audit::Source& town, const std::string& url, const std::filesystem::path& file) {
  for (int tries = 0;; ++tries) {
    try {
      return registrar::pin_on_first_use(town, file);
    } catch (const audit::Unavailable& error) {
      if (tries == waits) throw Stop(Exit::unavailable, std::string("The voting server does not answer: ") + error.what() + ".");
      if (tries == 0) std::cerr << "Waiting for the voting server at " << url << " ...\n";
      std::this_thread::sleep_for(wait);
    }
  }
}

}  // namespace

std::unique_ptr<audit::Source> town_source(const std::string& url) {
  return audit::open_url(url, {.connect_seconds = 5, .slowest_bytes_per_second = 100, .slow_seconds = 8, .attempts = 1});
}

log::VerifierKey town_key(const Settings& settings, const std::string& url, const std::string& origin) {
  const auto file = settings.vkey();
  try {
    if (settings.demo && !std::filesystem::exists(file)) {
      const auto source = town_source(url);
      const auto pinned = pin_when_it_answers(*source, url, file);
      programs::server_log::write(programs::server_log::Level::warn, "town-key-pinned-on-first-use", {{"vkey", pinned.text()}});
    }
    auto key = registrar::read_pinned_key(file);
    if (key.name != origin)
      throw Stop(Exit::config, file.string() + " is the key of the log " + key.name + ", but this registrar serves " + origin + ".");
    return key;
  } catch (const registrar::PinnedKeyError& error) {
    throw Stop(Exit::config, std::string(error.what()) + ".");
  }
}

}  // namespace radslag::registrar_program
