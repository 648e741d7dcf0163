#include "server/web/visit.hpp"

#include <boost/json.hpp>

namespace radslag::web {

std::string Visit::text(std::string_view key, std::initializer_list<Arg> arguments) const {
  return html ? site.messages.text(language, key, arguments) : std::string();
}

std::string Visit::money(std::uint64_t minor_units, const std::string& currency) const {
  return html ? site.messages.money(language, minor_units, currency) : std::string();
}

void Visit::say(boost::json::object& model, std::string_view field, std::string_view key, std::initializer_list<Arg> arguments) const {
  if (html) model[boost::json::string_view(field.data(), field.size())] = text(key, arguments);
}

void Visit::say_money(boost::json::object& model, std::string_view field, std::uint64_t minor_units, const std::string& currency) const {
  if (html) model[boost::json::string_view(field.data(), field.size())] = money(minor_units, currency);
}

void Visit::say_number(boost::json::object& model, std::string_view field, std::uint64_t value) const {
  if (html) model[boost::json::string_view(field.data(), field.size())] = site.messages.number(language, value);
}

void Visit::say_hour(boost::json::object& model, std::string_view field, std::uint64_t hour) const {
  say(model, field, "dates.hour", {{"when", Hour{hour}}, {"until", Hour{hour + 1}}});
}

}  // namespace radslag::web
