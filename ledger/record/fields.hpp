// Writing and reading the lines of FORMAT.md section 2 from one list of fields.
//
// A thing's fields are named once, in a function `template <class C> void fields(C& c, <T or const T>& x)`, which runs with a
// FieldWriter to encode and with a FieldReader to parse. So there is one encoding, and what is parsed encodes to the same bytes.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/values.hpp"
#include "ledger/result.hpp"

namespace radslag::record {

class FieldWriter {
 public:
  static constexpr bool reading = false;

  void line(std::string_view whole) { out_.append(whole) += '\n'; }

  template <class... Values>
  void field(std::string_view key, Values... values) {
    out_ += key;
    ((out_ += ' ', values.write(out_)), ...);
    out_ += '\n';
  }

  /// One line an item.
  template <class Items, class Fields>
  void each(std::string_view, Items& items, Fields item_fields) {
    for (auto& item : items) item_fields(*this, item);
  }

  /// A field that may be absent: there exactly if `present`.
  template <class Value>
  void optional(std::string_view key, bool& present, Value value) {
    if (present) field(key, value);
  }
  template <class Value>
  void optional(std::string_view key, const bool& present, Value value) {
    if (present) field(key, value);
  }

  void require(bool, std::string_view) {}
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

class FieldReader {
 public:
  static constexpr bool reading = true;

  explicit FieldReader(std::string_view text) : rest_(text) {}

  void line(std::string_view whole) {
    if (!failed() && next_line() != whole) fail(std::string("expected the line '") + std::string(whole) + "'");
  }

  template <class... Values>
  void field(std::string_view key, Values... values) {
    if (failed()) return;
    if (!at(key)) return fail("expected the field '" + std::string(key) + "'");
    const std::string_view line = next_line();
    if (failed()) return;  // it has no end
    std::string_view value = line.substr(key.size() + 1);
    std::size_t left = sizeof...(values);
    const bool good = (values.read(next_token(value, --left == 0)) && ...);
    if (!good) fail("field '" + std::string(key) + "' is not in its one possible form");
  }

  template <class Items, class Fields>
  void each(std::string_view key, Items& items, Fields item_fields) {
    items.clear();
    while (!failed() && at(key)) {
      items.emplace_back();
      item_fields(*this, items.back());
    }
  }

  template <class Value>
  void optional(std::string_view key, bool& present, Value value) {
    present = at(key);
    if (present) field(key, value);
  }

  /// A condition between fields that only one form satisfies.
  void require(bool holds, std::string_view what) {
    if (!failed() && !holds) fail(std::string(what));
  }

  [[nodiscard]] bool at(std::string_view key) const {
    return rest_.size() > key.size() && rest_.starts_with(key) && rest_[key.size()] == ' ';
  }
  [[nodiscard]] bool failed() const { return !error_.empty(); }
  [[nodiscard]] std::string_view rest() const { return rest_; }
  void fail(std::string what) {
    if (error_.empty()) error_ = std::move(what);
  }

  /// Everything read, nothing left over?
  [[nodiscard]] Result<> finish(std::string_view what) const {
    if (failed()) return refuse(Errc::not_canonical, std::string(what) + ": " + error_);
    if (!rest_.empty()) return refuse(Errc::not_canonical, std::string(what) + ": something follows its last field");
    return {};
  }

 private:
  /// A newline that a tab follows belongs to the line's text.
  std::string_view next_line() {
    std::size_t end = rest_.find('\n');
    while (end != std::string_view::npos && end + 1 < rest_.size() && rest_[end + 1] == '\t') end = rest_.find('\n', end + 1);
    if (end == std::string_view::npos) {
      fail("the last line does not end in a newline");
      return {};
    }
    const auto line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
  }

  static std::string_view next_token(std::string_view& value, bool last) {
    const auto end = last ? value.size() : value.find(' ');
    const auto token = value.substr(0, end);
    value.remove_prefix(std::min(value.size(), token.size() + 1));
    return token;
  }

  std::string_view rest_;
  std::string error_;
};

/// For lists of fields that serve a T and a const T.
template <class T, class U>
concept Is = std::same_as<std::remove_const_t<T>, U>;

/// The text of a statement or of a blob's content: its first line, then its fields.
template <class T>
[[nodiscard]] std::string encode(const T& value) {
  FieldWriter writer;
  writer.line(std::string("radslag/v1/") + std::string(T::kind));
  fields(writer, value);
  return writer.take();
}

template <class T>
[[nodiscard]] Result<T> parse(std::string_view text) {
  T value;
  FieldReader reader(text);
  reader.line(std::string("radslag/v1/") + std::string(T::kind));
  fields(reader, value);
  if (auto done = reader.finish(T::kind); !done) return tl::make_unexpected(done.error());
  return value;
}

}  // namespace radslag::record
