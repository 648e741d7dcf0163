#include "ledger/record/urn.hpp"

#include <cstring>

namespace radslag::record {

std::size_t Urn::Hash::operator()(const Digest& digest) const {
  std::size_t value;  // a digest is as good a hash as any
  std::memcpy(&value, digest.data(), sizeof value);
  return value;
}

void Urn::put(std::uint32_t credential, const Digest& ballot, const Choices* choices) {
  ++cast_[credential];
  if (last_[credential] == none) {
    ++voters_;
    last_[credential] = static_cast<std::uint32_t>(ballots_.size());
    ballots_.push_back(ballot);
    choices_.emplace_back(choices ? std::optional(*choices) : std::nullopt);
  } else {  // the last one counts: it takes the place of the one before
    ballots_[last_[credential]] = ballot;
    choices_[last_[credential]] = choices ? std::optional(*choices) : std::nullopt;
  }
  digests_.insert(ballot);
}

void Urn::for_each_last(const std::function<void(std::uint32_t, const Digest&, const Choices*)>& visit) const {
  for (std::uint32_t credential = 0; credential < last_.size(); ++credential) {
    if (last_[credential] == none) continue;
    const auto& choices = choices_[last_[credential]];
    visit(credential, ballots_[last_[credential]], choices ? &*choices : nullptr);
  }
}

}  // namespace radslag::record
