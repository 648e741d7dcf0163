#include "server/html/form.hpp"

#include <algorithm>

#include "server/html/multipart.hpp"
#include "server/http/percent.hpp"

namespace radslag::html {
namespace {

/// A form with more parts than this is none of ours, whatever its fields.
constexpr std::size_t max_parts = 1'000;

const Field* find_field(std::span<const Field> fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

std::string with_plain_newlines(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool cr = text[i] == '\r';
    if (cr && i + 1 < text.size() && text[i + 1] == '\n') continue;
    out += cr ? '\n' : text[i];
  }
  return out;
}

Result<std::vector<FormPart>> read_urlencoded(std::string_view body) {
  std::vector<FormPart> parts;
  while (!body.empty()) {
    const std::size_t end = body.find('&');
    const std::string_view pair = body.substr(0, end);
    body = end == std::string_view::npos ? std::string_view() : body.substr(end + 1);
    const std::size_t equals = pair.find('=');
    auto name = http::percent_decode(pair.substr(0, equals), http::Plus::is_space);
    auto value =
        http::percent_decode(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), http::Plus::is_space);
    if (!name || !value) return refuse(Errc::malformed, "the form has a malformed escape or is not UTF-8");
    if (parts.size() == max_parts) return refuse(Errc::malformed, "the form has too many fields");
    parts.push_back({std::move(*name), std::move(*value), false});
  }
  return parts;
}

Result<std::vector<FormPart>> read_parts(const http::Request& request) {
  if (request.content_type == "application/x-www-form-urlencoded") {
    const auto charset = content_type_parameter(request.content_type_parameters, "charset");
    if (charset && !http::equal_ignoring_case(*charset, "utf-8")) return refuse(Errc::unsupported, "forms are UTF-8");
    return read_urlencoded(request.body);
  }
  if (request.content_type == "multipart/form-data") return read_multipart(request.body, request.content_type_parameters, max_parts);
  return refuse(Errc::unsupported, "the body must be a form");
}

/// The value as a form has it, or what is wrong with it.
Result<std::string> check_value(const Field& field, FormPart&& part) {
  if (part.is_file != field.is_file) return refuse(Errc::malformed, "the field " + std::string(field.name) + " is of another kind");
  if (!field.is_file) {
    const bool is_text = http::is_utf8(part.value) && part.value.find('\0') == std::string::npos;
    if (!is_text) return refuse(Errc::malformed, "the field " + std::string(field.name) + " is not UTF-8 text");
    part.value = with_plain_newlines(part.value);
  }
  if (part.value.size() > field.max_bytes) {
    return refuse(Errc::too_large, "the field " + std::string(field.name) + " has more than " + std::to_string(field.max_bytes) + " bytes");
  }
  return std::move(part.value);
}

const std::string nothing;
const std::vector<std::string> no_values;

}  // namespace

const std::string& Form::text(std::string_view name) const {
  const auto& values = all(name);
  return values.empty() ? nothing : values.front();
}

const std::vector<std::string>& Form::all(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? no_values : found->second;
}

Result<Form> read_form(const http::Request& request, std::span<const Field> fields) {
  auto parts = read_parts(request);
  if (!parts) return tl::make_unexpected(parts.error());
  Form form;
  for (FormPart& part : *parts) {
    const Field* field = find_field(fields, part.name);
    if (field == nullptr) return refuse(Errc::malformed, "the form has a field that is not asked for");
    auto value = check_value(*field, std::move(part));
    if (!value) return tl::make_unexpected(value.error());
    auto& values = form.values_[std::string(field->name)];
    if (values.size() == field->at_most) return refuse(Errc::malformed, "the field " + std::string(field->name) + " comes too often");
    values.push_back(std::move(*value));
  }
  for (const Field& field : fields) {
    if (form.all(field.name).size() < field.at_least)
      return refuse(Errc::malformed, "the field " + std::string(field.name) + " is missing");
  }
  return form;
}

}  // namespace radslag::html
