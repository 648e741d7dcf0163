// The values of FORMAT.md section 2, each with its one possible spelling. `write` appends it; `read` takes exactly that or refuses.
// Each wraps a reference to where the value lives, so that one list of fields serves for writing and for reading.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace radslag::record {

inline constexpr std::uint64_t max_number = 100'000'000'000'000'000;  // 10^17
inline constexpr std::size_t max_text_bytes = 20'000;

[[nodiscard]] bool is_id(std::string_view value);
[[nodiscard]] bool is_project_id(std::string_view value);
[[nodiscard]] bool is_date(std::string_view value);
[[nodiscard]] bool is_origin(std::string_view value);
/// A log's short name: "town" or "rounds/<id>".
[[nodiscard]] bool is_log_name(std::string_view value);
[[nodiscard]] bool is_currency(std::string_view value);
/// "https://rostlangd.example.se", with a port where it has one of its own; only on one's own machine also "http://localhost:8081" or
/// "http://127.0.0.1:8081". No path, no slash at the end.
[[nodiscard]] bool is_site(std::string_view value);
/// A Belenios credential: 1 to 700 decimal or lower-case hex digits. Whether it is one is for its group to say.
[[nodiscard]] bool is_credential(std::string_view value);
/// A file of a page, as in an address: 1 to 200 letters, digits and `._/-`.
[[nodiscard]] bool is_page_path(std::string_view value);
/// Text as it is meant, with plain newlines.
[[nodiscard]] bool is_text(std::string_view value);

void write_number(std::string& out, std::uint64_t value);
[[nodiscard]] bool read_number(std::string_view token, std::uint64_t& value);
void write_hex(std::string& out, std::span<const std::uint8_t> bytes);
[[nodiscard]] bool read_hex(std::string_view token, std::span<std::uint8_t> bytes);
void write_hex(std::string& out, std::string_view bytes);
[[nodiscard]] bool read_hex(std::string_view token, std::string& bytes);
void write_text(std::string& out, std::string_view value);
[[nodiscard]] bool read_text(std::string_view token, std::string& value);

template <class T>  // T: std::uint64_t, perhaps const
struct Number {
  T& value;
  void write(std::string& out) const { write_number(out, value); }
  bool read(std::string_view token) const { return read_number(token, value); }
};
template <class T>
Number(T&) -> Number<T>;

/// A digest, key, root or signature.
template <class T>
struct Hex {
  T& value;
  void write(std::string& out) const { write_hex(out, value); }
  bool read(std::string_view token) const { return read_hex(token, value); }
};
template <class T>
Hex(T&) -> Hex<T>;

/// Bytes of any number, at least one.
template <class T>
struct HexBytes {
  T& value;
  void write(std::string& out) const { write_hex(out, value); }
  bool read(std::string_view token) const { return read_hex(token, value); }
};
template <class T>
HexBytes(T&) -> HexBytes<T>;

template <class T, bool (*Is)(std::string_view)>
struct Checked {
  T& value;
  void write(std::string& out) const { out += value; }
  bool read(std::string_view token) const {
    if (!Is(token)) return false;
    value = token;
    return true;
  }
};
template <class T>
struct Id : Checked<T, is_id> {};
template <class T>
Id(T&) -> Id<T>;
template <class T>
struct ProjectId : Checked<T, is_project_id> {};
template <class T>
ProjectId(T&) -> ProjectId<T>;
template <class T>
struct Date : Checked<T, is_date> {};
template <class T>
Date(T&) -> Date<T>;
template <class T>
struct Origin : Checked<T, is_origin> {};
template <class T>
Origin(T&) -> Origin<T>;
template <class T>
struct Currency : Checked<T, is_currency> {};
template <class T>
Currency(T&) -> Currency<T>;

template <class T>
struct Site : Checked<T, is_site> {};
template <class T>
Site(T&) -> Site<T>;

template <class T>
struct LogName : Checked<T, is_log_name> {};
template <class T>
LogName(T&) -> LogName<T>;

template <class T>
struct Credential : Checked<T, is_credential> {};
template <class T>
Credential(T&) -> Credential<T>;
template <class T>
struct PagePath : Checked<T, is_page_path> {};
template <class T>
PagePath(T&) -> PagePath<T>;

/// A digest, or "-" for none.
template <class T>
struct OptionalHex {
  T& value;
  void write(std::string& out) const {
    if (!value) return void(out += '-');
    write_hex(out, *value);
  }
  bool read(std::string_view token) const {
    if (token == "-") return value.reset(), true;
    return read_hex(token, value.emplace());
  }
};
template <class T>
OptionalHex(T&) -> OptionalHex<T>;

/// An id, or "-" for none (held as the empty string).
template <class T>
struct OptionalId {
  T& value;
  void write(std::string& out) const { out += value.empty() ? "-" : value; }
  bool read(std::string_view token) const {
    if (token == "-") return value.clear(), true;
    if (!is_id(token)) return false;
    value = token;
    return true;
  }
};
template <class T>
OptionalId(T&) -> OptionalId<T>;

template <class T>
struct Text {
  T& value;
  void write(std::string& out) const { write_text(out, value); }
  bool read(std::string_view token) const { return read_text(token, value); }
};
template <class T>
Text(T&) -> Text<T>;

template <class T>  // T: bool, perhaps const
struct Flag {
  T& value;
  void write(std::string& out) const { out += value ? "yes" : "no"; }
  bool read(std::string_view token) const {
    if (token != "yes" && token != "no") return false;
    value = token == "yes";
    return true;
  }
};
template <class T>
Flag(T&) -> Flag<T>;

/// An enum whose names are found by `std::span<const std::string_view> words(E)`, in the order of its values.
template <class E>
struct Word {
  E& value;
  void write(std::string& out) const { out += words(value)[static_cast<std::size_t>(value)]; }
  bool read(std::string_view token) const {
    const auto names = words(value);
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] == token) {
        value = static_cast<std::remove_const_t<E>>(i);
        return true;
      }
    }
    return false;
  }
};
template <class E>
Word(E&) -> Word<E>;

}  // namespace radslag::record
