#include "server/web/render.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <fstream>

#include "server/web/messages.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace radslag::web;
using radslag::testing::TemporaryDirectory;
namespace json = boost::json;

namespace {

class Folder {
 public:
  Folder() {
    std::filesystem::create_directory(folder_ / "partials");
    std::filesystem::create_directory(folder_ / "locales");
    write("locales/sv.json", R"({"a.plain":"Hej & hå","a.number":"{n}"})");
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

TEST_CASE("what is wrong with templates is said at the start") {
  Folder folder;
  CHECK(folder.refusal().empty());
  folder.write("page.mustache", "{{#open}}");
  CHECK(folder.refusal().find("page.mustache: Unclosed section") != std::string::npos);
  folder.write("page.mustache", "{{t.a.nothing}} {{#t.a.number}}{{/t.a.number}}");
  CHECK(folder.refusal().find("t.a.nothing has no message") != std::string::npos);
  CHECK(folder.refusal().find("t.a.number takes arguments") != std::string::npos);
  folder.write("page.mustache", "{{>none}}");
  CHECK(folder.refusal().find("partial none does not exist") != std::string::npos);
  folder.write("partials/loop.mustache", "{{>loop}}");
  folder.write("page.mustache", "{{>loop}}");
  CHECK(folder.refusal().find("partial loop contains itself") != std::string::npos);
}
