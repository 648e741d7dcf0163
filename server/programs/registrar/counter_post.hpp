// The one request that the registrar makes of the voting server: its word that a voting card has been handed out.
#pragma once

#include <atomic>
#include <string>

#include "server/registrar/web/site.hpp"

namespace radslag::registrar_program {

/// Thread-safe.
class CounterPost {
 public:
  /// `counter`: its address, without a slash at the end. `at_once`: threads that may wait for it; who comes on top is answered as if the
  /// counter were silent, so that a slow counter does not hold up the whole site.
  CounterPost(std::string counter, unsigned at_once) : url_(std::move(counter) + "/handed-out"), at_once_(at_once) {}

  /// Posts the statement as it is, as text/plain.
  [[nodiscard]] registrar_web::CounterAnswer hand_over(const std::string& statement);

 private:
  const std::string url_;
  const unsigned at_once_;
  std::atomic<unsigned> waiting_ = 0;
};

}  // namespace radslag::registrar_program
