#include "server/programs/witness/town_watch.hpp"

#include "ledger/log/note.hpp"
#include "ledger/witness/reading.hpp"

namespace radslag::witness_program {

std::unique_ptr<audit::Source> open_site(const std::string& url) {
  audit::UrlLimits limits;
  limits.connect_seconds = 5;
  limits.slowest_bytes_per_second = 10'000;
  limits.slow_seconds = 10;
  limits.attempts = 1;
  return audit::open_url(url, limits);
}

TownWatch::TownWatch(witness::Witness& witness, WatchOptions options) : witness_(witness), options_(std::move(options)) {
  thread_ = std::thread([this] { run(); });
}

TownWatch::~TownWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void TownWatch::poke() {
  const std::lock_guard lock(mutex_);
  poked_ = true;
  changed_.notify_all();
}

std::map<std::string, TownLook> TownWatch::looks() const {
  const std::lock_guard lock(mutex_);
  return looks_;
}

void TownWatch::run() {
  while (true) {
    for (const auto& town : witness_.towns()) look(town);
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, options_.rest, [&] { return stopping_; })) return;
    changed_.wait_for(lock, options_.every, [&] { return poked_ || stopping_; });
    if (stopping_) return;
    poked_ = false;
  }
}

void TownWatch::look(const witness::Town& town) {
  const auto origin = log::VerifierKey::parse(town.key).value().name;
  TownLook ended{{}, town.seen.size(), static_cast<std::int64_t>(witness::Witness::system_seconds())};
  try {
    auto& source = sources_[town.url];
    if (!source) source = open_site(town.url);
    witness::ReadLimits limits;
    limits.stop = [this] {
      const std::lock_guard lock(mutex_);
      return stopping_;
    };
    const auto read = witness::read_town(*source, town, witness_.cosigned(town.logs.front().origin), witness::Recoveries::refuse, limits);
    if (!read) {
      ended.what = read.error().detail;
    } else {
      ended.size = read->checkpoint.size;
      if (read->town.seen.size() != town.seen.size()) witness_.put_town(read->town);
    }
  } catch (const audit::Unavailable& error) {
    ended.what = error.what();
  } catch (const witness::NoSpace& error) {
    ended.what = error.what();
  } catch (const std::exception& error) {
    if (options_.fatal) options_.fatal(error.what());
    ended.what = error.what();
  }
  bool changed = false;
  {
    const std::lock_guard lock(mutex_);
    auto& before = looks_[origin];
    changed = before.seconds == 0 || before.what != ended.what || before.size != ended.size;
    before = ended;
  }
  if (changed && options_.report) options_.report(origin, ended);
}

}  // namespace radslag::witness_program
