#include "ledger/record/urn.hpp"

#include <cstring>

namespace radslag::record {

std::size_t DigestHash::operator()(const Digest& digest) const {
  std::size_t value;  // a digest is as good a hash as any
  std::memcpy(&value, digest.data(), sizeof value);
  return value;
}

void Urn::put(std::uint32_t credential, const Digest& ballot, const BallotContent* content) {
  ++cast_[credential];
  if (last_[credential] == none) {
    ++voters_;
    last_[credential] = static_cast<std::uint32_t>(ballots_.size());
    ballots_.push_back(ballot);
    contents_.emplace_back(content ? std::optional(*content) : std::nullopt);
  } else {  // the last one counts: it takes the place of the one before
    ballots_[last_[credential]] = ballot;
    contents_[last_[credential]] = content ? std::optional(*content) : std::nullopt;
  }
  digests_.insert(ballot);
}

void Urn::forget_contents() {
  for (auto& content : contents_) content.reset();
}

void Urn::for_each_last(const std::function<void(std::uint32_t, const Digest&, const BallotContent*)>& visit) const {
  for (std::uint32_t credential = 0; credential < last_.size(); ++credential) {
    if (last_[credential] == none) continue;
    const auto& content = contents_[last_[credential]];
    visit(credential, ballots_[last_[credential]], content ? &*content : nullptr);
  }
}

}  // namespace radslag::record
