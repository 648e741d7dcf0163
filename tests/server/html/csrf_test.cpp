#include "server/html/csrf.hpp"

#include <catch2/catch.hpp>

using namespace radslag::html;

TEST_CASE("a form's token belongs to its session alone") {
  const std::string secret(32, 's'), other(32, 't');
  const std::string token = csrf_token(secret);
  CHECK(token.size() == csrf_token_bytes);
  CHECK(csrf_token(secret) == token);
  CHECK(csrf_matches(secret, token));
  CHECK_FALSE(csrf_matches(other, token));
  CHECK_FALSE(csrf_matches("", csrf_token("")));
  for (const std::string& wrong : {std::string(), token.substr(1), token + "0", std::string(64, '0'), secret})
    CHECK_FALSE(csrf_matches(secret, wrong));
  std::string changed = token;
  changed.back() = changed.back() == '0' ? '1' : '0';
  CHECK_FALSE(csrf_matches(secret, changed));
}
