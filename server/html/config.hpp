// What a front is told at its start.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/html/same_site.hpp"

namespace radslag::html {

struct Config {
  std::filesystem::path templates_dir;  ///< frontend/templates
  std::filesystem::path locales_dir;    ///< frontend/locales
  std::string layout = "layout";        ///< the template that this site's pages are put into
  std::string content_lang = "sv";      ///< of what the municipality writes; also for visitors whose languages have no catalogue
  /// The path of a built file by its name ("app.css" -> "/static/app.4f1c.css"); empty if there is none.
  std::function<std::string(std::string_view)> asset;
  std::string version;
  std::string time_zone = "Europe/Stockholm";
  Origins origins;                         ///< whose forms are taken
  std::vector<std::string> program_paths;  ///< what is not found below these ("/log/") is told as JSON

  std::size_t small_body_bytes = 4 << 10;  ///< of requests whose route names no other limit
  std::size_t cache_pages = 1'024;
  std::size_t cache_bytes = 48 << 20;  ///< the pages of a round with 150 projects in all their orders take 30 MB
};

}  // namespace radslag::html
