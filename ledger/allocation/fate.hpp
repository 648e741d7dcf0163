// What became of a project in a count, and why.
#pragma once

namespace radslag::allocation {

/// Why a project was funded or not.
enum class Fate {
  funded,
  completed,  ///< funded by the greedy completion
  reserve,    ///< funded with money from elsewhere
  withdrawn,
  not_eligible,      ///< fewer votes than the rule asks for
  exceeds_envelope,  ///< costs more than the whole envelope
  excluded,          ///< another of its group was funded
  does_not_fit,      ///< more than was left when its turn came
  after_stop,        ///< the rule had stopped
  supporters_spent,  ///< its supporters together have less left than it costs
  no_supporters,
};

[[nodiscard]] constexpr bool is_funded(Fate fate) { return fate == Fate::funded || fate == Fate::completed || fate == Fate::reserve; }

}  // namespace radslag::allocation
