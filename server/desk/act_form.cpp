#include "server/desk/act_form.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "ledger/record/values.hpp"
#include "server/html/query.hpp"
#include "server/html/text_input.hpp"
#include "server/staff/staff.hpp"

namespace radslag::desk {
namespace json = boost::json;
namespace {

constexpr std::string_view as_json = ".json";  // pages can be asked for so
constexpr std::size_t bytes_a_character = 4;
constexpr std::size_t most_choices = 2'000;
constexpr std::size_t rows_bytes = 1 << 20;  // of all their texts together
constexpr std::string_view looked = "looked";

std::string key(std::string_view family, std::string_view name) { return std::string(family) + std::string(name); }

std::string label_of(const FormField& field) { return field.label.empty() ? key("desk_field.", field.name) : field.label; }

bool is_many(Input input) { return input == Input::choices || input == Input::rows; }

std::vector<Option> options_of(const FormField& field, const Visit& visit) {
  return field.options ? field.options(visit) : std::vector<Option>();
}

bool offers(const std::vector<Option>& options, std::string_view value) {
  return std::any_of(options.begin(), options.end(), [&](const Option& option) { return option.value == value; });
}

/// Spaces between groups of digits are how people write sums.
std::optional<std::uint64_t> typed_number(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  return html::whole_number(text);
}

/// The field's value as the record or a number; the message's key where it is none.
tl::expected<std::string, std::string> read_value(const FormField& field, const Visit& visit, const std::string& typed) {
  if (field.input == Input::file) return typed;
  html::TextRules rules;
  rules.max_characters = field.max_characters;
  rules.min_characters = field.needed ? 1 : 0;
  rules.lines = field.input == Input::lines;
  const auto text = html::read_text(typed, rules);
  if (!text) {
    return tl::make_unexpected(visit.text(html::text_fault_key(text.error()), {{"max", static_cast<std::int64_t>(rules.max_characters)},
                                                                               {"min", static_cast<std::int64_t>(rules.min_characters)}}));
  }
  if (text->empty()) return *text;
  switch (field.input) {
    case Input::number:
    case Input::money: {
      const auto number = typed_number(*text);
      if (!number || *number > most_money) return tl::make_unexpected(visit.text("desk_fault.number"));
      return std::to_string(field.input == Input::money ? *number * 100 : *number);
    }
    case Input::date:
      if (!record::is_date(*text)) return tl::make_unexpected(visit.text("desk_fault.date"));
      return *text;
    case Input::choice:
    case Input::choices:
    case Input::pick:
    case Input::rows:
      if (!offers(options_of(field, visit), *text)) return tl::make_unexpected(visit.text("desk_fault.choice"));
      return *text;
    default: return *text;
  }
}

Values read_values(const ActForm& form, const Visit& visit, const html::Form& sent, Faults& faults) {
  Values values;
  for (const auto& field : form.fields) {
    auto& all = values.values[std::string(field.name)];
    for (const auto& typed : sent.all(field.name)) {
      auto value = read_value(field, visit, typed);
      if (!value) {
        faults.emplace(field.name, value.error());
      } else if (!value->empty() || field.input == Input::each) {
        all.push_back(std::move(*value));
      }
    }
    const bool missing = all.empty() && field.needed && !faults.contains(field.name);
    if (missing) faults.emplace(field.name, visit.text("desk_fault.missing"));
  }
  return values;
}

std::string_view kind_of(Input input) {
  constexpr std::string_view kinds[] = {"line",    "lines", "number", "money", "date", "choice",
                                        "choices", "tick",  "file",   "pick",  "rows", "each"};
  return kinds[static_cast<std::size_t>(input)];
}

json::object field_model(const FormField& field, const Visit& visit, const html::Form* sent, const Faults& faults) {
  json::object model{{"name", std::string(field.name)}, {"needed", field.needed}, {"max", field.max_characters}};
  for (int i = 0; i <= static_cast<int>(Input::each); ++i) {
    const auto kind = kind_of(static_cast<Input>(i));
    model["is_" + std::string(kind)] = field.input == static_cast<Input>(i);
  }
  model["is_input"] =
      field.input == Input::line || field.input == Input::number || field.input == Input::money || field.input == Input::date;
  model["is_plain"] = field.input != Input::tick && field.input != Input::choices && field.input < Input::pick;
  model["type"] = field.input == Input::date ? "date" : "text";
  model["numeric"] = field.input == Input::number || field.input == Input::money;
  model["label"] = visit.text(label_of(field));
  const auto hint = key("desk_hint.", field.name);
  model["has_hint"] = visit.messages.has(hint);
  model["hint"] = visit.messages.has(hint) ? visit.text(hint) : std::string();
  const auto fault = faults.find(field.name);
  model["has_fault"] = fault != faults.end();
  model["fault"] = fault != faults.end() ? fault->second : std::string();
  const auto value = sent ? sent->text(field.name) : field.preset ? field.preset(visit) : std::string();
  model["value"] = field.input == Input::file ? std::string() : value;
  model["ticked"] = sent && sent->has(field.name);
  json::array options;
  for (const auto& option : options_of(field, visit)) {
    const auto& chosen = sent ? sent->all(field.name) : std::vector<std::string>{value};
    const bool selected = std::find(chosen.begin(), chosen.end(), option.value) != chosen.end();
    options.push_back({{"value", option.value},
                       {"text", option.text},
                       {"meaning", option.meaning},
                       {"has_meaning", !option.meaning.empty()},
                       {"selected", selected},
                       {"field", std::string(field.name)}});
  }
  model["options"] = std::move(options);
  model["rows"] = field.rows ? field.rows(visit, sent) : json::array();
  return model;
}

/// Of everything that was filled in: what was looked at is what is drafted.
std::string digest_of(const Values& values) {
  std::string text;
  for (const auto& [name, all] : values.values) {
    for (const auto& value : all) text += name + '\0' + std::to_string(value.size()) + '\0' + value;
  }
  return crypto::to_hex(crypto::sha256(text));
}

Page page_of(const ActForm& form, const Visit& visit, const Subject& subject, const html::Form* sent, const Faults& faults,
             const std::string& refusal) {
  Page page;
  page.title = visit.text(key("desk_form.", form.name));
  auto& model = page.model;
  model["title"] = page.title;
  model["text"] = visit.text(key("desk_form.", std::string(form.name) + "_text"));
  model["send"] = visit.text(key("desk_form.", std::string(form.name) + "_send"));
  model["action"] = visit.path;
  model["has_subject"] = !subject.title.empty();
  model["subject"] = subject.title;
  model["subject_href"] = subject.href;
  model["has_facts"] = !subject.facts.empty();
  model["facts"] = subject.facts;
  model["multipart"] = std::any_of(form.fields.begin(), form.fields.end(), [](const auto& field) { return field.input == Input::file; });
  json::array fields, details, summary;
  bool changed = false;  // something folded was filled in: it is not hidden again
  for (const auto& field : form.fields) {
    if (field.detail) changed = changed || faults.contains(field.name) || (sent && !sent->text(field.name).empty());
    (field.detail ? details : fields).push_back(field_model(field, visit, sent, faults));
    if (const auto fault = faults.find(field.name); fault != faults.end()) {
      summary.push_back({{"name", std::string(field.name)}, {"label", visit.text(label_of(field))}, {"fault", fault->second}});
    }
  }
  model["fields"] = std::move(fields);
  model["has_details"] = !details.empty();
  model["details"] = std::move(details);
  model["details_open"] = changed;
  model["has_look"] = false;
  model["has_faults"] = !faults.empty();
  model["faults"] = std::move(summary);
  model["has_refusal"] = !refusal.empty();
  model["refusal"] = refusal;
  return page;
}

Result<Subject> subject_for(const ActForm& form, const Visit& visit) {
  auto subject = form.subject ? form.subject(visit) : Result<Subject>(Subject{});
  if (!subject) return subject;
  if (auto may = require(visit, form.action, subject->board); !may) return tl::make_unexpected(may.error());
  return subject;
}

Result<Page> form_page(const Visit& visit) {
  const auto& form = *act_form(visit.path);
  const auto subject = subject_for(form, visit);
  if (!subject) return tl::make_unexpected(subject.error());
  return page_of(form, visit, *subject, nullptr, {}, {});
}

void form_sent(const Visit& visit, html::Exchange&& exchange) {
  const auto& form = *act_form(visit.path);
  const auto subject = subject_for(form, visit);
  if (!subject) return exchange.refuse(subject.error());
  Faults faults;
  const auto values = read_values(form, visit, exchange.form, faults);
  if (faults.empty() && form.check) form.check(visit, values, faults);
  std::string refusal;
  if (faults.empty() && form.look && exchange.form.text(looked) != digest_of(values)) {
    auto page = page_of(form, visit, *subject, &exchange.form, faults, refusal);
    page.model["look"] = form.look(visit, values);
    page.model["looked"] = digest_of(values);
    page.model["has_look"] = true;
    page.model["has_facts"] = false;  // what was to be looked at is there
    return exchange.show("desk/form", std::move(page), 200);
  }
  if (faults.empty()) {
    auto draft = form.draft(visit, values);
    if (draft) {
      const auto name = std::string(staff::action_name(form.action));
      const auto id = visit.desk->put(std::move(*draft), {name, subject->board, subject->id, visit.account().id});
      visit.staff->log.append(visit.account().id, form.action, subject->id, staff::Ended::done);
      return exchange.see_other("/staff/acts/" + id);
    }
    refusal = visit.text("error." + std::string(errc_name(draft.error().code))) + " (" + draft.error().detail + ")";
  }
  exchange.show("desk/form", page_of(form, visit, *subject, &exchange.form, faults, refusal), 422);
}

html::Field field_sent(const FormField& field) {
  const bool many = is_many(field.input) || field.input == Input::each;
  const bool may_lack = !field.needed || many || field.input == Input::tick || field.input == Input::choice || field.input == Input::pick;
  html::Field sent{field.name, field.max_characters * bytes_a_character, may_lack ? std::size_t{0} : std::size_t{1}};
  if (many) sent.at_most = most_choices;
  if (field.input == Input::file) sent.max_bytes = field.max_characters, sent.is_file = true, sent.at_least = 0;
  return sent;
}

}  // namespace

const std::string& Values::text(std::string_view name) const {
  static const std::string nothing;
  const auto& found = all(name);
  return found.empty() ? nothing : found.front();
}

std::uint64_t Values::number(std::string_view name) const { return html::whole_number(text(name)).value_or(0); }

const std::vector<std::string>& Values::all(std::string_view name) const {
  static const std::vector<std::string> nothing;
  const auto found = values.find(name);
  return found == values.end() ? nothing : found->second;
}

const ActForm* act_form(std::string_view path) {
  if (path.ends_with(as_json)) path.remove_suffix(as_json.size());
  for (const auto& form : act_forms()) {
    if (html::match(form.pattern, path)) return &form;
  }
  return nullptr;
}

json::array actions_below(const Visit& visit, const std::string& page) {
  json::array actions;
  for (const auto& form : act_forms()) {
    const auto path = page + std::string(form.pattern.substr(form.pattern.rfind('/')));
    auto args = html::match(form.pattern, path);
    if (!args) continue;
    Visit there = visit;
    there.args = std::move(*args);
    if (!subject_for(form, there)) continue;  // it cannot come now, or is not this person's
    actions.push_back({{"name", std::string(form.name)}, {"href", path}, {"text", visit.text(key("desk_form.", form.name))}});
  }
  return actions;
}

void add_form_routes(std::vector<html::Route>& routes) {
  for (const auto& form : act_forms()) {
    std::vector<html::Field> fields;
    std::size_t bytes = 64 << 10;
    for (const auto& field : form.fields) {
      fields.push_back(field_sent(field));
      bytes += field.input == Input::file ? field.max_characters : 3 * fields.back().max_bytes;  // as %XX
      if (field.input == Input::rows || field.input == Input::each) bytes += rows_bytes;
    }
    if (form.look) fields.push_back({looked, 64, 0});
    const auto needs = staff::action_name(form.action);
    routes.push_back({"GET", form.pattern, html::PageRoute{form_page, "desk/form", "staff", {}}, html::Senders::own_site, 0, needs});
    routes.push_back({"POST", form.pattern, html::FormRoute{form_sent, std::move(fields)}, html::Senders::own_site, bytes, needs});
  }
}

std::vector<std::string> form_message_keys() {
  std::vector<std::string> keys{"desk_fault.number", "desk_fault.date", "desk_fault.choice", "desk_fault.missing"};
  for (const auto& form : act_forms()) {
    for (const std::string_view end : {"", "_text", "_send"}) keys.push_back(key("desk_form.", std::string(form.name) + std::string(end)));
    for (const auto& field : form.fields) keys.push_back(label_of(field));
  }
  return keys;
}

}  // namespace radslag::desk
