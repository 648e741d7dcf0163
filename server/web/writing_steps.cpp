// The models of the steps, and the way from one to the next.
#include <array>
#include <boost/json.hpp>

#include "server/html/exchange.hpp"
#include "server/web/visit.hpp"
#include "server/web/writing.hpp"

namespace radslag::web {
namespace json = boost::json;
using html::Page;
namespace {

constexpr int unprocessable = 422;

/// In the order of the form; with the message that is a field's name, where it has one.
struct NamedField {
  std::string_view name, label;
};
constexpr std::array<NamedField, 5> fields_in_order{{{"title", "write.title_label"},
                                                     {"text", "write.text_label"},
                                                     {"board", "write.board_label"},
                                                     {"area", "write.area_label"},
                                                     {"estimate", {}}}};

void add_faults(const Visit& visit, const Faults& faults, json::object& model) {
  json::array rows;
  for (const NamedField& field : fields_in_order) {
    const std::string name(field.name);
    const auto found = faults.find(name);
    model["has_" + name + "_fault"] = found != faults.end();
    if (found == faults.end()) continue;
    model[name + "_fault"] = found->second;
    const std::string line = field.label.empty()
                                 ? found->second
                                 : visit.text("write.fault_text", {{"field", visit.text(field.label)}, {"fault", found->second}});
    rows.push_back(json::object{{"field", name}, {"text", line}});
  }
  model["has_faults"] = !rows.empty();
  model["faults"] = std::move(rows);
}

Page step(const Visit& visit, const WritingKind& kind, const Writing& writing, const Faults& faults) {
  Page page;
  const std::string title = visit.text(kind.name == "raise" ? "page_title.raise" : "page_title.propose");
  page.title = faults.empty() ? title : visit.text("page_title.faulty", {{"title", title}});
  page.path = kind.path;
  page.model["action"] = kind.path;
  page.model["is_possible"] = true;
  page.model["is_raise"] = kind.name == "raise";
  page.model["is_propose"] = kind.name == "propose";
  page.model["back_href"] = kind.back_href;
  page.model["back_title"] = kind.back_title;
  page.model["with_board"] = kind.with_board;
  page.model["with_estimate"] = kind.with_estimate;
  page.model["title"] = writing.title;
  page.model["text"] = writing.text;
  page.model["board"] = writing.board;
  page.model["area"] = writing.area;
  page.model["estimate"] = writing.estimate;
  add_faults(visit, faults, page.model);
  return page;
}

std::string chosen_name(const json::array& choices, const std::string& id) {
  for (const json::value& choice : choices)
    if (choice.at("id").as_string() == id) return std::string(choice.at("name").as_string());
  return {};
}

}  // namespace

Page title_step(const Visit& visit, const WritingKind& kind, const Writing& writing, const Faults& faults) {
  Page page = step(visit, kind, writing, faults);
  visit.say(page.model, "hint_text", kind.name == "raise" ? "raise.title_hint_text" : "propose.title_hint_text",
            {{"max", static_cast<std::int64_t>(title_rules.max_characters)}});
  return page;
}

Page similar_step(const Visit& visit, const WritingKind& kind, const Writing& writing, json::array similar) {
  Page page = step(visit, kind, writing, {});
  page.model["similar"] = std::move(similar);
  return page;
}

Page text_step(const Visit& visit, const WritingKind& kind, const Writing& writing, const Faults& faults, bool preview) {
  Page page = step(visit, kind, writing, faults);
  json::object& model = page.model;
  visit.say(model, "text_hint_text", "write.text_hint_text", {{"max", static_cast<std::int64_t>(long_text_rules.max_characters)}});
  if (kind.with_board) model["boards"] = kind.board_choices(writing.board);
  json::array areas = kind.area_choices(writing.area);
  model["has_areas"] = !areas.empty();
  model["areas"] = std::move(areas);
  if (kind.with_estimate) visit.say(model, "estimate_label_text", "write.estimate_label_text", {{"currency", kind.currency}});
  model["has_preview"] = preview && !writing.text.empty();
  if (preview) visit.say_markdown(model, "preview", writing.text);
  return page;
}

Page check_step(const Visit& visit, const WritingKind& kind, const Writing& writing) {
  Page page = step(visit, kind, writing, {});
  json::object& model = page.model;
  visit.say_markdown(model, "preview", writing.text);
  if (kind.with_board) model["board_name"] = chosen_name(kind.board_choices({}), writing.board);
  model["has_area"] = !writing.area.empty();
  if (!writing.area.empty()) model["area_name"] = chosen_name(kind.area_choices({}), writing.area);
  const auto estimate = kind.with_estimate ? read_amount(writing.estimate) : std::nullopt;
  model["has_estimate"] = estimate.has_value();
  if (estimate) visit.say_money(model, "estimate_kr", *estimate, kind.currency);
  kind.finish(writing, model);
  return page;
}

void take_step(const Visit& visit, const WritingKind& kind, html::Exchange&& exchange) {
  const std::string& button = exchange.form.text("do");
  Writing writing = writing_of(exchange.form);
  if (button == "title") {
    if (const Faults faults = check_title(visit, writing); !faults.empty())
      return exchange.show("write_title", title_step(visit, kind, writing, faults), unprocessable);
    json::array similar = kind.similar(writing.title);
    if (similar.empty()) return exchange.show("write_text", text_step(visit, kind, writing, {}, false));
    return exchange.show("write_similar", similar_step(visit, kind, writing, std::move(similar)));
  }
  if (button == "write") return exchange.show("write_text", text_step(visit, kind, writing, {}, false));
  if (button == "preview") return exchange.show("write_text", text_step(visit, kind, writing, {}, true));
  if (button != "check") return exchange.refuse({Errc::malformed, "no such step: " + button});
  if (const Faults faults = check_writing(visit, kind, writing); !faults.empty())
    return exchange.show("write_text", text_step(visit, kind, writing, faults, false), unprocessable);
  exchange.show("write_check", check_step(visit, kind, writing));
}

}  // namespace radslag::web
