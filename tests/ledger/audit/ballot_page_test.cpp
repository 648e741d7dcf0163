// The ballot page against the files that an opening names: what is served changed, added to, or hidden.
#include "ledger/audit/ballot_page.hpp"

#include <catch2/catch.hpp>

#include "crypto/hash.hpp"
#include "ledger/audit/start_tag.hpp"

namespace radslag::audit {
namespace {

using Files = std::map<std::string, std::string>;
using Pages = std::vector<record::RoundOpened::Page>;

constexpr const char* page = "rounds/r1/vote";

const std::string good_html =
    "<!doctype html>\n<html lang=\"sv\"><head><meta charset=\"utf-8\"><title>Rösta</title>\n"
    "<link rel=\"stylesheet\" href=\"/static/app.1.css\">\n"
    "<link rel=\"preload\" href=\"/static/font.woff2\" as=\"font\" crossorigin>\n"
    "<script type=\"module\" src=\"/static/app.1.js\"></script><link rel=\"icon\" href=\"/favicon.ico\"></head>\n"
    "<body><a href=\"/\">Start</a> <a href='/rounds/r1?x=1&amp;y=2'>Round</a><a href=\"#content\">Skip</a>\n"
    "<div data-messages=\"{&quot;a&quot;: &quot;1 &lt; 2&quot;}\">one & two</div></body></html>";

Files site() {
  return {{page, good_html}, {"static/app.1.js", "import \"./chunk.2.js\";"}, {"static/chunk.2.js", "two"}, {"static/app.1.css", "p{}"}};
}

Pages named() {
  Pages pages;
  for (const auto& [path, bytes] : site()) {
    if (path != page) pages.push_back({crypto::sha256(bytes), "/" + path});
  }
  return pages;
}

PageReport compare(Files files, const Pages& pages = named()) { return compare_ballot_page(*open_files(std::move(files)), page, pages); }

/// With this in the page's body.
std::vector<std::string> texts_of(const PageReport& report) {
  std::vector<std::string> texts;
  for (const auto& finding : report.findings) texts.push_back(text_of(finding));
  return texts;
}

std::vector<std::string> findings_with(const std::string& html) {
  auto files = site();
  auto& whole = files[page];
  whole.insert(whole.find("<div"), html);
  return texts_of(compare(std::move(files)));
}

}  // namespace

TEST_CASE("ballot page: the published one holds") {
  const auto report = compare(site());
  CHECK(texts_of(report) == std::vector<std::string>{});
  CHECK(report.files == 3);
  auto pages = named();
  for (auto& file : pages) file.path.erase(0, 1);  // as well without the slash
  CHECK(compare(site(), pages).findings.empty());
}

TEST_CASE("ballot page: files that are not as named") {
  for (const auto& [path, bytes] : site()) {
    if (path == page) continue;
    CAPTURE(path);
    auto changed = site(), gone = site();
    changed[path] += ' ';
    gone.erase(path);
    for (const auto& files : {changed, gone}) {
      const auto report = compare(files);
      REQUIRE(report.findings.size() == 1);
      CHECK(texts_of(report)[0].find(path) != std::string::npos);
      CHECK(report.files == 2);
    }
  }
}

TEST_CASE("ballot page: nothing named, or no page") {
  CHECK(compare(site(), {}).findings.size() == 1);
  auto files = site();
  files.erase(page);
  CHECK(compare(files).findings.size() == 1);
}

TEST_CASE("ballot page: what is loaded without being named") {
  for (const char* html : {
           R"(<script src="/static/evil.js"></script>)",
           R"(<SCRIPT SRC=/static/evil.js></SCRIPT>)",
           R"(<script/src='https://evil.example/app.1.js'></script>)",
           R"(<script src="//evil.example/static/app.1.js"></script>)",
           R"(<script src="static/app.1.js"></script>)",     // below the page's own folder
           R"(<script src="/static/app.1.js?x"></script>)",  // whatever a server makes of it
           R"(<script src=" /static/app.1.js"></script>)",
           R"(<script src="&#47;static/evil.js"></script>)",
           R"(<script data-src="/static/app.1.js" src="/static/evil.js"></script>)",
           R"(<script src="/static/evil.js" src="/static/app.1.js"></script>)",  // the first one holds
           R"(<script src="/static/app.1.js" src="/static/evil.js"></script>)",
           R"(<script title=">" src="/static/evil.js"></script>)",
           R"(<script title="src=/static/app.1.js" src="/static/evil.js"></script>)",
           "<script\nsrc\n=\n\"/static/evil.js\"></script>",
           R"(<link rel="stylesheet" href="/static/evil.css">)",
           R"(<link rel=STYLESHEET href=/static/evil.css>)",
           R"(<link data-href="/static/app.1.css" rel="x stylesheet" href="/static/evil.css">)",
           R"(<link rel="style&#115;heet" href="/static/evil.css">)",
           R"(<link rel="modulepreload" href="/static/evil.js">)",
           R"(<svg><script href="/static/evil.js"></script></svg>)",
           R"(<svg><script xlink:href="/static/evil.js"></script></svg>)",
           R"(<!-- <a title="> --><script src="/static/evil.js"></script><!-- "> -->)",
       }) {
    CAPTURE(html);
    CHECK_FALSE(findings_with(html).empty());
  }
}

TEST_CASE("ballot page: code in the page itself") {
  for (const char* html : {
           "<script>evil()</script>",
           "<script type=module>evil()</script>",
           R"(<script type="importmap">{"imports":{}}</script>)",
           R"(<script data-src="/static/app.1.js">evil()</script>)",
           R"(<script title="src=/static/app.1.js">evil()</script>)",
           R"(<svg><script src="/static/app.1.js">evil()</script></svg>)",
           R"(<svg><script src="/static/app.1.js"/>evil())",
           "<p onclick=evil()>",
           "<p title='>' ONCLICK = 'evil()'>",
           "<img src=x/onerror=evil() onerror=evil()>",
           "<img/onerror=evil()>",
           R"(<img alt=""onerror=evil()>)",
           "<a href=\"javascript:evil()\">",
           "<a href=\" jAva\nscript:evil()\">",
           "<a href=java&#115;cript:evil()>",
           "<a href=\"javascript&colon;evil()\">",
           "<form action='javascript:evil()'>",
           "<button formaction='javascript:evil()'>",
           "<iframe srcdoc='&lt;script>evil()&lt;/script>'></iframe>",
           "<object data=/static/app.1.js>",
           "<embed src=x>",
           "<base href=//evil.example/>",
           "<meta http-equiv=refresh content='0; url=https://evil.example'>",
       }) {
    CAPTURE(html);
    CHECK_FALSE(findings_with(html).empty());
  }
}

TEST_CASE("ballot page: what looks like code and is none") {
  for (const char* html : {
           "<p>1 < 2, onclick=evil(), javascript:evil()</p>",
           "<p data-onclick=\"x\" title=\"onclick=1\" class=on>on</p>",
           "<a href=\"/javascript:x\">x</a><a href=\"mailto:a@b.se?subject=1&amp;2\">x</a><a href=\"?a=1&amp;b=2\">x</a>",
           "<link rel=canonical href=/rounds/r1>",
           "</script><scripts><p>&lt;script&gt;</p>",
           "<script type=module src=/static/app.1.js> </script >",
       }) {
    CAPTURE(html);
    CHECK(findings_with(html) == std::vector<std::string>{});
  }
}

TEST_CASE("ballot page: a page made to exhaust whoever reads it") {
  std::string open_tags;
  for (int i = 0; i < 50'000; ++i) open_tags += "<a x='<b y=\"";
  CHECK(findings_with(open_tags) == std::vector<std::string>{"the page's HTML is made so that it cannot be read"});
  CHECK(findings_with("<a " + std::string(4'000'000, 'x') + ">").empty());
  CHECK(findings_with("<a title='" + std::string(2'000'000, '<') + "'>").empty());
}

TEST_CASE("start tags are read as browsers read them") {
  std::size_t at = 1;
  const std::string html = "x<IMG a=1/b C = 'x>y' d e=\"\" =f a=2 / g/>rest";
  const auto tag = read_start_tag(html, at);
  REQUIRE(tag);
  CHECK(html.substr(at) == "rest");
  CHECK(tag->name == "img");
  const std::vector<std::pair<std::string, std::string>> expected{{"a", "1/b"}, {"c", "x>y"}, {"d", ""}, {"e", ""},
                                                                  {"=f", ""},   {"a", "2"},   {"g", ""}};
  CHECK(tag->attributes == expected);
  CHECK(tag->all("a") == std::vector<std::string>{"1/b", "2"});
  for (const std::string none : {"<", "</p>", "< p>", "<!-- -->", "<?x>", "<1>", "<p", "<p a='>", "<p a", "<p a=", "<p a=1"}) {
    CAPTURE(none);
    at = 0;
    CHECK_FALSE(read_start_tag(none, at));
    CHECK(at <= none.size());
  }
}

}  // namespace radslag::audit
