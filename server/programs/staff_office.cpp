#include "server/programs/staff_office.hpp"

#include <CLI/CLI.hpp>
#include <ctime>
#include <iostream>
#include <memory>

#include "server/programs/exit.hpp"
#include "server/staff/staff.hpp"

namespace radslag::programs {
namespace {

using staff::Refusal;

struct Named {
  std::string name, mail;
  std::vector<std::string> roles;
  bool all = false;
};

std::string sentence(Refusal refusal) {
  switch (refusal) {
    case Refusal::bad_name: return "The name is empty, too long, or not plain text.";
    case Refusal::bad_mail: return "That is not a mail address.";
    case Refusal::mail_taken: return "There is an account with this address already: reinvite sends it a new link.";
    case Refusal::bad_grant: return "Give at least one --role.";
    case Refusal::last_operator: return "Nobody would be left to manage accounts: invite another operator first.";
    case Refusal::account_ended: return "That account has ended.";
    default: return "That was refused: " + std::string(staff::refusal_name(refusal)) + ".";
  }
}

template <typename T>
T require(const staff::Outcome<T>& outcome) {
  if (outcome) {
    if constexpr (std::is_void_v<T>) {
      return;
    } else {
      return *outcome;
    }
  }
  const Refusal why = outcome.error().why;
  const bool typed = why == Refusal::bad_name || why == Refusal::bad_mail || why == Refusal::bad_grant;
  throw Stop(typed ? Exit::usage : Exit::data, sentence(why));
}

std::vector<staff::Grant> grants_of(const std::vector<std::string>& roles) {
  std::vector<staff::Grant> grants;
  for (const std::string& text : roles) {
    const auto grant = staff::grant_from(text);
    if (!grant) {
      std::string known;
      for (const auto role : staff::all_roles) known.append(known.empty() ? "" : ", ").append(staff::role_name(role));
      throw Stop(Exit::usage, "--role takes ROLE:BOARD, as in officer:kultur, or ROLE:* for every board, not \"" + text +
                                  "\". The roles are " + known + ".");
    }
    grants.push_back(*grant);
  }
  return grants;
}

std::string roles_text(const std::vector<staff::Grant>& grants) {
  std::string text;
  for (const auto& grant : grants) text.append(text.empty() ? "" : " ").append(staff::grant_text(grant));
  return text;
}

std::string minute(std::int64_t unix_seconds) {
  const std::time_t time = unix_seconds;
  std::tm utc{};
  ::gmtime_r(&time, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &utc);
  return text;
}

std::unique_ptr<staff::Staff> open_staff(const StaffPlace& place) {
  return staff::Staff::open(place.database, place.key, staff::system_clock());
}

staff::Account account_of(const staff::Staff& staff, const std::string& mail) {
  const auto account = staff.accounts.find_by_mail(mail);
  if (!account) throw Stop(Exit::data, "There is no account with the address " + mail + ": staff list shows all.");
  return *account;
}

/// The link on a line of its own, for people and for scripts.
void show(const StaffPlace& place, const std::string& who, const staff::Invited& invited) {
  std::cout << who << " sets a passphrase and an authenticator with this link. It works once, until " << minute(invited.expires_at)
            << ", and is not shown again: hand it over in person or by a way that nobody else reads.\n"
            << "  " << place.base_url << "/staff/invitation/" << invited.token << '\n';
}

int invite(const StaffPlace& place, const Named& named) {
  const auto grants = grants_of(named.roles);
  const auto staff = open_staff(place);
  show(place, named.name, require(staff->accounts.invite(staff::kCommandLine, named.name, named.mail, grants)));
  return 0;
}

int reinvite(const StaffPlace& place, const Named& named) {
  const auto staff = open_staff(place);
  const auto account = account_of(*staff, named.mail);
  const auto invited = require(staff->accounts.invite_again(staff::kCommandLine, account.id));
  std::cout << "The old passphrase, authenticator and sessions of " << account.name << " have ended.\n";
  show(place, account.name, invited);
  return 0;
}

int set_roles(const StaffPlace& place, const Named& named) {
  const auto grants = grants_of(named.roles);
  const auto staff = open_staff(place);
  const auto account = account_of(*staff, named.mail);
  require(staff->accounts.set_grants(staff::kCommandLine, account.id, grants));
  std::cout << account.name << ": " << roles_text(staff->accounts.find(account.id)->grants) << ". Sessions have ended.\n";
  return 0;
}

int end(const StaffPlace& place, const Named& named) {
  const auto staff = open_staff(place);
  const auto account = account_of(*staff, named.mail);
  require(staff->accounts.end(staff::kCommandLine, account.id));
  std::cout << "The account of " << account.name << " has ended, with its sessions and roles. The action log keeps the name.\n";
  return 0;
}

int list(const StaffPlace& place, const Named& named) {
  const auto staff = open_staff(place);
  for (const auto& account : staff->accounts.list()) {
    if (account.state == staff::AccountState::ended && !named.all) continue;
    std::cout << account.id << '\t' << staff::state_name(account.state) << '\t' << account.mail << '\t' << account.name << '\t'
              << roles_text(account.grants) << '\n';
  }
  return 0;
}

class Adder {
 public:
  Adder(CLI::App& staff, Command& chosen, const std::function<std::function<StaffPlace()>(CLI::App&)>& add_flags)
      : staff_(staff), chosen_(chosen), add_flags_(add_flags) {}

