// What is told of an edition of the roll: for people, and for programs.
#pragma once

#include <iosfwd>
#include <vector>

#include "server/registrar/roll.hpp"

namespace radslag::registrar_program {

/// A few lines: phase, rule, counts, digest.
void print_edition(std::ostream& out, const registrar::Edition& edition);
/// Every outcome with its number, the areas, and the lines to look at.
void print_report(std::ostream& out, const registrar::Edition& edition, const std::vector<registrar::RowIssue>& issues);
/// One JSON object, all of it.
void print_edition_json(std::ostream& out, const registrar::Edition& edition, const std::vector<registrar::RowIssue>& issues);
void print_editions_json(std::ostream& out, const std::vector<registrar::Edition>& editions);

}  // namespace radslag::registrar_program
