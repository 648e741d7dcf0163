// The templates: mustache files read once, given view models, giving HTML.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

namespace radslag::web {

class Messages;

/// Thread-safe once made.
class Templates {
 public:
  /// Reads <folder>/*.mustache and <folder>/partials/*.mustache; "layout" and "error" must be there. Throws std::runtime_error that names
  /// all that is wrong: a template that does not parse, a partial that does not exist, a `t.` message that no catalogue has.
  Templates(const std::filesystem::path& folder, const Messages& messages);
  ~Templates();
  Templates(const Templates&) = delete;
  Templates& operator=(const Templates&) = delete;

  [[nodiscard]] bool has(std::string_view name) const;
  /// The names of the pages, without the layout.
  [[nodiscard]] std::vector<std::string> names() const;
  /// A whole document: the page put into the layout. Values: texts are escaped, numbers written out, null is absent.
  [[nodiscard]] std::string document(std::string_view name, const std::string& language, const boost::json::object& model,
                                     const boost::json::object& page) const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace radslag::web
