// Behind contents.hpp: from lists of fields to its two functions.
#pragma once

#include "ledger/record/contents.hpp"
#include "ledger/record/fields.hpp"

namespace radslag::record {

template <class T>
std::string encode_content(const T& content) {
  return encode(content);
}
template <class T>
Result<T> parse_content(std::string_view text) {
  return parse<T>(text);
}

/// Once for each kind of content, after its list of fields.
#define RADSLAG_CONTENT(T)                       \
  template std::string encode_content(const T&); \
  template Result<T> parse_content(std::string_view);

}  // namespace radslag::record
