#include "server/html/message_keys.hpp"

#include "ledger/result.hpp"
#include "server/html/problem.hpp"
#include "server/html/text_input.hpp"

namespace radslag::html {

std::vector<std::string> message_keys() {
  std::vector<std::string> keys{"dates.hour"};
  const auto add_error = [&](const std::string& name) {
    keys.push_back("error." + name);
    keys.push_back("error." + name + "_todo");
  };
  for (int code = 0; code <= static_cast<int>(Errc::busy); ++code) add_error(std::string(errc_name(static_cast<Errc>(code))));
  for (const Problem& problem : {method_not_allowed(), unavailable({}), foreign_form(), stale_form()}) add_error(problem.name);
  add_error("internal");
  for (int fault = 0; fault <= static_cast<int>(TextFault::not_text); ++fault)
    keys.push_back(text_fault_key(static_cast<TextFault>(fault)));
  return keys;
}

}  // namespace radslag::html
