#include "ledger/archive/belenios_reader.hpp"

#include <algorithm>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

namespace radslag::archive {

namespace {

constexpr std::size_t kMostWaiting = 4;  // before a Setup
constexpr std::size_t kPiece = 64 * 1024;

std::string hash_of(std::string_view content) { return crypto::to_hex(crypto::sha256(content)); }

std::uint64_t size_in(const TarBlock& header) {
  std::uint64_t size = 0;
  for (std::size_t i = 124; i < 135; ++i) size = size * 8 + (static_cast<unsigned char>(header[i]) & 7u);
  return size;
}

std::string name_in(const TarBlock& header) {
  const std::string_view field(header.data(), 100);
  return std::string(field.substr(0, field.find('\0')));
}

/// An error as an error of another kind of value.
template <typename T>
tl::unexpected<BeleniosRefusal> pass_on(BeleniosResult<T>& result) {
  return tl::make_unexpected(std::move(result.error()));
}

}  // namespace

std::size_t BeleniosReader::fill(char* buffer, std::size_t size) {
  std::size_t got = 0;
  while (got < size) {
    const std::size_t n = source_(buffer + got, size - got);
    if (n == 0) break;
    got += n;
  }
  bytes_ += got;
  return got;
}

BeleniosResult<std::optional<BeleniosReader::Member>> BeleniosReader::next_member() {
  TarBlock header;
  const std::size_t n = fill(header.data(), header.size());
  if (n == 0) return std::nullopt;
  const std::string at = " at byte " + std::to_string(bytes_ - n);
  if (n != header.size()) return refuse_archive(BeleniosTrouble::malformed_archive, "ends in the middle of a header" + at);
  const std::uint64_t size = size_in(header);
  const std::string name = name_in(header);
  if (size > limits_.member_bytes) return refuse_archive(BeleniosTrouble::too_large, "a member of " + std::to_string(size) + " bytes" + at);
  Member member{name, {}};
  while (member.content.size() < size) {  // memory grows with what is there, not with what a header promises
    const std::size_t before = member.content.size();
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size - before, kPiece));
    member.content.resize(before + wanted);
    if (fill(member.content.data() + before, wanted) != wanted)
      return refuse_archive(BeleniosTrouble::malformed_archive, "ends in a member");
  }
  TarBlock rest{};
  const std::size_t padding = (kTarBlock - member.content.size() % kTarBlock) % kTarBlock;
  if (fill(rest.data(), padding) != padding) return refuse_archive(BeleniosTrouble::malformed_archive, "ends in a member");
  if (rest != TarBlock{}) return refuse_archive(BeleniosTrouble::malformed_archive, "padding that is not zero in the member" + at);
  if (!timestamp_ && name == kBeleniosHead) {
    auto timestamp = read_belenios_head(member.content);
    if (!timestamp) return pass_on(timestamp);
    if (*timestamp >> 33 != 0) return refuse_archive(BeleniosTrouble::malformed_archive, "a time that no header can say");
    timestamp_ = *timestamp;
  }
  if (!timestamp_) return refuse_archive(BeleniosTrouble::malformed_archive, "does not begin as a Belenios archive");
  // One header for a name, a size and a time: whoever writes them gets these very bytes.
  if (header != belenios_header(name, size, *timestamp_)) {
    return refuse_archive(BeleniosTrouble::malformed_archive, "a header that is not in its one form" + at);
  }
  return member;
}

BeleniosResult<> BeleniosReader::read_head() {
  auto head = next_member();
  if (!head) return pass_on(head);
  if (!*head) return refuse_archive(BeleniosTrouble::malformed_archive, "empty");
  return {};
}

BeleniosResult<> BeleniosReader::keep(Member member) {
  std::string hash = member.name.substr(0, member.name.size() - kBeleniosData.size());
  if (hash != hash_of(member.content)) return refuse_archive(BeleniosTrouble::wrong_hash, member.name);
  if (waiting_.size() == kMostWaiting)
    return refuse_archive(BeleniosTrouble::foreign_record, waiting_.front().hash + " is brought by no event");
  waiting_.push_back({std::move(hash), std::move(member.content)});
  return {};
}

