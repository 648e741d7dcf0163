#include "ledger/record/contents.hpp"

#include <algorithm>

#include "ledger/record/content_codec.hpp"

namespace radslag::record {
namespace {

constexpr std::array<std::string_view, 2> kind_words{"ongoing", "project"};

}  // namespace

template <class C, Is<DialogueContent> T>
void fields(C& c, T& x) {
  c.field("title", Text{x.title});
  c.field("summary", Text{x.summary});
  c.field("board", Text{x.board});
  c.field("officer", Text{x.officer});
  c.field("kind", Word{x.dialogue_kind});
  c.field("level", Word{x.level});
  c.field("influence", Text{x.influence});
  c.field("reported-to", Text{x.reported_to});
  c.field("reported-how", Text{x.reported_how});
  c.field("comment", Text{x.comment});
}

template <class C, Is<Credentials> T>
void fields(C& c, T& x) {
  std::uint64_t count = x.keys.size();
  c.field("count", Number{count});
  c.each("credential", x.keys, [](C& inner, auto& key) { inner.field("credential", Hex{key}); });
  c.require(count == x.keys.size(), "the count is not the number of credentials");
  c.require(std::adjacent_find(x.keys.begin(), x.keys.end(), std::greater_equal<>{}) == x.keys.end(),
            "credentials are not in ascending order");
}

template <class C, Is<DecisionContent> T>
void fields(C& c, T& x) {
  c.field("board", Text{x.board});
  c.field("meeting", Date{x.meeting});
  c.field("diary", Text{x.diary});
  c.each("project", x.projects, [](C& inner, auto& p) {
    inner.field("project", ProjectId{p.project});
    std::string funded = p.funded ? "funded" : "not-funded";
    inner.field("outcome", Id{funded});
    inner.require(funded == "funded" || funded == "not-funded", "an outcome is funded or not-funded");
    bool has_reason = p.reason.has_value();
    std::string reason = p.reason.value_or("");
    inner.optional("reason", has_reason, Text{reason});
    if constexpr (C::reading) {
      p.funded = funded == "funded";
      if (has_reason) p.reason = std::move(reason);
    }
  });
}

template <class C, Is<MilestoneContent> T>
void fields(C& c, T& x) {
  c.field("text", Text{x.text});
}

std::span<const std::string_view> words(DialogueKind) { return kind_words; }

RADSLAG_CONTENT(DialogueContent)
RADSLAG_CONTENT(Credentials)
RADSLAG_CONTENT(DecisionContent)
RADSLAG_CONTENT(MilestoneContent)

std::string make_blob(std::string_view content) {
  const auto salt = crypto::random_bytes<blob_salt_bytes>();
  return std::string(salt.begin(), salt.end()).append(content);
}

std::optional<std::string_view> blob_content(std::string_view blob) {
  if (blob.size() < blob_salt_bytes) return std::nullopt;
  return blob.substr(blob_salt_bytes);
}

Digest blob_digest(std::string_view blob) { return crypto::sha256(blob); }

}  // namespace radslag::record
