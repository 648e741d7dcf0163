// What came of a round's projects: votes, allocation, decision, follow-up.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "ledger/record/state.hpp"
#include "ledger/result.hpp"

namespace radslag::web {

struct CountStudy;
struct Visit;

/// The signed allocation; before it has been signed, what the frozen rule gives on the signed tally, where that takes no time. The round
/// has been counted. Errors: out_of_order (the rule looks at whole ballots, or a lot has not been drawn: the allocation follows).
[[nodiscard]] Result<record::AllocationContent> allocation_of(const record::RoundState& round);

/// Sentences about projects in a round's allocation. `study` may be nullptr: then they say what the record says and no more.
class Outcomes {
 public:
  Outcomes(const Visit& visit, const record::RoundState& round, const record::AllocationContent& allocation, const CountStudy* study);

  /// A project's turn in the allocation, and why it was funded or not. `step`: its place in AllocationContent::steps.
  [[nodiscard]] boost::json::object fields(std::size_t step) const;

  /// Where the rule had come when it took or looked at the project, from 1, in its urn; of Equal Shares and Phragmen the round.
  [[nodiscard]] std::uint64_t number(std::size_t step) const { return numbers_[step]; }
  /// Its urn's place in `AllocationContent::counts`.
  [[nodiscard]] std::size_t urn(std::size_t step) const { return urns_[step]; }
  [[nodiscard]] std::size_t place(std::size_t step) const;  ///< in the definition
  /// Whether greedy decided in this urn: by the rule, or because more voters preferred its outcome.
  [[nodiscard]] bool by_greedy(std::size_t urn) const;

  /// Equal Shares by cost or cardinality: the most that each supporter paid, minor units, rounded up; and how many supporters who pay that
  /// it would take, with two decimals. Empty where there is no such number.
  struct Price {
    std::uint64_t pays = 0;
    std::string effective_votes;
  };
  [[nodiscard]] std::optional<Price> price(std::size_t step) const;

 private:
  [[nodiscard]] std::string sentence(std::size_t step) const;
  [[nodiscard]] std::string spent_sentence(std::size_t step) const;
  void add_study(std::size_t step, boost::json::object& model) const;

  const Visit& visit_;
  const record::RoundState& round_;
  const record::AllocationContent& allocation_;
  const CountStudy* study_;
  std::vector<std::uint64_t> numbers_;
  std::vector<std::size_t> urns_;
};

/// An amount that is not one of the record's: in whole units of money from a hundred on.
[[nodiscard]] std::string about_money(const Visit& visit, std::uint64_t minor_units, const std::string& currency);

/// Adds `has_decision` and `decision`: what the board decided about the project at this place, and what a departure changes.
void add_decision(const Visit& visit, const record::RoundState& round, std::size_t place, boost::json::object& model);

/// Adds `follow_up`, `has_milestones` and `milestones`.
void add_milestones(const Visit& visit, const record::RoundState& round, std::size_t place, boost::json::object& model);

/// The keys that are put together from words.
[[nodiscard]] std::vector<std::string> outcome_message_keys();

}  // namespace radslag::web
