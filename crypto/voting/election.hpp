// An election as its election.json defines it: questions, group, public key. Everything that is hashed is bound to these bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/group/group.hpp"
#include "crypto/voting/flaw.hpp"
#include "crypto/voting/question.hpp"

namespace radslag::voting {

/// What election.json is written from.
struct ElectionDraft {
  std::string name;
  std::string description;
  std::string group;       ///< "Ed25519"
  std::string public_key;  ///< as the trustees' keys give it
  std::vector<Question> questions;
  std::string uuid;                  ///< 14 or more base58 characters
  std::string administrator;         ///< omitted where empty
  std::string credential_authority;  ///< omitted where empty
};

/// Bytes of an election.json: longer ones are refused.
inline constexpr std::size_t largest_election = std::size_t{1} << 20;

/// A random uuid: 14 base58 characters.
[[nodiscard]] std::string make_uuid();

/// The one election.json of a draft, or why there can be none: bad_question (ranges, a budget that does not fit, more numbers than an
/// element of the group carries, a mixnet question in BELENIOS-2048, ballots over 128 KB), unsupported (group), bad_element (public key).
[[nodiscard]] Checked<std::string> write_election(const ElectionDraft& draft);

/// Immutable, cheap to copy, thread-safe.
class Election {
 public:
  /// Any election.json of protocol version 1: members that nobody declared are passed over, as all versions of belenios-tool do.
  [[nodiscard]] static Checked<Election> parse(std::string json);

  [[nodiscard]] const std::string& json() const { return facts_->json; }
  /// 43 characters: hash64 of the JSON.
  [[nodiscard]] const std::string& fingerprint() const { return facts_->fingerprint; }
  [[nodiscard]] const std::string& uuid() const { return facts_->draft.uuid; }
  [[nodiscard]] const std::string& name() const { return facts_->draft.name; }
  [[nodiscard]] const group::Group& group() const { return *facts_->group; }
  [[nodiscard]] const std::vector<Question>& questions() const { return facts_->draft.questions; }
  [[nodiscard]] const group::Element& public_key() const { return facts_->public_key; }
  [[nodiscard]] const std::string& public_key_text() const { return facts_->draft.public_key; }
  /// The public key, made ready for many exponentiations.
  [[nodiscard]] const group::Base& public_key_base() const { return *facts_->public_key_base; }
  [[nodiscard]] const group::Base& generator_base() const { return *facts_->generator_base; }
  [[nodiscard]] const ElectionDraft& draft() const { return facts_->draft; }
  /// Whether the JSON is byte for byte what write_election makes of this election. Ours must be; another program's may have other
  /// members (`has_undeclared_members`), which then mean nothing here.
  [[nodiscard]] bool is_canonical() const { return facts_->canonical; }
  [[nodiscard]] bool has_undeclared_members() const { return facts_->undeclared_members; }
  [[nodiscard]] bool has_mixnet_question() const;
  [[nodiscard]] bool has_homomorphic_question() const;

 private:
  Election() = default;

  struct Facts {
    std::string json;
    std::string fingerprint;
    ElectionDraft draft;
    const group::Group* group = nullptr;
    group::Element public_key;
    std::shared_ptr<const group::Base> public_key_base;
    std::shared_ptr<const group::Base> generator_base;
    bool canonical = false;
    bool undeclared_members = false;
  };
  std::shared_ptr<const Facts> facts_;
};

}  // namespace radslag::voting
