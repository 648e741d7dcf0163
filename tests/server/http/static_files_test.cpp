#include "server/http/static_files.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>

#include <fstream>

namespace radslag::http {
namespace {

namespace fs = std::filesystem;

/// A folder of its own that goes with the test.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("radslag-static-" + std::to_string(::getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_ / "fonts");
    write("manifest.json", R"({"app.css": "app.3f2a9c1b.css", "ballot.js": "ballot-XK7QW2ZA.js"})");
    write("app.3f2a9c1b.css", "plain css");
    write("app.3f2a9c1b.css.br", "brotli css");
    write("app.3f2a9c1b.css.gz", "gzip css");
    write("ballot-XK7QW2ZA.js", "js");
    write("robots.txt", "robots");
    write("fonts/inter.deadbeef01.woff2", "font");
    write("facade.html", "a word of hex digits is no hash");
    write("data.gz", "an archive of its own");
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }

  void write(const std::string& name, std::string_view bytes) const { std::ofstream(path_ / name, std::ios::binary) << bytes; }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string field(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

Response serve(const StaticFiles& files, const std::string& path, const std::string& accept_encoding = "",
               const std::string& if_none_match = "") {
  Request request;
  request.method = "GET";
  request.path = path;
  request.accept_encoding = accept_encoding;
  request.if_none_match = if_none_match;
  return files.serve(request).value();
}

TEST_CASE("the manifest gives the address of a file by its name", "[http]") {
  const Folder folder;
  const StaticFiles files = StaticFiles::load(folder.path());
  CHECK(files.url("app.css") == "/static/app.3f2a9c1b.css");
  CHECK(files.url("robots.txt") == "/static/robots.txt");
  CHECK_THROWS_AS(files.url("nothing.css"), std::out_of_range);
  CHECK(StaticFiles::load(folder.path(), "/s/").url("ballot.js") == "/s/ballot-XK7QW2ZA.js");
}

TEST_CASE("files come with their type, and with a long life when their name has a hash", "[http]") {
  const Folder folder;
  const StaticFiles files = StaticFiles::load(folder.path());
  const std::vector<std::tuple<std::string, std::string, bool>> expected = {
      {"/static/app.3f2a9c1b.css", "text/css; charset=utf-8", true}, {"/static/ballot-XK7QW2ZA.js", "text/javascript; charset=utf-8", true},
      {"/static/fonts/inter.deadbeef01.woff2", "font/woff2", true},  {"/static/robots.txt", "text/plain; charset=utf-8", false},
      {"/static/facade.html", "text/html; charset=utf-8", false},    {"/static/data.gz", "application/octet-stream", false},
  };
  for (const auto& [path, type, immutable] : expected) {
    const Response response = serve(files, path, "br");
    CHECK(response.content_type == type);
    CHECK(field(response, "Cache-Control") == (immutable ? "public, max-age=31536000, immutable" : "no-cache"));
  }
  for (const char* path : {"/static/", "/static/nothing", "/static/manifest.json", "/static/app.3f2a9c1b.css.br", "/other/robots.txt"}) {
    Request request;
    request.method = "GET";
    request.path = path;
    CHECK_FALSE(files.serve(request).has_value());
  }
}

TEST_CASE("the compressed sibling is sent to those who take it, each with its own tag", "[http]") {
  const Folder folder;
  const StaticFiles files = StaticFiles::load(folder.path());
  const std::string path = "/static/app.3f2a9c1b.css";
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"", "plain css"},          {"identity", "plain css"},    {"gzip", "gzip css"},        {"gzip, deflate, br", "brotli css"},
      {"GZIP;q=0.5", "gzip css"}, {"br;q=0, gzip", "gzip css"}, {"br;q=0.000", "plain css"}, {"br;q=0.001", "brotli css"},
      {"*", "brotli css"},        {"*;q=0", "plain css"},       {"*, br;q=0", "gzip css"},   {"brotli", "plain css"},
  };
  for (const auto& [accepted, body] : expected) {
    INFO(accepted);
    const Response response = serve(files, path, accepted);
    CHECK(*response.shared_body == body);
    CHECK(field(response, "Content-Encoding") == (body == "plain css" ? "" : body.substr(0, body.find(' ')) == "brotli" ? "br" : "gzip"));
    CHECK(field(response, "Vary") == "Accept-Encoding");
  }
  CHECK(field(serve(files, path), "ETag") != field(serve(files, path, "br"), "ETag"));
  CHECK(field(serve(files, "/static/robots.txt", "br"), "Vary").empty());
}

TEST_CASE("a tag that the client has is answered 304", "[http]") {
  const Folder folder;
  const StaticFiles files = StaticFiles::load(folder.path());
  const Response first = serve(files, "/static/robots.txt");
  CHECK(first.status == 200);
  const Response again = serve(files, "/static/robots.txt", "", field(first, "ETag"));
  CHECK(again.status == 304);
  CHECK_FALSE(again.shared_body);
  CHECK(field(again, "ETag") == field(first, "ETag"));
  folder.write("robots.txt", "Robots");
  CHECK(serve(StaticFiles::load(folder.path()), "/static/robots.txt", "", field(first, "ETag")).status == 200);
  Request request;
  request.method = "POST";
  request.path = "/static/robots.txt";
  CHECK(files.serve(request).value().status == 405);
}

TEST_CASE("a manifest that is malformed or names what is not there is an error at start", "[http]") {
  const Folder folder;
  for (const char* broken : {"", "[]", "{\"a\": 1}", "{\"a\": \"missing.css\"}"}) {
    folder.write("manifest.json", broken);
    CHECK_THROWS_AS(StaticFiles::load(folder.path()), std::runtime_error);
  }
  CHECK_THROWS_AS(StaticFiles::load(folder.path() / "nowhere"), std::runtime_error);
}

}  // namespace
}  // namespace radslag::http
