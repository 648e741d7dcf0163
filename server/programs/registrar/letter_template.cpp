#include "server/programs/registrar/letter_template.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "server/programs/exit.hpp"

namespace radslag::registrar_program {
namespace {

using programs::Exit;
using programs::Stop;

constexpr std::string_view begin_mark = "<!-- letter -->", end_mark = "<!-- /letter -->";
constexpr std::array<std::string_view, 3> everywhere{"edition", "site", "town"};
constexpr std::array<std::string_view, 6> in_letters{"code", "name", "address", "postcode", "city", "number"};

bool is_one(std::string_view name, const auto& names) { return std::find(names.begin(), names.end(), name) != names.end(); }

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

LetterTemplate::LetterTemplate(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Stop(Exit::no_input, "There is no letter " + path.string() + ".");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::string_view all(text);
  const auto from = all.find(begin_mark), to = all.find(end_mark);
  if (from == std::string_view::npos || to == std::string_view::npos || to < from) {
    throw Stop(Exit::data, path.string() + ": what is repeated for each letter stands between \"" + std::string(begin_mark) + "\" and \"" +
                               std::string(end_mark) + "\".");
  }
  const auto inner = from + begin_mark.size();
  begin_ = parse(all.substr(0, from), path, false);
  letter_ = parse(all.substr(inner, to - inner), path, true);
  end_ = parse(all.substr(to + end_mark.size()), path, false);
  const bool has_code = std::any_of(letter_.begin(), letter_.end(), [](const Piece& piece) { return piece.name == "code"; });
  if (!has_code) throw Stop(Exit::data, path.string() + ": the letter has no {{code}}.");
}

LetterTemplate::Pieces LetterTemplate::parse(std::string_view text, const std::filesystem::path& path, bool in_letter) {
  Pieces pieces;
  for (;;) {
    const auto open = text.find("{{"), close = open == std::string_view::npos ? open : text.find("}}", open);
    if (close == std::string_view::npos) break;
    const std::string name(text.substr(open + 2, close - open - 2));
    if (!is_one(name, everywhere) && !(in_letter && is_one(name, in_letters))) {
      throw Stop(Exit::data, path.string() + ": nothing is called {{" + name + "}} here.");
    }
    pieces.push_back({std::string(text.substr(0, open)), name});
    text.remove_prefix(close + 2);
  }
  pieces.push_back({std::string(text), {}});
  return pieces;
}

std::string LetterTemplate::fill(const Pieces& pieces, const Values& values) {
  std::string out;
  for (const auto& piece : pieces) {
    out += piece.text;
    const auto value = values.find(piece.name);
    if (value != values.end()) out += escaped(value->second);
  }
  return out;
}

}  // namespace radslag::registrar_program
