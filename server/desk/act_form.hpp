// Acts of office as a table: each is a form whose answers become a draft, and a draft goes to the desk to be sealed.
//
// A new act is a row: its path, who may, its fields, and the function that makes the draft. The page, the checks of what was typed, the
// way back with everything filled in, the action log and the desk come by themselves. Texts of a form named "open": desk_form.open (title),
// desk_form.open_text (what it does), desk_form.open_send (the button); of a field: desk_field.<name>, and desk_hint.<name> where there is
// one.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/draft.hpp"
#include "server/desk/visit.hpp"
#include "server/html/form.hpp"
#include "server/html/router.hpp"

namespace radslag::desk {

struct Option {
  std::string value, text;
  std::string meaning = {};  ///< of a `pick`: what choosing it means, in a sentence or two
};

enum class Input {
  line,     ///< one line of text
  lines,    ///< several; Markdown or plain
  number,   ///< whole, 0 or more
  money,    ///< whole units of the town's currency; the value becomes minor units
  date,     ///< YYYY-MM-DD
  choice,   ///< one of `options`
  choices,  ///< any of `options`, as boxes
  tick,     ///< a box
  file,     ///< bytes as they are
  pick,     ///< one of `options`, each with its meaning beside it
  rows,     ///< the ticked ones of `options`, as rows that the form has made (FormField::rows)
  each,     ///< a text for every row of `rows`, in their order, most of them empty; shown there
};

/// Of a field for money, in whole units.
inline constexpr std::uint64_t most_money = 1'000'000'000'000;

struct FormField {
  std::string_view name;
  Input input = Input::line;
  std::size_t max_characters = 200;  ///< bytes of a file
  bool needed = true;
  std::function<std::vector<Option>(const Visit&)> options = {};
  std::function<std::string(const Visit&)> preset = {};  ///< what stands in it at first
  bool detail = false;                                   ///< for those who want to change more: shown folded, at the end of the form
  std::string label = {};                                ///< a message's key; empty: desk_field.<name>
  /// Of `rows`: what stands in each, with what was sent filled in again.
  boost::json::array (*rows)(const Visit&, const html::Form* sent) = nullptr;
};

/// What was typed, checked by its field: texts fit for the record, numbers in range, dates that are days, choices that were offered.
class Values {
 public:
  [[nodiscard]] const std::string& text(std::string_view name) const;
  [[nodiscard]] std::uint64_t number(std::string_view name) const;  ///< 0 where nothing was given
  [[nodiscard]] bool has(std::string_view name) const { return !text(name).empty(); }
  [[nodiscard]] const std::vector<std::string>& all(std::string_view name) const;

  std::map<std::string, std::vector<std::string>, std::less<>> values;
};

/// What is wrong with fields, as text for people, by their names.
using Faults = std::map<std::string, std::string, std::less<>>;

/// What a form is about, found before it is shown.
struct Subject {
  std::string board;              ///< whose matter it is; empty for none
  std::string id;                 ///< for the desk and the action log
  std::string title;              ///< of the initiative, round …: shown above the form
  std::string href;               ///< its page
  boost::json::array facts = {};  ///< [{name, text}] to look at while deciding
};

struct ActForm {
  std::string_view name;
  std::string_view pattern;  ///< "/staff/initiatives/{matter}/open": GET shows the form, POST drafts
  staff::Action action{};
  Result<Subject> (*subject)(const Visit&) = nullptr;  ///< errors: not_found, out_of_order, frozen … : the act cannot come now
  std::vector<FormField> fields;
  Result<record::Draft> (*draft)(const Visit&, const Values&) = nullptr;
  /// What only shows when fields are seen together. Called where each is good by itself.
  void (*check)(const Visit&, const Values&, Faults&) = nullptr;
  /// What the act will change: shown once before it is drafted, and again where anything was changed after that. {rows: [{name, change,
  /// reason}], facts: [{name, text}], warning}.
  boost::json::object (*look)(const Visit&, const Values&) = nullptr;
};

/// All forms of this room: initiative_forms.cpp, dialogue_forms.cpp …
[[nodiscard]] std::span<const ActForm> act_forms();
/// The form at a path, also as JSON; nullptr where there is none.
[[nodiscard]] const ActForm* act_form(std::string_view path);

/// Links to the acts that can come now and that whoever is signed in may draft, of those just below a page ("/staff/initiatives/ab12"):
/// [{name, href, text}].
[[nodiscard]] boost::json::array actions_below(const Visit& visit, const std::string& page);

/// Routes of all forms.
void add_form_routes(std::vector<html::Route>& routes);
/// What the forms ask the catalogues for.
[[nodiscard]] std::vector<std::string> form_message_keys();

}  // namespace radslag::desk
