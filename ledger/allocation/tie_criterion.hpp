// What decides first between equal projects.
#pragma once

namespace radslag::allocation {

enum class TieCriterion {
  min_cost,   ///< the cheaper first
  max_cost,   ///< the dearer first
  max_votes,  ///< the one with more votes first
};

}  // namespace radslag::allocation
