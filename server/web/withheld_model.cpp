#include "server/web/withheld_model.hpp"

#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "server/web/record_model.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;

void add_withheld(const Visit& visit, const record::Digest& blob, json::object& model) {
  const auto* decision = visit.state->withheld(blob);
  model["is_withheld"] = decision != nullptr;
  if (decision == nullptr) return;
  const std::string ground(record::word(decision->ground));
  json::object told{{"decision", decision->decision},
                    {"ground", ground},
                    {"hour", record::hour_text(decision->hour)},
                    {"reason", decision->reason},
                    {"has_reason", !decision->reason.empty()},
                    {"entry_href", entry_href("town", decision->index)}};
  visit.say(told, "text", "withheld.text",
            {{"decision", decision->decision}, {"when", Hour{decision->hour}}, {"ground", visit.text("withholding_ground." + ground)}});
  model["withheld"] = std::move(told);
}

std::string withhold_href(const std::string& log, const record::Digest& blob) {
  const auto round = record::round_of_log(log);
  return "/staff/withhold/" + crypto::to_hex(blob) + (round.empty() ? "" : "." + round);
}

std::vector<std::string> withheld_message_keys() {
  std::vector<std::string> keys{"withheld.text"};
  for (const auto word : record::words(record::WithholdingGround{})) keys.push_back("withholding_ground." + std::string(word));
  return keys;
}

}  // namespace radslag::web
