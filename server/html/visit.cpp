#include "server/html/visit.hpp"

#include <boost/json.hpp>

#include "server/html/markdown.hpp"

namespace radslag::html {
namespace {

boost::json::string_view key_of(std::string_view field) { return {field.data(), field.size()}; }

}  // namespace

std::string Visit::text(std::string_view key, std::initializer_list<Arg> arguments) const {
  return html ? messages.text(language, key, arguments) : std::string();
}

std::string Visit::money(std::uint64_t minor_units, const std::string& currency) const {
  return html ? messages.money(language, minor_units, currency) : std::string();
}

void Visit::say(boost::json::object& model, std::string_view field, std::string_view key, std::initializer_list<Arg> arguments) const {
  if (html) model[key_of(field)] = text(key, arguments);
}

void Visit::say_money(boost::json::object& model, std::string_view field, std::uint64_t minor_units, const std::string& currency) const {
  if (html) model[key_of(field)] = money(minor_units, currency);
}

void Visit::say_number(boost::json::object& model, std::string_view field, std::uint64_t value) const {
  if (html) model[key_of(field)] = messages.number(language, value);
}

void Visit::say_hour(boost::json::object& model, std::string_view field, std::uint64_t hour) const {
  say(model, field, "dates.hour", {{"when", Hour{hour}}, {"until", Hour{hour + 1}}});
}

void Visit::say_markdown(boost::json::object& model, std::string_view field, std::string_view markdown) const {
  model[key_of(field)] = key_of(markdown);
  if (html) model[std::string(field) + "_html"] = markdown_html(markdown);
}

}  // namespace radslag::html
