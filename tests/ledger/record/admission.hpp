// Expecting the Record to refuse an entry, with the reason, and to be unchanged by it.
#pragma once

#include <catch2/catch.hpp>

#include "tests/support/town.hpp"

namespace radslag::record {

inline void refused(testing::Town& town, const std::string& log, const Statement& statement, const testing::Signers& signers, Errc code,
                    testing::Blobs blobs = {}) {
  INFO(encode_statement(statement));
  const auto admitted = town.attempt(log, statement, signers, std::move(blobs));
  REQUIRE_FALSE(admitted.has_value());
  INFO(admitted.error().detail);
  CHECK(errc_name(admitted.error().code) == errc_name(code));
  CHECK_FALSE(admitted.error().detail.empty());
}

}  // namespace radslag::record
