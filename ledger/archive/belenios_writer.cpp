#include "ledger/archive/belenios_writer.hpp"

#include <stdexcept>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

namespace radslag::archive {

BeleniosWriter::BeleniosWriter(Sink sink, std::uint64_t timestamp) : sink_(std::move(sink)), timestamp_(timestamp) {
  member(kBeleniosHead, write_belenios_head(timestamp));
}

void BeleniosWriter::setup(std::string_view election, std::string_view trustees, std::string_view credentials) {
  BeleniosSetupText setup;
  setup.election = data(election);
  setup.trustees = data(trustees);
  setup.credentials = data(credentials);
  event(BeleniosEvent::setup, data(write(setup)));
}

void BeleniosWriter::ballot(std::string_view json) { event(BeleniosEvent::ballot, data(json)); }

void BeleniosWriter::end_ballots() { event(BeleniosEvent::end_ballots); }

void BeleniosWriter::encrypted_tally(std::string_view json, std::uint64_t num_tallied, std::uint64_t total_weight) {
  event(BeleniosEvent::encrypted_tally, data(write(BeleniosTallyText{num_tallied, total_weight, data(json)})));
}

void BeleniosWriter::shuffle(std::uint64_t owner, std::string_view json) {
  event(BeleniosEvent::shuffle, data(write(BeleniosOwnedText{owner, data(json)})));
}

void BeleniosWriter::end_shuffles() { event(BeleniosEvent::end_shuffles); }

void BeleniosWriter::partial_decryption(std::uint64_t owner, std::string_view json) {
  event(BeleniosEvent::partial_decryption, data(write(BeleniosOwnedText{owner, data(json)})));
}

void BeleniosWriter::result(std::string_view json) { event(BeleniosEvent::result, data(json)); }

void BeleniosWriter::member(std::string_view name, std::string_view content) {
  const TarBlock header = belenios_header(name, content.size(), timestamp_);
  sink_({header.data(), header.size()});
  sink_(content);
  const std::size_t over = content.size() % kTarBlock;
  if (over != 0) sink_(std::string(kTarBlock - over, '\0'));
}

std::string BeleniosWriter::data(std::string_view content) {
  std::string hash = crypto::to_hex(crypto::sha256(content));
  member(hash + std::string(kBeleniosData), content);
  return hash;
}

void BeleniosWriter::event(BeleniosEvent type, std::string payload) {
  if (const auto allowed = course_.take(type); !allowed) throw std::logic_error("Belenios archive: " + allowed.error().detail);
  const std::string json = write(BeleniosEventText{last_event_, height_++, type, std::move(payload)});
  last_event_ = crypto::to_hex(crypto::sha256(json));
  member(last_event_ + std::string(kBeleniosEvent), json);
}

}  // namespace radslag::archive