BeleniosResult<std::optional<BeleniosStep>> BeleniosReader::next() {
  if (!timestamp_) {
    if (auto head = read_head(); !head) return pass_on(head);
  }
  for (;;) {
    auto member = next_member();
    if (!member) return pass_on(member);
    if (!*member) {
      if (!waiting_.empty()) return refuse_archive(BeleniosTrouble::foreign_record, waiting_.front().hash + " is brought by no event");
      return std::nullopt;
    }
    if ((*member)->name.ends_with(kBeleniosData)) {
      if (auto kept = keep(*std::move(*member)); !kept) return pass_on(kept);
    } else if ((*member)->name.ends_with(kBeleniosEvent)) {
      auto done = step(**member);
      if (!done) return pass_on(done);
      return std::move(*done);
    } else {
      return refuse_archive(BeleniosTrouble::foreign_record, "a member of no known kind: " + (*member)->name);
    }
  }
}

BeleniosResult<BeleniosStep> BeleniosReader::step(const Member& member) {
  BeleniosStep step;
  step.hash = member.name.substr(0, member.name.size() - kBeleniosEvent.size());
  if (step.hash != hash_of(member.content)) return refuse_archive(BeleniosTrouble::wrong_hash, member.name);
  auto event = read_belenios_event(member.content);
  if (!event) return pass_on(event);
  const std::string where = "event " + std::to_string(height_) + ": ";
  if (event->height != height_)
    return refuse_archive(BeleniosTrouble::broken_chain, where + "says that it is " + std::to_string(event->height));
  if (event->parent != last_event_) return refuse_archive(BeleniosTrouble::broken_chain, where + "does not name the event before it");
  if (auto allowed = course_.take(event->type); !allowed) return refuse_archive(allowed.error().trouble, where + allowed.error().detail);
  step.event = event->type;
  step.height = height_;
  if (auto brought = bring(*event, step); !brought) return refuse_archive(brought.error().trouble, where + brought.error().detail);
  waiting_.clear();
  last_event_ = step.hash;
  ++height_;
  return step;
}

BeleniosResult<> BeleniosReader::demand(const std::vector<std::string>& hashes) const {
  for (std::size_t i = 0; i < hashes.size() || i < waiting_.size(); ++i) {
    if (i >= hashes.size()) return refuse_archive(BeleniosTrouble::foreign_record, waiting_[i].hash + " is not what the event brings");
    if (i >= waiting_.size()) return refuse_archive(BeleniosTrouble::foreign_record, hashes[i] + " is not before the event that brings it");
    if (waiting_[i].hash != hashes[i])
      return refuse_archive(BeleniosTrouble::foreign_record, waiting_[i].hash + " where " + hashes[i] + " must be");
  }
  return {};
}

BeleniosResult<> BeleniosReader::bring(const BeleniosEventText& event, BeleniosStep& step) {
  using enum BeleniosEvent;
  if (event.payload.empty()) return demand({});
  if (event.type == ballot && !ballots_.insert(*crypto::from_hex(event.payload)).second) {
    return refuse_archive(BeleniosTrouble::duplicate_ballot, "the ballot " + event.payload + " once more");
  }
  // What the event names comes last; what that names in turn, before it.
  if (waiting_.empty() || waiting_.back().hash != event.payload) {
    return refuse_archive(BeleniosTrouble::foreign_record, event.payload + " is not right before the event that brings it");
  }
  const std::string& named = waiting_.back().content;
  std::vector<std::string> hashes;
  if (event.type == setup) {
    auto text = read_belenios_setup(named);
    if (!text) return pass_on(text);
    hashes = {text->election, text->trustees, text->credentials};
  } else if (event.type == encrypted_tally) {
    auto text = read_belenios_tally(named);
    if (!text) return pass_on(text);
    hashes = {text->encrypted_tally};
    step.num_tallied = text->num_tallied;
    step.total_weight = text->total_weight;
  } else if (event.type == shuffle || event.type == partial_decryption) {
    auto text = read_belenios_owned(named);
    if (!text) return pass_on(text);
    hashes = {text->payload};
    step.owner = text->owner;
  }
  hashes.push_back(event.payload);
  if (auto same = demand(hashes); !same) return same;
  step.json = std::move(waiting_.front().content);
  if (event.type == setup) {
    step.trustees = std::move(waiting_[1].content);
    step.credentials = std::move(waiting_[2].content);
  }
  return {};
}

}  // namespace radslag::archive
