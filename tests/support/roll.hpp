// The pseudonyms of everyone on a roll for one matter, and the tree over them (FORMAT.md section 9): what a registrar keeps, made of
// nothing but the matter's name.
#pragma once

#include <string>
#include <vector>

#include "ledger/record/attestation.hpp"

namespace radslag::testing {

class Roll {
 public:
  Roll(const std::string& matter, std::size_t people);

  [[nodiscard]] record::Commitment commitment() const { return {tree_.size(), tree_.root()}; }
  /// `person`: from 0 on, below the number of people.
  [[nodiscard]] const record::Digest& pseudonym(std::size_t person) const { return pseudonyms_.at(person); }
  [[nodiscard]] record::Membership membership(std::size_t person) const;

  /// Of somebody on any roll or none.
  [[nodiscard]] static record::Digest pseudonym(const std::string& matter, const std::string& who);

 private:
  std::vector<record::Digest> pseudonyms_;  ///< by person
  std::vector<record::Digest> ascending_;
  log::Tree tree_;
};

}  // namespace radslag::testing
