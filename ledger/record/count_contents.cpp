// What counting gives: tallies and allocations (FORMAT.md 4.3).
#include <algorithm>

#include "ledger/allocation/exact.hpp"
#include "ledger/allocation/names.hpp"
#include "ledger/record/content_codec.hpp"
#include "ledger/record/list_values.hpp"

namespace radslag::record {
namespace {

constexpr std::array<std::string_view, 6> invalid_words{"undefined-bit",   "too-many",    "too-few",
                                                        "too-many-points", "over-budget", "withdrawn"};

/// More digits than counts of 2,000 projects and a million voters need, and few enough to be read at once.
constexpr std::size_t longest_fraction = 100'000;

bool is_whole(std::string_view digits) {
  return !digits.empty() && (digits.size() == 1 || digits.front() != '0') &&
         std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// `kept` or `switched`.
template <class T>
struct Switched {
  T& value;
  void write(std::string& out) const { out += value ? "switched" : "kept"; }
  bool read(std::string_view token) const {
    value = token == "switched";
    return value || token == "kept";
  }
};
template <class T>
Switched(T&) -> Switched<T>;

}  // namespace

bool is_fraction(std::string_view text) {
  if (text.size() > longest_fraction) return false;
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return is_whole(text);
  if (!is_whole(text.substr(0, slash)) || !is_whole(text.substr(slash + 1)) || text.substr(slash + 1) == "0") return false;
  allocation::Exact value{std::string(text)};
  value.canonicalize();
  return allocation::fraction_text(value) == text;
}

template <class C, Is<TallyContent> T>
void fields(C& c, T& x) {
  c.field("ballots", Number{x.ballots});
  c.field("voters", Number{x.voters});
  c.field("blank", Number{x.blank});
  c.each("votes", x.votes,
         [](C& inner, auto& line) { inner.field("votes", ProjectId{line.project}, Number{line.votes}, Number{line.score}); });
  c.each("urn", x.urns, [](C& inner, auto& urn) {
    inner.field("urn", Id{urn.urn}, Number{urn.ballots}, Number{urn.voters}, Number{urn.blank}, Number{urn.invalid});
  });
  c.each("invalid", x.invalids,
         [](C& inner, auto& ballot) { inner.field("invalid", Id{ballot.urn}, Number{ballot.place}, Word{ballot.reason}); });
}

template <class C, Is<AllocationContent> T>
void fields(C& c, T& x) {
  c.field("tally", Hex{x.tally});
  c.field("lot", OptionalHex{x.lot});
  c.field("envelope", Number{x.envelope});
  c.field("cost", Number{x.cost});
  c.each("count", x.counts, [](C& inner, auto& count) {
    inner.field("count", OptionalId{count.urn}, Number{count.voters}, Number{count.runs}, OptionalFraction{count.endowment});
  });
  c.each("compared", x.compared, [](C& inner, auto& compared) {
    inner.field("compared", OptionalId{compared.urn}, Number{compared.prefer_this}, Number{compared.prefer_greedy},
                Switched{compared.switched});
  });
  c.each("step", x.steps, [](C& inner, auto& s) {
    inner.field("step", ProjectId{s.project}, Number{s.votes}, Number{s.left_before}, Word{s.outcome}, OptionalFraction{s.measure},
                OptionalFraction{s.money});
  });
  c.each("tie", x.ties, [](C& inner, auto& tie) { inner.field("tie", ProjectIds{tie.projects}); });
}

std::span<const std::string_view> words(Invalid) { return invalid_words; }

std::uint64_t AllocationContent::funded() const {
  return static_cast<std::uint64_t>(
      std::count_if(steps.begin(), steps.end(), [](const Step& step) { return allocation::is_funded(step.outcome); }));
}

bool AllocationContent::funds(std::string_view project) const {
  return std::any_of(steps.begin(), steps.end(),
                     [&](const Step& step) { return step.project == project && allocation::is_funded(step.outcome); });
}

RADSLAG_CONTENT(TallyContent)
RADSLAG_CONTENT(AllocationContent)

}  // namespace radslag::record
