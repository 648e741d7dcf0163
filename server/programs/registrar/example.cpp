// radslag-registrar example: the registrar's half of the example municipality. Invents a roll, and attests what invented residents have
// raised, signed and proposed; `radslag serve --demo` puts those statements into the record it makes. So each half does what it does in
// earnest, and neither needs the other's rooms.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

#include "crypto/encoding.hpp"
#include "ledger/record/contents.hpp"
#include "server/programs/registrar/commands.hpp"
#include "server/programs/registrar/example_cards.hpp"
#include "server/programs/registrar/settings.hpp"
#include "server/registrar/mail_address.hpp"
#include "server/registrar/personal_number.hpp"
#include "server/registrar/roll_import.hpp"

namespace radslag::registrar_program {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;
using programs::Exit;
using programs::Stop;

constexpr std::size_t codes_left = 24;  // for who tries the example
constexpr std::uint64_t seconds_an_hour = 3'600, hours_a_day = 24;
constexpr int first_birth_year = 1940, years_of_birth = 65;

std::string read_all(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Stop(Exit::no_input, file.string() + " cannot be read.");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string text(const json::object& object, const char* name) { return std::string(object.at(name).as_string()); }

/// The n-th invented resident: serial numbers 980 to 999 are given to nobody.
std::string invented_number(std::size_t n) {
  const auto serial = 980 + n % 20;
  const auto day_number = n / 20;
  char digits[16];
  std::snprintf(digits, sizeof digits, "%04d%02d%02d%03d", first_birth_year + static_cast<int>(day_number / 336 % years_of_birth),
                1 + static_cast<int>(day_number / 28 % 12), 1 + static_cast<int>(day_number % 28), static_cast<int>(serial));
  int sum = 0;
  for (int i = 2; i < 11; ++i) {
    const int twice = (digits[i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += twice / 10 + twice % 10;
  }
  return std::string(digits) + static_cast<char>('0' + (10 - sum % 10) % 10);
}

class Example {
 public:
  Example(registrar::Registrar& house, const json::object& content, std::uint64_t today)
      : house_(house), content_(content), today_(today), dice_(20'261'122) {}

  /// The roll, from a file that is gone afterwards.
  void import_roll(const fs::path& folder) {
    const auto& roll = content_.at("roll").as_object();
    people_ = static_cast<std::size_t>(roll.at("people").to_number<std::int64_t>());
    const auto hidden = static_cast<std::size_t>(roll.at("protected").to_number<std::int64_t>());
    registrar::ImportOptions options;
    options.edition = text(roll, "edition");
    options.drawn = registrar::day_of((today_ - 230) * hours_a_day * seconds_an_hour);
    options.age_on = options.drawn;
    for (const auto& area : roll.at("areas").as_array())
      options.areas.push_back({text(area.as_object(), "id"), text(area.as_object(), "name"), 0, false, false});
    const auto file = folder / "invented-roll.csv";
    std::ofstream out(file);
    out << "personnummer;område;skyddad\n";
    for (std::size_t n = 0; n < people_; ++n)
      out << invented_number(n) << ';' << area_of(roll, n) << ';' << (n % 300 == 7 && n / 300 < hidden ? "ja" : "nej") << '\n';
    out.close();
    const auto end = registrar::import_roll(house_.database(), house_.keys(), file, options,
                                            [](registrar::ImportStage, std::uint64_t, std::uint64_t) { return true; });
    fs::remove(file);
    if (!end) throw std::runtime_error(end.error().detail);
    edition_ = registrar::announcement_of(*house_.rolls.find(options.edition), house_.town_origin()).value();
  }

  void attest_all() {
    for (const auto& initiative : content_.at("initiatives").as_array()) attest_initiative(initiative.as_object());
    for (const auto& call : content_.at("calls").as_array()) attest_call(call.as_object());
    std::stable_sort(lines_.begin(), lines_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  }

  /// What the counter's half needs.
  [[nodiscard]] std::string file(const std::string& site) const {
    json::array statements;
    for (const auto& [hour, carrier] : lines_) statements.push_back({{"hour", hour}, {"attested", carrier}});
    const auto cards = content_.contains("cards") ? content_.at("cards").as_array() : json::array();
    auto rounds = example_rounds(
        house_, cards, edition_.edition, [this](std::size_t n) { return person(n); }, people_ - 2 * codes_left, record::current_hour() - 1);
    return json::serialize(json::object{{"registrar", crypto::to_hex(house_.public_key())},
                                        {"rounds", std::move(rounds)},
                                        {"site", site},
                                        {"edition", record::encode_statement(edition_)},
                                        {"statements", std::move(statements)}});
  }

  /// Codes of residents who have signed nothing.
  [[nodiscard]] std::string letter_codes() const {
    std::string out = "# Letter codes of invented residents, one a line: sign in with one at the registrar's site.\n";
    for (std::size_t i = 0; i < codes_left; ++i)
      out += registrar::print_letter_code(house_.codes.issue(edition_.edition, person(people_ - 1 - i)).value()) + "\n";
    out += "\n# Personal numbers of invented residents, for trying a paper list:\n";
    for (std::size_t i = 0; i < codes_left; ++i) out += "# " + invented_number(people_ - 1 - codes_left - i) + "\n";
    return out;
  }

 private:
  static std::string area_of(const json::object& roll, std::size_t n) {
    auto place = static_cast<std::int64_t>(n * 37 % 100);
    for (const auto& area : roll.at("areas").as_array()) {
      place -= area.as_object().at("share").to_number<std::int64_t>();
      if (place < 0) return text(area.as_object(), "id");
    }
    return {};
  }

  [[nodiscard]] registrar::Person person(std::size_t n) const {
    const auto number = registrar::PersonalNumber::parse(invented_number(n), registrar::day_of(today_ * hours_a_day * seconds_an_hour));
    return registrar::person_of(house_.keys().roll(), *number);
  }
  [[nodiscard]] registrar::Resident by_code(std::size_t n) const { return {person(n), record::Assurance::code}; }
  [[nodiscard]] registrar::Resident by_email(std::size_t n) const {
    const auto address = registrar::MailAddress::parse("invented" + std::to_string(n) + "@example.org");
    return {registrar::person_of(house_.keys().roll(), *address), record::Assurance::email};
  }

  /// Between two days before or after today, in waking hours, never later than the hour before now.
  std::uint64_t some_hour(std::int64_t from_day, std::int64_t to_day) {
    std::uniform_int_distribution<std::int64_t> day(from_day, std::max(from_day, to_day)), hour(7, 21);
    const auto at = static_cast<std::uint64_t>((static_cast<std::int64_t>(today_) + day(dice_)) * 24 + hour(dice_));
    return std::min(at, record::current_hour() - 1);
  }

  void keep(std::uint64_t hour, const Result<std::string>& carrier) {
    if (!carrier) throw std::runtime_error(carrier.error().detail);
    lines_.emplace_back(hour, *carrier);
  }

  /// Different people for each matter; the last of the roll sign nothing.
  std::vector<std::size_t> some_people() {
    std::vector<std::size_t> people(people_ - 2 * codes_left);
    for (std::size_t i = 0; i < people.size(); ++i) people[i] = i;
    std::shuffle(people.begin(), people.end(), dice_);
    return people;
  }

  static std::int64_t day(const json::object& object, const char* name, std::int64_t fallback) {
    return object.contains(name) ? object.at(name).to_number<std::int64_t>() : fallback;
  }

  /// Those who sign before it is opened.
  [[nodiscard]] std::int64_t cosigners(const std::string& board) const {
    for (const auto& item : content_.at("boards").as_array()) {
      if (text(item.as_object(), "id") == board) return item.as_object().at("cosigners").to_number<std::int64_t>();
    }
    return 0;
  }

  void attest_initiative(const json::object& x) {
    const auto people = some_people();
    std::size_t next = 0;
    const auto raised_day = day(x, "raised_days", 0);
    const auto raised_hour = static_cast<std::uint64_t>((static_cast<std::int64_t>(today_) + raised_day) * 24 + 6);
    const auto blob = record::make_blob(record::encode_content(record::InitiativeContent{text(x, "title"), text(x, "text")}));
    const auto raiser = text(x, "raised_by") == "email" ? by_email(people[next++]) : by_code(people[next++]);
    keep(raised_hour, house_.attestations.raise(raiser, edition_, {text(x, "id"), text(x, "board"), text(x, "place"), blob},
                                                raised_hour * seconds_an_hour));
    const registrar::RecordedMatter matter{text(x, "id"), record::blob_digest(blob), house_.matters.find(text(x, "id"))->roll};

    // From opening (or raising, where co-signers are gathered) until what came next.
    const bool gathering = text(x, "stage") == "raised";
    auto to = gathering ? std::int64_t{0} : std::min<std::int64_t>(day(x, "closes_days", 0) - 1, -1);
    if (x.contains("reports")) to = std::min(to, day(x.at("reports").as_array().at(0).as_object(), "days", 0) - 2);
    const auto from = gathering ? raised_day + 1 : day(x, "opened_days", raised_day) + 1;
    const auto& counts = x.at("signatures").as_object();
    std::vector<std::string> names;
    for (const auto& name : x.at("names").as_array()) names.emplace_back(name.as_string());
    const auto many = [&](const char* kind) { return counts.at(kind).to_number<std::int64_t>(); };
    const auto early = gathering ? 0 : cosigners(text(x, "board"));
    for (std::int64_t i = 0; i < many("code"); ++i) {
      const auto hour = i < early ? some_hour(raised_day + 1, from - 2) : some_hour(from, to);
      std::optional<std::string> name;
      if (!names.empty()) {
        name = record::make_blob(record::encode_content(record::SignatureName{names.back()}));
        names.pop_back();
      }
      keep(hour, house_.attestations.sign(by_code(people[next++]), matter, name, hour * seconds_an_hour));
    }
    for (std::int64_t i = 0; i < many("email"); ++i) {
      const auto hour = some_hour(from, to);
      keep(hour, house_.attestations.sign(by_email(people[next++]), matter, std::nullopt, hour * seconds_an_hour));
    }
    for (std::int64_t i = 0; i < many("paper"); ++i) {
      const auto hour = some_hour(from, to);
      keep(hour, house_.attestations.sign_on_paper(person(people[next++]), matter, crypto::random_bytes<16>(), hour * seconds_an_hour));
    }
  }

  void attest_call(const json::object& x) {
    const auto people = some_people();
    std::size_t next = 0;
    std::optional<record::Commitment> roll;
    for (const auto& item : x.at("proposals").as_array()) {
      const auto& proposal = item.as_object();
      const auto hour = static_cast<std::uint64_t>((static_cast<std::int64_t>(today_) + day(proposal, "raised_days", 0)) * 24 + 10);
      const record::ProposalContent content{text(proposal, "title"), text(proposal, "text"),
                                            static_cast<std::uint64_t>(day(proposal, "estimate_kr", 0)) * 100};
      keep(hour, house_.attestations.propose(
                     by_code(people[next++]), edition_, roll,
                     {text(x, "id"), text(proposal, "id"), text(proposal, "place"), record::make_blob(record::encode_content(content))},
                     hour * seconds_an_hour));
      roll = house_.matters.find(text(x, "id"))->roll;
    }
  }

  registrar::Registrar& house_;
  const json::object& content_;
  std::uint64_t today_;
  std::mt19937_64 dice_;
  std::size_t people_ = 0;
  record::RollEdition edition_;
  std::vector<std::pair<std::uint64_t, std::string>> lines_;
};

void write(const fs::path& file, const std::string& content) {
  std::ofstream out(file, std::ios::binary);
  out << content;
  if (!out.flush()) throw Stop(Exit::cannot_create, file.string() + " cannot be written.");
}

int example(const SettingFlags& flags, const std::string& town, const std::string& content_file, const std::string& out) {
  const auto settings = flags.settings();
  if (fs::exists(settings.dirs.database())) {
    throw Stop(Exit::cannot_create,
               "There is a registrar in " + settings.dirs.root.string() + " already. Choose another folder with --data, or remove it.");
  }
  const auto content = json::parse(read_all(content_file));
  ::umask(077);
  registrar::Registrar::create(settings.dirs, town + "/log/town");
  const auto house = open_registrar(settings);
  Example example(*house, content.as_object(), record::current_hour() / hours_a_day);
  example.import_roll(settings.dirs.root);
  example.attest_all();
  write(settings.dirs.root / "letter-codes.txt", example.letter_codes());
  write(out, example.file(settings.site()));
  return 0;
}

}  // namespace

void add_example(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("example", "Invents a roll and residents for the example municipality");
  const auto flags = add_setting_flags(*command, {"data.dir", "keys.dir", "server.port", "site.base_url"});
  const auto town = std::make_shared<std::string>("localhost:8080"), out = std::make_shared<std::string>("attested-example.json"),
             content = std::make_shared<std::string>(std::string(RADSLAG_ASSETS_DIR) + "/deploy/example/initiatives.json");
  command->add_option("--town", *town, "the host that names the town's logs")->capture_default_str()->type_name("HOST");
  command->add_option("--content", *content, "what residents raise, sign and propose")->type_name("FILE");
  command->add_option("--out", *out, "what radslag serve --demo is to put into the record")->capture_default_str()->type_name("FILE");
  command->footer(
      "Examples\n  radslag-registrar example --data data/registrar --out data/attested-example.json\n"
      "  radslag serve --demo --data data/counter --attested data/attested-example.json");
  command->callback(
      [&chosen, flags, town, content, out] { chosen = [flags, town, content, out] { return example(*flags, *town, *content, *out); }; });
}

}  // namespace radslag::registrar_program
