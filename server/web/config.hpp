// What the front is told at its start.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace radslag::web {

struct Config {
  std::filesystem::path templates_dir;  ///< frontend/templates
  std::filesystem::path locales_dir;    ///< frontend/locales
  std::string content_lang = "sv";      ///< of what the municipality writes; also for visitors whose languages have no catalogue
  /// The path of a built file by its name ("app.css" -> "/static/app.4f1c.css"); empty if there is none.
  std::function<std::string(std::string_view)> asset;
  std::string base_url;  ///< "https://radslag.example.se", without a slash at its end
  std::string version;
  std::string time_zone = "Europe/Stockholm";

  std::size_t ballot_body_bytes = 256 << 10;  ///< of a posted ballot: base64 of one with 2,000 choices fits
  std::size_t act_body_bytes = 32 << 20;      ///< of an act: base64 of a list of 300,000 credentials fits
  std::size_t small_body_bytes = 4 << 10;     ///< of any other request
  std::size_t cache_pages = 1'024;
  std::size_t cache_bytes = 48 << 20;                 ///< the pages of a round with 150 projects in all their orders take 30 MB
  std::size_t bundle_bytes = std::size_t{512} << 20;  ///< larger records are exported by the operator and served as files
};

}  // namespace radslag::web
