// Asking for a personal number where nobody reads along.
#pragma once

#include "server/registrar/personal_number.hpp"

namespace radslag::registrar_program {

/// From a prompt that does not show it, or a pipe; never from the command line, which other users see and shells remember. Throws Stop
/// that says what is wrong with it.
[[nodiscard]] registrar::PersonalNumber ask_personal_number();

}  // namespace radslag::registrar_program
