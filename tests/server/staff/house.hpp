// A site's staff in a temporary directory, with a clock that only the test moves and hashing that costs little.
#pragma once

#include <catch2/catch.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "server/staff/staff.hpp"
#include "server/staff/totp.hpp"
#include "tests/support/temporary_directory.hpp"

namespace radslag::staff::testing {

inline constexpr std::int64_t kStart = 1'800'000'000;
inline constexpr const char* kPassphrase = "en blå häst äter sju äpplen";

/// RFC 4648 section 6, for what the page shows.
inline std::string from_base32(std::string_view text) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string bytes;
  unsigned held = 0;
  unsigned bits = 0;
  for (const char c : text) {
    held = (held << 5 | static_cast<unsigned>(alphabet.find(c))) & 0xFFFU;
    if ((bits += 5) >= 8) bytes += static_cast<char>(held >> (bits -= 8) & 0xFFU);
  }
  return bytes;
}

struct Person {
  std::string id;
  std::string mail;
  std::string secret;  ///< of the authenticator
  std::string token;   ///< of the session that accepting the link began
};

struct House {
  explicit House(Settings settings = cheap()) : staff(open(std::move(settings))) {}

  static Settings cheap() {
    Settings settings;
    settings.cost = {.passes = 1, .memory_bytes = 8192};
    return settings;
  }
  std::unique_ptr<Staff> open(Settings settings) {
    return Staff::open(
        directory / "staff.sqlite", directory / "staff.secret", [this] { return now.load(); }, std::move(settings));
  }
  /// Closes and opens again.
  void reopen(Settings settings = cheap()) {
    staff.reset();
    staff = open(std::move(settings));
  }

  Invited invite(const std::string& mail, std::vector<Grant> grants) {
    auto invited = staff->accounts.invite(kCommandLine, "Eva Berg", mail, std::move(grants));
    REQUIRE(invited);
    return *invited;
  }
  /// Invited, and the link used. Leaves the clock at a time whose code has not been used.
  Person join(const std::string& mail, std::vector<Grant> grants) { return accept(mail, invite(mail, std::move(grants)).token); }
  Person accept(const std::string& mail, const std::string& token) {
    const auto enrolment = staff->invitations.look(token);
    REQUIRE(enrolment);
    Person person{enrolment->account, mail, from_base32(enrolment->secret), ""};
    const auto signed_in = staff->invitations.accept(token, kPassphrase, code(person));
    REQUIRE(signed_in);
    person.token = signed_in->token;
    now += 60;
    return person;
  }
  [[nodiscard]] std::string code(const Person& person) const { return totp_code(person.secret, totp_step(now)); }
  /// With the next code, which nobody has used.
  Outcome<SignedIn> sign_in(const Person& person, const std::string& passphrase = kPassphrase, std::string_view previous = {}) {
    now += 60;
    return staff->sign_in(person.mail, passphrase, code(person), previous);
  }

  radslag::testing::TemporaryDirectory directory;
  std::atomic<std::int64_t> now{kStart};
  std::unique_ptr<Staff> staff;
};

inline std::vector<Grant> officer_of(const std::string& board) { return {{Role::officer, board}}; }
inline std::vector<Grant> operator_everywhere() { return {{Role::operator_, "*"}}; }

template <typename T>
std::string why(const Outcome<T>& outcome) {
  return outcome ? "done" : std::string(refusal_name(outcome.error().why));
}

}  // namespace radslag::staff::testing
