// What a resident came for: a purpose, a matter, and where the text is not public, the text itself. It has one name that goes into
// addresses and forms ("sign.x7k2…", or the id that a posted request is kept under), so that signing in comes between without anything
// being lost and nobody can smuggle another address in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/html/form.hpp"
#include "server/registrar/participation.hpp"

namespace radslag::registrar {
class Requests;
}

namespace radslag::registrar_web {

struct Errand {
  registrar::Purpose purpose{};
  std::string matter;       ///< id of the initiative; to propose: of the proposal
  std::string board, call;  ///< ids: to raise; to propose
  std::string area;         ///< id of what it is about; may be empty
  std::string content;      ///< of the blob, in the record's codec; empty where the text is public
  std::string salt;         ///< 64 hex digits, likewise
  std::string name;         ///< see above

  [[nodiscard]] std::string path() const { return "/attest/" + name; }
  [[nodiscard]] bool has_text() const { return !content.empty(); }
  /// 32 random bytes and the content.
  [[nodiscard]] std::string blob() const;
};

/// Most bytes of a posted content.
inline constexpr std::size_t most_content_bytes = 48 << 10;

/// "sign" and "withdraw" of a public matter, from a link. Nothing where they are none.
[[nodiscard]] std::optional<Errand> errand_of_link(std::string_view purpose, const std::string& matter);
/// What the voting server's form sent, kept. Errors: malformed, too_large.
[[nodiscard]] Result<Errand> keep_errand(const html::Form& form, registrar::Requests& requests, std::uint64_t now);
/// By its name. Nothing where it is none, or has been forgotten.
[[nodiscard]] std::optional<Errand> find_errand(const std::string& name, const registrar::Requests& requests, std::uint64_t now);
/// The fields that such a form has.
[[nodiscard]] std::vector<html::Field> errand_fields();

}  // namespace radslag::registrar_web
