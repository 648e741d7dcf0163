// What goes into a statement and what comes out of it, without the database library's headers.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace radslag::storage {

/// The text of a statement: a literal, and nothing put together at run time. Values are parameters, always.
class Sql {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a literal is what everybody writes here.
  consteval Sql(const char* literal) : text_(literal) {}
  [[nodiscard]] constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

/// Bytes for a BLOB column, where a string alone would be TEXT.
struct Blob {
  explicit Blob(std::string_view all) : bytes(all) {}
  template <std::size_t N>
  explicit Blob(const std::array<std::uint8_t, N>& all) : bytes(reinterpret_cast<const char*>(all.data()), N) {}

  std::string_view bytes;
};

/// One parameter. Refers to the caller's bytes, which must live until the call returns. An integer over 2^63 - 1 is a bug.
class Parameter {
 public:
  // NOLINTBEGIN(google-explicit-constructor): {id, name, std::nullopt} is how parameters are written.
  Parameter(std::nullopt_t) {}
  template <std::integral T>
  Parameter(T number) : value_(checked(number)) {}
  Parameter(std::string_view text) : value_(text) {}
  Parameter(const std::string& text) : value_(std::string_view(text)) {}
  Parameter(const char* text) : value_(std::string_view(text)) {}
  Parameter(Blob blob) : value_(blob) {}
  template <typename T>
  Parameter(const std::optional<T>& maybe) {
    if (maybe) *this = Parameter(*maybe);
  }
  // NOLINTEND(google-explicit-constructor)

  using Value = std::variant<std::monostate, std::int64_t, std::string_view, Blob>;
  [[nodiscard]] const Value& value() const { return value_; }

 private:
  template <std::integral T>
  static std::int64_t checked(T number) {
    if constexpr (std::unsigned_integral<T> && sizeof(T) >= sizeof(std::int64_t)) {
      if (number > static_cast<T>(std::numeric_limits<std::int64_t>::max())) too_great();
    }
    return static_cast<std::int64_t>(number);
  }
  [[noreturn]] static void too_great();

  Value value_;
};

/// One row of an answer; it owns its values. Reading a column as what it is not throws std::logic_error.
class Row {
 public:
  [[nodiscard]] std::int64_t integer(std::size_t column) const;
  [[nodiscard]] bool flag(std::size_t column) const { return integer(column) != 0; }
  /// TEXT and BLOB alike.
  [[nodiscard]] const std::string& text(std::size_t column) const;
  /// A BLOB of exactly N bytes.
  template <std::size_t N>
  [[nodiscard]] std::array<std::uint8_t, N> bytes(std::size_t column) const {
    std::array<std::uint8_t, N> all;
    copy_bytes(column, all.data(), N);
    return all;
  }
  [[nodiscard]] bool is_null(std::size_t column) const;
  [[nodiscard]] std::optional<std::int64_t> maybe_integer(std::size_t column) const;
  [[nodiscard]] std::optional<std::string> maybe_text(std::size_t column) const;

 private:
  friend class Statement;
  using Value = std::variant<std::monostate, std::int64_t, std::string>;
  [[nodiscard]] const Value& at(std::size_t column) const;
  void copy_bytes(std::size_t column, std::uint8_t* out, std::size_t size) const;

  std::vector<Value> values_;
};

}  // namespace radslag::storage
