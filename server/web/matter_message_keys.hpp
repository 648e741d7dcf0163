// Every message that the pages of initiatives and calls ask for by name.
#pragma once

#include <string>
#include <vector>

namespace radslag::web {

void add_matter_message_keys(std::vector<std::string>& keys);

}  // namespace radslag::web
