// The example's initiatives and proposals: what its residents raised, signed and proposed was attested by the registrar's half
// (`radslag-registrar example`); here it enters the record, and officers and boards do their part.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ledger/record/draft.hpp"

namespace radslag::programs {

/// Something that happens in the example's life.
struct Event {
  std::uint64_t hour;
  std::function<void()> happen;
};

/// What the events do to the town that is being made.
struct ExampleHands {
  std::function<const record::State&()> state;
  /// Sealed by the first officers with the role, as many as the act needs.
  std::function<void(const Result<record::Draft>&)> act;
  std::function<void(const std::string& carrier)> hand_in;
  std::function<void(const record::Statement&)> put;  ///< of kinds without seals
};

/// Boards, roll, initiatives, calls. Must outlive its events.
class ExampleMatters {
 public:
  /// `content`: deploy/example/initiatives.json; `attested`: what the registrar's half wrote; `today`: days since 1970. Throws
  /// std::runtime_error naming what is wrong with a file.
  ExampleMatters(const std::filesystem::path& content, const std::filesystem::path& attested, std::int64_t today, ExampleHands hands);
  ~ExampleMatters();

  [[nodiscard]] std::vector<Event> events();

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace radslag::programs
