#include "server/html/json_input.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <unordered_set>
#include <vector>

namespace radslag::html {
namespace json = boost::json;
namespace {

constexpr std::int64_t max_safe_integer = (std::int64_t{1} << 53) - 1;

/// Listens to the parser and refuses what the library would let through: it keeps the last of two equal keys, makes doubles of
/// integers that are too large, and takes NUL for a character.
struct StrictHandler {
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  std::vector<std::unordered_set<std::string>> keys;  // of the objects that are open
  std::string key;
  std::string_view why;

  bool refuse(std::string_view reason, json::error_code& error) {
    why = reason;
    error = json::error::syntax;
    return false;
  }
  bool text(std::string_view part, json::error_code& error) {
    return part.find('\0') == std::string_view::npos || refuse("NUL in a text", error);
  }
  bool whole(bool within, std::string_view digits, json::error_code& error) {
    if (digits == "-0") return refuse("a number written -0", error);
    return within || refuse("a number over 2^53 - 1", error);
  }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { return keys.emplace_back(), true; }
  bool on_object_end(std::size_t, json::error_code&) { return keys.pop_back(), true; }
  bool on_array_begin(json::error_code&) { return true; }
  bool on_array_end(std::size_t, json::error_code&) { return true; }
  bool on_key_part(json::string_view part, std::size_t, json::error_code& error) {
    key.append(part.data(), part.size());
    return text(std::string_view(part.data(), part.size()), error);
  }
  bool on_key(json::string_view part, std::size_t size, json::error_code& error) {
    if (!on_key_part(part, size, error)) return false;
    if (!keys.back().insert(std::move(key)).second) return refuse("a key that stands twice", error);
    key.clear();
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code& error) {
    return text(std::string_view(part.data(), part.size()), error);
  }
  bool on_string(json::string_view part, std::size_t size, json::error_code& error) { return on_string_part(part, size, error); }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t value, json::string_view digits, json::error_code& error) {
    return whole(value <= max_safe_integer && value >= -max_safe_integer, std::string_view(digits.data(), digits.size()), error);
  }
  bool on_uint64(std::uint64_t, json::string_view digits, json::error_code& error) {
    return whole(false, std::string_view(digits.data(), digits.size()), error);
  }
  bool on_double(double, json::string_view, json::error_code& error) { return refuse("a number that is not a whole one", error); }
  bool on_bool(bool, json::error_code&) { return true; }
  bool on_null(json::error_code&) { return true; }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }
};

}  // namespace

Result<json::value> read_json(std::string_view body) {
  json::parse_options options;
  options.max_depth = max_json_depth;
  json::basic_parser<StrictHandler> strict(options);
  json::error_code error;
  strict.write_some(false, body.data(), body.size(), error);
  if (error) {
    const std::string_view why = strict.handler().why;
    return refuse(Errc::malformed, "not JSON as it is taken here: " + (why.empty() ? error.message() : std::string(why)));
  }
  json::value value = json::parse(json::string_view(body.data(), body.size()), error, {}, options);  // also refuses what stands after it
  if (error) return refuse(Errc::malformed, "not JSON: " + error.message());
  return value;
}

const json::object* as_object(const json::value& value, std::span<const std::string_view> fields) {
  const json::object* object = value.if_object();
  if (object == nullptr || object->size() != fields.size()) return nullptr;
  const bool all = std::all_of(fields.begin(), fields.end(),
                               [&](std::string_view field) { return object->contains(json::string_view(field.data(), field.size())); });
  return all ? object : nullptr;
}

Result<json::object> read_object(std::string_view body, std::span<const std::string_view> fields) {
  auto value = read_json(body);
  if (!value) return tl::make_unexpected(value.error());
  if (as_object(*value, fields) == nullptr) {
    std::string names;
    for (const std::string_view field : fields) names += (names.empty() ? "" : ", ") + std::string(field);
    return refuse(Errc::malformed, "expected an object with the fields " + names + " and no other");
  }
  return std::move(value->get_object());
}

std::optional<std::string> text_field(const json::object& object, std::string_view field) {
  const json::value* value = object.if_contains(json::string_view(field.data(), field.size()));
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string(value->get_string());
}

}  // namespace radslag::html
