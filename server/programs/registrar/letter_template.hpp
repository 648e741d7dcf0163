// The letter that codes are mailed in: an HTML file with {{names}} for values. What stands between the comments "letter" and "/letter" is
// repeated for each; so a municipality changes its words without touching the program.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace radslag::registrar_program {

/// Text as HTML shows it.
[[nodiscard]] std::string escaped(std::string_view text);

class LetterTemplate {
 public:
  using Values = std::map<std::string_view, std::string_view>;

  /// Throws Stop that names what is wrong: no file, no such comments, a name that is none of: code, name, address, postcode, city, number
  /// (these within the letter only), edition, site, town.
  explicit LetterTemplate(const std::filesystem::path& file);

  /// The three parts in turn, values escaped. A name that `values` lacks is empty.
  [[nodiscard]] std::string begin(const Values& values) const { return fill(begin_, values); }
  [[nodiscard]] std::string letter(const Values& values) const { return fill(letter_, values); }
  [[nodiscard]] std::string end(const Values& values) const { return fill(end_, values); }

 private:
  struct Piece {
    std::string text;  ///< and after it the value
    std::string name;  ///< empty: no value
  };
  using Pieces = std::vector<Piece>;
  [[nodiscard]] static Pieces parse(std::string_view text, const std::filesystem::path& file, bool in_letter);
  [[nodiscard]] static std::string fill(const Pieces& pieces, const Values& values);

  Pieces begin_, letter_, end_;
};

}  // namespace radslag::registrar_program
