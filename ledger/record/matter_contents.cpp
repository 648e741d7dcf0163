// What residents and officers write about initiatives and projects.
#include <algorithm>

#include "ledger/record/content_codec.hpp"

namespace radslag::record {
namespace {

/// A language as BCP 47 writes it, without region: "sv".
bool is_language(std::string_view value) {
  return (value.size() == 2 || value.size() == 3) && std::all_of(value.begin(), value.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}
template <class T>
struct Language : Checked<T, is_language> {};
template <class T>
Language(T&) -> Language<T>;

template <class Items, class Key>
bool ascending(const Items& items, Key key) {
  return std::adjacent_find(items.begin(), items.end(), [&](const auto& a, const auto& b) { return key(a) >= key(b); }) == items.end();
}

}  // namespace

template <class C, Is<InitiativeContent> T>
void fields(C& c, T& x) {
  c.field("title", Text{x.title});
  c.field("text", Text{x.text});
}

template <class C, Is<SignatureName> T>
void fields(C& c, T& x) {
  c.field("name", Text{x.name});
}

template <class C, Is<OpeningContent> T>
void fields(C& c, T& x) {
  c.field("can-be-influenced", Text{x.can_be_influenced});
  c.field("are-we-open", Text{x.are_we_open});
  c.field("do-we-need-values", Text{x.do_we_need_values});
  c.field("will-people-learn", Text{x.will_people_learn});
  c.field("influence", Text{x.influence});
}

template <class C, Is<Reason> T>
void fields(C& c, T& x) {
  c.field("text", Text{x.text});
}

template <class C, Is<ReportContent> T>
void fields(C& c, T& x) {
  c.field("board", Text{x.board});
  c.field("text", Text{x.text});
}

template <class C, Is<InitiativeDecisionContent> T>
void fields(C& c, T& x) {
  c.field("board", Text{x.board});
  c.field("meeting", Date{x.meeting});
  c.field("diary", Text{x.diary});
  c.field("reasons", Text{x.reasons});
}

template <class C, Is<CallContent> T>
void fields(C& c, T& x) {
  c.field("title", Text{x.title});
  c.field("text", Text{x.text});
  c.field("currency", Currency{x.currency});
  c.field("envelope", Number{x.envelope});
  c.each("area", x.areas, [](C& inner, auto& area) { inner.field("area", Id{area.area}, Number{area.amount}, Text{area.name}); });
  c.require(ascending(
                x.areas, [](const auto& area) -> const auto& { return area.area; }),
            "areas are not in ascending order of id");
  c.require(std::all_of(x.areas.begin(), x.areas.end(), [](const auto& area) { return area.amount > 0; }),
            "an area has no money of its own");
}

template <class C, Is<ProposalContent> T>
void fields(C& c, T& x) {
  c.field("title", Text{x.title});
  c.field("text", Text{x.text});
  c.field("estimate", Number{x.estimate});
}

template <class C, Is<AssessmentContent> T>
void fields(C& c, T& x) {
  c.field("title", Text{x.title});
  c.field("summary", Text{x.summary});
  c.field("reasons", Text{x.reasons});
  c.optional("alt", x.has_alt, Text{x.alt});
  c.each("translation", x.translations, [](C& inner, auto& translation) {
    inner.field("translation", Language{translation.language});
    inner.field("title", Text{translation.title});
    inner.field("summary", Text{translation.summary});
  });
  c.require(ascending(
                x.translations, [](const auto& translation) -> const auto& { return translation.language; }),
            "translations are not in ascending order of language");
}

RADSLAG_CONTENT(InitiativeContent)
RADSLAG_CONTENT(SignatureName)
RADSLAG_CONTENT(OpeningContent)
RADSLAG_CONTENT(Reason)
RADSLAG_CONTENT(ReportContent)
RADSLAG_CONTENT(InitiativeDecisionContent)
RADSLAG_CONTENT(CallContent)
RADSLAG_CONTENT(ProposalContent)
RADSLAG_CONTENT(AssessmentContent)

}  // namespace radslag::record
