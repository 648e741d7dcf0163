#include "server/web/message_keys.hpp"

#include <catch2/catch.hpp>

#include "server/html/message_keys.hpp"
#include "server/html/messages.hpp"

using namespace radslag;

TEST_CASE("the product's catalogues have every message that the counter asks for") {
  const html::Messages messages("frontend/locales", "Europe/Stockholm");
  for (const auto& keys : {html::message_keys(), web::message_keys()}) {
    for (const std::string& key : keys) {
      CAPTURE(key);
      CHECK(messages.has(key));
    }
  }
  CHECK(messages.has_language("sv"));
  CHECK(messages.has_language("en"));
}
