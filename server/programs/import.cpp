#include "server/programs/import.hpp"

#include <algorithm>

#include "ledger/record/values.hpp"

namespace radslag::programs {
namespace {

/// Text of a file made fit for the record: control characters become spaces, and what is too long is cut. `otherwise` where nothing
/// fit is left.
std::string fit(std::string_view text, std::string_view otherwise) {
  auto length = std::min(text.size(), record::max_text_bytes / 2);
  const auto inside_character = [&] { return length < text.size() && (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80; };
  while (length > 0 && inside_character()) --length;
  std::string out(text.substr(0, length));
  std::replace_if(
      out.begin(), out.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  out.erase(0, out.find_first_not_of(' '));
  out.erase(out.find_last_not_of(' ') + 1);
  return record::is_text(out) ? out : std::string(otherwise);
}

/// A place on a list of areas or themes by its name: found or added, with an id made of its number.
std::string place_id(std::vector<record::Place>& places, std::string_view name, const char* stem) {
  if (name.empty()) return {};
  const auto wanted = fit(name, "?");
  const auto found = std::find_if(places.begin(), places.end(), [&](const auto& place) { return place.name == wanted; });
  if (found != places.end()) return found->id;
  places.push_back({stem + std::to_string(places.size() + 1), wanted});
  return places.back().id;
}

std::string_view first_of(std::string_view list) { return list.substr(0, list.find(',')); }

}  // namespace

Result<record::RoundDefinition> definition_of(const allocation::PbFile& file, const ImportOptions& options) {
  if (file.vote_type != allocation::PbVoteType::approval && file.vote_type != allocation::PbVoteType::choose_1) {
    return refuse(Errc::unsupported, "this release runs rounds with approval and choose-1 ballots; the file has others");
  }
  if (!file.currency.empty() && file.currency != options.currency) {
    return refuse(Errc::mismatch, "the file counts in " + file.currency + ", the town in " + options.currency);
  }
  auto rule = allocation::rule_of(file);
  if (!rule) return tl::make_unexpected(rule.error());
  if (file.projects.size() > record::max_round_projects) return refuse(Errc::too_large, "a round has at most 2,000 projects");
  rule->ties = options.ties;

  record::RoundDefinition d;
  const auto unit = std::string(file.meta_value("unit")), part = std::string(file.meta_value("subunit"));
  d.title = fit(file.meta_value("description"), unit.empty() ? "Pabulib" : unit);
  d.summary = fit(unit + (part.empty() ? "" : ", " + part) + " " + std::string(file.meta_value("instance")), d.title);
  d.currency = options.currency;
  d.envelope = static_cast<std::uint64_t>(file.budget);
  d.ballot = "clear/v1";
  const bool one = file.vote_type == allocation::PbVoteType::choose_1;
  d.choices_max = one ? 1 : std::min<std::uint64_t>(file.max_length.value_or(file.projects.size()), file.projects.size());
  d.choices_min = one ? 1 : std::min(file.min_length.value_or(0), d.choices_max);
  d.budget_max = static_cast<std::uint64_t>(file.max_sum_cost.value_or(0));
  d.rule = *rule;
  d.opens = options.opens;
  d.closes = options.closes;
  for (const auto& p : file.projects) {
    const auto area = p.neighborhood.empty() ? p.district : p.neighborhood;
    d.projects.push_back({p.project.id, static_cast<std::uint64_t>(p.project.cost), place_id(d.areas, first_of(area), "area-"),
                          place_id(d.themes, first_of(p.category), "theme-"), p.project.withdrawn, fit(p.name, p.project.id),
                          fit(p.description, fit(p.name, p.project.id))});
  }
  const auto text = record::encode_content(d);
  if (auto readable = record::parse_content<record::RoundDefinition>(text); !readable) return tl::make_unexpected(readable.error());
  return d;
}

}  // namespace radslag::programs
