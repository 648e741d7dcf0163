// A Pabulib file counted by a rule, for people and for programs: what `radslag allocate` shows.
#pragma once

#include <boost/json/object.hpp>
#include <iosfwd>

#include "ledger/allocation/pb_rules.hpp"

namespace radslag::programs {

struct CountedFile {
  allocation::NamedRule rule;
  allocation::Profile profile;
  allocation::Count count;
};

/// `with_explanations`: why each project was funded or not, how close it was, and what the outcome means for the voters.
[[nodiscard]] boost::json::object count_json(const CountedFile& counted, bool with_explanations);
void print_count(std::ostream& out, const CountedFile& counted, const allocation::PbFile& file, bool with_explanations);

/// Which projects only one of them funds, and how many voters have more of theirs in which.
[[nodiscard]] boost::json::object difference_json(const CountedFile& first, const CountedFile& second);
void print_difference(std::ostream& out, const CountedFile& first, const CountedFile& second);

}  // namespace radslag::programs
