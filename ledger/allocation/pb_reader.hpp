// What the readers of the three sections share. Private to the Pabulib reader.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/allocation/pabulib.hpp"
#include "ledger/allocation/pb_text.hpp"

namespace radslag::allocation::pb {

class Reader {
 public:
  Reader(std::string_view bytes, const PbLimits& given) : limits(given), lines_(bytes) {}

  /// The next line that is not blank; blank ones before it become a warning. The end of the file is no line.
  [[nodiscard]] Result<std::optional<Line>> next();
  /// Like `next`, where the format needs a line: "line 12: the file ends before <what>".
  [[nodiscard]] Result<Line> need(std::string_view what);

  /// Whether a line is the name of a section, in upper or lower case.
  [[nodiscard]] static bool is_section(std::string_view line, std::string_view name);

  void warn(std::uint64_t line, std::string text);
  /// parse_amount, and amounts with a decimal comma, which older files have: with a warning.
  [[nodiscard]] std::optional<std::int64_t> amount(std::uint64_t line, std::string_view text);

  const PbLimits limits;
  PbFile file;
  std::vector<std::uint64_t> project_lines;  ///< the line of each project
  struct Announced {
    std::uint64_t line = 0;
    std::uint64_t count = 0;
  };
  std::optional<Announced> num_projects, num_votes;

 private:
  Lines lines_;
  std::uint64_t last_line_ = 0;
};

/// The header line of PROJECTS or VOTES: which column has which name.
class Columns {
 public:
  [[nodiscard]] static Result<Columns> read(Reader& reader, std::string_view section, std::string_view first);
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
  [[nodiscard]] std::size_t size() const { return names_.size(); }
  [[nodiscard]] std::uint64_t line() const { return line_; }

 private:
  std::vector<std::string> names_;
  std::uint64_t line_ = 0;
};

/// Each reads its section's rows; the section's name has been read. read_meta and read_projects also take the next section's name.
[[nodiscard]] Result<> read_meta(Reader& reader);
[[nodiscard]] Result<> read_projects(Reader& reader);
[[nodiscard]] Result<> read_votes(Reader& reader);

/// Whether META's key has a field in PbFile or is one of the two counts.
[[nodiscard]] bool has_field(std::string_view key);
[[nodiscard]] std::string_view vote_type_name(PbVoteType type);

}  // namespace radslag::allocation::pb
