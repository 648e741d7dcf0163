// What an account is there for, and at which board.
#pragma once

#include <array>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace radslag::staff {

enum class Role {
  officer,         ///< handles initiatives, dialogues and rounds
  secretary,       ///< of a board: its inbox, its decisions, its answers
  board_member,    ///< reads the inbox, takes part in decisions
  election_board,  ///< opens, closes and tallies rounds
  keeper,          ///< announces officers' keys in the record
  operator_,       ///< accounts, boards, the action log; no act of office
  registrar,       ///< the roll and the code letters
};

inline constexpr std::array all_roles{Role::officer, Role::secretary, Role::board_member, Role::election_board,
                                      Role::keeper,  Role::operator_, Role::registrar};

/// "board-member": as on a command line, in the database, and in message keys staff_role.<name>.
[[nodiscard]] std::string_view role_name(Role role);
[[nodiscard]] std::optional<Role> role_named(std::string_view name);

/// Instead of a board's id: all boards, those still to come too, and what concerns no board.
inline constexpr std::string_view kEveryBoard = "*";

struct Grant {
  Role role{};
  std::string board;  ///< id, or kEveryBoard
  auto operator<=>(const Grant&) const = default;
};

/// A lower-case letter or digit, then letters, digits and hyphens, 64 at most; or kEveryBoard.
[[nodiscard]] bool is_board_or_every(std::string_view board);

/// "officer:kultur", "operator:*". Nothing for what is none.
[[nodiscard]] std::optional<Grant> grant_from(std::string_view text);
[[nodiscard]] std::string grant_text(const Grant& grant);

}  // namespace radslag::staff
