#include "server/programs/town_start.hpp"

#include <algorithm>
#include <fstream>

#include "crypto/hash.hpp"
#include "ledger/progress/progress.hpp"
#include "ledger/record/draft.hpp"
#include "ledger/record/officer_key.hpp"
#include "ledger/record/values.hpp"
#include "server/http/static_files.hpp"
#include "server/programs/example.hpp"
#include "server/programs/town_writer.hpp"
#include "server/staff/staff.hpp"

namespace radslag::programs {
namespace {

namespace fs = std::filesystem;

/// One-time links for the example's staff: nobody has a passphrase before they set one.
void invite_example_staff(const Settings& settings, const std::string& host) {
  struct Member {
    const char *name, *mail;
    std::vector<staff::Grant> grants;
  };
  const std::string every(staff::kEveryBoard);
  const std::vector<Member> members{
      {"Petter Gransjö", "petter.gransjo@salgsunda.example", {{staff::Role::officer, every}}},
      {"Ulla Brosäter", "ulla.brosater@salgsunda.example", {{staff::Role::secretary, every}, {staff::Role::board_member, every}}},
      {"Birgitta Vasskog", "birgitta.vasskog@salgsunda.example", {{staff::Role::election_board, every}, {staff::Role::keeper, every}}},
      {"Omar Stenmo", "omar.stenmo@salgsunda.example", {{staff::Role::operator_, every}}}};
  const auto staff = staff::Staff::open(settings.data.staff(), settings.data.staff_key(), staff::system_clock());
  const auto site = settings.base_url.empty() ? "http://" + host : settings.base_url;
  std::string links;
  for (const auto& member : members) {
    const auto invited = staff->accounts.invite(staff::kCommandLine, member.name, member.mail, member.grants);
    if (!invited) throw std::runtime_error("the example's staff cannot be invited");
    links += std::string(member.name) + ", " + staff::grant_text(member.grants[0]) + ", " + member.mail + "\n  " + site +
             "/staff/invitation/" + invited->token + "\n";
  }
  std::ofstream out(settings.data.staff_links());
  out << "One-time links for the example's staff. Each lets one person choose a passphrase and connect an authenticator, once, within "
         "three "
         "days.\nThe officers' keys for sealing are in officers/.\n\n"
      << links;
  if (!out.flush()) throw Stop(Exit::cannot_create, settings.data.staff_links().string() + " cannot be written.");
}

/// The files that the example's voters' browsers run.
std::vector<record::RoundOpened::Page> ballot_page_of(const fs::path& static_files) {
  std::vector<record::RoundOpened::Page> pages;
  for (const auto& [path, bytes] : http::StaticFiles::load(static_files).code()) pages.push_back({crypto::sha256(*bytes), path});
  return pages;
}

/// A line each: public key, space, who runs it.
std::vector<record::WitnessesAnnounced::Witness> example_witnesses(const Settings& settings) {
  std::vector<record::WitnessesAnnounced::Witness> witnesses;
  if (settings.example_witnesses.empty()) return witnesses;
  std::ifstream file(settings.example_witnesses);
  if (!file) throw Stop(Exit::config, settings.example_witnesses.string() + " is not there: site.example_witnesses names it.");
  for (std::string line; std::getline(file, line);) {
    auto witness = record::parse_witness(line);
    if (!witness) throw Stop(Exit::config, settings.example_witnesses.string() + ": " + witness.error().detail + ".");
    witnesses.push_back(std::move(*witness));
  }
  return witnesses;
}

void begin_example(const Settings& settings, const std::string& host) {
  if (fs::exists(settings.data.root) && !fs::is_empty(settings.data.root)) {
    throw Stop(Exit::config, "The example municipality needs an empty folder, and " + settings.data.root.string() +
                                 " is not: keep radslag.conf elsewhere and name it with --config.");
  }
  const auto content = settings.example / "example.json";
  if (!fs::exists(content)) throw Stop(Exit::config, content.string() + " is not there. Set assets.example to the folder that holds it.");
  progress::Progress bar("Making the example municipality", 100);
  if (!settings.attested.empty() && !fs::exists(settings.attested))
    throw Stop(Exit::config, settings.attested.string() + " is not there. radslag-registrar example writes it.");
  make_example({settings.data.root, content, settings.attested, example_witnesses(settings), host, ballot_page_of(settings.static_files),
                [&](double done) { bar.update(static_cast<std::uint64_t>(100 * done)); }});
  invite_example_staff(settings, host);
}

/// Two officers with all roles, since acts that need two seals need two people. Their keys are made here and belong elsewhere.
void begin_empty(const Settings& settings, const std::string& host) {
  using record::Role;
  const auto folder = settings.data.officers();
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  record::TownBegun town{host + "/log/town", host, "SEK", false, {}};
  for (const std::string name : {"first", "second"}) {
    const auto key = crypto::SigningKey::generate();
    const auto title = "Officer (" + name + " key)";
    const auto written = record::write_officer_key(folder / (name + ".key"), title, key);
    if (!written) throw Stop(Exit::cannot_create, written.error().detail + ".");
    town.officers.push_back({key.public_key(), {Role::keeper, Role::officer, Role::election_board, Role::board}, title});
  }
  std::sort(town.officers.begin(), town.officers.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  TownWriter::begin(settings.data, town, record::current_hour());
}

bool holds_nothing_but_configuration(const fs::path& folder) {
  return std::all_of(fs::directory_iterator(folder), fs::directory_iterator(),
                     [](const auto& file) { return file.path().filename() == "radslag.conf" || file.path().filename() == "lost+found"; });
}

}  // namespace

void require_host(const std::string& host) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789.-:[]";
  if (host.find_first_not_of(allowed) != std::string::npos || !record::is_origin(host + "/log/town")) {
    throw Stop(
        Exit::usage,
        "\"" + host +
            "\" cannot name logs: give the host that residents use, as in radslag.example.se, without https:// and in small letters.");
  }
}

void require_no_town(const DataDir& dir) {
  const auto folder = dir.root.string();
  if (fs::exists(dir.store()))
    throw Stop(Exit::cannot_create, "There is a town in " + folder + " already. Choose another folder with --data.");
  if (!fs::exists(dir.root)) return;
  if (!fs::is_directory(dir.root)) throw Stop(Exit::cannot_create, folder + " is not a folder. Choose another one with --data.");
  if (fs::exists(dir.keys())) {
    throw Stop(Exit::config,
               "In " + folder +
                   " there are signing keys but no record. Put the record back from its copy; if this town was never begun (a "
                   "first start that was cut short), remove the folder and try again.");
  }
  if (!holds_nothing_but_configuration(dir.root)) {
    throw Stop(Exit::config, "The folder " + folder + " holds other things and no town. Give an empty or a new folder with --data.");
  }
}

Beginning begin_if_empty(const Settings& settings, const std::string& host) {
  if (fs::exists(settings.data.store())) return Beginning::was_there;
  require_no_town(settings.data);
  require_host(host);
  if (settings.demo) {
    begin_example(settings, host);
    return Beginning::example;
  }
  begin_empty(settings, host);
  return Beginning::empty;
}

}  // namespace radslag::programs
