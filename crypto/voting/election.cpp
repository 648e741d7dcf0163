#include "crypto/voting/election.hpp"

#include <algorithm>
#include <utility>

#include "crypto/voting/ballot.hpp"
#include "crypto/voting/base58.hpp"
#include "crypto/voting/budget_proof.hpp"
#include "crypto/voting/ciphertext.hpp"
#include "crypto/voting/json.hpp"
#include "crypto/voting/question.hpp"

namespace radslag::voting {

namespace {

constexpr std::size_t shortest_uuid = 14;
constexpr std::size_t longest_uuid = 64;

bool is_uuid(std::string_view text) { return text.size() >= shortest_uuid && text.size() <= longest_uuid && is_base58(text); }

/// Reads members in whatever order they stand; the version and members that nobody declared are judged by the caller.
struct ElectionReader {
  ElectionDraft draft;
  std::uint64_t version = 0;
  bool undeclared = false;
  Checked<> questions;

  void read(json::Reader& in) {
    std::string member;
    for (bool first = true; in.next_member(first, member);) read_member(in, member);
  }

 private:
  void read_member(json::Reader& in, std::string_view member) {
    if (member == "version") {
      version = in.integer();
    } else if (std::string* text = text_member(member)) {
      *text = in.text();
    } else if (member == "questions") {
      read_questions(in);
    } else {
      undeclared = true;
      in.skip_value();
    }
  }

  std::string* text_member(std::string_view member) {
    if (member == "description") return &draft.description;
    if (member == "name") return &draft.name;
    if (member == "group") return &draft.group;
    if (member == "public_key") return &draft.public_key;
    if (member == "uuid") return &draft.uuid;
    if (member == "administrator") return &draft.administrator;
    if (member == "credential_authority") return &draft.credential_authority;
    return nullptr;
  }

  void read_questions(json::Reader& in) {
    draft.questions.clear();
    for (bool first = true; in.next_item(first);) {
      auto question = read_question(in, undeclared);
      if (!question) {
        questions = tl::make_unexpected(question.error());
        in.fail();
        return;
      }
      draft.questions.push_back(std::move(*question));
    }
  }
};

Checked<const group::Group*> check_frame(const ElectionDraft& draft) {
  const group::Group* group = group::group_named(draft.group);
  if (group == nullptr) return flaw(FlawKind::unsupported, "group");
  if (!is_uuid(draft.uuid)) return flaw(FlawKind::bad_question, "uuid");
  if (draft.questions.empty()) return flaw(FlawKind::bad_question, "no question");
  for (std::size_t i = 0; i < draft.questions.size(); ++i) {
    if (auto fits = check_question(draft.questions[i], *group); !fits) {
      return flaw(fits.error().kind, "question " + std::to_string(i + 1) + ": " + fits.error().detail);
    }
  }
  return group;
}

/// A member of the group other than the identity, which would encrypt nothing.
std::optional<group::Element> public_key_of(const ElectionDraft& draft, const group::Group& group) {
  auto key = group.decode(draft.public_key);
  if (key && group.equal(*key, group.identity())) key.reset();
  return key;
}

std::string json_of(const ElectionDraft& draft) {
  std::string out = "{\"version\":1,\"description\":" + json::quote(draft.description) + ",\"name\":" + json::quote(draft.name) +
                    ",\"group\":" + json::quote(draft.group) + ",\"public_key\":" + json::quote(draft.public_key) + ",\"questions\":[";
  for (std::size_t i = 0; i < draft.questions.size(); ++i) {
    if (i > 0) out += ',';
    out += write(draft.questions[i]);
  }
  out += "],\"uuid\":" + json::quote(draft.uuid);
  if (!draft.administrator.empty()) out += ",\"administrator\":" + json::quote(draft.administrator);
  if (!draft.credential_authority.empty()) out += ",\"credential_authority\":" + json::quote(draft.credential_authority);
  return out += '}';
}

/// At most so many bytes has a ballot's answer; a few more than it can have.
std::size_t answer_bytes(const Question& question, const group::Group& group) {
  const std::size_t element = group.encode(group.inverse(group.generator())).size() + 1;
  const std::size_t scalar = group.to_decimal(group.subtract({}, group::Scalar(1))).size();
  const std::size_t ciphertext = 2 * element + 24;
  const std::size_t proof = 2 * scalar + 34;
  constexpr std::size_t frame = 128;
  if (question.kind == QuestionKind::mixnet) return frame + ciphertext + proof;
  std::size_t bytes = frame + question.ciphertexts() * (ciphertext + 2 * (proof + 1)) + (question.max - question.min + 4) * proof;
  if (question.budget) bytes += digits_of(*question.budget) * (ciphertext + 4 * (proof + 1));
  return bytes;
}

bool fits_a_ballot(const std::vector<Question>& questions, const group::Group& group) {
  std::size_t bytes = 3 * 1024;  // uuid, hash, credential, signature: up to 2.2 KB
  for (const Question& question : questions) bytes += answer_bytes(question, group);
  return bytes <= largest_ballot;
}

bool has_kind(const std::vector<Question>& questions, QuestionKind kind) {
  return std::any_of(questions.begin(), questions.end(), [kind](const Question& question) { return question.kind == kind; });
}

}  // namespace

std::string make_uuid() { return random_base58(shortest_uuid); }

Checked<std::string> write_election(const ElectionDraft& draft) {
  const auto group = check_frame(draft);
  if (!group) return tl::make_unexpected(group.error());
  for (const Question& question : draft.questions) {
    if (question.kind == QuestionKind::mixnet && question.encoding == Encoding::none) return flaw(FlawKind::bad_question, "no encoding");
  }
  if (!fits_a_ballot(draft.questions, **group)) return flaw(FlawKind::bad_question, "ballots would be too large");
  if (!public_key_of(draft, **group)) return flaw(FlawKind::bad_element, "public key");
  std::string json = json_of(draft);
  if (json.size() > largest_election) return flaw(FlawKind::too_large, "election.json");
  return json;
}

Checked<Election> Election::parse(std::string json) {
  if (json.size() > largest_election) return flaw(FlawKind::too_large, "election.json");
  ElectionReader reader;
  json::Reader in(json);
  reader.read(in);
  if (!reader.questions) return tl::make_unexpected(reader.questions.error());
  if (!in.done()) return flaw(FlawKind::not_canonical, "election.json, byte " + std::to_string(in.position()));
  if (reader.version != 1) return flaw(FlawKind::unsupported, "version " + std::to_string(reader.version));
  const auto group = check_frame(reader.draft);
  if (!group) return tl::make_unexpected(group.error());
  const auto public_key = public_key_of(reader.draft, **group);
  if (!public_key) return flaw(FlawKind::bad_element, "public key");

  auto facts = std::make_shared<Facts>();
  facts->fingerprint = hash64(json);
  facts->canonical = json_of(reader.draft) == json;
  facts->json = std::move(json);
  facts->draft = std::move(reader.draft);
  facts->group = *group;
  facts->public_key = *public_key;
  facts->public_key_base = (*group)->lasting_base(*public_key);
  facts->generator_base = (*group)->generator_base();
  facts->undeclared_members = reader.undeclared;
  Election election;
  election.facts_ = std::move(facts);
  return election;
}

bool Election::has_mixnet_question() const { return has_kind(questions(), QuestionKind::mixnet); }
bool Election::has_homomorphic_question() const { return has_kind(questions(), QuestionKind::homomorphic); }

}  // namespace radslag::voting
