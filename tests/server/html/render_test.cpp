#include "server/html/render.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <fstream>

#include "server/html/messages.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace radslag::html;
using radslag::testing::TemporaryDirectory;
namespace json = boost::json;

namespace {

class Folder {
 public:
  Folder() {
    for (const char* name : {"partials", "site"}) std::filesystem::create_directory(folder_ / name);
    std::filesystem::create_directories(folder_ / "locales" / "sv");
    write("locales/sv/a.json", R"({"a.plain":"Hej & hå","a.number":"{n}"})");
    write("layout.mustache", "<{{page.title}}>{{{content}}}</>");
    write("error.mustache", "{{status}}");
  }
  void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }
  [[nodiscard]] std::string refusal() const {
    try {
      const Templates templates(folder_.path(), messages());
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return {};
  }
  [[nodiscard]] Templates templates() const { return {folder_.path(), messages()}; }
  [[nodiscard]] std::string document(const json::object& model) const {
    return Templates(folder_.path(), messages()).document("page", "sv", model, {{"title", "T<"}});
  }

 private:
  [[nodiscard]] Messages messages() const { return {folder_ / "locales", "Europe/Stockholm"}; }
  TemporaryDirectory folder_;
};

}  // namespace

TEST_CASE("a document is the page in the layout, everything escaped") {
  Folder folder;
  folder.write("partials/row.mustache", "[{{name}}{{#big}}!{{/big}}]");
  folder.write("page.mustache",
               "{{t.a.plain}} {{text}} {{#rows}}{{> row }}{{/rows}}{{^rows}}none{{/rows}} {{number}}{{missing}}{{nothing}}");
  const json::object model{{"text", "<b>\"'&"},
                           {"rows", json::array{json::object{{"name", "a"}, {"big", true}}, json::object{{"name", "<"}, {"big", false}}}},
                           {"number", 1234567890123},
                           {"nothing", nullptr}};
  CHECK(folder.document(model) == "<T&lt;>Hej &amp; hå &lt;b&gt;&quot;&apos;&amp; [a!][&lt;] 1234567890123</>");
  CHECK(folder.document({{"text", ""}, {"rows", json::array{}}, {"number", 0}}) == "<T&lt;>Hej &amp; hå  none 0</>");
  CHECK_THROWS_AS(folder.document({{"text", 1.5}}), std::logic_error);
}

TEST_CASE("what is HTML already says so in its name, and nothing else comes unescaped") {
  Folder folder;
  folder.write("page.mustache", "{{{text_html}}}|{{&text_html}}|{{text_html}}|{{#rows}}{{{ row_html }}}{{/rows}}");
  CHECK(folder.document({{"text_html", "<p>a</p>"}, {"rows", json::array{json::object{{"row_html", "<b>"}}}}}) ==
        "<T&lt;><p>a</p>|<p>a</p>|&lt;p&gt;a&lt;/p&gt;|<b></>");
}

TEST_CASE("a site below the templates has its own layout and pages, and the partials of all") {
  Folder folder;
  folder.write("partials/row.mustache", "[{{name}}]");
  folder.write("site/layout.mustache", "site:{{{content}}}");
  folder.write("site/page.mustache", "{{> row }}");
  const Templates templates = folder.templates();
  CHECK(templates.has("site/page"));
  CHECK_FALSE(templates.has("partials/row"));
  CHECK(templates.names() == std::vector<std::string>{"error", "site/page"});
  CHECK(templates.document("site/page", "sv", {{"name", "a"}}, {}, "site/layout") == "site:[a]");
  CHECK_THROWS_AS(templates.document("site/page", "sv", {}, {}, "none/layout"), std::logic_error);
}

TEST_CASE("what is wrong with templates is said at the start") {
  Folder folder;
  CHECK(folder.refusal().empty());
  folder.write("page.mustache", "{{#open}}");
  CHECK(folder.refusal().find("page.mustache: Unclosed section") != std::string::npos);
  folder.write("page.mustache", "{{t.a.nothing}} {{#t.a.number}}{{/t.a.number}}");
  CHECK(folder.refusal().find("t.a.nothing has no message") != std::string::npos);
  CHECK(folder.refusal().find("t.a.number takes arguments") != std::string::npos);
  for (const std::string tag :
       {"{{{text}}}", "{{&text}}", "{{ & text }}", "{{\n&text}}", "{{{content}}}", "{{{ html }}}", "{{=<% %>=}}<%&text%>", "{{> raw }}"}) {
    CAPTURE(tag);
    folder.write("partials/raw.mustache", "{{{text}}}");
    folder.write("page.mustache", tag);
    CHECK(folder.refusal().find("would come unescaped") != std::string::npos);
  }
  folder.write("page.mustache", "{{>none}}");
  CHECK(folder.refusal().find("partial none does not exist") != std::string::npos);
  folder.write("partials/loop.mustache", "{{>loop}}");
  folder.write("page.mustache", "{{>loop}}");
  CHECK(folder.refusal().find("partial loop contains itself") != std::string::npos);
}
