#include "server/html/markdown.hpp"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>
#include <stdexcept>
#include <vector>

#include "server/http/percent.hpp"

namespace radslag::html {
namespace {

// Without CMARK_OPT_UNSAFE: should a node slip by us below, raw HTML and dangerous addresses are still left out.
constexpr int options = CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8;
constexpr int headings_below = 2, lowest_heading = 6;

struct Free {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
  void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
  void operator()(char* text) const { std::free(text); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

/// Tables and strikethrough are nodes of the library's extensions.
Owned<cmark_parser> make_parser() {
  static const bool registered = [] { return cmark_gfm_core_extensions_ensure_registered(), true; }();
  static_cast<void>(registered);
  Owned<cmark_parser> parser(cmark_parser_new(options));
  for (const char* name : {"table", "strikethrough"}) {
    cmark_syntax_extension* extension = cmark_find_syntax_extension(name);
    if (extension == nullptr) throw std::runtime_error(std::string("cmark-gfm has no extension ") + name);
    cmark_parser_attach_syntax_extension(parser.get(), extension);
  }
  return parser;
}

std::vector<cmark_node*> nodes_of(cmark_node* document) {
  std::vector<cmark_node*> nodes;
  const Owned<cmark_iter> iterator(cmark_iter_new(document));
  for (cmark_event_type event; (event = cmark_iter_next(iterator.get())) != CMARK_EVENT_DONE;)
    if (event == CMARK_EVENT_ENTER) nodes.push_back(cmark_iter_get_node(iterator.get()));
  return nodes;
}

bool is_kept_address(std::string_view address) {
  const std::string begin = http::to_lower(address.substr(0, 8));
  return begin.starts_with("http://") || begin.starts_with("https://") || begin.starts_with("mailto:");
}

/// For an attribute in double quotes: bytes that an address cannot have are escaped as it has them, '&' and quotes as HTML has them.
std::string address_attribute(std::string_view address) {
  constexpr std::string_view kept = "-_.~:/?#[]@!$()*+,;=%";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : address) {
    const auto byte = static_cast<unsigned char>(c);
    const bool alnum = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (alnum || kept.find(c) != std::string_view::npos) {
      out += c;
    } else if (c == '&') {
      out += "&amp;";
    } else {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

void move_children_out(cmark_node* node) {
  while (cmark_node* child = cmark_node_first_child(node)) cmark_node_insert_before(node, child);
}

bool is_inside_link(cmark_node* node) {
  for (cmark_node* above = cmark_node_parent(node); above != nullptr; above = cmark_node_parent(above)) {
    const cmark_node_type type = cmark_node_get_type(above);
    if (type == CMARK_NODE_CUSTOM_INLINE || type == CMARK_NODE_LINK) return true;
  }
  return false;
}

cmark_node* text_node(std::string_view text) {
  cmark_node* node = cmark_node_new(CMARK_NODE_TEXT);
  cmark_node_set_literal(node, std::string(text).c_str());
  return node;
}

/// The library writes no rel, so links are nodes of which we say how they are written.
cmark_node* link_node(std::string_view address) {
  cmark_node* link = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
  cmark_node_set_on_enter(link, ("<a href=\"" + address_attribute(address) + "\" rel=\"nofollow noopener ugc\">").c_str());
  cmark_node_set_on_exit(link, "</a>");
  return link;
}

/// For a link or a picture.
void replace_link(cmark_node* node) {
  const char* url = cmark_node_get_url(node);
  const std::string_view address = url == nullptr ? std::string_view() : url;
  if (is_kept_address(address) && !is_inside_link(node)) {
    cmark_node* link = link_node(address);
    // A picture without a word for it:
    if (cmark_node_first_child(node) == nullptr) cmark_node_append_child(link, text_node(address));
    cmark_node_insert_before(node, link);
    while (cmark_node* child = cmark_node_first_child(node)) cmark_node_append_child(link, child);
  } else {
    move_children_out(node);
  }
  cmark_node_unlink(node);
  cmark_node_free(node);
}

/// Where an address that begins at `begin` ends: before a space or bracket, without the punctuation of the sentence around it.
std::size_t address_end(std::string_view text, std::size_t begin) {
  std::size_t end = std::min(text.find_first_of(" \t\n<>\"'`|\\", begin), text.size());
  while (end > begin && std::string_view(".,;:!?*_~)]}").find(text[end - 1]) != std::string_view::npos) --end;
  return end;
}

/// Makes links of the addresses that stand in a text as they are. The library's own way of doing so reads beyond its input on some.
void link_addresses(cmark_node* node) {
  const std::string text = cmark_node_get_literal(node);
  if (text.find("://") == std::string::npos || is_inside_link(node)) return;
  std::size_t from = 0;
  for (std::size_t at = 0; (at = text.find("http", at)) != std::string::npos;) {
    const std::size_t end = address_end(text, at);
    const std::string_view address = std::string_view(text).substr(at, end - at);
    const bool begins_word = at == 0 || static_cast<unsigned char>(text[at - 1]) <= 0x20 || text[at - 1] == '(';
    if (!begins_word || !is_kept_address(address) || address.ends_with("//") || address.size() < 10) {
      at += 4;
      continue;
    }
    cmark_node_insert_before(node, text_node(std::string_view(text).substr(from, at - from)));
    cmark_node* link = link_node(address);
    cmark_node_append_child(link, text_node(address));
    cmark_node_insert_before(node, link);
    from = at = end;
  }
  cmark_node_set_literal(node, text.substr(from).c_str());
}

/// What was written as HTML is shown as it was written: leaving it out would hide a text that stands in the record.
void show_html(cmark_node* node) {
  std::string_view written = cmark_node_get_literal(node);
  if (written.ends_with('\n')) written.remove_suffix(1);
  cmark_node* text = text_node(written);
  cmark_node* shown = text;
  if (cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK) {
    shown = cmark_node_new(CMARK_NODE_PARAGRAPH);
    cmark_node_append_child(shown, text);
  }
  cmark_node_insert_before(node, shown);
  cmark_node_unlink(node);
  cmark_node_free(node);
}

void tame(cmark_node* node) {
  const cmark_node_type type = cmark_node_get_type(node);
  if (type == CMARK_NODE_HEADING)
    cmark_node_set_heading_level(node, std::min(cmark_node_get_heading_level(node) + headings_below, lowest_heading));
  if (type == CMARK_NODE_CODE_BLOCK) cmark_node_set_fence_info(node, "");
  if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) show_html(node);
  if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) replace_link(node);
  if (type == CMARK_NODE_TEXT) link_addresses(node);
}

}  // namespace

std::string markdown_html(std::string_view markdown) {
  const Owned<cmark_parser> parser = make_parser();
  cmark_parser_feed(parser.get(), markdown.data(), markdown.size());
  const Owned<cmark_node> document(cmark_parser_finish(parser.get()));
  cmark_consolidate_text_nodes(document.get());
  for (cmark_node* node : nodes_of(document.get())) tame(node);
  const Owned<char> html(cmark_render_html(document.get(), options, cmark_parser_get_syntax_extensions(parser.get())));
  if (!html) throw std::bad_alloc();
  return html.get();
}

}  // namespace radslag::html
