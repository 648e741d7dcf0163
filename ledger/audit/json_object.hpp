// JSON put together member by member, in the order in which they are given.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <type_traits>

namespace radslag::audit::json {

inline std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.append("\\") += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out += escape;
    } else {
      out += c;
    }
  }
  return out + '"';
}

/// Members of one object in the order in which they are given.
class Object {
 public:
  template <class Value>
  Object& add(std::string_view key, const Value& value) {
    if constexpr (std::is_same_v<Value, bool>) {
      return raw(key, value ? "true" : "false");
    } else if constexpr (std::is_integral_v<Value>) {
      return raw(key, std::to_string(value));
    } else {
      return raw(key, quoted(value));
    }
  }
  Object& raw(std::string_view key, std::string_view json) {
    text_ += (text_.empty() ? "" : ",") + quoted(key) + ":";
    text_ += json;
    return *this;
  }
  [[nodiscard]] std::string text() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

template <class Items, class Render>
std::string array(const Items& items, Render render) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : ",") + render(item);
  return "[" + text + "]";
}

}  // namespace radslag::audit::json
