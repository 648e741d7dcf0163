#include <catch2/catch.hpp>

#include "server/qr/qr.hpp"

using namespace radslag;

namespace {

/// The side of the picture in modules, from its viewBox.
int side_of(const std::string& svg) {
  constexpr std::string_view start = "viewBox=\"0 0 ";
  return std::stoi(svg.substr(svg.find(start) + start.size()));
}

}  // namespace

// That the pictures hold these bytes is for another program to say: tests/outside/paper.sh reads them with zbarimg.
TEST_CASE("a code grows with what it holds, up to the largest there is") {
  const auto small = qr::svg("a", "x");
  REQUIRE(small);
  CHECK(side_of(*small) == 21 + 8);  // version 1 and its margin
  const auto checkpoint = qr::svg(std::string(218, 'a'), "x");
  REQUIRE(checkpoint);
  CHECK(side_of(*checkpoint) == 61 + 8);  // version 11-M
  const auto largest = qr::svg(std::string(qr::max_bytes, 'a'), "x");
  REQUIRE(largest);
  CHECK(side_of(*largest) == 177 + 8);
  CHECK_FALSE(qr::svg(std::string(qr::max_bytes + 1, 'a'), "x"));
  CHECK_FALSE(qr::svg("", "x"));
}

TEST_CASE("bytes of any kind are held, a label is written as text") {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  CHECK(qr::svg(bytes, "x"));
  const auto svg = qr::svg("a", "<b>\"&");
  REQUIRE(svg);
  CHECK(svg->find("aria-label=\"&lt;b>&quot;&amp;\"") != std::string::npos);
}
