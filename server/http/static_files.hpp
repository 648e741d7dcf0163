// The front-end's built files: read once at start, served from memory, also compressed where the build made .br and .gz siblings.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/http/message.hpp"

namespace radslag::http {

class StaticFiles {
 public:
  /// Reads all files below `folder`. They are served below `prefix`, which begins and ends with '/'. `manifest.json` there, if there
  /// is one, is an object of names to file names: {"app.css": "app.3f2a9c1b.css"}; it is not served itself. Throws
  /// std::runtime_error when the folder cannot be read or the manifest is malformed or names a file that is not there.
  static StaticFiles load(const std::filesystem::path& folder, std::string prefix = "/static/");

  /// The address of a file by its name without hash, for templates: "app.css" gives "/static/app.3f2a9c1b.css". Throws
  /// std::out_of_range for a name that is neither in the manifest nor a file.
  [[nodiscard]] std::string url(std::string_view name) const;

  /// Addresses and bytes, uncompressed, of all scripts and styles, ascending: what a page runs in a visitor's browser.
  [[nodiscard]] std::vector<std::pair<std::string, std::shared_ptr<const std::string>>> code() const;

  /// The answer for a path of ours: 200, 304 by If-None-Match, or 405 for methods other than GET and HEAD. Nothing where there is no
  /// such file.
  [[nodiscard]] std::optional<Response> serve(const Request& request) const;

 private:
  /// One representation of a file: as it is, or compressed.
  struct Variant {
    std::string coding;  ///< "", "br" or "gzip"
    std::string etag;    ///< strong: each representation has its own
    std::shared_ptr<const std::string> bytes;
  };
  struct File {
    std::string content_type;
    bool immutable = false;  ///< its name changes with its contents
    Variant plain;
    std::optional<Variant> brotli;
    std::optional<Variant> gzip;
  };

  [[nodiscard]] static const Variant& choose(const File& file, std::string_view accept_encoding);

  std::string prefix_;
  std::map<std::string, File, std::less<>> files_;            // by their path below the folder
  std::map<std::string, std::string, std::less<>> manifest_;  // name to path below the folder
};

}  // namespace radslag::http
