#include "ledger/record/hand_out.hpp"

#include "ledger/record/statement_fields.hpp"

namespace radslag::record {
namespace {

constexpr std::string_view purpose = "radslag/v1/handed-out\n";

std::string signed_text(const HandedOut& statement) {
  FieldWriter writer;
  writer.line("radslag/v1/" + std::string(HandedOut::kind));
  handed_out_fields(writer, statement);
  return std::string(purpose) + writer.take();
}

}  // namespace

Digest card_commitment(std::string_view round_origin, std::string_view card) {
  return crypto::sha256(std::string(purpose).append(round_origin).append("\n").append(card));
}

HandedOut hand_out(std::string round_origin, const Digest& commitment, const crypto::SigningKey& registrar) {
  HandedOut statement{std::move(round_origin), commitment, {}};
  statement.registrar = registrar.sign(signed_text(statement));
  return statement;
}

Result<> check_handed_out(const HandedOut& statement, const PublicKey& registrar) {
  if (crypto::verify(registrar, signed_text(statement), statement.registrar)) return {};
  return refuse(Errc::bad_signature, "the registrar's signature on the hand-out does not verify");
}

}  // namespace radslag::record
