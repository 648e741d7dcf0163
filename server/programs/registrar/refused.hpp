// How a refusal of the registrar ends a command.
#pragma once

#include "ledger/result.hpp"

namespace radslag::registrar_program {

/// Ends the command with the reason and the exit code that it deserves: throws Stop.
[[noreturn]] void stop(const Error& error);

/// The value, or the end of the command.
template <typename T>
T must(Result<T> result) {
  if (!result) stop(result.error());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace radslag::registrar_program
