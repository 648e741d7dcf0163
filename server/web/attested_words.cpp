#include "server/web/attested_words.hpp"

#include "crypto/encoding.hpp"

namespace radslag::web {
namespace {

/// Of the initiative that the statement is about.
bool board_takes_email(const record::State& state, const record::Statement& statement) {
  std::string board;
  if (const auto* raised = std::get_if<record::InitiativeRaised>(&statement)) board = raised->board;
  if (const auto* signature = std::get_if<record::Signature>(&statement))
    if (const auto* initiative = state.initiative(signature->matter)) board = initiative->board;
  const auto found = state.town.boards.find(board);
  return found == state.town.boards.end() || found->second.row.email;
}

std::string not_authorised_name(const record::State& state, const record::Statement& statement) {
  const bool by_email = record::attestation_of(statement)->assurance == record::Assurance::email;
  if (by_email && !board_takes_email(state, statement)) return "email";
  return std::holds_alternative<record::Signature>(statement) ? "set-aside" : "unreadable";
}

}  // namespace

std::optional<std::string> from_base64url(std::string_view text) {
  std::string standard(text.substr(0, text.find('=')));
  for (char& c : standard) {
    if (c == '+' || c == '/') return std::nullopt;
    if (c == '-') c = '+';
    if (c == '_') c = '/';
  }
  while (standard.size() % 4 != 0) standard += '=';
  const bool is_padded = text.find('=') != std::string_view::npos;
  if (is_padded && standard.size() != text.size()) return std::nullopt;
  return crypto::from_base64(standard);
}

std::optional<record::Statement> carried_statement(const record::State& state, std::string_view carrier) {
  if (!state.town.registrar) return std::nullopt;
  const auto opened = record::open_carrier(carrier, state.town.registrar->row.registrar, 0);
  if (!opened) return std::nullopt;
  auto statement = record::parse_statement(opened->statement);
  if (!statement) return std::nullopt;
  return std::move(*statement);
}

std::string_view purpose_of(const record::Statement& statement) {
  if (std::holds_alternative<record::InitiativeRaised>(statement)) return "raise";
  if (std::holds_alternative<record::Signature>(statement)) return "sign";
  if (std::holds_alternative<record::Withdrawal>(statement)) return "withdraw";
  if (std::holds_alternative<record::ProjectProposed>(statement)) return "propose";
  return {};
}

std::string refusal_name(const record::State& state, const std::optional<record::Statement>& statement, Errc code) {
  if (code == Errc::busy) return "busy";
  if (code == Errc::expired) return "expired";
  if (!statement) return "unreadable";
  const std::string_view purpose = purpose_of(*statement);
  switch (code) {
    case Errc::duplicate: return purpose == "sign" ? "duplicate" : "duplicate-raised";
    case Errc::closed: return "closed";
    case Errc::not_open: return "not-open";
    case Errc::not_authorised: return not_authorised_name(state, *statement);
    case Errc::not_found: return purpose == "withdraw" ? "nothing" : "unreadable";
    case Errc::too_large: return purpose == "propose" ? "too-many" : "unreadable";
    default: return "unreadable";
  }
}

}  // namespace radslag::web
