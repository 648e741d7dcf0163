// A mail address as typed, and the one form that stands for its mailbox.
#pragma once

#include <string>
#include <string_view>

#include "ledger/result.hpp"

namespace radslag::registrar {

/// One mailbox should be one person, so what commonly leads to the same mailbox becomes the same text:
/// - all letters in lower case: every provider that matters ignores case, though RFC 5321 lets the local part keep it;
/// - "+tag" is dropped at every provider: nearly all deliver it to the same box, and where one does not, two boxes are taken for one
///   person, which costs a signature and invents none;
/// - at gmail.com, dots are dropped too, and googlemail.com is gmail.com.
/// Whoever owns a domain can still make any number of boxes: that is why e-mail is counted apart and proves no place on the roll.
class MailAddress {
 public:
  /// An ASCII address of at most 254 characters: an unquoted local part, a domain with a dot. Spaces around it are dropped. Refused:
  /// several addresses, comments, quoted parts, addresses in brackets, controls (so nothing can slip into a mail's header). Errors:
  /// malformed.
  [[nodiscard]] static Result<MailAddress> parse(std::string_view typed);

  /// Where mail goes: as typed, without the spaces.
  [[nodiscard]] const std::string& typed() const { return typed_; }
  [[nodiscard]] const std::string& normalised() const { return normalised_; }

 private:
  MailAddress() = default;
  std::string typed_, normalised_;
};

}  // namespace radslag::registrar
