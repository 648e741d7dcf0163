#include "server/registrar/follow/round_log.hpp"

#include <cstring>
#include <mutex>

namespace radslag::registrar {
namespace {

crypto::Digest digest_of(std::string_view urn, std::string_view credential) {
  crypto::Sha256 hash;
  hash.update(urn);
  hash.update(" ");
  hash.update(credential);
  return hash.finish();
}

template <class T>
concept Kept =
    std::is_same_v<T, record::CeremonyBegun> || std::is_same_v<T, record::RoundOpened> || std::is_same_v<T, record::RoundClosed> ||
    std::is_same_v<T, record::SecretBallot> || std::is_same_v<T, record::HandedOut> || std::is_same_v<T, record::ReserveActivated> ||
    std::is_same_v<T, record::CredentialBlocked> || std::is_same_v<T, record::EnvelopeAccepted>;

}  // namespace

std::size_t RoundLog::FirstBytes::operator()(const crypto::Digest& digest) const {
  std::size_t bytes = 0;
  std::memcpy(&bytes, digest.data(), sizeof bytes);
  return bytes;
}

bool RoundLog::concerns(const record::Statement& statement) {
  return std::visit([](const auto& x) { return Kept<std::remove_cvref_t<decltype(x)>>; }, statement);
}

void RoundLog::apply(const record::Entry& entry) {
  const std::unique_lock lock(mutex_);
  std::visit([this](const auto& x) { take(x); }, entry.statement);
}

void RoundLog::begin_again() {
  const std::unique_lock lock(mutex_);
  phase_ = Phase::begun;
  group_.reset();
  opening_.reset();
  definition_.reset();
  electorate_.reset();
  ballots_.clear();
  stopped_.clear();
  active_.clear();
  handed_out_ = 0;
}

void RoundLog::set_contradicted(bool is) {
  const std::unique_lock lock(mutex_);
  contradicted_ = is;
}

void RoundLog::take(const record::CeremonyBegun& x) { group_ = x.group; }
void RoundLog::take(const record::RoundOpened& x) {
  phase_ = Phase::open;
  opening_ = x;
}
void RoundLog::take(const record::RoundClosed&) { phase_ = Phase::closed; }
void RoundLog::take(const record::SecretBallot& x) { ballots_.insert(digest_of(x.urn, x.credential)); }
void RoundLog::take(const record::HandedOut&) { ++handed_out_; }
void RoundLog::take(const record::ReserveActivated& x) {
  for (const auto& urn : x.active) active_[urn.urn] = urn.number;
}
void RoundLog::take(const record::CredentialBlocked& x) {
  for (const auto& one : x.credentials) stopped_.insert(digest_of(one.urn, one.credential));
}
void RoundLog::take(const record::EnvelopeAccepted& x) {
  for (const auto& one : x.credentials) stopped_.insert(digest_of(one.urn, one.credential));
}

bool RoundLog::fill(const std::function<std::optional<std::string>(const record::Digest&)>& ask) {
  std::optional<record::RoundOpened> opening;
  bool has_definition = false, has_electorate = false;
  {
    const std::shared_lock lock(mutex_);
    opening = opening_;
    has_definition = definition_ != nullptr;
    has_electorate = electorate_.has_value() || (opening_ && opening_->elections.empty());
  }
  if (!opening || (has_definition && has_electorate)) return true;
  // Slow things without the lock: this is the only thread that changes what is looked at here.
  const auto content = [&](const record::Digest& digest) -> std::optional<std::string> {
    const auto blob = ask(digest);
    if (!blob || record::blob_digest(*blob) != digest) return std::nullopt;
    const auto text = record::blob_content(*blob);
    return text ? std::optional(std::string(*text)) : std::nullopt;
  };
  std::shared_ptr<const record::RoundDefinition> definition;
  std::optional<crypto::Digest> electorate;
  if (const auto text = has_definition ? std::nullopt : content(opening->definition))
    if (auto parsed = record::parse_content<record::RoundDefinition>(*text))
      definition = std::make_shared<const record::RoundDefinition>(std::move(*parsed));
  if (const auto text = has_electorate ? std::nullopt : content(opening->credentials)) electorate = crypto::sha256(*text);
  const std::unique_lock lock(mutex_);
  if (definition) definition_ = definition;
  if (electorate) electorate_ = electorate;
  return (has_definition || definition) && (has_electorate || electorate);
}

RoundLog::Phase RoundLog::phase() const {
  const std::shared_lock lock(mutex_);
  return phase_;
}
bool RoundLog::is_contradicted() const {
  const std::shared_lock lock(mutex_);
  return contradicted_;
}
std::optional<record::VotingGroup> RoundLog::group() const {
  const std::shared_lock lock(mutex_);
  return group_;
}
std::shared_ptr<const record::RoundDefinition> RoundLog::definition() const {
  const std::shared_lock lock(mutex_);
  return definition_;
}
std::optional<crypto::Digest> RoundLog::electorate() const {
  const std::shared_lock lock(mutex_);
  return electorate_;
}
bool RoundLog::has_ballot(const record::UrnCredential& credential) const {
  const std::shared_lock lock(mutex_);
  return ballots_.contains(digest_of(credential.urn, credential.credential));
}
bool RoundLog::is_stopped(const record::UrnCredential& credential) const {
  const std::shared_lock lock(mutex_);
  return stopped_.contains(digest_of(credential.urn, credential.credential));
}
std::uint64_t RoundLog::active_reserve(const std::string& urn) const {
  const std::shared_lock lock(mutex_);
  const auto found = active_.find(urn);
  return found == active_.end() ? 0 : found->second;
}
std::uint64_t RoundLog::handed_out() const {
  const std::shared_lock lock(mutex_);
  return handed_out_;
}

}  // namespace radslag::registrar
