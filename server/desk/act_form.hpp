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
#include "server/html/router.hpp"

namespace radslag::desk {

struct Option {
  std::string value, text;
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
};

/// Of a field for money, in whole units.
inline constexpr std::uint64_t most_money = 1'000'000'000'000;

struct FormField {
  std::string_view name;
  Input input = Input::line;
  std::size_t max_characters = 200;  ///< bytes of a file
  bool needed = true;
  std::vector<Option> (*options)(const Visit&) = nullptr;
  std::string (*preset)(const Visit&) = nullptr;  ///< what stands in it at first
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
