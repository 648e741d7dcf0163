#include "server/programs/kept_notes.hpp"

#include <map>
#include <memory>
#include <string>

#include "ledger/log/note.hpp"
#include "server/witnesses/cosignatures.hpp"

namespace radslag::programs {
namespace {

bool same_text(const std::string& one, const std::string& other) {
  const auto a = log::parse_note(one), b = log::parse_note(other);
  return a && b && a->text == b->text;
}

}  // namespace

archive::Beside kept_beside(const DataDir& data) {
  const auto notes = std::make_shared<const std::map<std::string, std::string>>(witnesses::kept_notes(data.witnessed()));
  return {.with_cosignatures =
              [notes](const auto& log, const std::string& note) {
                const auto kept = notes->find(log);
                return kept != notes->end() && same_text(kept->second, note) ? kept->second : note;
              },
          .witnessed = [notes](const auto& log) -> std::optional<std::string> {
            const auto kept = notes->find(log);
            return kept == notes->end() ? std::nullopt : std::optional(kept->second);
          }};
}

}  // namespace radslag::programs
