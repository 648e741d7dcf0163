#include "ledger/record/signatures.hpp"

#include <algorithm>
#include <stdexcept>

namespace radslag::record {

std::uint64_t threshold_of(const Board& board, const RollEdition& edition, const std::string& place) {
  auto threshold = board.threshold;
  auto people = edition.people;
  const auto own = std::find_if(board.areas.begin(), board.areas.end(), [&](const auto& area) { return area.area == place; });
  if (own != board.areas.end()) {
    threshold = own->threshold;
    for (const auto& area : edition.areas) {
      if (area.id == place) people = area.people;
    }
  }
  if (threshold.unit == ThresholdUnit::signatures) return threshold.number;
  const auto share = std::min(threshold.number, max_per_mille);
  // Rounded up; in two parts, since numbers go to 10^17 and their product would not fit.
  return people / max_per_mille * share + (people % max_per_mille * share + max_per_mille - 1) / max_per_mille;
}

namespace {

std::uint64_t& of_assurance(SignatureCount& count, Assurance assurance) {
  switch (assurance) {
    case Assurance::email: return count.email;
    case Assurance::code: return count.code;
    case Assurance::eid: return count.eid;
    case Assurance::paper: break;
  }
  return count.paper;
}

}  // namespace

std::uint32_t Signatures::place_of(const Digest& pseudonym) const {
  return places_.find(pseudonym, [this](std::uint32_t place) -> const Digest& { return signers_[place].pseudonym; });
}

Signatures::Signer& Signatures::signer(const Digest& pseudonym) {
  const auto place = place_of(pseudonym);
  if (place == DigestTable::none) throw std::out_of_range("no such signer");
  return signers_[place];
}

Signatures::Standing Signatures::of(const Digest& pseudonym) const {
  const auto place = place_of(pseudonym);
  return place == DigestTable::none ? Standing::none : signers_[place].standing;
}

bool Signatures::used(const Digest& pseudonym, const Nonce& nonce) const {
  const auto place = place_of(pseudonym);
  if (place == DigestTable::none) return false;
  if (signers_[place].nonce == nonce) return true;
  if (!signers_[place].has_more_nonces) return false;
  const auto& more = more_nonces_.at(place);
  return std::find(more.begin(), more.end(), nonce) != more.end();
}

void Signatures::stand(Signer& signer) {
  signer.standing = Standing::stands;
  ++of_assurance(count_, signer.assurance);
  ++count_.by_area[areas_[signer.area]];
  if (signer.with_name) named_.insert(signer.index);
}

void Signatures::fall(Signer& signer, Standing to) {
  signer.standing = to;
  --of_assurance(count_, signer.assurance);
  const auto area = count_.by_area.find(areas_[signer.area]);
  if (--area->second == 0) count_.by_area.erase(area);
  named_.erase(signer.index);
}

void Signatures::sign(const Attestation& attestation, std::uint64_t index, bool with_name) {
  auto place = place_of(attestation.pseudonym);
  if (place == DigestTable::none) {
    place = static_cast<std::uint32_t>(signers_.size());
    signers_.push_back({.pseudonym = attestation.pseudonym, .nonce = attestation.nonce});
    places_.insert(attestation.pseudonym, place, [this](std::uint32_t other) -> const Digest& { return signers_[other].pseudonym; });
  } else {
    more_nonces_[place].push_back(attestation.nonce);
    signers_[place].has_more_nonces = true;
  }
  auto& signer = signers_[place];
  if (signer.standing == Standing::withdrawn) --count_.withdrawn;
  auto area = std::find(areas_.begin(), areas_.end(), attestation.area);
  if (area == areas_.end()) area = areas_.insert(area, attestation.area);
  signer.assurance = attestation.assurance;
  signer.with_name = with_name;
  signer.area = static_cast<std::uint16_t>(area - areas_.begin());
  signer.index = index;
  stand(signer);
}

void Signatures::withdraw(const Attestation& attestation) {
  auto& fallen = signer(attestation.pseudonym);
  more_nonces_[place_of(attestation.pseudonym)].push_back(attestation.nonce);
  fallen.has_more_nonces = true;
  fall(fallen, Standing::withdrawn);
  ++count_.withdrawn;
}

void Signatures::set_aside(const Digest& pseudonym) {
  fall(signer(pseudonym), Standing::set_aside);
  ++count_.set_aside;
}

void Signatures::restore(const Digest& pseudonym) {
  stand(signer(pseudonym));
  --count_.set_aside;
}

std::vector<std::uint64_t> Signatures::named(std::size_t most) const {
  std::vector<std::uint64_t> entries;
  for (auto at = named_.rbegin(); at != named_.rend() && entries.size() < most; ++at) entries.push_back(*at);
  return entries;
}

}  // namespace radslag::record
