// What people type, made fit for the record: no character in it that nobody sees, and one spelling for what looks the same.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace radslag::html {

/// Counts are of characters (code points), after what is taken off at the ends.
struct TextRules {
  std::size_t max_characters = 200;
  std::size_t min_characters = 1;  ///< 0: may be left empty
  bool lines = false;              ///< newlines are kept; otherwise they and any run of white space become one space
  std::size_t max_word = 200;      ///< characters without a place where a line may break; a long address is about so long
};

/// The most bytes of UTF-8 that the record takes as one text.
inline constexpr std::size_t max_text_bytes = 20'000;

/// Each has a message: text_fault_key.
enum class TextFault {
  empty,              ///< nothing was written
  too_short,          ///< under min_characters
  too_long,           ///< over max_characters or max_text_bytes
  control_character,  ///< a control character, a noncharacter, or one for private use
  direction,          ///< a character that turns the direction of writing around
  invisible,          ///< a zero-width, filler, selector or tag character where no script or emoji needs it
  marks,              ///< more than max_marks combining marks in a row
  word_too_long,      ///< over max_word
  not_text,           ///< not UTF-8
};

inline constexpr std::size_t max_marks = 4;  ///< Hebrew with its points and accents needs so many

/// `typed` in normalisation form C, without white space at its ends. Soft hyphens, zero-width spaces, word joiners and byte order marks
/// are left out: they come along when text is copied, nobody sees them, and they only say where a line may break. What comes out is text
/// as FORMAT.md has it, or empty where `min_characters` is 0.
[[nodiscard]] tl::expected<std::string, TextFault> read_text(std::string_view typed, const TextRules& rules);

/// "text_fault.too-long". The messages take `max` and `min`, the rules' numbers of characters.
[[nodiscard]] std::string text_fault_key(TextFault fault);

}  // namespace radslag::html
