// The offices themselves: officers' keys, boards' rules, the registrar, editions of the roll.
#include <algorithm>
#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "ledger/log/cosignature.hpp"
#include "server/desk/forms.hpp"

namespace radslag::desk {
namespace {

using record::Role;

constexpr Role roles[] = {Role::keeper, Role::officer, Role::election_board, Role::board, Role::registrar};
constexpr std::uint64_t whole_roll = 1'000;  // per mille
constexpr record::ThresholdUnit units[] = {record::ThresholdUnit::signatures, record::ThresholdUnit::per_mille};

Result<Subject> the_town(const Visit& visit) { return Subject{{}, {}, visit.state->town.name, "/staff/offices", {}}; }

std::vector<Option> role_options(const Visit& visit) { return word_options(visit, roles, "officer_role."); }
std::vector<Option> unit_options(const Visit& visit) { return word_options(visit, units, "threshold_unit."); }

std::vector<Option> officer_options(const Visit& visit) {
  std::vector<Option> options;
  for (const auto& [key, officer] : visit.state->town.officers) {
    if (!officer.ended_at) options.push_back({crypto::to_hex(key), officer.name});
  }
  return options;
}

Result<record::PublicKey> key_typed(const Values& values) {
  const auto key = crypto::array_from_hex<32>(values.text("public_key"));
  if (!key) return refuse(Errc::malformed, "a public key is 64 hexadecimal digits, as radslag-trustee public prints it");
  return *key;
}

Result<record::Draft> announce(const Visit& visit, const Values& values) {
  const auto key = key_typed(values);
  if (!key) return tl::make_unexpected(key.error());
  if (visit.state->town.officers.contains(*key)) return refuse(Errc::duplicate, "that key has been announced before");
  record::OfficerLine officer{*key, {}, values.text("officer_name")};
  for (const Role role : roles) {
    const auto& chosen = values.all("roles");
    if (std::find(chosen.begin(), chosen.end(), record::word(role)) != chosen.end()) officer.roles.push_back(role);
  }
  return record::draft_officer(*visit.state, std::move(officer));
}

Result<record::Draft> end_officer(const Visit& visit, const Values& values) {
  return record::draft_officer_end(*visit.state, *crypto::array_from_hex<32>(values.text("officer")));
}

Result<record::Draft> set_board(const Visit& visit, const Values& values) {
  record::Board board;
  board.board = values.text("board_id");
  board.name = values.text("board_name");
  board.email = values.has("email");
  board.cosigners = values.number("cosigners");
  board.days = values.number("days");
  board.threshold = {values.number("threshold"), value_named(units, values.text("unit"))};
  if (board.threshold.unit == record::ThresholdUnit::per_mille && board.threshold.number > whole_roll)
    return refuse(Errc::malformed, "a threshold in per mille is at most 1000: the whole roll");
  // What is not in this form stays as it is.
  if (const auto found = visit.state->town.boards.find(board.board); found != visit.state->town.boards.end())
    board.areas = found->second.row.areas;
  return record::draft_board(*visit.state, std::move(board));
}

Result<record::Draft> announce_witnesses(const Visit& visit, const Values& values) {
  record::WitnessesAnnounced row;
  row.quorum = values.number("quorum");
  std::string_view rest = values.text("witness_lines");
  while (!rest.empty()) {
    auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    while (line.ends_with(' ') || line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    auto witness = record::parse_witness(line);
    if (!witness) return tl::make_unexpected(witness.error());
    row.witnesses.push_back(std::move(*witness));
  }
  return record::draft_witnesses(*visit.state, std::move(row));
}

/// Those announced now, a line each: whoever changes one sees the others.
std::string witness_preset(const Visit& visit) {
  std::string lines;
  if (const auto& announced = visit.state->town.witnesses) {
    for (const auto& each : announced->row.witnesses) lines += log::CosignerKey::of(each.name, each.key).text() + " " + each.who + "\n";
  }
  return lines;
}

Result<record::Draft> announce_registrar(const Visit& visit, const Values& values) {
  const auto key = key_typed(values);
  if (!key) return tl::make_unexpected(key.error());
  return record::draft_registrar(*visit.state, *key, values.text("site"));
}

}  // namespace

void add_office_forms(std::vector<ActForm>& forms) {
  using staff::Action;
  const FormField key{"public_key", Input::line, 64};
  forms.push_back({"officer",
                   "/staff/offices/officer",
                   Action::announce_officer,
                   the_town,
                   {key, {"officer_name", Input::line, 120}, {"roles", Input::choices, 20, true, role_options}},
                   announce});
  forms.push_back({"officer-end",
                   "/staff/offices/officer-end",
                   Action::announce_officer,
                   the_town,
                   {{"officer", Input::choice, 64, true, officer_options}},
                   end_officer});
  forms.push_back({"board",
                   "/staff/offices/board",
                   Action::manage_boards,
                   the_town,
                   {{"board_id", Input::line, 64},
                    {"board_name", Input::line, 120},
                    {"threshold", Input::number, 12},
                    {"unit", Input::choice, 20, true, unit_options},
                    {"cosigners", Input::number, 6},
                    {"days", Input::number, 6},
                    {"email", Input::tick, 10, false}},
                   set_board});
  forms.push_back({"witnesses",
                   "/staff/offices/witnesses",
                   Action::announce_officer,
                   the_town,
                   {{"witness_lines", Input::lines, 6'000, false, nullptr, witness_preset}, {"quorum", Input::number, 2}},
                   announce_witnesses});
  forms.push_back(
      {"registrar", "/staff/offices/registrar", Action::announce_officer, the_town, {key, {"site", Input::line, 200}}, announce_registrar});
}

}  // namespace radslag::desk
