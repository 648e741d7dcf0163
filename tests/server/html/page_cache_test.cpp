#include "server/html/page_cache.hpp"

#include <catch2/catch.hpp>

using namespace radslag;
using html::PageCache;
using html::RenderedPage;

namespace {

std::shared_ptr<const RenderedPage> page(std::size_t bytes) {
  return std::make_shared<RenderedPage>(RenderedPage{std::string(bytes, 'x'), "text/html", "\"e\""});
}

}  // namespace

TEST_CASE("pages are kept within bounds, the latest asked for longest") {
  const auto state = std::make_shared<const int>();
  const auto now = PageCache::Clock::now();
  const auto always = PageCache::Clock::time_point::max();
  PageCache cache(3, 1'000);
  CHECK(cache.find("a", state, now) == nullptr);
  const auto a = page(100);
  cache.put("a", state, a, always);
  cache.put("b", state, page(100), always);
  cache.put("c", state, page(100), always);
  CHECK(cache.find("a", state, now) == a);
  cache.put("d", state, page(100), always);  // over the number: b has not been asked for longest
  CHECK(cache.find("b", state, now) == nullptr);
  CHECK(cache.find("a", state, now) == a);
  cache.put("e", state, page(900), always);  // over the bytes
  CHECK(cache.find("a", state, now) == a);
  CHECK(cache.find("c", state, now) == nullptr);
  CHECK(cache.find("d", state, now) == nullptr);
  cache.put("f", state, page(1'001), always);  // too large to be kept at all
  CHECK(cache.find("f", state, now) == nullptr);
  CHECK(cache.find("e", state, now) != nullptr);
}

TEST_CASE("pages go with their time and with their snapshot") {
  const auto state = std::make_shared<const int>(), next = std::make_shared<const int>();
  const auto now = PageCache::Clock::now();
  PageCache cache(10, 1'000);
  CHECK(cache.find("a", state, now) == nullptr);
  cache.put("a", state, page(1), now + std::chrono::seconds(1));
  CHECK(cache.find("a", state, now) != nullptr);
  CHECK(cache.find("a", state, now + std::chrono::seconds(1)) == nullptr);
  cache.put("b", state, page(1), PageCache::Clock::time_point::max());
  CHECK(cache.find("b", next, now) == nullptr);
  cache.put("b", state, page(1), PageCache::Clock::time_point::max());  // made from a snapshot that has gone
  CHECK(cache.find("b", next, now) == nullptr);
}
