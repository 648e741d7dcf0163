// Writing something that is then signed: an initiative, a project proposal. Title, similar ones, text, a card to check, and from there to
// the registrar. What was typed travels in the forms themselves: nothing is kept here before it comes back attested.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/html/form.hpp"
#include "server/html/text_input.hpp"

namespace radslag::html {
class Exchange;
struct Page;
}  // namespace radslag::html

namespace radslag::web {

struct Visit;

inline constexpr html::TextRules title_rules{.max_characters = 100, .min_characters = 8};
inline constexpr html::TextRules long_text_rules{.max_characters = 10'000, .min_characters = 30, .lines = true};
inline constexpr std::uint64_t max_estimate = 100'000'000'000;  ///< minor units

/// As typed; and once `check` has found no fault, as it is to stand in the record.
struct Writing {
  std::string title, text, board, area, estimate;
};

/// What is asked for, and what comes of it.
struct WritingKind {
  std::string_view name;              ///< "raise" or "propose": the messages' section
  std::string path;                   ///< the forms are posted to it
  std::string back_href, back_title;  ///< what it is a part of
  bool with_board = false, with_estimate = false;
  std::string currency;                    ///< of an estimate
  std::vector<std::string> boards, areas;  ///< ids that may be chosen; an area may also be left out
  std::function<boost::json::array(std::string_view selected)> board_choices, area_choices;
  std::function<boost::json::array(const std::string& title)> similar;  ///< rows of those that are like it
  /// Adds `attest`, the fields of the form to the registrar, and `next`, what happens then, in sentences.
  std::function<void(const Writing&, boost::json::object& model)> finish;
};

using Faults = std::map<std::string, std::string>;  ///< by field, in words for the visitor

/// The fields that all steps' forms have.
[[nodiscard]] std::vector<html::Field> writing_fields();
[[nodiscard]] Writing writing_of(const html::Form& form);

/// Makes the values fit for the record. Gives what is wrong with the title alone, or with all.
[[nodiscard]] Faults check_title(const Visit& visit, Writing& writing);
[[nodiscard]] Faults check_writing(const Visit& visit, const WritingKind& kind, Writing& writing);
/// "1 250,50" and "1250.5" are 125050 minor units; nothing for what is no amount.
[[nodiscard]] std::optional<std::uint64_t> read_amount(std::string_view typed);

// The steps.
[[nodiscard]] html::Page title_step(const Visit& visit, const WritingKind& kind, const Writing& writing, const Faults& faults);
[[nodiscard]] html::Page similar_step(const Visit& visit, const WritingKind& kind, const Writing& writing, boost::json::array similar);
[[nodiscard]] html::Page text_step(const Visit& visit, const WritingKind& kind, const Writing& writing, const Faults& faults, bool preview);
[[nodiscard]] html::Page check_step(const Visit& visit, const WritingKind& kind, const Writing& writing);

/// Answers a form of any step with the step that its button leads to. Field `do`: title, write, preview, check.
void take_step(const Visit& visit, const WritingKind& kind, html::Exchange&& exchange);

}  // namespace radslag::web
