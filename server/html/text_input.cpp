#include "server/html/text_input.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <optional>
#include <stdexcept>
#include <vector>

#include "server/http/percent.hpp"

namespace radslag::html {
namespace {

using Characters = std::vector<UChar32>;

constexpr UChar32 non_joiner = 0x200c, joiner = 0x200d, black_flag = 0x1f3f4, text_style = 0xfe0e, emoji_style = 0xfe0f;
constexpr UChar32 tag_end = 0xe007f, keycap = 0x20e3;

Characters characters_of(const icu::UnicodeString& text) {
  Characters out;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) out.push_back(text.char32At(at));
  return out;
}

/// Only says where a line may break, or where a file begins.
bool is_left_out(UChar32 c) { return c == 0x00ad || c == 0x200b || c == 0x2060 || c == 0xfeff; }

bool is_space(UChar32 c) { return u_hasBinaryProperty(c, UCHAR_WHITE_SPACE) != 0; }

bool is_newline(UChar32 c) { return c == '\n' || c == 0x0b || c == 0x0c || c == 0x85 || c == 0x2028 || c == 0x2029; }

bool is_mark(UChar32 c) { return (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_ME_MASK)) != 0; }

bool is_pictograph(UChar32 c) { return u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) != 0; }

/// One newline for each; in a single line one space for each run of white space that is more than a space.
Characters with_plain_space(const Characters& typed, bool lines) {
  Characters out;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const UChar32 c = typed[i];
    if (is_left_out(c)) continue;
    const bool cr = c == '\r';
    if (cr && i + 1 < typed.size() && typed[i + 1] == '\n') continue;
    const bool newline = cr || is_newline(c);
    const bool space_before = !out.empty() && is_space(out.back());
    if (lines) {
      out.push_back(newline ? '\n' : c == '\t' ? ' ' : c);
    } else if (!is_space(c)) {
      out.push_back(c);
    } else if (space_before) {
      out.back() = ' ';
    } else {
      out.push_back(newline || c == '\t' ? ' ' : c);
    }
  }
  while (!out.empty() && is_space(out.back())) out.pop_back();
  std::size_t begin = 0;
  while (begin < out.size() && is_space(out[begin])) ++begin;
  out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(begin));
  return out;
}

/// Scripts whose letters a joiner or non-joiner puts into another shape.
bool is_joining_script(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(c, &status)) {
    case USCRIPT_ARABIC:
    case USCRIPT_SYRIAC:
    case USCRIPT_MONGOLIAN:
    case USCRIPT_NKO:
    case USCRIPT_DEVANAGARI:
    case USCRIPT_BENGALI:
    case USCRIPT_GURMUKHI:
    case USCRIPT_GUJARATI:
    case USCRIPT_ORIYA:
    case USCRIPT_TAMIL:
    case USCRIPT_TELUGU:
    case USCRIPT_KANNADA:
    case USCRIPT_MALAYALAM:
    case USCRIPT_SINHALA:
    case USCRIPT_MYANMAR:
    case USCRIPT_KHMER: return true;
    default: return false;
  }
}

/// Whether the joiner or non-joiner at `i` does something between its neighbours.
bool joins(const Characters& text, std::size_t i) {
  if (i == 0 || i + 1 == text.size()) return false;
  if (is_joining_script(text[i - 1]) && (is_joining_script(text[i + 1]) || text[i] == non_joiner)) return true;
  std::size_t before = i - 1;  // a family of emoji: style and skin colour may stand before the joiner
  while (before > 0 && (text[before] == emoji_style || u_hasBinaryProperty(text[before], UCHAR_EMOJI_MODIFIER) != 0)) --before;
  return text[i] == joiner && is_pictograph(text[before]) && is_pictograph(text[i + 1]);
}

/// The flag of a part of a country: a black flag, one to six tags, the end. Gives the place after it; nothing for other tags.
std::optional<std::size_t> flag_end(const Characters& text, std::size_t i) {
  if (i == 0 || text[i - 1] != black_flag) return std::nullopt;
  const auto is_tag = [](UChar32 c) { return (c >= 0xe0030 && c <= 0xe0039) || (c >= 0xe0061 && c <= 0xe007a); };
  std::size_t at = i;
  while (at < text.size() && at - i < 6 && is_tag(text[at])) ++at;
  if (at == i || at == text.size() || text[at] != tag_end) return std::nullopt;
  return at + 1;
}