  /// `options` adds what the command takes beside the place.
  void add(const char* name, const char* meaning, int (*work)(const StaffPlace&, const Named&),
           const std::function<void(CLI::App&, Named&)>& options, const std::string& footer) {
    auto* command = staff_.add_subcommand(name, meaning);
    const auto named = std::make_shared<Named>();
    options(*command, *named);
    const auto place = add_flags_(*command);
    command->footer(footer);
    command->callback([&chosen = chosen_, place, named, work] { chosen = [place, named, work] { return work(place(), *named); }; });
  }

 private:
  CLI::App& staff_;
  Command& chosen_;
  const std::function<std::function<StaffPlace()>(CLI::App&)>& add_flags_;
};

}  // namespace

void add_staff_commands(CLI::App& staff, Command& chosen, const std::string& program, const std::string& role,
                        const std::function<std::function<StaffPlace()>(CLI::App&)>& add_flags) {
  staff.require_subcommand(1);
  const std::string start = "Examples\n  " + program + " staff ";
  const std::string at = " --data /var/lib/" + program;
  const auto mail = [](CLI::App& command, Named& named) {
    command.add_option("MAIL", named.mail, "the account's mail address")->required();
  };
  const auto roles = [](CLI::App& command, Named& named) {
    command.add_option("--role", named.roles, "a role for a board, * for every board; again for each")
        ->required()
        ->allow_extra_args(false)
        ->type_name("ROLE:BOARD");
  };
  Adder adder(staff, chosen, add_flags);
  adder.add(
      "invite", "Makes an account and prints the one-time link for its owner", invite,
      [&](CLI::App& command, Named& named) {
        command.add_option("NAME", named.name, "the name, as colleagues see it")->required();
        mail(command, named);
        roles(command, named);
      },
      start + "invite 'Eva Berg' eva.berg@example.se --role " + role + at + "\n  " + program +
          " staff invite 'Omar Said' omar.said@example.se --role 'operator:*'" + at +
          "\n\nThe server must not be running. Once there is an operator, accounts are managed in its pages.");
  adder.add(
      "list", "Shows the accounts: id, state, address, name, roles", list,
      [](CLI::App& command, Named& named) { command.add_flag("--all", named.all, "ended ones too"); }, start + "list" + at);
  adder.add(
      "roles", "Gives an account these roles instead of those it has, and ends its sessions", set_roles,
      [&](CLI::App& command, Named& named) {
        mail(command, named);
        roles(command, named);
      },
      start + "roles eva.berg@example.se --role " + role + at);
  adder.add("reinvite", "Recovery: ends passphrase, authenticator and sessions, and prints a new one-time link", reinvite, mail,
            start + "reinvite eva.berg@example.se" + at);
  adder.add("end", "Ends an account for good", end, mail, start + "end eva.berg@example.se" + at);
}

}  // namespace radslag::programs
