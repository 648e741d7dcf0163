// A round's rules in words, each parameter with what it is set to: for residents, and for officers before they seal.
//
// Texts: frontend/locales/<language>/rules.json. rule.<parameter> names it; rule_word.<parameter>_<word> or rule_number.<parameter> says
// what it means so.
#pragma once

#include <boost/json/array.hpp>
#include <string>
#include <vector>

#include "ledger/record/contents.hpp"
#include "server/html/visit.hpp"

namespace radslag::rules {

/// How people vote, the allocation rule with all its parameters, and what decides ties, in that order: [{key, value, name, text}]. `key`
/// and `value` as in the record; `name` and `text` for people, on pages only.
[[nodiscard]] boost::json::array rule_facts(const html::Visit& visit, const record::RoundDefinition& definition);

/// A preset's name for people ("Equal Shares as in Wieliczka 2023") and what it means, in some sentences. `name`: one of
/// allocation::offered_rules().
[[nodiscard]] std::string preset_title(const html::Visit& visit, std::string_view name);
[[nodiscard]] std::string preset_text(const html::Visit& visit, std::string_view name);

/// A parameter that a form can set: "minimum-votes", with the words that it may have; none: a number.
struct Parameter {
  std::string_view key;
  std::vector<std::string_view> words;
};
/// Of all rules, each once, in the record's order; without `exclusive`.
[[nodiscard]] const std::vector<Parameter>& parameters();
/// What a parameter's word means.
[[nodiscard]] std::string word_text(const html::Visit& visit, std::string_view key, std::string_view word);

/// Every key that the functions above ask the catalogues for.
[[nodiscard]] std::vector<std::string> message_keys();

}  // namespace radslag::rules
