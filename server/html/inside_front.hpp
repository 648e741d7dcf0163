// What a front is made of. For the sources of Front only.
#pragma once

#include <string>
#include <vector>

#include "server/html/front.hpp"
#include "server/html/messages.hpp"
#include "server/html/page_cache.hpp"
#include "server/html/render.hpp"

namespace radslag::html {

struct Front::Inside {
  const Config& config;
  const std::vector<Route> routes;
  const Messages messages;
  const Templates templates;
  PageCache cache;

  Inside(const Config& c, std::vector<Route> r)
      : config(c),
        routes(std::move(r)),
        messages(config.locales_dir, config.time_zone),
        templates(config.templates_dir, messages),
        cache(config.cache_pages, config.cache_bytes) {}

  void check(const std::vector<std::string>& message_keys) const;
};

}  // namespace radslag::html
