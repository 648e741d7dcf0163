#include "server/html/render.hpp"

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <kainjow/mustache.hpp>
#include <map>
#include <sstream>
#include <stdexcept>

#include "server/html/messages.hpp"

namespace radslag::html {
namespace mustache = kainjow::mustache;
namespace json = boost::json;
namespace {

constexpr int max_partial_depth = 8;
constexpr std::string_view partials_folder = "partials";

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

void read_folder(const std::filesystem::path& folder, const std::string& prefix, std::map<std::string, std::string>& files) {
  for (const auto& file : std::filesystem::directory_iterator(folder))
    if (file.path().extension() == ".mustache") files[prefix + file.path().stem().string()] = read_file(file.path());
}

std::map<std::string, std::string> read_pages(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  read_folder(folder, {}, files);
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory() && name != partials_folder) read_folder(entry.path(), name + '/', files);
  }
  return files;
}

std::map<std::string, std::string> read_partials(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  if (std::filesystem::exists(folder / partials_folder)) read_folder(folder / partials_folder, {}, files);
  return files;
}

bool is_layout(std::string_view name) { return name == "layout" || name.ends_with("/layout"); }

/// Puts partials in their places once and for all: the library would parse a partial again for every row that uses it.
std::string expand(const std::string& text, const std::map<std::string, std::string>& partials, int depth, std::string& wrong) {
  std::string out;
  std::size_t from = 0;
  for (std::size_t at; (at = text.find("{{>", from)) != std::string::npos;) {
    const std::size_t end = text.find("}}", at);
    if (end == std::string::npos) break;
    std::string name = text.substr(at + 3, end - at - 3);
    name.erase(0, name.find_first_not_of(' '));
    name.erase(name.find_last_not_of(' ') + 1);
    out.append(text, from, at - from);
    const auto partial = partials.find(name);
    if (partial == partials.end() || depth == 0) {
      wrong += "\n  partial " + name + (depth == 0 ? " contains itself" : " does not exist");
    } else {
      out += expand(partial->second, partials, depth - 1, wrong);
    }
    from = end + 2;
  }
  return out.append(text, from);
}

/// Every message that a template uses must be there and take no argument.
void check_messages(const std::string& name, const std::string& text, const Messages& messages, std::string& wrong) {
  for (std::size_t at = 0; (at = text.find("{{", at)) != std::string::npos;) {
    at += 2;
    const std::size_t begin = text.find_first_not_of("#^/& ", at);
    if (begin == std::string::npos || text.compare(begin, 2, "t.") != 0) continue;
    std::string key = text.substr(begin + 2, text.find("}}", begin) - begin - 2);
    key.erase(key.find_last_not_of(' ') + 1);
    if (!messages.is_plain(key))
      wrong += "\n  " + name + ".mustache: t." + key + (messages.has(key) ? " takes arguments" : " has no message");
  }
}

/// A value comes unescaped only where its name says that it is HTML already; a layout's `content` is the page. Tags that would change what
/// a tag looks like, and so hide from us, are not taken at all.
void check_unescaped(const std::string& name, const std::string& text, std::string& wrong) {
  constexpr const char* white_space = " \t\r\n";  // the library looks past it too
  for (std::size_t at = 0; (at = text.find("{{", at)) != std::string::npos;) {
    at += 2;
    const std::size_t kind = text.find_first_not_of(white_space, at);
    if (kind == std::string::npos || (text[kind] != '{' && text[kind] != '&' && text[kind] != '=')) continue;
    std::string value = text.substr(kind + 1, text.find("}}", kind) - kind - 1);
    value.erase(0, value.find_first_not_of(white_space));
    value.erase(value.find_last_not_of(white_space) + 1);
    const bool is_html = text[kind] != '=' && (value.ends_with("_html") || (value == "content" && is_layout(name)));
    if (!is_html) wrong += "\n  " + name + ".mustache: " + value + " would come unescaped";
    at = kind + 1;
  }
}

// The library only copies into containers; filling them in place saves a copy of every subtree on each level.
mustache::list& items(mustache::data& list) { return const_cast<mustache::list&>(list.list_value()); }

