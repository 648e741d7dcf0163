// Reading JSON that a stranger sent: one document, one meaning.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "ledger/result.hpp"

namespace radslag::html {

inline constexpr std::size_t max_json_depth = 8;

/// UTF-8 JSON (RFC 8259) that any two readers understand alike. Beyond the grammar it refuses, as malformed: a byte order mark, a key that
/// an object has twice (however it is escaped), a number that is not a whole one within +-(2^53 - 1) or is written "-0", NUL in a
/// text, more than `max_json_depth` levels, anything after the document.
[[nodiscard]] Result<boost::json::value> read_json(std::string_view body);

/// An object that has exactly these fields. Errors: malformed.
[[nodiscard]] Result<boost::json::object> read_object(std::string_view body, std::span<const std::string_view> fields);
/// The same of a value inside a document; nullptr where it is not such an object.
[[nodiscard]] const boost::json::object* as_object(const boost::json::value& value, std::span<const std::string_view> fields);
/// The text in a field; nothing where it is something else.
[[nodiscard]] std::optional<std::string> text_field(const boost::json::object& object, std::string_view field);

}  // namespace radslag::html
