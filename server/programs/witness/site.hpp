// What the witness answers over HTTP: the protocol, its public key, and a page for people.
#pragma once

#include <functional>
#include <string>

#include "ledger/witness/witness.hpp"
#include "server/http/message.hpp"
#include "server/programs/witness/town_watch.hpp"

namespace radslag::witness_program {

class Site {
 public:
  /// Both outlive this. `fatal` is called with one line when the outcome of a write is unknown; it must not return.
  Site(witness::Witness& witness, TownWatch& watch, std::function<void(const std::string&)> fatal);

  /// POST /add-checkpoint; GET /<hex>/checkpoint, /vkey, /status.json and /.
  [[nodiscard]] http::Response answer(const http::Request& request);

 private:
  [[nodiscard]] http::Response add(const http::Request& request);

  witness::Witness& witness_;
  TownWatch& watch_;
  std::function<void(const std::string&)> fatal_;
};

}  // namespace radslag::witness_program
