#include "ledger/progress/progress.hpp"

#include <catch2/catch.hpp>
#include <csignal>

using namespace radslag::progress;

TEST_CASE("a plain line says how far and how long") {
  CHECK(plain_line("Reading", 1'000, 2'000, 3) == "Reading: 1,000 of 2,000 (50 %), about 3 s left");
  CHECK(plain_line("Reading", 1'234'567, 0, 3) == "Reading: 1,234,567");
  CHECK(plain_line("Reading", 0, 10, 3) == "Reading: 0 of 10 (0 %)");
  CHECK(plain_line("Reading", 10, 10, 3) == "Reading: 10 of 10 (100 %)");
  CHECK(plain_line("Reading", 11, 10, 3) == "Reading: 10 of 10 (100 %)");
  CHECK(plain_line("Reading", 999, 1'000, 0.5) == "Reading: 999 of 1,000 (99 %)");
  CHECK(plain_line("Reading", 1, 1'000, 1) == "Reading: 1 of 1,000 (0 %), about 17 min left");
}

TEST_CASE("a bar is filled as far as the job is, and never wider than the terminal") {
  CHECK(bar_line("Reading", 1, 2, 0, 200) == "Reading  [" + std::string(20, '#') + std::string(20, '-') + "]  50 %  1 of 2");
  CHECK(bar_line("Reading", 0, 2, 0, 200).find('#') == std::string::npos);
  CHECK(bar_line("Reading", 2, 2, 0, 200).find('-') == std::string::npos);
  for (std::size_t columns = 0; columns < 120; ++columns) {
    for (const std::uint64_t done : {0u, 1u, 500'000u, 1'000'000u}) {
      CHECK(bar_line("Reading the record", done, 1'000'000, 10, columns).size() <= (columns > 0 ? columns - 1 : 0));
    }
  }
}

TEST_CASE("a signal is noted instead of ending the process") {
  const Interrupt interrupt;
  CHECK_FALSE(Interrupt::asked());
  std::raise(SIGTERM);
  CHECK(Interrupt::asked());
  CHECK(Interrupt::exit_code() == 143);
}

TEST_CASE("each watch begins anew") {
  {
    const Interrupt first;
    std::raise(SIGINT);
    CHECK(Interrupt::asked());
    CHECK(Interrupt::exit_code() == 130);
  }
  const Interrupt second;
  CHECK_FALSE(Interrupt::asked());
}
