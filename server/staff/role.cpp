#include "server/staff/role.hpp"

#include <algorithm>

namespace radslag::staff {
namespace {

constexpr std::size_t kLongestBoard = 64;

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

std::string_view role_name(Role role) {
  switch (role) {
    case Role::officer: return "officer";
    case Role::secretary: return "secretary";
    case Role::board_member: return "board-member";
    case Role::election_board: return "election-board";
    case Role::keeper: return "keeper";
    case Role::operator_: return "operator";
    case Role::registrar: return "registrar";
  }
  return {};
}

std::optional<Role> role_named(std::string_view name) {
  const auto* found = std::ranges::find(all_roles, name, role_name);
  return found == all_roles.end() ? std::nullopt : std::optional(*found);
}

bool is_board_or_every(std::string_view board) {
  if (board == kEveryBoard) return true;
  return !board.empty() && board.size() <= kLongestBoard && is_letter_or_digit(board.front()) &&
         std::ranges::all_of(board, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

std::optional<Grant> grant_from(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto role = role_named(text.substr(0, colon));
  const std::string_view board = text.substr(colon + 1);
  if (!role || !is_board_or_every(board)) return std::nullopt;
  return Grant{*role, std::string(board)};
}

std::string grant_text(const Grant& grant) { return std::string(role_name(grant.role)) + ":" + grant.board; }

}  // namespace radslag::staff
