#include "crypto/group/group.hpp"

namespace radslag::group {

std::optional<Received> Group::receive(std::string_view text) const {
  const std::optional<Element> element = decode(text);
  if (!element) return std::nullopt;
  return Received{*element, short_base(*element)};
}

Scalar Group::hash_to_scalar(std::string_view text) const { return reduce(crypto::sha256(text)); }

Scalar Group::hash(std::string_view prefix, std::span<const Element> elements) const {
  std::string text(prefix);
  bool first = true;
  for (const std::string& element : encode_all(elements)) {
    if (!first) text += ',';
    first = false;
    text += element;
  }
  return hash_to_scalar(text);
}

}  // namespace radslag::group
