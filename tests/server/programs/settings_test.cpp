#include "server/programs/settings.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "ledger/journal/journal.hpp"
#include "server/web/config.hpp"

using namespace radslag::programs;

TEST_CASE("the defaults are good, and are those of the rooms") {
  const auto settings = settings_of(load_config({}, "/dev/null", {}));
  CHECK(settings.address == "127.0.0.1");
  CHECK(settings.port == 8080);
  CHECK_FALSE(settings.demo);
  CHECK(settings.content_lang == "sv");
  CHECK(settings.time_zone == "Europe/Stockholm");
  CHECK(settings.http.header_bytes == radslag::http::Limits{}.header_bytes);
  CHECK(settings.http.shutdown_drain_seconds == radslag::http::Limits{}.shutdown_drain_seconds);
  CHECK(settings.queue_submissions == radslag::journal::Options{}.queue_submissions);
  CHECK(settings.act_body_bytes == radslag::web::Config{}.act_body_bytes);
}

TEST_CASE("each setting has a name, a meaning, a variable and a flag of its own") {
  std::set<std::string> names, variables, flags;
  for (const auto& setting : settings_table()) {
    CHECK(names.insert(setting.name).second);
    CHECK(variables.insert(setting.variable()).second);
    CHECK((setting.flag.empty() || flags.insert(setting.flag).second));
    CHECK_FALSE(setting.meaning.empty());
    CHECK(std::count(setting.name.begin(), setting.name.end(), '.') == 1);
  }
}

TEST_CASE("every limit can be set") {
  for (const auto& setting : settings_table()) {
    if (!setting.name.starts_with("limits.")) continue;
    const auto config = load_config({{setting.name, {"7", "--set"}}}, "/dev/null", {});
    CHECK(config.number(setting.name) == 7);
  }
  const auto settings = settings_of(load_config({{"limits.body_seconds", {"7", "--set"}}}, "/dev/null", {}));
  CHECK(settings.http.body_seconds == 7);
  CHECK(settings.http.write_seconds == radslag::http::Limits{}.write_seconds);
}
