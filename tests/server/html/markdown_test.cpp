#include "server/html/markdown.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <array>
#include <fstream>
#include <iterator>
#include <set>

using radslag::html::markdown_html;

namespace {

/// Reads HTML as a browser would where it is well formed, and says what in it is not on the lists; empty: nothing.
std::string beyond_the_lists(std::string_view html) {
  static const std::set<std::string, std::less<>> tags{"p",  "a",     "em",    "strong", "del", "code", "pre", "blockquote",
                                                       "ul", "ol",    "li",    "h3",     "h4",  "h5",   "h6",  "hr",
                                                       "br", "table", "thead", "tbody",  "tr",  "th",   "td"};
  static const std::set<std::string, std::less<>> attributes{"a href", "a rel", "ol start", "th align", "td align"};
  for (std::size_t at = 0; (at = html.find('<', at)) != std::string_view::npos;) {
    const std::size_t close = html.find('>', at);
    if (close == std::string_view::npos) return "a tag without an end";
    std::string_view tag = html.substr(at + 1, close - at - 1);
    at = close + 1;
    if (tag.starts_with('/')) tag.remove_prefix(1);
    if (tag.ends_with(" /")) tag.remove_suffix(2);
    const std::string name(tag.substr(0, tag.find(' ')));
    if (!tags.contains(name)) return "the tag " + name;
    tag.remove_prefix(name.size());
    while (!tag.empty()) {
      const std::size_t equals = tag.find("=\"");
      const std::size_t quote = equals == std::string_view::npos ? equals : tag.find('"', equals + 2);
      if (!tag.starts_with(' ') || quote == std::string_view::npos) return "odd attributes: " + std::string(tag);
      const std::string attribute(tag.substr(1, equals - 1)), value(tag.substr(equals + 2, quote - equals - 2));
      if (!attributes.contains(name + ' ' + attribute)) return "the attribute " + name + ' ' + attribute;
      if (attribute == "rel" && value != "nofollow noopener ugc") return "rel=" + value;
      if (attribute == "href" && !value.starts_with("http") && !value.starts_with("HTTP") && !value.starts_with("mailto:") &&
          !value.starts_with("Http"))
        return "href=" + value;
      tag.remove_prefix(quote + 1);
    }
  }
  return {};
}

std::string read(const std::string& name) {
  std::ifstream in(name);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("Markdown looks as it is meant") {
  CHECK(markdown_html("En *fin* **park** ~~nej~~ `kod`") ==
        "<p>En <em>fin</em> <strong>park</strong> <del>nej</del> <code>kod</code></p>\n");
  CHECK(markdown_html("# A\n\n## B\n\n### C\n\n#### D\n\n###### E") == "<h3>A</h3>\n<h4>B</h4>\n<h5>C</h5>\n<h6>D</h6>\n<h6>E</h6>\n");
  CHECK(markdown_html("- a\n- b\n\n3. c") == "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<ol start=\"3\">\n<li>c</li>\n</ol>\n");
  CHECK(markdown_html("> citat\n\n---") == "<blockquote>\n<p>citat</p>\n</blockquote>\n<hr />\n");
  CHECK(markdown_html("```sh onclick=x\n<a>\n```") == "<pre><code>&lt;a&gt;\n</code></pre>\n");
  CHECK(markdown_html("|a|b|\n|-|:-:|\n|1|2|").find("<td align=\"center\">2</td>") != std::string::npos);
  CHECK(markdown_html("å\xff") == "<p>å\xEF\xBF\xBD</p>\n");
  CHECK(markdown_html("").empty());
}

TEST_CASE("links lead to the web or to mail, and say what they are") {
  const std::string rel = "\" rel=\"nofollow noopener ugc\">";
  CHECK(markdown_html("[här](https://example.se/a?b=c&d=\"e\" 'titel')") ==
        "<p><a href=\"https://example.se/a?b=c&amp;d=%22e%22" + rel + "här</a></p>\n");
  CHECK(markdown_html("<https://example.se> <a@b.se>") ==
        "<p><a href=\"https://example.se" + rel + "https://example.se</a> <a href=\"mailto:a@b.se" + rel + "a@b.se</a></p>\n");
  CHECK(markdown_html("Se https://example.se/en_lång_väg (och http://b.se).") ==
        "<p>Se <a href=\"https://example.se/en_l%C3%A5ng_v%C3%A4g" + rel + "https://example.se/en_lång_väg</a> (och <a href=\"http://b.se" +
            rel + "http://b.se</a>).</p>\n");
  CHECK(markdown_html("[Om https://a.se](https://b.se)") == "<p><a href=\"https://b.se" + rel + "Om https://a.se</a></p>\n");
  CHECK(markdown_html("`https://a.se` xhttps://a.se https:// http") == "<p><code>https://a.se</code> xhttps://a.se https:// http</p>\n");
  CHECK(markdown_html("![En *bild*](https://a.se/b.png)") == "<p><a href=\"https://a.se/b.png" + rel + "En <em>bild</em></a></p>\n");
  CHECK(markdown_html("![](https://a.se/b.png)") == "<p><a href=\"https://a.se/b.png" + rel + "https://a.se/b.png</a></p>\n");
  CHECK(markdown_html("[![bild](https://a.se/b.png)](https://c.se)") == "<p><a href=\"https://c.se" + rel + "bild</a></p>\n");
  for (const std::string address :
       {"javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#10;script:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
        "//evil.example", "/acts", "#top", "ftp://a", "httpx://a", "&#x6A;avascript:alert(1)", "\\javascript:alert(1)", "tel:112", ""}) {
    CAPTURE(address);
    CHECK(markdown_html("[ord](<" + address + ">)") == "<p>ord</p>\n");
    CHECK(markdown_html("![ord](<" + address + ">)") == "<p>ord</p>\n");
    CHECK(markdown_html("[ord][x]\n\n[x]: <" + address + ">").find("<a") == std::string::npos);
  }
}

TEST_CASE("HTML is shown, never used; nothing that was written is hidden") {
  CHECK(markdown_html("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
  CHECK(markdown_html("a <b onclick=x>b</b> <!-- dolt -->") == "<p>a &lt;b onclick=x&gt;b&lt;/b&gt; &lt;!-- dolt --&gt;</p>\n");
  CHECK(markdown_html("<!-- dolt\n\n-->\n").find("dolt") != std::string::npos);
}

TEST_CASE("no attack brings a tag or attribute from beyond the lists") {
  const std::array attacks{"<img src=x onerror=alert(1)>",
                           "<svg/onload=alert(1)>",
                           "<a href=\"javascript:x\">y</a>",
                           "[a](javascript:alert(1))",
                           "[a](https://a\"onmouseover=\"alert(1))",
                           "[a](https://a'onmouseover='x)",
                           "![x\" onerror=\"alert(1)](https://a)",
                           "[a](https://a \"t\\\" onclick=x\")",
                           "<https://a\"onclick=x>",
                           "https://a\"onclick=alert(1)//",
                           "https://a<script>",
                           "[a]: https://b\"><script>\n\n[a]",
                           "```\"><script>\nx\n```",
                           "``` a\" onclick=x\n```",
                           "| <script> | [a](javascript:x) |\n|-|-|\n| <img src=x> | ![b](data:x) |",
                           "<div\nonclick=x>",
                           "<![CDATA[<script>]]>",
                           "<?php x ?>",
                           "<!DOCTYPE x>",
                           "&lt;script&gt;",
                           "&#60;script&#62;",
                           "\\<script>",
                           "<a\thref=x>",
                           "[<script>](https://a)",
                           "[a](<https://b\n>)",
                           "*<b>*",
                           "~~<i>~~",
                           "<x@y.z\">",
                           "[a](mailto:x\"y)",
                           "[^1]\n\n[^1]: <b>",
                           "- [ ] <b>",
                           "<style>*{}</style>",
                           "<iframe srcdoc='<script>'>",
                           "<math><mi//xlink:href=\"data:x\">",
                           "www.a.se\"onclick=x",
                           "http://a.se/&quot;onclick=x",
                           "[a](http://b?&amp;quot;)"};
  for (const char* attack : attacks) {
    CAPTURE(attack);
    CHECK(beyond_the_lists(markdown_html(attack)).empty());
  }
  CHECK(rc::check([&] {  // pieces of attacks, in any order, with anything between them
    std::string text;
    const int pieces = *rc::gen::inRange(1, 8);
    for (int i = 0; i < pieces; ++i) {
      const std::string attack = attacks[*rc::gen::inRange<std::size_t>(0, attacks.size())];
      const std::size_t from = *rc::gen::inRange<std::size_t>(0, attack.size());
      text += attack.substr(from, *rc::gen::inRange<std::size_t>(1, attack.size() + 1));
      text += *rc::gen::element<std::string>("", " ", "\n", "\n\n", "\"", "'", "`", "<", ">", "[", "](", ")", "\\", "&", "|", "http://",
                                             "    ", "> ", "- ", "*", "_", "\xff");
    }
    const std::string html = markdown_html(text);
    const std::string found = beyond_the_lists(html);
    if (!found.empty()) RC_FAIL(found + " in " + html + " from " + text);
  }));
  CHECK(beyond_the_lists("<p><script>") == "the tag script");  // the reader above finds what it looks for
  CHECK(beyond_the_lists("<a href=\"https://a\" onclick=\"x\">") == "the attribute a onclick");
  CHECK(beyond_the_lists("<a href=\"javascript:x\">") == "href=javascript:x");
}

TEST_CASE("texts as long as the record has them, made to be slow, are rendered") {
  const auto repeated = [](const std::string& piece) {
    std::string out;
    while (out.size() + piece.size() <= 20'000) out += piece;
    return out;
  };
  for (const std::string piece : {"[", "![",   "](", "[a](", "*_",      "**a ", "`",        "`a``",  "> ",  "- ",      "<",  "<!--", "&",
                                  "|", "| a ", "~",  "~~a ", "http://", "\\",   "[a]: b\n", "a**b_", "1. ", "_a __a ", "<?", "|-|\n"}) {
    CAPTURE(piece);
    CHECK(beyond_the_lists(markdown_html(repeated(piece))).empty());
  }
  CHECK(markdown_html(read("README.md")).size() > 100);
}
