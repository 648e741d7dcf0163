#include "server/programs/settings.hpp"

#include <concepts>

#include "ledger/journal/journal.hpp"
#include "server/web/config.hpp"

namespace radslag::programs {
namespace {

/// Each limit once: its name, where it lives in `settings`, its meaning. `visit` makes the table of it, or fills the values in.
template <typename S, typename Visit>
void each_limit(S& settings, Visit visit) {
  auto& http = settings.http;
  visit("limits.header_bytes", http.header_bytes, "request line and header fields together");
  visit("limits.header_count", http.header_count, "header fields of one request");
  visit("limits.target_bytes", http.target_bytes, "path and query of a request");
  visit("limits.body_bytes", http.body_bytes, "an ordinary request body");
  visit("limits.large_bodies", http.large_bodies, "bodies over body_bytes held at once");
  visit("limits.all_bodies_bytes", http.all_bodies_bytes, "all request bodies in memory together");
  visit("limits.ballot_body_bytes", settings.ballot_body_bytes, "a posted ballot");
  visit("limits.act_body_bytes", settings.act_body_bytes, "a posted act of office");
  visit("limits.small_body_bytes", settings.small_body_bytes, "any other posted body");
  visit("limits.retry_after_seconds", http.retry_after_seconds, "what a refusal for lack of room asks the client to wait");
  visit("limits.header_seconds", http.header_seconds, "until a request's header must be there");
  visit("limits.body_seconds", http.body_seconds, "until a request's body must be there");
  visit("limits.write_seconds", http.write_seconds, "until an answer must be taken");
  visit("limits.keep_alive_idle_seconds", http.keep_alive_idle_seconds, "between an answer and the next request");
  visit("limits.drain_seconds", http.drain_seconds, "for reading on after a refusal, so that it is seen");
  visit("limits.drain_bytes", http.drain_bytes, "read and thrown away after a refusal");
  visit("limits.min_bytes_per_second", http.min_bytes_per_second, "the slowest line that long bodies and answers get more time for");
  visit("limits.connections", http.connections, "open connections");
  visit("limits.shutdown_drain_seconds", http.shutdown_drain_seconds, "what a stop grants to requests in flight");
  visit("limits.queue_submissions", settings.queue_submissions, "writes that may wait for a commit");
  visit("limits.commit_submissions", settings.commit_submissions, "writes in one commit");
  visit("limits.cache_pages", settings.cache_pages, "rendered pages kept");
  visit("limits.cache_bytes", settings.cache_bytes, "rendered pages kept, all together");
  visit("limits.bundle_bytes", settings.bundle_bytes, "the largest record that the site hands out as one file");
}

/// What the rooms themselves hold for right.
Settings room_defaults() {
  Settings settings;
  const journal::Options journal;
  const web::Config web;
  settings.queue_submissions = journal.queue_submissions;
  settings.commit_submissions = journal.commit_submissions;
  settings.ballot_body_bytes = web.ballot_body_bytes;
  settings.act_body_bytes = web.act_body_bytes;
  settings.small_body_bytes = web.small_body_bytes;
  settings.cache_pages = web.cache_pages;
  settings.cache_bytes = web.cache_bytes;
  settings.bundle_bytes = web.bundle_bytes;
  return settings;
}

std::string in_tree(const std::string& path) { return std::string(RADSLAG_ASSETS_DIR) + "/" + path; }

constexpr std::uint64_t most_seconds = 86'400;
constexpr std::uint64_t most_of_anything = std::uint64_t{1} << 40;

}  // namespace

std::vector<Setting> settings_table() {
  std::vector<Setting> table{
      {"data.dir", Kind::folder, "data", "where the record, its keys and radslag.conf lie", "--data"},
      {"server.address", Kind::address, "127.0.0.1", "the address of this machine to listen at; behind a proxy, leave it", "--address"},
      {"server.port", Kind::number, "8080", "the port to listen at; 0 takes a free one", "--port", 0, 65'535},
      {"server.workers", Kind::number, "2", "threads that answer requests", "--workers", 1, 256},
      {"server.strict_transport", Kind::yes_no, "no", "tell browsers to come by https only; yes where a proxy in front speaks https"},
      {"site.origin", Kind::text, "", "the host that names the logs of a town made by serve; for good. Empty: localhost:PORT"},
      {"site.base_url", Kind::url, "", "the address that residents use. Empty: http://localhost:PORT", "--base-url"},
      {"site.content_lang", Kind::text, "sv", "the language that the municipality writes in"},
      {"site.time_zone", Kind::text, "Europe/Stockholm", "the zone that times are shown in"},
      {"site.demo", Kind::yes_no, "no", "the example municipality: made where the data folder is empty; never on a real record", "--demo"},
      {"assets.templates", Kind::folder, in_tree("frontend/templates"), "the page templates"},
      {"assets.locales", Kind::folder, in_tree("frontend/locales"), "the message catalogues"},
      {"assets.static", Kind::folder, in_tree("frontend/dist/static"), "styles and scripts as built"},
      {"assets.example", Kind::folder, in_tree("deploy/example"), "what the example municipality is made of"},
      {"log.level",
       Kind::word,
       "info",
       "how much is logged: debug, info, warn or error",
       "--log-level",
       0,
       0,
       {"debug", "info", "warn", "error"}},
  };
  const auto defaults = room_defaults();
  each_limit(defaults, [&](std::string name, const auto& value, std::string meaning) {
    const bool seconds = std::same_as<std::remove_cvref_t<decltype(value)>, int>;
    table.push_back(
        {std::move(name), Kind::number, std::to_string(value), std::move(meaning), "", 1, seconds ? most_seconds : most_of_anything});
  });
  return table;
}

Settings settings_of(const Config& config) {
  Settings settings;
  settings.data = {config.text("data.dir")};
  settings.address = config.text("server.address");
  settings.port = static_cast<std::uint16_t>(config.number("server.port"));
  settings.workers = static_cast<unsigned>(config.number("server.workers"));
  settings.strict_transport = config.yes("server.strict_transport");
  settings.origin = config.text("site.origin");
  settings.base_url = config.text("site.base_url");
  settings.content_lang = config.text("site.content_lang");
  settings.time_zone = config.text("site.time_zone");
  settings.demo = config.yes("site.demo");
  settings.templates = config.text("assets.templates");
  settings.locales = config.text("assets.locales");
  settings.static_files = config.text("assets.static");
  settings.example = config.text("assets.example");
  settings.log_level = config.text("log.level");
  each_limit(settings, [&](const char* name, auto& value, const char*) {
    value = static_cast<std::remove_cvref_t<decltype(value)>>(config.number(name));
  });
  return settings;
}

Config load_config(const std::map<std::string, Value>& flags, const std::optional<std::filesystem::path>& file,
                   const std::map<std::string, std::string>& environment) {
  Config config(settings_table(), {flags, environment, file,
                                   [](const Config& so_far) { return std::filesystem::path(so_far.text("data.dir")) / "radslag.conf"; }});
  if (!file && !config.file().empty() && config.value("data.dir").source.starts_with(config.file() + ":")) {
    throw Stop(Exit::config, config.value("data.dir").source +
                                 ": data.dir cannot be set in the file that is found by it. Use --data, or RADSLAG_DATA_DIR.");
  }
  return config;
}

}  // namespace radslag::programs
