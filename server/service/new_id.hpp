// Names for what residents begin.
#pragma once

#include <string>

namespace radslag::service {

/// 10 random characters of a-z2-7 (50 bits): an id of the record that says nothing about what it names.
[[nodiscard]] std::string new_id();

}  // namespace radslag::service
