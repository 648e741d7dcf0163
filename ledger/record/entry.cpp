#include "ledger/record/entry.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "ledger/log/bundle.hpp"
#include "ledger/record/fields.hpp"

namespace radslag::record {
namespace {

constexpr std::array<std::string_view, 4> role_words{"keeper", "officer", "election-board", "board"};
constexpr std::array<std::string_view, 3> status_words{"planned", "ongoing", "finished"};
constexpr std::array<std::string_view, 3> signal_words{"green", "yellow", "red"};
constexpr std::array<std::string_view, 5> milestone_words{"planned", "started", "delayed", "done", "cancelled"};

/// Comma-separated words, ascending, at least one.
template <class T>
struct Roles {
  T& value;
  void write(std::string& out) const {
    for (const char* comma = ""; const Role role : value) {
      out.append(comma).append(word(role));
      comma = ",";
    }
  }
  bool read(std::string_view token) const {
    value.clear();
    while (true) {
      const auto comma = token.find(',');
      Role role{};
      if (!Word{role}.read(token.substr(0, comma))) return false;
      if (!value.empty() && value.back() >= role) return false;
      value.push_back(role);
      if (comma == std::string_view::npos) return true;
      token.remove_prefix(comma + 1);
    }
  }
};
template <class T>
Roles(T&) -> Roles<T>;

template <class T, class U>
concept Is = std::same_as<std::remove_const_t<T>, U>;

template <class C, Is<OfficerLine> T>
void officer_line(C& c, T& x) {
  c.field("officer", Hex{x.key}, Roles{x.roles}, Text{x.name});
}

template <class C, Is<TownBegun> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("name", Text{x.name});
  c.field("currency", Currency{x.currency});
  c.field("demo", Flag{x.demo});
  c.each("officer", x.officers, [](C& inner, auto& officer) { officer_line(inner, officer); });
  const auto out_of_order = [](const OfficerLine& a, const OfficerLine& b) { return a.key >= b.key; };
  c.require(std::adjacent_find(x.officers.begin(), x.officers.end(), out_of_order) == x.officers.end(),
            "officers are not in ascending order of key");
}
template <class C, Is<OfficerAnnounced> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  officer_line(c, x.officer);
}
template <class C, Is<OfficerEnded> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("officer", Hex{x.officer});
}
template <class C, Is<Dialogue> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("dialogue", Id{x.dialogue});
  c.field("version", Number{x.version});
  c.field("status", Word{x.status});
  c.field("signal", Word{x.signal});
  c.field("begins", Date{x.begins});
  c.field("ends", Date{x.ends});
  c.field("content", Hex{x.content});
}
template <class C, Is<RoundBegun> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("round", Id{x.round});
  c.field("dialogue", Id{x.dialogue});
  c.field("log", Origin{x.log});
  c.field("key", Hex{x.key});
}
template <class C, Is<RoundEnded> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("round", Id{x.round});
  c.field("size", Number{x.size});
  c.field("root", Hex{x.root});
  c.field("allocation", Hex{x.allocation});
}
template <class C, Is<Decision> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("round", Id{x.round});
  c.field("allocation", Hex{x.allocation});
  c.field("departures", Number{x.departures});
  c.field("content", Hex{x.content});
}
template <class C, Is<Milestone> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("round", Id{x.round});
  c.field("project", ProjectId{x.project});
  c.field("date", Date{x.date});
  c.field("state", Word{x.state});
  c.field("content", Hex{x.content});
}
template <class C, Is<RoundOpened> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("round", Id{x.round});
  c.field("town-size", Number{x.town_size});
  c.field("town-root", Hex{x.town_root});
  c.field("definition", Hex{x.definition});
  c.field("credentials", Hex{x.credentials});
  c.field("roll", Number{x.roll});
}
template <class C, Is<Ballot> T>
void fields(C& c, T& x) {
  c.field("credential", Hex{x.credential});
  c.field("ballot", Hex{x.ballot});
}
template <class C, Is<RoundClosed> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("ballots", Number{x.ballots});
}
template <class C, Is<Tally> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("tally", Hex{x.tally});
}
template <class C, Is<Allocation> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("allocation", Hex{x.allocation});
  c.field("funded", Number{x.funded});
  c.field("cost", Number{x.cost});
}

/// Reads the statement whose kind stands in the next line. Tries the kinds in the order of the variant: ballots first, they are the many.
template <std::size_t I = 0>
bool read_statement(FieldReader& reader, Statement& out) {
  if constexpr (I == std::variant_size_v<Statement>) {
    return false;
  } else {
    using T = std::variant_alternative_t<I, Statement>;
    constexpr std::string_view prefix = "radslag/v1/";
    const auto rest = reader.rest();
    if (rest.size() > prefix.size() + T::kind.size() && rest.substr(prefix.size(), T::kind.size()) == T::kind &&
        rest[prefix.size() + T::kind.size()] == '\n' && rest.starts_with(prefix)) {
      reader.line(rest.substr(0, prefix.size() + T::kind.size()));
      fields(reader, out.emplace<T>());
      return true;
    }
    return read_statement<I + 1>(reader, out);
  }
}