mustache::data to_data(const json::object& object);

mustache::data to_data(const json::value& value) {
  switch (value.kind()) {
    case json::kind::object: return to_data(value.get_object());
    case json::kind::array: {
      mustache::data list(mustache::data::type::list);
      items(list).reserve(value.get_array().size());
      for (const json::value& item : value.get_array()) items(list).push_back(to_data(item));
      return list;
    }
    case json::kind::string: return mustache::data(std::string(value.get_string()));
    case json::kind::int64: return mustache::data(std::to_string(value.get_int64()));
    case json::kind::uint64: return mustache::data(std::to_string(value.get_uint64()));
    case json::kind::bool_: return mustache::data(value.get_bool());
    case json::kind::double_: throw std::logic_error("a view model has no fractions");
    case json::kind::null: break;
  }
  return mustache::data(false);
}

mustache::data to_data(const json::object& object) {
  mustache::data data(mustache::data::type::object);
  for (const auto& [key, value] : object) data[std::string(key)] = to_data(value);
  return data;
}

/// {"t": {section: {name: text}}} from keys "section.name".
mustache::data message_data(const Messages& messages, const std::string& language) {
  mustache::data sections(mustache::data::type::object);
  for (const auto& [key, text] : messages.plain(language)) {
    const std::size_t dot = key.find('.');
    if (dot == std::string::npos) continue;
    sections[key.substr(0, dot)][key.substr(dot + 1)] = mustache::data(text);
  }
  mustache::data holder(mustache::data::type::object);
  holder["t"] = std::move(sections);
  return holder;
}

}  // namespace

struct Templates::Inside {
  // Rendering a template changes nothing in it (we use no lambdas), though the library's method is not const.
  mutable std::map<std::string, mustache::mustache, std::less<>> templates;
  std::map<std::string, mustache::data> messages;  // by language

  std::string render(std::string_view name, const std::vector<const mustache::data*>& scopes) const {
    mustache::context<std::string> context;
    for (const mustache::data* scope : scopes) context.push(scope);
    std::ostringstream out;
    templates.find(name)->second.render(context, out);
    return std::move(out).str();
  }
};

Templates::Templates(const std::filesystem::path& folder, const Messages& messages) : inside_(std::make_unique<Inside>()) {
  const auto partials = read_partials(folder);
  std::string wrong;
  for (const auto& [name, source] : read_pages(folder)) {
    const std::string text = expand(source, partials, max_partial_depth, wrong);
    check_messages(name, text, messages, wrong);
    check_unescaped(name, text, wrong);
    const auto& parsed = inside_->templates.emplace(name, mustache::mustache(text)).first->second;
    if (!parsed.is_valid()) wrong += "\n  " + name + ".mustache: " + parsed.error_message();
  }
  for (const char* needed : {"layout", "error"})
    if (!has(needed)) wrong += "\n  " + std::string(needed) + ".mustache is missing";
  if (!wrong.empty()) throw std::runtime_error("templates in " + folder.string() + ":" + wrong);
  for (const std::string& language : messages.languages()) inside_->messages.emplace(language, message_data(messages, language));
}

Templates::~Templates() = default;

bool Templates::has(std::string_view name) const { return inside_->templates.find(name) != inside_->templates.end(); }

std::vector<std::string> Templates::names() const {
  std::vector<std::string> names;
  for (const auto& [name, parsed] : inside_->templates)
    if (!is_layout(name)) names.push_back(name);
  return names;
}

std::string Templates::document(std::string_view name, const std::string& language, const json::object& model, const json::object& page,
                                std::string_view layout) const {
  for (const std::string_view wanted : {name, layout})
    if (!has(wanted)) throw std::logic_error("no template " + std::string(wanted));
  const mustache::data& texts = inside_->messages.at(language);
  mustache::data common(mustache::data::type::object);
  common["page"] = to_data(page);
  const mustache::data values = to_data(model);
  common["content"] = mustache::data(inside_->render(name, {&texts, &common, &values}));
  return inside_->render(layout, {&texts, &common});
}

}  // namespace radslag::html
