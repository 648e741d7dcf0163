// One request for a page, as the function that makes its model sees it. Each site has its own kind, made from this one.
#pragma once

#include <boost/json/object.hpp>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/html/config.hpp"
#include "server/html/messages.hpp"
#include "server/html/query.hpp"

namespace radslag::html {

/// Pages are HTML and JSON from one model. Values for programs are set in both; texts for people, through the functions below, only in
/// HTML.
struct Visit {
  const Messages& messages;
  const Config& config;
  std::string language;
  bool html = true;
  std::vector<std::string> args;  ///< what stood in the route's braces
  Query query;
  std::string path;  ///< as asked for, without query

  // What a site's front adds (Front::visit):

  /// Of the session that the visit belongs to, 32 random bytes or more: its forms' tokens are made with it. Empty: there is no session.
  std::string session_secret;
  /// What pages are made from: they are kept until a visit comes with another one. nullptr, or in a session: the page is for this
  /// visitor alone, and nobody keeps it.
  std::shared_ptr<const void> snapshot;

  /// A message; empty where no text is wanted.
  [[nodiscard]] std::string text(std::string_view key, std::initializer_list<Arg> arguments = {}) const;
  [[nodiscard]] std::string money(std::uint64_t minor_units, const std::string& currency) const;

  void say(boost::json::object& model, std::string_view field, std::string_view key, std::initializer_list<Arg> arguments = {}) const;
  /// An amount as text.
  void say_money(boost::json::object& model, std::string_view field, std::uint64_t minor_units, const std::string& currency) const;
  /// A number as text.
  void say_number(boost::json::object& model, std::string_view field, std::uint64_t value) const;
  /// Date and time of an hour as text.
  void say_hour(boost::json::object& model, std::string_view field, std::uint64_t hour) const;
  /// `field`: the Markdown as written; `field`_html: what it looks like.
  void say_markdown(boost::json::object& model, std::string_view field, std::string_view text) const;
};

struct Page {
  boost::json::object model;  ///< frontend/templates/README.md
  std::string title;
  std::string path = {};       ///< where GET finds the page, for links to its other languages; empty: as it was asked for
  std::string see_other = {};  ///< where not empty: no page, but a way to another one of this site ("/staff/sign-in")
};

}  // namespace radslag::html
