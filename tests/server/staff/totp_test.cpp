#include "server/staff/totp.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace radslag::staff;

TEST_CASE("the codes of RFC 6238, appendix B", "[staff]") {
  const std::string secret = "12345678901234567890";
  struct Vector {
    std::int64_t time;
    const char* code;
  };
  const Vector v = GENERATE(Vector{59, "94287082"}, Vector{1111111109, "07081804"}, Vector{1111111111, "14050471"},
                            Vector{1234567890, "89005924"}, Vector{2000000000, "69279037"}, Vector{20000000000, "65353130"});
  CHECK(totp_code(secret, totp_step(v.time), 8) == v.code);
  CHECK(totp_code(secret, totp_step(v.time)) == std::string(v.code).substr(2));
}

TEST_CASE("the codes of RFC 4226, appendix D", "[staff]") {
  const char* const codes[] = {"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"};
  for (int count = 0; count < 10; ++count) CHECK(totp_code("12345678901234567890", count) == codes[count]);
}

TEST_CASE("a code is taken in its step and one step around it, later than the last one used", "[staff]") {
  const std::string secret = new_totp_secret();
  const std::int64_t now = 1'800'000'015;
  const std::int64_t step = totp_step(now);
  for (const int off : {-1, 0, 1}) CHECK(totp_match(secret, totp_code(secret, step + off), now, 0) == step + off);
  for (const int off : {-3, -2, 2, 3}) {
    const std::string code = totp_code(secret, step + off);
    const bool by_chance = code == totp_code(secret, step) || code == totp_code(secret, step - 1) || code == totp_code(secret, step + 1);
    if (!by_chance) CHECK_FALSE(totp_match(secret, code, now, 0));
  }
  const std::string code = totp_code(secret, step);
  CHECK_FALSE(totp_match(secret, code, now, step));
  CHECK_FALSE(totp_match(secret, code, now, step + 1));
  CHECK(totp_match(secret, code, now, step - 1) == step);
  CHECK(totp_match(secret, code.substr(0, 3) + " " + code.substr(3), now, 0) == step);
  for (const std::string& wrong : {std::string(), code.substr(1), code + "0", std::string("abcdef"), std::string(6, '\0')}) {
    CHECK_FALSE(totp_match(secret, wrong, now, 0));
  }
}

TEST_CASE("secrets are 160 bits and differ", "[staff]") {
  std::set<std::string> all;
  for (int i = 0; i < 50; ++i) all.insert(new_totp_secret());
  CHECK(all.size() == 50);
  CHECK(all.begin()->size() == 20);
}

TEST_CASE("base32 as in RFC 4648, section 10, without padding", "[staff]") {
  CHECK(to_base32("").empty());
  CHECK(to_base32("f") == "MY");
  CHECK(to_base32("fo") == "MZXQ");
  CHECK(to_base32("foo") == "MZXW6");
  CHECK(to_base32("foob") == "MZXW6YQ");
  CHECK(to_base32("fooba") == "MZXW6YTB");
  CHECK(to_base32("foobar") == "MZXW6YTBOI");
  CHECK(to_base32("\xff\xff\xff\xff\xff") == "77777777");
}

TEST_CASE("the address that an authenticator reads", "[staff]") {
  CHECK(
      otpauth_uri("Rådslag Ö", "eva&x=1@by.example", "foobar") ==
      "otpauth://totp/R%C3%A5dslag%20%C3%96:eva%26x%3D1@by.example?secret=MZXW6YTBOI&issuer=R%C3%A5dslag%20%C3%96&algorithm=SHA1&digits=6&"
      "period=30");
}
