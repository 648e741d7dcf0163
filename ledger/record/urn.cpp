#include "ledger/record/urn.hpp"

namespace radslag::record {

bool Urn::has(const Digest& ballot) const {
  return places_.find(ballot, [this](std::uint32_t place) -> const Digest& { return ballots_[place]; }) != DigestTable::none;
}

void Urn::put(std::uint32_t credential, const Digest& ballot, const BallotContent* content) {
  ++cast_[credential];
  if (last_[credential] == none) ++voters_;
  const auto place = static_cast<std::uint32_t>(ballots_.size());
  last_[credential] = place;  // the last one counts
  ballots_.push_back(ballot);
  places_.insert(ballot, place, [this](std::uint32_t other) -> const Digest& { return ballots_[other]; });
  keep(credential, content);
}

void Urn::keep(std::uint32_t credential, const BallotContent* content) {
  sealed_.erase(credential);
  if (!choices_at_.empty()) choices_at_[credential] = none;
  if (!content) return;
  if (content->sealed) {
    sealed_[credential] = *content;
    return;
  }
  if (choices_at_.empty()) choices_at_.assign(last_.size(), none);
  choices_at_[credential] = static_cast<std::uint32_t>(choices_.size());
  const auto& [places, points] = content->choices;
  choices_.push_back(static_cast<std::uint16_t>(places.size() * 2 + (points.empty() ? 0 : 1)));
  choices_.insert(choices_.end(), places.begin(), places.end());
  choices_.insert(choices_.end(), points.begin(), points.end());
}

void Urn::forget_contents() {
  sealed_.clear();
  choices_at_.clear();
  choices_.clear();
}

void Urn::for_each_last(const std::function<void(std::uint32_t, const Digest&, const BallotContent*)>& visit) const {
  for (std::uint32_t credential = 0; credential < last_.size(); ++credential) {
    if (last_[credential] == none) continue;
    const auto& ballot = ballots_[last_[credential]];
    const auto at = choices_at_.empty() ? none : choices_at_[credential];
    if (at == none) {
      const auto sealed = sealed_.find(credential);
      visit(credential, ballot, sealed == sealed_.end() ? nullptr : &sealed->second);
    } else {
      const auto first = choices_.begin() + at + 1;
      const auto count = choices_[at] / 2, points = choices_[at] % 2 * count;
      const BallotContent content{Choices({first, first + count}, {first + count, first + count + points})};
      visit(credential, ballot, &content);
    }
  }
}

}  // namespace radslag::record
