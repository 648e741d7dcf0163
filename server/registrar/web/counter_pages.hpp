// Where the voting server has its pages.
#pragma once

#include <string>

namespace radslag::registrar_web {

[[nodiscard]] inline std::string initiative_path(const std::string& id) { return "/initiatives/" + id; }
[[nodiscard]] inline std::string call_path(const std::string& id) { return "/calls/" + id; }
[[nodiscard]] inline std::string proposal_path(const std::string& id) { return "/proposals/" + id; }
[[nodiscard]] inline std::string round_path(const std::string& id) { return "/rounds/" + id; }
[[nodiscard]] inline std::string vote_path(const std::string& round) { return round_path(round) + "/vote"; }
inline constexpr const char* hand_in_path = "/attested";
inline constexpr const char* hand_in_batch_path = "/attested/batch";

}  // namespace radslag::registrar_web
