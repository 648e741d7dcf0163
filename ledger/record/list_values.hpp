// Values that are comma-separated lists, each with its one possible spelling (values.hpp).
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/values.hpp"

namespace radslag::record {

/// Reads the items between commas; `read_item` says whether one is good. A list has at least one.
template <class ReadItem>
bool read_list(std::string_view token, ReadItem read_item) {
  while (true) {
    const auto comma = token.find(',');
    if (!read_item(token.substr(0, comma))) return false;
    if (comma == std::string_view::npos) return true;
    token.remove_prefix(comma + 1);
  }
}

template <class Items, class WriteItem>
void write_list(std::string& out, const Items& items, WriteItem write_item) {
  for (const char* comma = ""; const auto& item : items) {
    out += comma;
    write_item(item);
    comma = ",";
  }
}

/// Project ids, at least two.
template <class T>
struct ProjectIds {
  T& value;
  void write(std::string& out) const {
    write_list(out, value, [&](const std::string& id) { out += id; });
  }
  bool read(std::string_view token) const {
    value.clear();
    const bool good = read_list(token, [&](std::string_view id) {
      value.emplace_back(id);
      return is_project_id(id);
    });
    return good && value.size() >= 2;
  }
};
template <class T>
ProjectIds(T&) -> ProjectIds<T>;

/// Area ids, or `-` for none.
template <class T>
struct AreaIds {
  T& value;
  void write(std::string& out) const {
    if (value.empty()) out += '-';
    write_list(out, value, [&](const std::string& id) { out += id; });
  }
  bool read(std::string_view token) const {
    value.clear();
    return token == "-" || read_list(token, [&](std::string_view id) {
             value.emplace_back(id);
             return is_id(id);
           });
  }
};
template <class T>
AreaIds(T&) -> AreaIds<T>;

/// Numbers, or `-` for none.
template <class T>
struct Numbers {
  T& value;
  void write(std::string& out) const {
    if (value.empty()) out += '-';
    write_list(out, value, [&](std::uint64_t number) { write_number(out, number); });
  }
  bool read(std::string_view token) const {
    value.clear();
    return token == "-" || read_list(token, [&](std::string_view number) { return read_number(number, value.emplace_back()); });
  }
};
template <class T>
Numbers(T&) -> Numbers<T>;

/// A fraction from 0, "p/q" in lowest terms or "p" where q is 1; or `-` for none, held as the empty text.
[[nodiscard]] bool is_fraction(std::string_view value);
template <class T>
struct OptionalFraction {
  T& value;
  void write(std::string& out) const { out += value.empty() ? "-" : value; }
  bool read(std::string_view token) const {
    if (token != "-" && !is_fraction(token)) return false;
    value = token == "-" ? std::string_view() : token;
    return true;
  }
};
template <class T>
OptionalFraction(T&) -> OptionalFraction<T>;

template <class Items, class Name>
bool all_different(const Items& items, Name name) {
  std::vector<std::string_view> names;
  for (const auto& item : items) names.push_back(name(item));
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) == names.end();
}

}  // namespace radslag::record
