// The section META: one "key;value" a line.
#include <algorithm>
#include <array>
#include <set>

#include "ledger/allocation/pb_reader.hpp"

namespace radslag::allocation::pb {
namespace {

/// Reads one key's value into its field; false if it is not what the key takes.
using Setter = bool (*)(Reader& reader, std::string_view value, std::uint64_t line);

struct Field {
  std::string_view key;
  std::string_view takes;  ///< for the error: "a whole number"
  Setter set;
};

constexpr std::string_view kNumber = "a whole number";
constexpr std::string_view kAmount = "an amount with a decimal point and at most two decimals";

template <auto Member>
bool set_count(Reader& reader, std::string_view value, std::uint64_t) {
  reader.file.*Member = parse_count(value);
  return (reader.file.*Member).has_value();
}

template <auto Member>
bool set_amount(Reader& reader, std::string_view value, std::uint64_t line) {
  reader.file.*Member = reader.amount(line, value);
  return (reader.file.*Member).has_value();
}

template <auto Member>
bool set_announced(Reader& reader, std::string_view value, std::uint64_t line) {
  const auto count = parse_count(value);
  if (count) reader.*Member = Reader::Announced{line, *count};
  return count.has_value();
}

template <auto Member>
bool set_text(Reader& reader, std::string_view value, std::uint64_t) {
  reader.file.*Member = value;
  return true;
}

bool set_budget(Reader& reader, std::string_view value, std::uint64_t line) {
  const auto amount = reader.amount(line, value);
  if (amount) reader.file.budget = *amount;
  return amount.has_value();
}

bool set_vote_type(Reader& reader, std::string_view value, std::uint64_t) {
  for (const PbVoteType type :
       {PbVoteType::approval, PbVoteType::choose_1, PbVoteType::ordinal, PbVoteType::cumulative, PbVoteType::scoring}) {
    if (value != vote_type_name(type)) continue;
    reader.file.vote_type = type;
    return true;
  }
  return false;
}

constexpr std::array kFields{
    Field{"num_projects", kNumber, &set_announced<&Reader::num_projects>},
    Field{"num_votes", kNumber, &set_announced<&Reader::num_votes>},
    Field{"budget", kAmount, &set_budget},
    Field{"vote_type", "approval, choose-1, ordinal, cumulative or scoring", &set_vote_type},
    Field{"rule", "a name", &set_text<&PbFile::rule>},
    Field{"currency", "a name", &set_text<&PbFile::currency>},
    Field{"min_length", kNumber, &set_count<&PbFile::min_length>},
    Field{"max_length", kNumber, &set_count<&PbFile::max_length>},
    Field{"min_sum_cost", kAmount, &set_amount<&PbFile::min_sum_cost>},
    Field{"max_sum_cost", kAmount, &set_amount<&PbFile::max_sum_cost>},
    Field{"max_sum_points", kNumber, &set_count<&PbFile::max_sum_points>},
    Field{"max_points", kNumber, &set_count<&PbFile::max_points>},
    Field{"min_project_score_threshold", kNumber, &set_count<&PbFile::min_project_score_threshold>},
};

/// Required by the format; those without which nothing can be counted are errors instead.
constexpr std::array<std::string_view, 9> kExpected{"description", "country", "unit",       "instance", "num_projects",
                                                    "num_votes",   "rule",    "date_begin", "date_end"};

Result<> read_entry(Reader& reader, const Line& line, const std::string& key, std::string& value) {
  const auto* field = std::find_if(kFields.begin(), kFields.end(), [&](const Field& f) { return f.key == key; });
  if (field == kFields.end()) {
    reader.file.meta.push_back({key, std::move(value)});
    return {};
  }
  if (!field->set(reader, value, line.number))
    return refuse_line(line.number, Errc::malformed, key + ": " + quoted(value) + " is not " + std::string(field->takes));
  return {};
}

Result<> read_row(Reader& reader, const Line& line, std::vector<std::string>& cells, std::set<std::string>& keys) {
  if (auto ok = split_cells(line, reader.limits.max_fields, cells); !ok) return ok;
  if (cells.size() != 2)
    return refuse_line(line.number, Errc::malformed, "META has two fields a line, this has " + std::to_string(cells.size()));
  if (cells[0].empty()) return refuse_line(line.number, Errc::malformed, "a META key that is empty");
  if (!keys.insert(cells[0]).second) return refuse_line(line.number, Errc::duplicate, "META has " + quoted(cells[0]) + " twice");
  if (keys.size() > reader.limits.max_meta)
    return refuse_line(line.number, Errc::too_large, "more than " + std::to_string(reader.limits.max_meta) + " lines of META");
  if (cells[1] == "None" || cells[1].empty()) {
    reader.warn(line.number, cells[0] + " has no value");
    keys.erase(cells[0]);
    return {};
  }
  return read_entry(reader, line, cells[0], cells[1]);
}

Result<> check_keys(Reader& reader, const std::set<std::string>& keys, std::uint64_t end) {
  for (const char* key : {"budget", "vote_type"})
    if (!keys.contains(key)) return refuse_line(end, Errc::malformed, std::string("META has no ") + key);
  for (const std::string_view key : kExpected)
    if (!keys.contains(std::string(key))) reader.warn(end, "META has no " + std::string(key));
  return {};
}

}  // namespace

bool has_field(std::string_view key) {
  return std::any_of(kFields.begin(), kFields.end(), [&](const Field& field) { return field.key == key; });
}

std::string_view vote_type_name(PbVoteType type) {
  switch (type) {
    case PbVoteType::approval: return "approval";
    case PbVoteType::choose_1: return "choose-1";
    case PbVoteType::ordinal: return "ordinal";
    case PbVoteType::cumulative: return "cumulative";
    case PbVoteType::scoring: return "scoring";
  }
  return {};
}

Result<> read_meta(Reader& reader) {
  std::vector<std::string> cells;
  auto header = reader.need("META's header");
  if (!header) return tl::make_unexpected(header.error());
  if (auto ok = split_cells(*header, reader.limits.max_fields, cells); !ok) return ok;
  if (cells != std::vector<std::string>{"key", "value"}) return refuse_line(header->number, Errc::malformed, "META's header is key;value");
  std::set<std::string> keys;
  for (;;) {
    auto line = reader.need("PROJECTS");
    if (!line) return tl::make_unexpected(line.error());
    if (Reader::is_section(line->text, "PROJECTS")) return check_keys(reader, keys, line->number);
    if (auto ok = read_row(reader, *line, cells, keys); !ok) return ok;
  }
}

}  // namespace radslag::allocation::pb
