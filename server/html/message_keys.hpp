// Every message that this room asks for by name, so that a missing one is found at the start and not by a visitor.
#pragma once

#include <string>
#include <vector>

namespace radslag::html {

[[nodiscard]] std::vector<std::string> message_keys();

}  // namespace radslag::html
