// One run of the Method of Equal Shares with a given endowment: which projects, in which order. Inside of this room.
//
// The price of a project p is the smallest rho with sum over its supporters of min(b_i, rho * u_i(p)) = c(p). Prices never fall while
// money is spent, so a price from an earlier round is a lower bound, and only the project with the smallest one is worked out anew.
#pragma once

#include <optional>
#include <vector>

#include "ledger/allocation/counting.hpp"
#include "ledger/allocation/purses.hpp"

namespace radslag::allocation {

struct Pick {
  std::uint32_t project = 0;
  Exact price;             ///< rho
  Exact supporters_money;  ///< of all supporters together, before they paid
};

/// What a project costs its supporters now.
struct Quote {
  Interval rate;            ///< rho
  std::vector<Share> rich;  ///< those who pay in full
  std::vector<Share> poor;  ///< those who pay all they have
  std::int64_t units = 0;   ///< of the rich together
};

class EqualSharesRun {
 public:
  /// `eligible`, by project: leaves out what is withdrawn, filtered or dearer than the envelope. All outlive the run.
  EqualSharesRun(const Input& in, const std::vector<Supporters>& supporters, const std::vector<bool>& eligible,
                 const std::vector<Exact>& endowments);

  /// The next project; nothing where none can be paid for any more. Once for each round.
  [[nodiscard]] std::optional<Pick> choose();
  /// Takes it: its supporters pay.
  void pay(const Pick& pick);
  /// Both: the next project, paid for.
  [[nodiscard]] std::optional<Pick> next();

  /// Projects that were equal when the last one was chosen, in the tie order; empty where there was one only.
  [[nodiscard]] const std::vector<std::uint32_t>& equals() const { return equals_; }
  [[nodiscard]] Purses& purses() { return purses_; }

  /// Nothing where the supporters together have less than it costs.
  [[nodiscard]] std::optional<Quote> quote(std::uint32_t project);
  /// What somebody pays for one unit of `Supporters::scale`.
  [[nodiscard]] Exact unit_price(std::uint32_t project, const Quote& quote) const;

 private:
  [[nodiscard]] std::optional<std::uint32_t> cheapest_alive();
  [[nodiscard]] std::uint32_t cheapest(const std::vector<std::uint32_t>& near);
  [[nodiscard]] std::int64_t cost(std::uint32_t p) const { return in_->profile.projects[p].cost; }
  [[nodiscard]] const Supporters& supporters(std::uint32_t p) const { return (*supporters_)[p]; }
  [[nodiscard]] Exact exact_rate(std::uint32_t p) const { return unit_price(p, quotes_[p]) / exact(supporters(p).scale); }

  const Input* in_;  // pointers, so that a run can be copied and gone on with from where it is
  const std::vector<Supporters>* supporters_;
  Purses purses_;
  std::vector<std::uint32_t> free_;   ///< cost nothing and are supported: first of all; the next one last
  std::vector<std::uint32_t> alive_;  ///< may still be paid for
  std::vector<Quote> quotes_;         ///< by project, of the round in which it was last asked for: a lower bound
  std::vector<std::uint32_t> equals_;
};

}  // namespace radslag::allocation
