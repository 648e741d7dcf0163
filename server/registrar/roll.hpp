// Editions of the roll: who may take part, as of a day, under one age rule. An edition is imported once, then frozen; two officers sign
// its count and digest in the town log.
//
// Of each person it keeps: the person (an HMAC), the area, whether protected. Nothing of the birth date: the age rule is the edition's
// and is applied while the file streams by, so no date or class of age need be kept; a matter with another age has another edition (a
// letter code of any living edition signs in to both, since it names the person). Of a protected person not even the area is kept.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "crypto/hash.hpp"
#include "ledger/record/entry.hpp"
#include "ledger/result.hpp"
#include "server/registrar/day.hpp"
#include "server/registrar/person.hpp"

namespace radslag::storage {
class Database;
}

namespace radslag::registrar {

/// An area with fewer people than this is named in no attestation.
inline constexpr std::uint64_t least_attested_area = 100;
/// No number under this is published of any group.
inline constexpr std::uint64_t least_published_group = 10;

enum class EditionPhase { importing, frozen, ended };
[[nodiscard]] std::string_view phase_name(EditionPhase phase);

/// What became of the rows of a file; stable names for reports and JSON. Every row is one of accepted, or of the first block; the second
/// block is counted beside.
enum class RowOutcome {
  accepted,
  duplicate,  ///< the person is on the edition already, perhaps under a coordination number that a row names as previous
  too_young,
  bad_check_digit,
  temporary_number,  ///< a T-number or the like
  bad_number,        ///< any other fault of the personal number
  bad_birth_date,    ///< missing or no date, where the edition has a minimum age
  unreadable,        ///< the CSV row itself: see CsvFault
  // beside
  protected_person,    ///< accepted, and protected
  unclear_protection,  ///< accepted as protected, since the cell says neither yes nor no
  unknown_area,        ///< accepted without an area: the list of areas lacks it
  without_area,        ///< accepted; the cell is empty
  bad_previous,        ///< accepted; the previous coordination number is none
};
inline constexpr std::size_t row_outcomes = 13;
[[nodiscard]] std::string_view outcome_name(RowOutcome outcome);

struct RollArea {
  std::string id, name;
  std::uint64_t people = 0;  ///< protected persons apart
  bool learned = false;      ///< first met in the file, on no list
  bool attested = false;     ///< attestations name it: it is announced, and has `least_attested_area` people
};

struct Edition {
  std::string id;
  EditionPhase phase{};
  Day drawn;                 ///< the day that the file describes
  unsigned minimum_age = 0;  ///< 0: none
  Day age_on;                ///< the day on which it must have been reached
  crypto::Digest source{};   ///< SHA-256 of the file
  std::uint64_t source_bytes = 0, source_read = 0;
  std::uint64_t rows = 0;  ///< read so far, the header not counted
  std::map<RowOutcome, std::uint64_t> outcomes;
  std::uint64_t people = 0;  ///< from here on: once frozen
  crypto::Digest digest{};
  std::vector<RollArea> areas;  ///< ascending by id
};

/// A row that was not simply accepted. Only its place and what was wrong: nothing of what stood there.
struct RowIssue {
  std::uint64_t line = 0;
  RowOutcome what{};
};

/// A person's place on an edition.
struct RollMember {
  std::string area;            ///< empty: none, or protected
  bool area_attested = false;  ///< see RollArea::attested
  bool is_protected = false;
};

/// The digest that officers sign: SHA-256 over this listing, which is never written anywhere:
///
///   radslag/v1/roll-listing
///   edition <id>
///   drawn <date>
///   minimum-age <number> <date>
///   person <64 hex digits> <area id or -> <protected: yes or no>      each person, ascending
///
/// It reveals nothing: every line holds an HMAC under K_roll, so that not even who knows the whole population can confirm a guess. It is
/// the same for the same people however the file was sorted, and another if anybody is added, left out, moved or unprotected.
class RollListing {
 public:
  RollListing(const std::string& edition, Day drawn, unsigned minimum_age, Day age_on);
  /// In ascending order. `area` empty: none.
  void add(const Person& person, std::string_view area, bool is_protected);
  [[nodiscard]] crypto::Digest finish();

 private:
  crypto::Sha256 hash_;
  std::string line_;
};

class Rolls {
 public:
  explicit Rolls(storage::Database& database) : database_(database) {}

  /// In the order in which they were begun.
  [[nodiscard]] std::vector<Edition> all() const;
  [[nodiscard]] std::optional<Edition> find(const std::string& id) const;
  /// The first `most` of them; at most 10,000 are kept of an edition.
  [[nodiscard]] std::vector<RowIssue> issues(const std::string& id, std::size_t most) const;

  /// Nothing if the person is not on it, or it is not frozen. Finds a person by a previous coordination number too (see `on_roll`).
  [[nodiscard]] std::optional<RollMember> member(const std::string& edition, const Person& person) const;
  /// The person on the roll whom this one is: itself, or, where it is a previous coordination number's, the one with the new number.
  /// Nothing if neither is on the edition.
  [[nodiscard]] std::optional<Person> on_roll(const std::string& edition, const Person& person) const;
  /// Everyone, ascending, some thousand at a time so that others can use the database in between.
  void each_person(const std::string& edition, const std::function<void(const Person&)>& visit) const;
  /// The same with the id of each one's area; empty: none.
  void each_member(const std::string& edition, const std::function<void(const Person&, const std::string& area)>& visit) const;

  /// The codes of the edition die; what has been attested stays. Errors: not_found, out_of_order (still importing).
  [[nodiscard]] Result<> end(const std::string& id);
  /// An edition that has no matter and no code is taken out as if it had never been. Errors: not_found, frozen (it is in use).
  [[nodiscard]] Result<> drop(const std::string& id);

 private:
  storage::Database& database_;
};

/// The areas that may be spoken of: those under `least_published_group` are left out, and then the smallest of the others as long as the
/// people in none of the areas named (the protected among them) would be a group under that.
[[nodiscard]] std::vector<RollArea> announced_areas(const std::vector<RollArea>& areas, std::uint64_t people);
/// What two officers sign: the statement for the town log. Errors: out_of_order (not frozen).
[[nodiscard]] Result<record::RollEdition> announcement_of(const Edition& edition, const std::string& town_origin);

}  // namespace radslag::registrar
