// What a witness knows and has cosigned, as lines, as a page and as JSON.
#pragma once

#include <boost/json/fwd.hpp>
#include <map>
#include <string>

#include "ledger/witness/witness.hpp"
#include "server/programs/witness/town_watch.hpp"

namespace radslag::witness_program {

using Looks = std::map<std::string, TownLook>;

/// For a terminal, in plain English.
[[nodiscard]] std::string status_lines(const witness::Witness& witness);
/// HTML, from page/en.html or page/sv.html.
[[nodiscard]] std::string status_page(const witness::Witness& witness, const Looks& looks, bool swedish);
[[nodiscard]] boost::json::object status_json(const witness::Witness& witness, const Looks& looks);

}  // namespace radslag::witness_program
