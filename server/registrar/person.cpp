#include "server/registrar/person.hpp"

#include "server/registrar/mac.hpp"
#include "server/registrar/mail_address.hpp"
#include "server/registrar/personal_number.hpp"

namespace radslag::registrar {

Person person_of(const Mac& roll, const PersonalNumber& number) { return {roll.of({"person/v1", number.digits()})}; }

Person person_of(const Mac& roll, const MailAddress& address) { return {roll.of({"mail/v1", address.normalised()})}; }

}  // namespace radslag::registrar
