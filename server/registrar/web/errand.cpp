#include "server/registrar/web/errand.hpp"

#include <algorithm>

#include "crypto/encoding.hpp"
#include "ledger/record/values.hpp"
#include "server/registrar/requests.hpp"

namespace radslag::registrar_web {
namespace {

using registrar::Purpose;
using registrar::Requests;

constexpr std::size_t most_id_bytes = 64;
constexpr std::string_view field_names[] = {"purpose", "matter", "board", "call", "area", "content", "salt"};

std::optional<Purpose> purpose_named(std::string_view name) {
  const auto names = registrar::words(Purpose{});
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? std::nullopt : std::optional(static_cast<Purpose>(found - names.begin()));
}

bool is_begun_by(Purpose purpose) { return purpose == Purpose::raise || purpose == Purpose::propose; }

std::string value(const Requests::Fields& fields, const std::string& name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : found->second;
}

bool is_salt(const std::string& salt) { return crypto::array_from_hex<32>(salt).has_value(); }

/// Whether a posted errand has all that its purpose needs, and nothing that it does not.
bool is_whole(const Errand& errand) {
  const bool raises = errand.purpose == Purpose::raise, proposes = errand.purpose == Purpose::propose;
  const auto id_exactly_if = [](bool wanted, const std::string& id) { return wanted ? record::is_id(id) : id.empty(); };
  return record::is_id(errand.matter) && id_exactly_if(raises, errand.board) && id_exactly_if(proposes, errand.call) &&
         (errand.area.empty() || (is_begun_by(errand.purpose) && record::is_id(errand.area))) && errand.has_text() && is_salt(errand.salt);
}

std::optional<Errand> errand_of(const Requests::Fields& fields) {
  const auto purpose = purpose_named(value(fields, "purpose"));
  if (!purpose) return std::nullopt;
  Errand errand{*purpose,
                value(fields, "matter"),
                value(fields, "board"),
                value(fields, "call"),
                value(fields, "area"),
                value(fields, "content"),
                value(fields, "salt"),
                {}};
  return is_whole(errand) ? std::optional(std::move(errand)) : std::nullopt;
}

}  // namespace

std::string Errand::blob() const { return crypto::from_hex(salt).value_or(std::string()) + content; }

std::vector<html::Field> errand_fields() {
  std::vector<html::Field> fields;
  for (const auto name : field_names) fields.push_back({name, name == "content" ? most_content_bytes : most_id_bytes, 0});
  return fields;
}

std::optional<Errand> errand_of_link(std::string_view purpose_name, const std::string& matter) {
  const auto purpose = purpose_named(purpose_name);
  if (!purpose || is_begun_by(*purpose) || !record::is_id(matter)) return std::nullopt;
  Errand errand;
  errand.purpose = *purpose;
  errand.matter = matter;
  errand.name = std::string(registrar::word(*purpose)) + '.' + matter;
  return errand;
}

Result<Errand> keep_errand(const html::Form& form, Requests& requests, std::uint64_t now) {
  Requests::Fields fields;
  for (const auto name : field_names)
    if (const auto& text = form.text(name); !text.empty()) fields.emplace(name, text);
  auto errand = errand_of(fields);
  if (!errand) return refuse(Errc::malformed, "the form does not say what is to be signed");
  const auto id = requests.put(fields, now);
  if (!id) return tl::make_unexpected(id.error());
  errand->name = *id;
  return std::move(*errand);
}

std::optional<Errand> find_errand(const std::string& name, const Requests& requests, std::uint64_t now) {
  if (const auto dot = name.find('.'); dot != std::string::npos) return errand_of_link(name.substr(0, dot), name.substr(dot + 1));
  const auto fields = requests.find(name, now);
  if (!fields) return std::nullopt;
  auto errand = errand_of(*fields);
  if (errand) errand->name = name;
  return errand;
}

}  // namespace radslag::registrar_web
