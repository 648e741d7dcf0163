#include "server/html/multipart.hpp"

#include <algorithm>

#include "server/http/percent.hpp"

namespace radslag::html {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::size_t max_header_bytes = 4'096, max_boundary_bytes = 70;

bool is_boundary_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("'()+_,-./:=?").find(c) != std::string_view::npos;
}

/// Takes `text` off the front of `rest`, if it is there.
bool take(std::string_view& rest, std::string_view text) {
  if (!rest.starts_with(text)) return false;
  rest.remove_prefix(text.size());
  return true;
}

/// Takes what stands before `end`, and `end`, off the front of `rest`.
std::optional<std::string_view> take_until(std::string_view& rest, std::string_view end) {
  const std::size_t at = rest.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(at + end.size());
  return taken;
}

/// `form-data; name="title"`, and `; filename="..."` after it for a file: as the HTML standard has browsers write it.
std::optional<FormPart> read_disposition(std::string_view value) {
  if (!take(value, "form-data; name=\"")) return std::nullopt;
  const auto name = take_until(value, "\"");
  if (!name) return std::nullopt;
  FormPart part{std::string(*name), {}, false};
  if (value.empty()) return part;
  part.is_file = true;
  if (!take(value, "; filename=\"")) return std::nullopt;
  return take_until(value, "\"") && value.empty() ? std::optional(std::move(part)) : std::nullopt;
}

/// The part that these header lines announce.
std::optional<FormPart> read_part_head(std::string_view head) {
  std::optional<FormPart> part;
  while (!head.empty()) {
    const auto line = take_until(head, line_end);
    const std::size_t colon = line ? line->find(':') : std::string_view::npos;
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view name = line->substr(0, colon);
    if (http::equal_ignoring_case(name, "Content-Transfer-Encoding")) return std::nullopt;
    if (!http::equal_ignoring_case(name, "Content-Disposition")) continue;
    if (part) return std::nullopt;
    part = read_disposition(http::trim(line->substr(colon + 1)));
    if (!part) return std::nullopt;
  }
  return part;
}

}  // namespace

std::optional<std::string> content_type_parameter(std::string_view parameters, std::string_view name) {
  std::optional<std::string> found;
  while (!parameters.empty()) {
    const std::size_t equals = parameters.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string_view key = http::trim(parameters.substr(0, equals));
    parameters.remove_prefix(equals + 1);
    std::string_view value;
    if (take(parameters, "\"")) {
      const auto quoted = take_until(parameters, "\"");
      if (!quoted || quoted->find('\\') != std::string_view::npos) return std::nullopt;
      value = *quoted;
    } else {
      value = http::trim(parameters.substr(0, parameters.find(';')));
      parameters.remove_prefix(std::min(parameters.find(';'), parameters.size()));
    }
    parameters = http::trim(parameters);
    if (!parameters.empty() && !take(parameters, ";")) return std::nullopt;
    if (!http::equal_ignoring_case(key, name)) continue;
    if (found) return std::nullopt;
    found = value;
  }
  return found;
}

Result<std::vector<FormPart>> read_multipart(std::string_view body, std::string_view content_type_parameters, std::size_t max_parts) {
  const auto malformed = [] { return refuse(Errc::malformed, "the form's parts are malformed"); };
  const auto boundary = content_type_parameter(content_type_parameters, "boundary");
  const bool fits = boundary && !boundary->empty() && boundary->size() <= max_boundary_bytes &&
                    std::all_of(boundary->begin(), boundary->end(), is_boundary_character);
  if (!fits) return refuse(Errc::malformed, "the form names no boundary");
  const std::string first = "--" + *boundary, next = "\r\n--" + *boundary;
  std::vector<FormPart> parts;
  if (!take(body, first)) return malformed();
  while (take(body, line_end)) {
    const std::size_t head_end = body.substr(0, max_header_bytes).find("\r\n\r\n");
    if (head_end == std::string_view::npos || parts.size() == max_parts) return malformed();
    auto part = read_part_head(body.substr(0, head_end + line_end.size()));
    body.remove_prefix(head_end + 4);
    const auto value = take_until(body, next);
    if (!part || !value) return malformed();
    part->value = *value;
    parts.push_back(std::move(*part));
  }
  if (!take(body, "--")) return malformed();
  take(body, line_end);
  if (!body.empty()) return malformed();
  return parts;
}

}  // namespace radslag::html
