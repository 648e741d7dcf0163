#include "crypto/voting/trustee.hpp"

#include "crypto/voting/pedersen.hpp"
#include "crypto/voting/trustee_key.hpp"

namespace radslag::voting {

namespace {

constexpr std::size_t most_items = 100;

}  // namespace

std::string single_item(std::string_view trustee_key) { return "[\"Single\"," + std::string(trustee_key) + "]"; }

std::string pedersen_item(std::string_view threshold_parameters) { return "[\"Pedersen\"," + std::string(threshold_parameters) + "]"; }

std::string write_trustees(const std::vector<std::string>& items) {
  std::string out = "[";
  for (const std::string& item : items) {
    if (out.size() > 1) out += ",";
    out += item;
  }
  return out + "]";
}

Checked<Trustees> Trustees::parse(const Group& group, std::string json) {
  Trustees out;
  out.election_key_ = group.identity();
  json::Reader in(json);
  for (bool first = true; in.next_item(first);) {
    const std::string where = "trustees, item " + std::to_string(out.items_.size() + 1);
    if (out.items_.size() == most_items) return flaw(FlawKind::too_large, where);
    TrusteeItem item;
    item.first = out.keys_.size();
    if (in.take("[\"Single\",")) {
      const TrusteeKeyText key = read_trustee_key(group, in);
      in.expect("]");
      if (in.failed() || key.signature) return tl::make_unexpected(flaw_of(in, where));
      const auto element = check_trustee_key_text(group, key, where);
      if (!element) return tl::make_unexpected(element.error());
      out.keys_.push_back({*element, key.public_key, key.name});
      out.election_key_ = group.product(out.election_key_, *element);
    } else {
      in.expect("[\"Pedersen\",");
      auto threshold = read_threshold_parameters(group, in, where);
      if (!threshold) return tl::make_unexpected(threshold.error());
      in.expect("]");
      item.pedersen = true;
      item.threshold = threshold->threshold;
      item.count = threshold->keys.size();
      out.keys_.insert(out.keys_.end(), threshold->keys.begin(), threshold->keys.end());
      out.strengthened_ = out.strengthened_ && threshold->strengthened;
      out.election_key_ = group.product(out.election_key_, threshold->public_key);
    }
    out.items_.push_back(item);
  }
  if (!in.done()) return tl::make_unexpected(flaw_of(in, "trustees"));
  if (out.items_.empty()) return flaw(FlawKind::not_enough, "trustees");
  if (group.equal(out.election_key_, group.identity())) return flaw(FlawKind::bad_element, "trustees: their keys cancel each other out");
  out.json_ = std::move(json);
  return out;
}

std::size_t Trustees::needed() const {
  std::size_t needed = 0;
  for (const TrusteeItem& item : items_) needed += item.threshold;
  return needed;
}

}  // namespace radslag::voting