Error unknown_kind(std::string_view text) {
  return {Errc::unsupported,
          "unknown kind or version of statement: '" + std::string(text.substr(0, std::min<std::size_t>(text.find('\n'), 60))) + "'"};
}

}  // namespace

std::span<const std::string_view> words(Role) { return role_words; }
std::span<const std::string_view> words(DialogueStatus) { return status_words; }
std::span<const std::string_view> words(Signal) { return signal_words; }
std::span<const std::string_view> words(MilestoneState) { return milestone_words; }

Result<Entry> parse_entry(std::string_view bytes) {
  if (bytes.size() > log::max_entry_bytes) return refuse(Errc::too_large, "an entry has at most 65,535 bytes");
  Entry entry;
  FieldReader reader(bytes);
  reader.field("hour", Number{entry.hour});
  if (reader.failed()) return tl::make_unexpected(reader.finish("entry").error());
  const auto from_statement = reader.rest();
  if (!read_statement(reader, entry.statement)) return tl::make_unexpected(unknown_kind(from_statement));
  if (reader.failed()) return tl::make_unexpected(reader.finish(kind_of(entry.statement)).error());
  entry.statement_text = from_statement.substr(0, from_statement.size() - reader.rest().size());
  reader.each("signed", entry.seals, [](FieldReader& c, Seal& seal) { c.field("signed", Hex{seal.officer}, Hex{seal.signature}); });
  const auto out_of_order = [](const Seal& a, const Seal& b) { return a.officer >= b.officer; };
  reader.require(std::adjacent_find(entry.seals.begin(), entry.seals.end(), out_of_order) == entry.seals.end(),
                 "seals are not in ascending order of key");
  if (auto done = reader.finish(kind_of(entry.statement)); !done) return tl::make_unexpected(done.error());
  return entry;
}

Result<Statement> parse_statement(std::string_view text) {
  Statement statement;
  FieldReader reader(text);
  if (!read_statement(reader, statement)) return tl::make_unexpected(unknown_kind(text));
  if (auto done = reader.finish(kind_of(statement)); !done) return tl::make_unexpected(done.error());
  return statement;
}

std::string encode_statement(const Statement& statement) {
  return std::visit(
      [](const auto& x) {
        FieldWriter writer;
        writer.line("radslag/v1/" + std::string(x.kind));
        fields(writer, x);
        return writer.take();
      },
      statement);
}

std::string encode_entry(std::uint64_t hour, std::string_view statement_text, std::vector<Seal> seals) {
  std::sort(seals.begin(), seals.end(), [](const Seal& a, const Seal& b) { return a.officer < b.officer; });
  FieldWriter stamp, sealed;
  stamp.field("hour", Number{hour});
  for (const auto& seal : seals) sealed.field("signed", Hex{seal.officer}, Hex{seal.signature});
  return stamp.take().append(statement_text).append(sealed.take());
}

std::string_view kind_of(const Statement& statement) {
  return std::visit([](const auto& x) { return x.kind; }, statement);
}

std::vector<Digest> blobs_of(const Statement& statement) {
  struct {
    std::vector<Digest> operator()(const Ballot& x) const { return {x.ballot}; }
    std::vector<Digest> operator()(const Dialogue& x) const { return {x.content}; }
    std::vector<Digest> operator()(const Decision& x) const { return {x.content}; }
    std::vector<Digest> operator()(const Milestone& x) const { return {x.content}; }
    std::vector<Digest> operator()(const RoundOpened& x) const { return {x.definition, x.credentials}; }
    std::vector<Digest> operator()(const Tally& x) const { return {x.tally}; }
    std::vector<Digest> operator()(const Allocation& x) const { return {x.allocation}; }
    std::vector<Digest> operator()(const TownBegun&) const { return {}; }
    std::vector<Digest> operator()(const OfficerAnnounced&) const { return {}; }
    std::vector<Digest> operator()(const OfficerEnded&) const { return {}; }
    std::vector<Digest> operator()(const RoundBegun&) const { return {}; }
    std::vector<Digest> operator()(const RoundEnded&) const { return {}; }
    std::vector<Digest> operator()(const RoundClosed&) const { return {}; }
  } blobs;
  return std::visit(blobs, statement);
}

std::string_view origin_of(const Statement& statement) {
  return std::visit(
      [](const auto& x) -> std::string_view {
        if constexpr (requires { x.origin; }) return x.origin;
        return {};
      },
      statement);
}

std::string hour_text(std::uint64_t hour) {
  using namespace std::chrono;
  const auto days_since = static_cast<std::int64_t>(hour / 24);
  if (days_since > 2'900'000) return std::to_string(hour) + " h";  // past the year 9999
  const year_month_day date{sys_days{days{static_cast<int>(days_since)}}};
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02u:00Z", int{date.year()}, unsigned{date.month()}, unsigned{date.day()},
                static_cast<unsigned>(hour % 24));
  return text;
}

std::uint64_t current_hour() {
  using namespace std::chrono;
  return static_cast<std::uint64_t>(duration_cast<hours>(system_clock::now().time_since_epoch()).count());
}

}  // namespace radslag::record
