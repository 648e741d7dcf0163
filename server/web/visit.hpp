// One request for a page, as the function that makes its model sees it.
#pragma once

#include <boost/json/object.hpp>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/state.hpp"
#include "ledger/result.hpp"
#include "server/service/service.hpp"
#include "server/web/config.hpp"
#include "server/web/messages.hpp"
#include "server/web/query.hpp"

namespace radslag::web {

/// What all pages share.
struct Site {
  service::Service& service;
  const Messages& messages;
  const Config& config;
};

struct Page {
  boost::json::object model;  ///< frontend/templates/README.md
  std::string title;
};

/// Pages are HTML and JSON from one model. Values for programs are set in both; texts for people, through the functions below, only in
/// HTML.
struct Visit {
  const Site& site;
  std::shared_ptr<const record::State> state;
  std::string language;
  bool html = true;
  std::vector<std::string> args;  ///< what stood in the route's braces
  Query query;

  /// A message; empty where no text is wanted.
  [[nodiscard]] std::string text(std::string_view key, std::initializer_list<Arg> args = {}) const;
  [[nodiscard]] std::string money(std::uint64_t minor_units, const std::string& currency) const;

  void say(boost::json::object& model, std::string_view field, std::string_view key, std::initializer_list<Arg> args = {}) const;
  /// An amount as text.
  void say_money(boost::json::object& model, std::string_view field, std::uint64_t minor_units, const std::string& currency) const;
  /// A number as text.
  void say_number(boost::json::object& model, std::string_view field, std::uint64_t value) const;
  /// Date and time of an hour as text.
  void say_hour(boost::json::object& model, std::string_view field, std::uint64_t hour) const;
};

using PageFunction = Result<Page> (*)(const Visit&);

}  // namespace radslag::web
