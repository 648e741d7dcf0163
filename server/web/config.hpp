// What the counter's front is told at its start, beside what every front is.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "ledger/record/entry.hpp"
#include "server/html/config.hpp"

namespace radslag::staff {
class Staff;
}
namespace radslag::service {
class Desk;
}

namespace radslag::web {

struct Config : html::Config {
  std::string base_url;                                        ///< "https://radslag.example.se", without a slash at its end
  std::function<std::uint64_t()> hour = record::current_hour;  ///< for what is late, and whether something can still be signed

  std::vector<record::RoundOpened::Page> ballot_page;  ///< scripts and styles that a voter's browser runs: named when a round is opened

  staff::Staff* staff = nullptr;  ///< with `desk`: the site has pages for staff. Both outlive the front
  service::Desk* desk = nullptr;

  std::size_t ballot_body_bytes = 256 << 10;          ///< of a posted ballot: base64 of one with 2,000 choices fits
  std::size_t act_body_bytes = 32 << 20;              ///< of an act: base64 of a list of 300,000 credentials fits
  std::size_t announced_body_bytes = 8 << 10;         ///< of an act that is announced before its blob
  std::size_t part_body_bytes = 128 << 20;            ///< of such a blob: a shuffle of 200,000 ballots fits
  std::size_t bundle_bytes = std::size_t{512} << 20;  ///< larger records are exported by the operator and served as files
};

}  // namespace radslag::web
