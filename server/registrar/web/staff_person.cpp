#include "server/registrar/web/staff_person.hpp"

#include "server/registrar/registrar.hpp"

namespace radslag::registrar_web {
namespace {

PersonOrProblem by_number(const Visit& visit, const std::string& typed) {
  const auto number = registrar::PersonalNumber::parse(typed, registrar::day_of(visit.now));
  if (!number) return tl::make_unexpected(visit.text("number_fault." + std::string(registrar::fault_name(number.error()))));
  return registrar::person_of(visit.site.house.keys().roll(), *number);
}

}  // namespace

PersonOrProblem checked_person(const Visit& visit, const html::Form& form) {
  if (!form.has("checked")) return tl::make_unexpected(visit.text("staff_code.check_first"));
  return by_number(visit, form.text("number"));
}

PersonOrProblem person_typed(const Visit& visit, const std::string& typed) {
  if (!registrar::parse_letter_code(typed)) return by_number(visit, typed);
  const auto person = visit.site.house.codes.person_of(typed, visit.now);
  if (person) return *person;
  if (person.error().why == registrar::CodeRefusal::Why::wait)
    return tl::make_unexpected(visit.text("sign_in.code_wait", {{"seconds", static_cast<std::int64_t>(person.error().seconds)}}));
  return tl::make_unexpected(visit.text("sign_in.code_unknown"));
}

}  // namespace radslag::registrar_web
