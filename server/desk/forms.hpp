// The rows of the table of forms, a function a file, and what they have in common.
#pragma once

#include <string>
#include <vector>

#include "server/desk/act_form.hpp"

namespace radslag::desk {

void add_initiative_forms(std::vector<ActForm>& forms);  ///< initiative_forms.cpp
void add_dialogue_forms(std::vector<ActForm>& forms);    ///< dialogue_forms.cpp
void add_office_forms(std::vector<ActForm>& forms);      ///< office_forms.cpp: officers' keys, boards' rules, the registrar, the roll
void add_project_forms(std::vector<ActForm>& forms);     ///< project_forms.cpp: calls, and what becomes of proposals
void add_round_forms(std::vector<ActForm>& forms);       ///< round_forms.cpp: a budget round from its beginning to its milestones
void add_decision_form(std::vector<ActForm>& forms);     ///< decision_form.cpp: the board's decision on a round
void add_keeping_forms(std::vector<ActForm>& forms);     ///< keeping_forms.cpp: withholding, and keys that are destroyed
void add_secret_forms(std::vector<ActForm>& forms);      ///< secret_forms.cpp: who holds the key of a round with secret ballots

/// What decision_form.cpp asks the catalogues for, beside its fields' own texts.
[[nodiscard]] std::vector<std::string> decision_message_keys();

/// The current day in the municipality's words for a date field: "2026-11-22".
[[nodiscard]] std::string today();
/// Id of the board with that name, so that rights given for it hold; empty where there is none.
[[nodiscard]] std::string board_named(const record::State& state, const std::string& name);
/// The name of a board as the record has it; its id where it has none.
[[nodiscard]] std::string board_name(const record::State& state, const std::string& id);

/// Id of the board whose matter a dialogue is, and so its calls, their proposals and their rounds; empty where there is none.
[[nodiscard]] std::string board_of_dialogue(const record::State& state, const std::string& dialogue);
[[nodiscard]] std::string board_of_call(const record::State& state, const std::string& call);
/// The first hour of a day in the municipality's time; `date` is one. With `days`, of a day so many days later.
[[nodiscard]] std::uint64_t first_hour(const Visit& visit, const std::string& date, int days = 0);
/// A line to look at while deciding; `key` is a message.
[[nodiscard]] boost::json::object fact(const Visit& visit, std::string_view key, std::string text);

/// Options of an enum of the record: values are its words, texts the messages of a family ("level.").
template <class E, std::size_t N>
std::vector<Option> word_options(const Visit& visit, const E (&values)[N], std::string_view family) {
  std::vector<Option> options;
  for (const E value : values) {
    const std::string name(record::word(value));
    options.push_back({name, visit.text(std::string(family) + name)});
  }
  return options;
}

/// The value with that name; a choice has been checked to be one of its options.
template <class E, std::size_t N>
E value_named(const E (&values)[N], std::string_view name) {
  for (const E value : values) {
    if (record::word(value) == name) return value;
  }
  return values[0];
}

}  // namespace radslag::desk
