#include "server/programs/registrar/edition_report.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iomanip>
#include <ostream>

#include "crypto/encoding.hpp"

namespace radslag::registrar_program {
namespace {

namespace json = boost::json;
using registrar::Edition;
using registrar::RowIssue;
using registrar::RowOutcome;

constexpr std::array<const char*, registrar::row_outcomes> explained{"accepted",
                                                                     "on the roll already (duplicate)",
                                                                     "too young",
                                                                     "wrong check digit",
                                                                     "T-number or the like, which names nobody on a roll",
                                                                     "not a personal number",
                                                                     "birth date missing or none",
                                                                     "the row cannot be read",
                                                                     "protected (named on no list, counted in no area)",
                                                                     "protection unclear, taken for protected",
                                                                     "area not on the list of areas, left out",
                                                                     "without an area",
                                                                     "previous coordination number that is none"};

constexpr std::size_t first_beside = static_cast<std::size_t>(RowOutcome::protected_person);

std::uint64_t count(const Edition& edition, std::size_t outcome) {
  const auto found = edition.outcomes.find(static_cast<RowOutcome>(outcome));
  return found == edition.outcomes.end() ? 0 : found->second;
}

std::string rule(const Edition& edition) {
  if (edition.minimum_age == 0) return "any age";
  return "at least " + std::to_string(edition.minimum_age) + " years on " + registrar::day_text(edition.age_on);
}

json::object object_of(const Edition& edition) {
  json::object outcomes;
  for (std::size_t i = 0; i < registrar::row_outcomes; ++i)
    outcomes[registrar::outcome_name(static_cast<RowOutcome>(i))] = count(edition, i);
  json::array areas;
  for (const auto& area : edition.areas) {
    areas.push_back(json::object{
        {"id", area.id}, {"name", area.name}, {"people", area.people}, {"learned", area.learned}, {"attested", area.attested}});
  }
  json::object object{{"edition", edition.id},
                      {"phase", registrar::phase_name(edition.phase)},
                      {"drawn", registrar::day_text(edition.drawn)},
                      {"minimumAge", edition.minimum_age},
                      {"ageOn", registrar::day_text(edition.age_on)},
                      {"source", crypto::to_hex(edition.source)},
                      {"sourceBytes", edition.source_bytes},
                      {"sourceRead", edition.source_read},
                      {"rows", edition.rows},
                      {"outcomes", std::move(outcomes)},
                      {"areas", std::move(areas)}};
  if (edition.phase != registrar::EditionPhase::importing) {
    object["people"] = edition.people;
    object["digest"] = crypto::to_hex(edition.digest);
  }
  return object;
}

void print_count(std::ostream& out, std::uint64_t number, const std::string& what) {
  out << std::setw(10) << number << "  " << what << '\n';
}

}  // namespace

void print_edition(std::ostream& out, const Edition& edition) {
  out << "Edition " << edition.id << " (" << registrar::phase_name(edition.phase) << "), drawn " << registrar::day_text(edition.drawn)
      << ", " << rule(edition) << '\n';
  if (edition.phase == registrar::EditionPhase::importing) {
    out << "  read so far " << edition.source_read << " of " << edition.source_bytes
        << " bytes; import-roll with the same file goes on there\n";
    return;
  }
  out << "  people      " << edition.people << '\n' << "  digest      " << crypto::to_hex(edition.digest) << '\n';
}

void print_report(std::ostream& out, const Edition& edition, const std::vector<RowIssue>& issues) {
  print_edition(out, edition);
  out << "  file        SHA-256 " << crypto::to_hex(edition.source) << ", " << edition.source_bytes << " bytes\n\n";
  print_count(out, edition.rows, "rows, of them:");
  for (std::size_t i = 0; i < first_beside; ++i) print_count(out, count(edition, i), explained[i]);
  out << "Among those accepted:\n";
  for (std::size_t i = first_beside; i < registrar::row_outcomes; ++i) print_count(out, count(edition, i), explained[i]);
  if (!edition.areas.empty()) out << "Areas (protected persons apart):\n";
  bool learned = false;
  for (const auto& area : edition.areas) {
    learned |= area.learned;
    print_count(out, area.people, area.name + " (" + area.id + ")" + (area.learned ? ", learned from the file" : ""));
  }
  if (learned) out << "Areas that were learned may be misspellings of each other: look through them, or give a list with --areas.\n";
  if (!issues.empty()) out << "Lines to look at:\n";
  for (const auto& issue : issues) out << "  line " << issue.line << ": " << explained[static_cast<std::size_t>(issue.what)] << '\n';
}

void print_edition_json(std::ostream& out, const Edition& edition, const std::vector<RowIssue>& issues) {
  auto object = object_of(edition);
  json::array lines;
  for (const auto& issue : issues) lines.push_back(json::object{{"line", issue.line}, {"what", registrar::outcome_name(issue.what)}});
  object["lines"] = std::move(lines);
  out << json::serialize(object) << '\n';
}

void print_editions_json(std::ostream& out, const std::vector<Edition>& editions) {
  json::array all;
  for (const auto& edition : editions) all.push_back(object_of(edition));
  out << json::serialize(all) << '\n';
}

}  // namespace radslag::registrar_program
