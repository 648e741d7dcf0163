// The templates: mustache files read once, given view models, giving HTML.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

namespace radslag::html {

class Messages;

/// Thread-safe once made.
class Templates {
 public:
  /// Reads <folder>/*.mustache, those of its sub-folders ("registrar/layout"), and <folder>/partials/*.mustache, which all may use;
  /// "layout" and "error" must be there. Throws std::runtime_error that names all that is wrong: a template that does not parse, a partial
  /// that does not exist, a `t.` message that no catalogue has, a value that would come unescaped though its name does not end in "_html".
  Templates(const std::filesystem::path& folder, const Messages& messages);
  ~Templates();
  Templates(const Templates&) = delete;
  Templates& operator=(const Templates&) = delete;

  [[nodiscard]] bool has(std::string_view name) const;
  /// The names of the pages, without the layouts.
  [[nodiscard]] std::vector<std::string> names() const;
  /// A whole document: the page put into the layout. Values: texts are escaped, but for those named "..._html", which only
  /// markdown_html may have made; numbers are written out; null is absent.
  [[nodiscard]] std::string document(std::string_view name, const std::string& language, const boost::json::object& model,
                                     const boost::json::object& page, std::string_view layout = "layout") const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace radslag::html
