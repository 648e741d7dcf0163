#include "ledger/record/entry.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "ledger/log/bundle.hpp"
#include "ledger/record/statement_fields.hpp"

namespace radslag::record {
namespace {

constexpr std::array<std::string_view, 6> role_words{"keeper", "officer", "election-board", "board", "registrar", "trustee"};
constexpr std::array<std::string_view, 3> status_words{"planned", "ongoing", "finished"};
constexpr std::array<std::string_view, 3> signal_words{"green", "yellow", "red"};
constexpr std::array<std::string_view, 5> milestone_words{"planned", "started", "delayed", "done", "cancelled"};
constexpr std::array<std::string_view, 5> level_words{"information", "consultation", "dialogue", "participation", "co-decision"};
constexpr std::array<std::string_view, 2> unit_words{"signatures", "per-mille"};
constexpr std::array<std::string_view, 8> reject_words{"not-municipal", "personal", "offensive",       "unlawful",
                                                       "advertising",   "unclear",  "decided-already", "duplicate"};
constexpr std::array<std::string_view, 3> outcome_words{"approved", "partly", "rejected"};
constexpr std::array<std::string_view, 3> step_words{"preparation", "answer", "follow-up"};
constexpr std::array<std::string_view, 4> assessment_words{"feasible", "declined", "merged", "unlawful"};
constexpr std::array<std::string_view, 3> group_words{"Ed25519", "BELENIOS-2048", "RFC-3526-2048"};
constexpr std::array<std::string_view, 4> ground_words{"erasure", "court", "confidential", "unlawful"};
constexpr std::array<std::string_view, 3> matter_words{"initiative", "call", "round"};
constexpr std::array<std::string_view, 4> key_words{"certificate", "commitment", "polynomial", "key"};

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
std::span<const std::string_view> words(Level) { return level_words; }
std::span<const std::string_view> words(ThresholdUnit) { return unit_words; }
std::span<const std::string_view> words(RejectReason) { return reject_words; }
std::span<const std::string_view> words(InitiativeOutcome) { return outcome_words; }
std::span<const std::string_view> words(ReportStep) { return step_words; }
std::span<const std::string_view> words(Assessment) { return assessment_words; }
std::span<const std::string_view> words(VotingGroup) { return group_words; }
std::span<const std::string_view> words(WithholdingGround) { return ground_words; }
std::span<const std::string_view> words(MatterKind) { return matter_words; }
std::span<const std::string_view> words(KeyStep) { return key_words; }

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
  return std::visit(
      [](const auto& x) -> std::vector<Digest> {
        std::vector<Digest> blobs;
        if constexpr (requires { x.ballot; }) blobs.push_back(x.ballot);
        if constexpr (std::is_same_v<decltype(x), const InitiativeRaised&> || std::is_same_v<decltype(x), const ProjectProposed&>)
          blobs.push_back(x.attested.subject);
        if constexpr (std::is_same_v<decltype(x), const Signature&>) {
          if (x.name) blobs.push_back(*x.name);
        }
        if constexpr (requires { x.picture; }) {
          if (x.picture) blobs.push_back(*x.picture);
        }
        if constexpr (requires { x.definition; }) blobs.push_back(x.definition);
        if constexpr (requires { x.definition; }) blobs.push_back(x.credentials);
        if constexpr (requires { x.elections; }) {
          for (const auto& urn : x.elections) blobs.push_back(urn.election);
        }
        if constexpr (requires { x.content; }) blobs.push_back(x.content);
        if constexpr (requires { x.receipt; }) blobs.push_back(x.receipt);
        if constexpr (requires { x.shuffle; }) blobs.push_back(x.shuffle);
        if constexpr (requires { x.decryption; }) blobs.push_back(x.decryption);
        if constexpr (std::is_same_v<decltype(x), const Tally&>) blobs.push_back(x.tally);
        if constexpr (std::is_same_v<decltype(x), const Allocation&>) blobs.push_back(x.allocation);
        return blobs;
      },
      statement);
}

const Attestation* attestation_of(const Statement& statement) {
  return std::visit(
      [](const auto& x) -> const Attestation* {
        if constexpr (requires { x.attested; }) return &x.attested;
        return nullptr;
      },
      statement);
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
