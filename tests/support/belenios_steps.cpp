#include "tests/support/belenios_steps.hpp"

#include <algorithm>
#include <stdexcept>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

namespace radslag::archive {

Source source_of(std::string_view archive) {
  return [archive](char* buffer, std::size_t capacity) mutable {
    const std::size_t n = archive.copy(buffer, std::min<std::size_t>(capacity, 1000));
    archive.remove_prefix(n);
    return n;
  };
}

std::vector<BeleniosStep> steps_of(std::string_view archive) {
  std::vector<BeleniosStep> steps;
  BeleniosReader reader(source_of(archive));
  for (;;) {
    auto step = reader.next();
    if (!step) throw std::runtime_error(step.error().detail);
    if (!*step) return steps;
    steps.push_back(*std::move(*step));
  }
}

BeleniosForger::BeleniosForger(std::uint64_t timestamp) : timestamp_(timestamp) { member(kBeleniosHead, write_belenios_head(timestamp)); }

BeleniosForger& BeleniosForger::member(std::string_view name, std::string_view content) {
  const TarBlock header = belenios_header(name, content.size(), timestamp_);
  archive.append(header.data(), header.size()).append(content);
  archive.resize((archive.size() + kTarBlock - 1) / kTarBlock * kTarBlock);
  return *this;
}

std::string BeleniosForger::data(std::string_view content) {
  std::string hash = crypto::to_hex(crypto::sha256(content));
  member(hash + std::string(kBeleniosData), content);
  return hash;
}

BeleniosForger& BeleniosForger::event_text(std::string_view json) {
  last = crypto::to_hex(crypto::sha256(json));
  return member(last + std::string(kBeleniosEvent), json);
}

BeleniosForger& BeleniosForger::event(BeleniosEvent type, std::string payload) {
  return event_text(write(BeleniosEventText{last, height++, type, std::move(payload)}));
}

BeleniosForger& BeleniosForger::step(const BeleniosStep& step) {
  switch (step.event) {
    case BeleniosEvent::setup: {
      BeleniosSetupText setup;
      setup.election = data(step.json);
      setup.trustees = data(step.trustees);
      setup.credentials = data(step.credentials);
      return event(step.event, data(write(setup)));
    }
    case BeleniosEvent::encrypted_tally: {
      const std::string hash = data(step.json);
      return event(step.event, data(write(BeleniosTallyText{step.num_tallied, step.total_weight, hash})));
    }
    case BeleniosEvent::shuffle:
    case BeleniosEvent::partial_decryption: {
      const std::string hash = data(step.json);
      return event(step.event, data(write(BeleniosOwnedText{step.owner, hash})));
    }
    case BeleniosEvent::ballot:
    case BeleniosEvent::result: return event(step.event, data(step.json));
    case BeleniosEvent::end_ballots:
    case BeleniosEvent::end_shuffles: return event(step.event);
  }
  return *this;
}

std::string forge(const std::vector<BeleniosStep>& steps) {
  BeleniosForger forger;
  for (const BeleniosStep& step : steps) forger.step(step);
  return forger.archive;
}

}  // namespace radslag::archive
