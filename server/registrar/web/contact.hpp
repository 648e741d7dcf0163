// Addresses that residents want to be written to at.
#pragma once

#include "server/registrar/mail_address.hpp"
#include "server/registrar/web/visit.hpp"

namespace radslag::registrar_web {

/// Whether a letter may go out now that asks this address to confirm; then it counts. Not too often to one address, nor for one person.
[[nodiscard]] bool may_mail(const Visit& visit, const registrar::MailAddress& address);
/// Keeps the address for the signed-in resident and, where that is needed, asks it to confirm.
void keep_contact(const Visit& visit, const registrar::MailAddress& address);

}  // namespace radslag::registrar_web
