// Everything that a running registrar's site is made of, in the order in which it needs each other.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "server/http/message.hpp"
#include "server/programs/registrar/settings.hpp"

namespace radslag::registrar_program {

class SiteHouse {
 public:
  /// `site`: the address that residents use. Begins to follow the town log, to send letters and to clear out what is outdated. Throws
  /// programs::Stop for what a setting or a file of the operator's is to blame for, and what the rooms throw.
  SiteHouse(const Settings& settings, const std::string& site);
  ~SiteHouse();
  SiteHouse(const SiteHouse&) = delete;
  SiteHouse& operator=(const SiteHouse&) = delete;

  void handle(http::Request&& request, std::function<void(http::Response&&)> done);
  [[nodiscard]] std::size_t body_limit(std::string_view method, std::string_view path) const;

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

/// Where the public log is read, and the voting server as residents reach it.
[[nodiscard]] std::string town_url_of(const Settings& settings);
[[nodiscard]] std::string counter_url_of(const Settings& settings);

}  // namespace radslag::registrar_program
