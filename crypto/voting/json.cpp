#include "crypto/voting/json.hpp"

#include <utility>

namespace radslag::voting::json {

namespace {

constexpr std::uint64_t largest_integer = (std::uint64_t{1} << 53) - 1;
constexpr int deepest = 32;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Four hex digits, or -1.
std::int32_t code_unit(std::string_view digits) {
  if (digits.size() < 4) return -1;
  std::int32_t unit = 0;
  for (const char c : digits.substr(0, 4)) {
    const int value = hex_value(c);
    if (value < 0) return -1;
    unit = unit * 16 + value;
  }
  return unit;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto add = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xc0 | code >> 6);
    add(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    add(0xe0 | code >> 12);
    add(0x80 | (code >> 6 & 0x3f));
    add(0x80 | (code & 0x3f));
  } else {
    add(0xf0 | code >> 18);
    add(0x80 | (code >> 12 & 0x3f));
    add(0x80 | (code >> 6 & 0x3f));
    add(0x80 | (code & 0x3f));
  }
}

/// Length of the UTF-8 character that text begins with; 0 where there is none (RFC 3629: no overlong forms, no surrogates).
std::size_t utf8_length(std::string_view text) {
  const auto byte = [text](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto follows = [&byte](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first < 0xf0) {
    const bool fits = (first != 0xe0 || byte(1) >= 0xa0) && (first != 0xed || byte(1) < 0xa0);
    return fits && follows(1) && follows(2) ? 3 : 0;
  }
  if (first >= 0xf0 && first < 0xf5) {
    const bool fits = (first != 0xf0 || byte(1) >= 0x90) && (first != 0xf4 || byte(1) < 0x90);
    return fits && follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

void Reader::expect(std::string_view literal) {
  if (!take(literal)) failed_ = true;
}

bool Reader::take(std::string_view literal) {
  if (failed_ || !rest_.starts_with(literal)) return false;
  rest_.remove_prefix(literal.size());
  return true;
}

void Reader::fail_number() {
  if (failed_) return;
  failed_ = bad_number_ = true;
}

std::string_view Reader::plain() {
  expect("\"");
  if (failed_) return {};
  std::size_t length = 0;
  while (length < rest_.size() && rest_[length] != '"') {
    const char c = rest_[length];
    if (c < 0x20 || c > 0x7e || c == '\\') {
      failed_ = true;
      return {};
    }
    ++length;
  }
  const std::string_view value = rest_.substr(0, length);
  rest_.remove_prefix(length);
  expect("\"");
  return failed_ ? std::string_view{} : value;
}

bool Reader::take_escape(std::string& out) {
  constexpr std::string_view short_escapes = "\"\\/bfnrt";
  constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
  if (const auto at = short_escapes.find(next()); next() != '\0' && at != std::string_view::npos) {
    out += meanings[at];
    rest_.remove_prefix(1);
    return true;
  }
  if (!take("u")) return false;
  std::int32_t unit = code_unit(rest_);
  if (unit < 0 || (unit >= 0xdc00 && unit < 0xe000)) return false;
  rest_.remove_prefix(4);
  if (unit >= 0xd800 && unit < 0xdc00) {
    if (!take("\\u")) return false;
    const std::int32_t low = code_unit(rest_);
    if (low < 0xdc00 || low >= 0xe000) return false;
    rest_.remove_prefix(4);
    unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
  }
  append_utf8(out, static_cast<std::uint32_t>(unit));
  return true;
}

std::string Reader::text() {
  expect("\"");
  std::string out;
  while (!failed_ && !take("\"")) {
    if (take("\\")) {
      if (!take_escape(out)) failed_ = true;
      continue;
    }
    const std::size_t length = static_cast<unsigned char>(next()) < 0x20 ? 0 : utf8_length(rest_);
    if (length == 0) {
      failed_ = true;
      break;
    }
    out += rest_.substr(0, length);
    rest_.remove_prefix(length);
  }
  return failed_ ? std::string{} : out;
}

std::uint64_t Reader::integer() {
  if (!is_digit(next())) {
    failed_ = true;
    return 0;
  }
  if (take("0")) {
    if (is_digit(next())) failed_ = true;
    return 0;
  }
  std::uint64_t value = 0;
  while (is_digit(next())) {
    value = value * 10 + static_cast<std::uint64_t>(next() - '0');
    rest_.remove_prefix(1);
    if (value > largest_integer) failed_ = true;
  }
  return failed_ ? 0 : value;
}

bool Reader::next_of(bool& first, char open, char close) {
  const bool at_first = std::exchange(first, false);
  if (at_first) expect({&open, 1});
  if (failed_ || take({&close, 1})) {
    // A comma must be followed by an item, so "]" may only stand where an item has ended or none has begun: both are here.
    return false;
  }
  if (!at_first) expect(",");
  return !failed_;
}

bool Reader::next_item(bool& first) { return next_of(first, '[', ']'); }

bool Reader::next_member(bool& first, std::string& name) {
  if (!next_of(first, '{', '}')) return false;
  name = text();
  expect(":");
  return !failed_;
}

void Reader::skip_value() { skip_value(0); }

void Reader::skip_value(int depth) {
  if (depth > deepest) failed_ = true;
  const char c = next();
  if (c == '"') {
    (void)text();
  } else if (c == '[') {
    for (bool first = true; next_item(first);) skip_value(depth + 1);
  } else if (c == '{') {
    std::string name;
    for (bool first = true; next_member(first, name);) skip_value(depth + 1);
  } else if (c == '-' || is_digit(c)) {
    while (next() != '\0' && (is_digit(next()) || std::string_view("+-.eE").find(next()) != std::string_view::npos)) rest_.remove_prefix(1);
  } else if (!take("true") && !take("false")) {
    expect("null");
  }
}

std::string quote(std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
          out += "\\u00";
          out += hex[static_cast<unsigned char>(c) >> 4];
          out += hex[static_cast<unsigned char>(c) & 0x0f];
        } else {
          out += c;
        }
    }
  }
  return out += '"';
}

}  // namespace radslag::voting::json
