#include "server/programs/rule_json.hpp"

#include <boost/json.hpp>
#include <optional>
#include <set>

#include "ledger/allocation/rule_fields.hpp"

namespace radslag::programs {
namespace json = boost::json;
using namespace allocation;
namespace {

struct Writer {
  json::object out;
  template <class E>
  void word(std::string_view key, E value) {
    out[key] = name(value);
  }
  template <class N>
  void number(std::string_view key, N value) {
    out[key] = value;
  }
  void groups(std::string_view key, const std::vector<std::vector<std::string>>& groups) { out[key] = json::value_from(groups); }
};

struct Reader {
  const json::object& in;
  std::set<std::string, std::less<>> known{"rule"};
  std::string wrong = {};

  const json::value* find(std::string_view key) {
    known.emplace(key);
    return wrong.empty() ? in.if_contains(key) : nullptr;
  }
  template <class E>
  void word(std::string_view key, E& value) {
    const auto* given = find(key);
    if (!given) return;
    if (const auto named = given->is_string() ? value_named<E>(given->get_string()) : std::nullopt) {
      value = *named;
      return;
    }
    wrong = "\"" + std::string(key) + "\" is one of";
    for (const auto each : words(value)) wrong.append(" ").append(each);
  }
  template <class N>
  void number(std::string_view key, N& value) {
    const auto* given = find(key);
    if (!given) return;
    boost::system::error_code error;
    const auto read = given->to_number<std::int64_t>(error);
    if (error || read < 0)
      wrong = "\"" + std::string(key) + "\" is a whole number from 0";
    else
      value = static_cast<N>(read);
  }
  void groups(std::string_view key, std::vector<std::vector<std::string>>& groups) {
    const auto* given = find(key);
    if (!given) return;
    auto read = json::try_value_to<std::vector<std::vector<std::string>>>(*given);
    if (read)
      groups = std::move(*read);
    else
      wrong = "\"" + std::string(key) + "\" is a list of lists of project ids";
  }
};

}  // namespace

json::object rule_json(const AnyRule& rule) {
  Writer writer;
  writer.out["rule"] = name(rule);
  std::visit([&](const auto& x) { rule_fields(writer, x); }, rule);
  return std::move(writer.out);
}

Result<AnyRule> parse_rule_json(std::string_view text) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = 8;
  const auto parsed = json::parse(text, error, {}, options);
  if (error || !parsed.is_object()) return refuse(Errc::malformed, "the rule is no JSON object");
  const auto* word = parsed.get_object().if_contains("rule");
  if (!word) return refuse(Errc::malformed, "the rule's JSON has no \"rule\": greedy, equal-shares or phragmen");
  auto rule = word->is_string() ? rule_named(word->get_string()) : std::nullopt;
  if (!rule) return refuse(Errc::unsupported, "\"rule\" is greedy, equal-shares or phragmen");
  Reader reader{parsed.get_object()};
  std::visit([&](auto& x) { rule_fields(reader, x); }, *rule);
  if (!reader.wrong.empty()) return refuse(Errc::malformed, reader.wrong);
  for (const auto& [key, value] : parsed.get_object()) {
    if (!reader.known.contains(std::string_view(key))) return refuse(Errc::malformed, "unknown parameter \"" + std::string(key) + "\"");
  }
  return *std::move(rule);
}

}  // namespace radslag::programs
