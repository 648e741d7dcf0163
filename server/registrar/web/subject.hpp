// What an errand is about, as the public record has it, or as the voting server's form brought it: shown before anything is signed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "server/registrar/web/errand.hpp"
#include "server/registrar/web/visit.hpp"

namespace radslag::registrar_web {

/// Why nothing can be signed, whoever asks. Each has a message: obstacle_name.
enum class Obstacle {
  town_unknown,   ///< the town's record cannot be read, or contradicts itself
  not_announced,  ///< the town has not announced this registrar, or no roll of it
  no_such,        ///< no such initiative or call
  not_open,       ///< an officer has not looked at it yet
  over,           ///< the time is over, or it has been decided
  needs_link,     ///< its text is not public yet: only who has the link from whoever raised it can see what it says
  other_text,     ///< the text that came along is not the one that was raised
  no_text,        ///< the town does not hand its text out
  taken,          ///< what is to be raised is in the record already
  wrong_form      ///< what came along is no such text, or names a board or an area that there is none of
};
/// "town-unknown".
[[nodiscard]] std::string_view obstacle_name(Obstacle obstacle);

struct Subject {
  std::shared_ptr<const registrar::Town> town;
  std::string title, text;                 ///< the text is Markdown
  std::string board_name, call_title;      ///< one of them
  std::string area_name;                   ///< that it is about; empty: the whole municipality
  std::uint64_t estimate = 0;              ///< of a proposed project, in minor units; 0: none
  std::string currency;                    ///< of the estimate
  std::uint64_t closes = 0;                ///< hour; 0: not known yet
  bool by_mail = false;                    ///< signing in by e-mail is enough
  std::string edition;                     ///< of the roll that counts
  record::Digest digest{};                 ///< of the text's blob
  std::optional<record::Commitment> roll;  ///< of the matter in the record; nothing where this begins it
};

/// Asks the town once more where the matter is not known as it should be.
[[nodiscard]] tl::expected<Subject, Obstacle> subject_of(const Visit& visit, const Errand& errand);

/// How the signed-in resident stands to it.
struct Eligibility {
  bool needs_code = false;    ///< signed in by e-mail, which is not enough here
  bool not_on_roll = false;   ///< of this matter
  bool asked_before = false;  ///< for the same; whether it was handed in is not known here
  std::string area_name;      ///< that would be shown; empty: none
};
[[nodiscard]] Eligibility eligibility_of(const Visit& visit, const Errand& errand, const Subject& subject);

}  // namespace radslag::registrar_web
