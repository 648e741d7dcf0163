// What a front looks at before it takes its first request.
#include <stdexcept>

#include "server/html/inside_front.hpp"
#include "server/html/message_keys.hpp"

namespace radslag::html {
namespace {

/// Without the token of a form, a POST of this site must be one that takes no cookie and comes from a program.
void check_route(const Route& route) {
  const bool is_form = std::holds_alternative<FormRoute>(route.action);
  const bool is_post = route.method == "POST";
  const bool fits =
      is_form ? is_post && route.senders != Senders::machines
              : is_post == (route.senders == Senders::machines) && (!is_post || std::holds_alternative<EndpointRoute>(route.action));
  if (!fits)
    throw std::logic_error("the route " + std::string(route.method) + ' ' + std::string(route.pattern) +
                           " has senders or a method that do not fit");
}

}  // namespace

void Front::Inside::check(const std::vector<std::string>& message_keys) const {
  std::string wrong;
  for (const auto& keys : {html::message_keys(), message_keys})
    for (const std::string& key : keys)
      if (!messages.has(key)) wrong += "\n  message " + key + " is missing";
  for (const Route& route : routes) {
    check_route(route);
    if (const auto* page = std::get_if<PageRoute>(&route.action); page && !templates.has(page->name))
      wrong += "\n  template " + std::string(page->name) + ".mustache is missing";
  }
  if (!templates.has(config.layout)) wrong += "\n  template " + config.layout + ".mustache is missing";
  if (!messages.has_language(config.content_lang)) wrong += "\n  there is no catalogue for the content's language, " + config.content_lang;
  if (!wrong.empty()) throw std::runtime_error("the front cannot start:" + wrong);
}

}  // namespace radslag::html