bool is_style_of_emoji(const Characters& text, std::size_t i) {
  return (text[i] == text_style || text[i] == emoji_style) && i > 0 && u_hasBinaryProperty(text[i - 1], UCHAR_EMOJI) != 0;
}

bool is_forbidden(UChar32 c) {
  const auto category = U_GET_GC_MASK(c);
  return (c != '\n' && (category & U_GC_CC_MASK) != 0) || (category & (U_GC_CO_MASK | U_GC_CS_MASK)) != 0 || U_IS_UNICODE_NONCHAR(c);
}

std::optional<TextFault> fault_of_characters(const Characters& text) {
  for (std::size_t i = 0; i < text.size();) {
    const UChar32 c = text[i];
    if (is_forbidden(c)) return TextFault::control_character;
    if (u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) != 0) return TextFault::direction;
    if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0) {
      if (const auto end = flag_end(text, i)) {
        i = *end;
        continue;
      }
      const bool needed = ((c == joiner || c == non_joiner) && joins(text, i)) || is_style_of_emoji(text, i);
      if (!needed) return TextFault::invisible;
    }
    ++i;
  }
  return std::nullopt;
}

/// Scripts that are written without spaces break between any two letters, or by a dictionary.
bool breaks_anywhere(UChar32 c) {
  switch (u_getIntPropertyValue(c, UCHAR_LINE_BREAK)) {
    case U_LB_IDEOGRAPHIC:
    case U_LB_CONDITIONAL_JAPANESE_STARTER:
    case U_LB_COMPLEX_CONTEXT:
    case U_LB_H2:
    case U_LB_H3: return true;
    default: return is_space(c);
  }
}

std::optional<TextFault> fault_of_runs(const Characters& text, std::size_t max_word) {
  std::size_t marks = 0, word = 0;
  for (const UChar32 c : text) {
    const bool is_style = c == text_style || c == emoji_style || c == keycap;
    marks = is_mark(c) && !is_style ? marks + 1 : 0;
    word = breaks_anywhere(c) ? 0 : word + 1;
    if (marks > max_marks) return TextFault::marks;
    if (word > max_word) return TextFault::word_too_long;
  }
  return std::nullopt;
}

icu::UnicodeString normalised(const Characters& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  icu::UnicodeString wide = icu::UnicodeString::fromUTF32(text.data(), static_cast<std::int32_t>(text.size()));
  icu::UnicodeString out = nfc == nullptr ? wide : nfc->normalize(wide, status);
  if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU cannot normalise: ") + u_errorName(status));
  return out;
}

}  // namespace

tl::expected<std::string, TextFault> read_text(std::string_view typed, const TextRules& rules) {
  const auto refuse = [](TextFault fault) { return tl::make_unexpected(fault); };
  if (!http::is_utf8(typed)) return refuse(TextFault::not_text);
  // What is left out, and what composing takes together, is far less than this.
  if (typed.size() > 4 * max_text_bytes) return refuse(TextFault::too_long);
  const auto wide = icu::UnicodeString::fromUTF8(icu::StringPiece(typed.data(), static_cast<std::int32_t>(typed.size())));
  const icu::UnicodeString normal = normalised(with_plain_space(characters_of(wide), rules.lines));
  const Characters text = characters_of(normal);
  if (text.empty() && rules.min_characters > 0) return refuse(TextFault::empty);
  if (text.size() < rules.min_characters) return refuse(TextFault::too_short);
  if (text.size() > rules.max_characters) return refuse(TextFault::too_long);
  if (const auto fault = fault_of_characters(text)) return refuse(*fault);
  if (const auto fault = fault_of_runs(text, rules.max_word)) return refuse(*fault);
  std::string out;
  normal.toUTF8String(out);
  if (out.size() > max_text_bytes) return refuse(TextFault::too_long);
  return out;
}

std::string text_fault_key(TextFault fault) {
  const auto name = [&]() -> std::string_view {
    switch (fault) {
      case TextFault::empty: return "empty";
      case TextFault::too_short: return "too-short";
      case TextFault::too_long: return "too-long";
      case TextFault::control_character: return "control-character";
      case TextFault::direction: return "direction";
      case TextFault::invisible: return "invisible";
      case TextFault::marks: return "marks";
      case TextFault::word_too_long: return "word-too-long";
      case TextFault::not_text: break;
    }
    return "not-text";
  };
  return "text_fault." + std::string(name());
}

}  // namespace radslag::html
