#include "server/programs/settings.hpp"

#include <sstream>

#include "ledger/journal/journal.hpp"
#include "server/programs/http_limits.hpp"
#include "server/web/config.hpp"

namespace radslag::programs {
namespace {

/// Each limit once: its name, where it lives in `settings`, its meaning. `visit` makes the table of it, or fills the values in.
template <typename S, typename Visit>
void each_limit(S& settings, Visit visit) {
  each_http_limit(settings.http, visit);
  visit("limits.ballot_body_bytes", settings.ballot_body_bytes, "a posted ballot");
  visit("limits.act_body_bytes", settings.act_body_bytes, "a posted act of office");
  visit("limits.small_body_bytes", settings.small_body_bytes, "any other posted body");
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

/// "NAME=URL NAME=URL"
std::map<std::string, std::string> witness_urls(const Value& value) {
  std::map<std::string, std::string> urls;
  std::istringstream words(value.text);
  for (std::string word; words >> word;) {
    const auto equals = word.find('=');
    const auto url = equals == std::string::npos ? std::string() : word.substr(equals + 1);
    const bool good = (url.starts_with("https://") || url.starts_with("http://")) && !url.ends_with('/') && equals != 0;
    if (!good || !urls.emplace(word.substr(0, equals), url).second)
      throw Stop(Exit::config, value.source +
                                   ": site.witnesses takes NAME=URL, each name once and each address without a slash at the end, not \"" +
                                   word + "\".");
  }
  return urls;
}

std::string in_tree(const std::string& path) { return std::string(RADSLAG_ASSETS_DIR) + "/" + path; }

}  // namespace

std::vector<Setting> settings_table() {
  std::vector<Setting> table{
      {"data.dir", Kind::folder, "data", "where the record, its keys and radslag.conf lie", "--data"},
      {"data.head_store", Kind::text, "",
       "the file with the newest signed heads, best on another disk. Empty: beside the data folder, in FOLDER-heads/ (a demonstration's: "
       "inside)",
       "--head-store"},
      {"server.address", Kind::address, "127.0.0.1", "the address of this machine to listen at; behind a proxy, leave it", "--address"},
      {"server.port", Kind::number, "8080", "the port to listen at; 0 takes a free one", "--port", 0, 65'535},
      {"server.workers", Kind::number, "2", "threads that answer requests", "--workers", 1, 256},
      {"server.strict_transport", Kind::yes_no, "no", "tell browsers to come by https only; yes where a proxy in front speaks https"},
      {"site.origin", Kind::text, "", "the host that names the logs of a town made by serve; for good. Empty: localhost:PORT"},
      {"site.base_url", Kind::url, "", "the address that residents use. Empty: http://localhost:PORT", "--base-url"},
      {"site.registrar_url", Kind::url, "", "where residents sign in: the registrar's site. Empty: with --demo the next port, else none",
       "--registrar-url"},
      {"site.witnesses", Kind::text, "",
       "where the announced witnesses are asked: NAME=URL NAME=URL …, the names as in the record. Empty: nobody is asked", "--witnesses"},
      {"site.content_lang", Kind::text, "sv", "the language that the municipality writes in"},
      {"site.time_zone", Kind::text, "Europe/Stockholm", "the zone that times are shown in"},
      {"site.demo", Kind::yes_no, "no", "the example municipality: made where the data folder is empty; never on a real record", "--demo"},
      {"site.example_witnesses", Kind::text, "",
       "with --demo: file with the public keys of witnesses that the example announces, one a line, each with who runs it",
       "--example-witnesses"},
      {"site.attested", Kind::text, "", "with --demo: what radslag-registrar example wrote, for an example with initiatives", "--attested"},
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
  for (auto& row : mail_rows()) table.push_back(std::move(row));
  const auto defaults = room_defaults();
  each_limit(defaults, [&](std::string name, const auto& value, std::string meaning) {
    table.push_back(limit_row(std::move(name), value, std::move(meaning)));
  });
  return table;
}

Settings settings_of(const Config& config) {
  Settings settings;
  settings.data = {config.text("data.dir"), config.text("data.head_store")};
  settings.address = config.text("server.address");
  settings.port = static_cast<std::uint16_t>(config.number("server.port"));
  settings.workers = static_cast<unsigned>(config.number("server.workers"));
  settings.strict_transport = config.yes("server.strict_transport");
  settings.origin = config.text("site.origin");
  settings.base_url = config.text("site.base_url");
  settings.registrar_url = config.text("site.registrar_url");
  settings.witnesses = witness_urls(config.value("site.witnesses"));
  settings.example_witnesses = config.text("site.example_witnesses");
  settings.attested = config.text("site.attested");
  settings.mail = mail_settings_of(config);
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
