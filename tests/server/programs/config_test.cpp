#include "server/programs/config.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "server/programs/settings.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace radslag;
using namespace radslag::programs;

namespace {

std::filesystem::path file_with(const testing::TemporaryDirectory& folder, const std::string& text,
                                const std::string& name = "radslag.conf") {
  std::ofstream(folder / name) << text;
  return folder / name;
}

std::vector<Setting> small_table() {
  return {{"server.port", Kind::number, "8080", "", "--port", 0, 65'535},
          {"server.address", Kind::address, "127.0.0.1", ""},
          {"site.demo", Kind::yes_no, "no", ""},
          {"site.base_url", Kind::url, "", ""},
          {"log.level", Kind::word, "info", "", "", 0, 0, {"debug", "info"}},
          {"mail.password", Kind::text, "", "", "", 0, 0, {}, true}};
}

/// The refusal of a configuration; fails where there is none.
Stop refusal(const Config::Inputs& inputs) {
  try {
    const Config config(small_table(), inputs);
  } catch (const Stop& stop) {
    return stop;
  }
  FAIL("the configuration was taken");
  throw std::logic_error("not reached");
}

}  // namespace

TEST_CASE("a setting comes from the flag, else the environment, else the file, else the default") {
  const testing::TemporaryDirectory folder;
  const auto file = file_with(folder, "# ours\n[server]\nport = 1\naddress = ::1\n");
  Config::Inputs inputs{{}, {}, file, {}};
  const auto port = [&] { return Config(small_table(), inputs).value("server.port"); };

  CHECK(port().text == "1");
  CHECK(port().source == file.string() + ":3");
  inputs.environment = {{"RADSLAG_SERVER_PORT", "2"}};
  CHECK(port().text == "2");
  CHECK(port().source == "RADSLAG_SERVER_PORT");
  inputs.flags = {{"server.port", {"3", "--port"}}};
  CHECK(port().text == "3");
  CHECK(port().source == "--port");
  CHECK(Config(small_table(), inputs).text("server.address") == "::1");

  inputs = {};
  CHECK(port().text == "8080");
  CHECK(port().source == "default");
}

TEST_CASE("unknown settings are refused with a suggestion") {
  const testing::TemporaryDirectory folder;
  const auto file_says = [&](const std::string& text) { return refusal({{}, {}, file_with(folder, text), {}}); };

  const auto misspelt = file_says("[server]\n\nprot = 1\n");
  CHECK(misspelt.code() == Exit::config);
  CHECK_THAT(misspelt.what(), Catch::EndsWith("radslag.conf:3: there is no setting \"server.prot\". Did you mean server.port?"));
  CHECK_THAT(file_says("[sever]\nport = 1\n").what(), Catch::Contains("Did you mean server.port?"));
  CHECK_THAT(file_says("[site]\nport = 1\n").what(), Catch::Contains("Did you mean server.port?"));
  CHECK_THAT(file_says("[server]\nquite-another-thing = 1\n").what(), Catch::Contains("check-config lists all"));
  CHECK_THAT(refusal({{}, {{"RADSLAG_SERVER_PROT", "1"}}, {}, {}}).what(), Catch::Contains("Did you mean RADSLAG_SERVER_PORT?"));
  CHECK(refusal({{{"server.prot", {"1", "--set server.prot"}}}, {}, {}, {}}).code() == Exit::usage);
}

TEST_CASE("variables of other tools are left alone") {
  CHECK_NOTHROW(Config(small_table(), {{}, {{"RADSLAG_JOBS", "2"}, {"RADSLAG_SHARED", "x"}}, {}, {}}));
}

TEST_CASE("a value of the wrong kind is refused where it stands, also when a flag is stronger") {
  const testing::TemporaryDirectory folder;
  const auto value = [&](const std::string& section, const std::string& line) {
    return std::string(
        refusal({{{"server.port", {"3", "--port"}}}, {}, file_with(folder, "[" + section + "]\n" + line + "\n"), {}}).what());
  };
  CHECK_THAT(value("server", "port = many"),
             Catch::EndsWith("radslag.conf:2: server.port takes a whole number from 0 to 65535, not \"many\"."));
  CHECK_THAT(value("server", "port = 65536"), Catch::Contains("to 65535"));
  CHECK_THAT(value("server", "port = -1"), Catch::Contains("takes a whole number"));
  CHECK_THAT(value("server", "port = 80 80"), Catch::Contains("takes a whole number"));
  CHECK_THAT(value("server", "port ="), Catch::Contains("takes a whole number"));
  CHECK_THAT(value("server", "address = localhost"), Catch::Contains("a numeric address"));
  CHECK_THAT(value("site", "demo = perhaps"), Catch::Contains("takes yes or no"));
  CHECK_THAT(value("site", "base_url = radslag.example.se"), Catch::Contains("https://"));
  CHECK_THAT(value("site", "base_url = https://radslag.example.se/"), Catch::Contains("does not end with /"));
  CHECK_THAT(value("log", "level = loud"), Catch::Contains("one of debug, info"));
}

TEST_CASE("a file that is not in the form is refused at its line") {
  const testing::TemporaryDirectory folder;
  const auto says = [&](const std::string& text) { return std::string(refusal({{}, {}, file_with(folder, text), {}}).what()); };
  CHECK_THAT(says("[server]\nport 1\n"), Catch::Contains("radslag.conf:2: a setting is written key = value"));
  CHECK_THAT(says("port = 1\n"), Catch::Contains("radslag.conf:1: \"port\" stands before the first [section]"));
  CHECK_THAT(says("[server\n"), Catch::Contains(":1: a section is written [name]"));
  CHECK_THAT(says("[server]\nport = 1\n[site]\n[server]\nport = 2\n"), Catch::Contains(":5: server.port is set twice, first in line 2"));
  CHECK_THAT(refusal({{}, {}, folder / "absent", {}}).what(), Catch::Contains("cannot be read"));
}

TEST_CASE("a secret may be named by a file, and is never repeated in a message") {
  const testing::TemporaryDirectory folder;
  const auto path = file_with(folder, "s3cret\n", "password");
  const Config config(small_table(), {{}, {{"RADSLAG_MAIL_PASSWORD_FILE", path.string()}}, {}, {}});
  CHECK(config.text("mail.password") == "s3cret");
  CHECK(config.value("mail.password").source == "RADSLAG_MAIL_PASSWORD_FILE");
  CHECK_THAT(refusal({{}, {{"RADSLAG_MAIL_PASSWORD_FILE", "/nowhere"}}, {}, {}}).what(), Catch::Contains("cannot be read"));
  // Only secrets have it.
  CHECK_THROWS_AS(Config(small_table(), {{}, {{"RADSLAG_SERVER_PORT_FILE", path.string()}}, {}, {}}), Stop);

  std::vector<Setting> table{{"mail.pin", Kind::number, "1", "", "", 1, 10, {}, true}};
  try {
    const Config refused(table, {{}, {{"RADSLAG_MAIL_PIN", "s3cret"}}, {}, {}});
    FAIL("a wrong secret was taken");
  } catch (const Stop& stop) {
    CHECK_THAT(stop.what(), !Catch::Contains("s3cret"));
  }
}

TEST_CASE("radslag.conf in the data folder is read unless another file is named, and cannot move the data folder") {
  const testing::TemporaryDirectory folder;
  file_with(folder, "[server]\nport = 81\n");
  const std::map<std::string, Value> flags{{"data.dir", {folder.path().string(), "--data"}}};
  CHECK(settings_of(load_config(flags, {}, {})).port == 81);
  const auto other = file_with(folder, "[server]\nport = 82\n", "other.conf");
  CHECK(settings_of(load_config(flags, other, {})).port == 82);
}

TEST_CASE("the file that is found by the data folder cannot move it") {
  const testing::TemporaryDirectory folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::create_directory(folder / "data");
  std::ofstream(folder / "data" / "radslag.conf") << "[data]\ndir = elsewhere\n";
  std::filesystem::current_path(folder.path());
  CHECK_THROWS_WITH(load_config({}, {}, {}), Catch::Contains("radslag.conf:2: data.dir cannot be set in the file that is found by it"));
  std::filesystem::current_path(before);
}
