// The part of a round's opening that says how people vote and how the money is shared out: its fields, and what they make together.
#pragma once

#include <vector>

#include "server/desk/act_form.hpp"

namespace radslag::desk {

/// "voting", "choices_min" …, "preset", "ties" …, then each parameter of each rule, folded: empty where it stays as the preset has it.
void add_rule_fields(std::vector<FormField>& fields);

/// Puts ballot rule, allocation rule and tie order into a definition that has its projects and envelope. What does not go together is a
/// fault of its field, in words for people; then the definition is of no use.
void read_rules(const Visit& visit, const Values& values, record::RoundDefinition& definition, Faults& faults);

/// What the functions above ask the catalogues for, beside the fields' own texts.
[[nodiscard]] std::vector<std::string> rule_message_keys();

}  // namespace radslag::desk
