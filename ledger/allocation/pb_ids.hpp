// Finding a project by its id, fast on real files and without a slow case for chosen ones.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "ledger/allocation/pabulib.hpp"

namespace radslag::allocation::pb {

/// A hash table with a bounded search: an id that finds no place near its own lies in a sorted list instead, so that ids made to
/// collide cost a binary search and no more. Refers to the projects' ids, which must outlive it.
class ProjectIds {
 public:
  explicit ProjectIds(const std::vector<PbProject>& projects);
  [[nodiscard]] std::optional<std::uint16_t> find(std::string_view id) const;

 private:
  struct Entry {
    std::string_view id;
    std::uint16_t project = 0;
  };
  std::vector<Entry> slots_;  ///< a power of two; an empty id is a free slot
  std::vector<Entry> rest_;   ///< sorted by id
};

}  // namespace radslag::allocation::pb
