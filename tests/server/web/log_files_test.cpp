// How the record's files are served: what caches may keep, and that any page may read them.
#include <catch2/catch.hpp>

#include "tests/server/web/front.hpp"

namespace radslag::web {
namespace {

using testing::Front;
using testing::header;
using testing::Town;

Town grown() {
  Town town;
  town.begin();
  while (town.log("town").pieces.size() < 300) town.dialogue();
  return town;
}

http::Response ask(Front& front, const std::string& path, const std::string& coding, const std::string& known = {}) {
  auto request = Front::get(path);
  request.accept_encoding = coding;
  request.if_none_match = known;
  return front.ask(std::move(request));
}

TEST_CASE("hashes and entries may be kept for good, checkpoints for a second, and what may be withheld one day not unasked") {
  Town town = grown();
  Front front(town);
  for (const auto* path : {"/log/town/tile/0/000", "/log/town/tile/0/001.p/44", "/log/town/tile/1/000.p/1", "/log/town/tile/entries/000",
                           "/log/town/tile/entries/001.p/44"}) {
    INFO(path);
    const auto answer = front.see(path);
    CHECK(answer.status == 200);
    CHECK(answer.content_type == "application/octet-stream");
    CHECK(header(answer, "Cache-Control") == "public, max-age=31536000, immutable");
    CHECK(answer.body == town.files().at(std::string(path).substr(5)));
  }
  const auto checkpoint = front.see("/log/town/checkpoint");
  CHECK(checkpoint.content_type == "text/plain; charset=utf-8");
  CHECK(header(checkpoint, "Cache-Control") == "public, max-age=1");
  CHECK(front.see("/log/town/vkey").content_type == "text/plain; charset=utf-8");
  const auto pack = front.see("/log/town/blobs/000");
  CHECK(pack.content_type == "application/octet-stream");
  CHECK(header(pack, "Cache-Control") == "no-cache");
}

TEST_CASE("any page may read the record's files, and that there is none of a name, too") {
  Town town = grown();
  Front front(town);
  for (const auto* path :
       {"/log/town/checkpoint", "/log/town/tile/0/000", "/log/town/witnessed", "/log/town/tile/0/002", "/log/none", "/log/bundle.tar"}) {
    INFO(path);
    CHECK(header(front.see(path), "Access-Control-Allow-Origin") == "*");
  }
  CHECK(front.see("/log/town/witnessed").status == 404);
  CHECK(header(front.see("/record"), "Access-Control-Allow-Origin").empty());
}

TEST_CASE("who has a file already is told so, in the coding that he has it in") {
  Town town = grown();
  Front front(town);
  const std::string path = "/log/town/tile/entries/000";
  const auto plain = ask(front, path, "");
  const auto gzipped = ask(front, path, "gzip");
  CHECK(header(plain, "Content-Encoding").empty());
  CHECK(header(gzipped, "Content-Encoding") == "gzip");
  CHECK(gzipped.body.starts_with("\x1f\x8b"));
  CHECK(gzipped.body.size() < plain.body.size() / 2);
  CHECK(header(plain, "Vary") == "Accept-Encoding");
  CHECK(header(plain, "ETag") != header(gzipped, "ETag"));
  for (const auto& [coding, known] : {std::pair("", header(plain, "ETag")), std::pair("gzip", header(gzipped, "ETag"))}) {
    const auto again = ask(front, path, coding, known);
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    CHECK(header(again, "ETag") == known);
    CHECK(header(again, "Cache-Control") == header(plain, "Cache-Control"));
  }
  CHECK(ask(front, path, "", header(gzipped, "ETag")).status == 200);
  // Hashes cannot be made smaller.
  CHECK(header(ask(front, "/log/town/tile/0/000", "gzip"), "Content-Encoding").empty());
}

}  // namespace
}  // namespace radslag::web
