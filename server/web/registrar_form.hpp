// The forms with which a visitor goes on to the registrar, who asks for consent and attests.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <utility>
#include <vector>

#include "ledger/record/state.hpp"

namespace radslag::web {

/// `action` and `fields` [`name`, `value`]: a form to `<registrar>/attest`.
[[nodiscard]] boost::json::object registrar_form(const record::State& state,
                                                 const std::vector<std::pair<std::string, std::string>>& fields);

/// 64 hex digits: the random bytes that a text will be stored with.
[[nodiscard]] std::string new_salt();

}  // namespace radslag::web
