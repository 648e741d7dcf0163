#include "ledger/audit/lone_receipt.hpp"

#include <algorithm>

#include "ledger/audit/document.hpp"
#include "ledger/audit/json_object.hpp"
#include "ledger/log/text.hpp"

namespace radslag::audit {
namespace {

std::vector<log::VerifierKey> keys_for(const std::string& origin, const Options& options) {
  std::vector<log::VerifierKey> keys;
  const auto add = [&](const log::VerifierKey& key) {
    if (key.name == origin && std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  };
  if (options.key) add(*options.key);
  if (options.policy) {
    for (const auto& log : options.policy->logs) add(log.key);
  }
  return keys;
}

Document document_of(const LoneReceipt& x, Language language) {
  const char* const verdict = x.invalid                                                     ? "lone.invalid"
                              : x.quorum.source == QuorumReport::Source::policy && !x.final ? "lone.not-final"
                                                                                            : "lone.genuine";
  Document document{
      language, text_of(say("title.receipt"), language), text_of(say(verdict, {{"name", x.name}}), language), x.genuine(), {}};
  Part part{text_of(say("heading.receipt"), language), {}};
  if (x.invalid) {
    part.lines.push_back(Saying(language).add("lone.why", {{"why", std::vector{*x.invalid}}}).line());
    document.parts.push_back(std::move(part));
    return document;
  }
  part.lines.push_back(
      Saying(language).add("receipt.alone", {{"index", std::to_string(x.index)}, {"log", x.origin}, {"size", x.size}}).line());
  if (x.quorum.source == QuorumReport::Source::none) {
    part.lines.push_back(Saying(language).add("receipt.alone-unwitnessed").line());
  } else if (!x.quorum.is_none()) {
    part.lines.push_back(Saying(language)
                             .add(x.final ? "receipt.alone-witnessed" : "receipt.alone-not-witnessed",
                                  {{"witnesses", x.cosigned}, {"quorum", std::vector{x.quorum.sentence()}}})
                             .line());
  }
  part.lines.push_back(Saying(language).add("receipt.alone-meaning").line());
  document.parts.push_back(std::move(part));
  Part entry{text_of(say("heading.entry"), language), {}};
  for (std::string_view rest = x.entry; !rest.empty();) {
    const auto end = rest.find('\n');
    entry.lines.push_back({Level::under, printable(rest.substr(0, end))});
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  document.parts.push_back(std::move(entry));
  return document;
}

}  // namespace

LoneReceipt judge_alone(const NamedReceipt& given, const Options& options) {
  const auto claimed = log::parse_note(given.receipt.checkpoint);
  const auto head = claimed ? log::parse_checkpoint_text(claimed->text) : tl::make_unexpected(claimed.error());
  LoneReceipt report{given.name, head ? head->origin : "", given.receipt.index, 0, {}, {}, std::nullopt, {}, 0, false};
  const auto is_none = [&](Sentence why) {
    report.invalid = std::move(why);
    return report;
  };
  if (!head) return is_none(refusal("receipt.refused", head.error()));
  if (!given.receipt.extra) return is_none(say("receipt.without-entry"));
  const auto keys = keys_for(head->origin, options);
  if (keys.empty()) return is_none(say("lone.unknown-log", {{"origin", head->origin}}));
  log::Policy policy = options.policy.value_or(log::Policy{});
  const auto quorum = std::exchange(policy.quorum, "none");  // that it is not there yet is no fault of the proof
  const auto proven = log::verify_receipt(given.receipt, *given.receipt.extra, keys, policy);
  if (!proven) return is_none(refusal("receipt.refused", proven.error()));
  report.size = proven->checkpoint.size;
  report.root = proven->checkpoint.root;
  report.entry = *given.receipt.extra;
  if (!options.policy) return report;
  policy.quorum = quorum;
  report.quorum = quorum_of(policy, QuorumReport::Source::policy);
  report.cosigned = proven->cosignatures.size();
  std::set<std::string> names;
  for (const auto& witness : policy.witnesses) {
    const auto has_cosigned = [&](const log::Cosignature& cosignature) { return cosignature.key == witness.key; };
    if (std::any_of(proven->cosignatures.begin(), proven->cosignatures.end(), has_cosigned)) names.insert(witness.name);
  }
  report.final = log::quorum_met(policy, names);
  return report;
}

std::string render_text(const LoneReceipt& receipt, Language language) { return text_of(document_of(receipt, language)); }
std::string render_html(const LoneReceipt& receipt, Language language) { return html_of(document_of(receipt, language)); }

std::string render_json(const LoneReceipt& x, Language language) {
  return json::Object()
             .add("genuine", x.genuine())
             .add("final", x.final)
             .add("name", x.name)
             .add("log", x.origin)
             .add("entry", x.index)
             .add("size", x.size)
             .add("root", log::hash_text(x.root))
             .add("cosigned", x.cosigned)
             .add("invalid", x.invalid ? text_of(*x.invalid, language) : std::string())
             .text() +
         "\n";
}

}  // namespace radslag::audit
