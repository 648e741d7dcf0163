// Whom an officer has before them: by the personal number, or by the code of their letter.
#pragma once

#include <string>

#include <tl/expected.hpp>

#include "server/html/form.hpp"
#include "server/registrar/person.hpp"
#include "server/registrar/web/visit.hpp"

namespace radslag::registrar_web {

/// What is said where it is nobody.
using PersonOrProblem = tl::expected<registrar::Person, std::string>;

/// A form's `number`, where `checked` says that the officer has seen who it is.
[[nodiscard]] PersonOrProblem checked_person(const Visit& visit, const html::Form& form);
/// A personal number or a letter code, as typed or scanned.
[[nodiscard]] PersonOrProblem person_typed(const Visit& visit, const std::string& typed);

}  // namespace radslag::registrar_web
