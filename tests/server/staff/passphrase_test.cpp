#include "server/staff/passphrase.hpp"

#include <catch2/catch.hpp>

#include <string>

#include "server/staff/text.hpp"

using namespace radslag::staff;

namespace {

std::string verdict(std::string_view passphrase) {
  const auto outcome = check_passphrase(passphrase, "Kristina Östergård-Li", "kristina.ostergard@exempelby.example");
  return outcome ? "taken" : std::string(refusal_name(outcome.error().why));
}

}  // namespace

TEST_CASE("length is counted in characters, its limit in bytes", "[staff]") {
  CHECK(verdict("") == "passphrase-too-short");
  CHECK(verdict("häst åt äpp") == "passphrase-too-short");
  CHECK(verdict("häst åt äppl") == "taken");
  std::string longest;
  while (longest.size() < 256) longest += "ordklyverisak 7"[longest.size() % 15];
  CHECK(verdict(longest) == "taken");
  CHECK(verdict(longest + "x") == "passphrase-too-long");
  CHECK(verdict("h\xff\xffst eats seven apples") == "passphrase-too-short");
  CHECK(verdict(std::string("h\0st eats seven apples", 22)) == "taken");
}

TEST_CASE("what is tried first is not taken", "[staff]") {
  for (const char* common :
       {"password1234", "Lösenord2024!", "lösenordlösenord", "Sommar2025!!", "välkommen123", "qwertyuiop123", "123456789012",
        "abcdefghijkl", "aaaaaaaaaaaa", "abababababab", "198001011234", "asdfghjklöäz", "Hemligt-Kommun-2026", "zxcvbnmzxcvbnm",
        "correct horse battery staple", "1q1q1q1q1q1q", "PASSWORD PASSWORD"}) {
    INFO(common);
    CHECK(verdict(common) == "passphrase-common");
  }
  for (const char* good : {"en blå häst äter", "mitt lösenord är långt och udda", "sju sommarhus vid älven", "x9#kQ!v2_Lm7"}) {
    INFO(good);
    CHECK(verdict(good) == "taken");
  }
}

TEST_CASE("the account's own name and address are not taken", "[staff]") {
  for (const char* own :
       {"kristina.ostergard@exempelby.example", "KristinaÖstergård", "kristina 1980 kristina", "exempelby2026", "Östergård!Östergård"}) {
    INFO(own);
    CHECK(verdict(own) == "passphrase-own-name");
  }
  CHECK(verdict("kristina gillar gröna päron") == "taken");
}

TEST_CASE("UTF-8 is read strictly", "[staff]") {
  CHECK(code_points("aå€😀") == U"aå€😀");
  for (const char* wrong :
       {"\x80", "\xc0\x80", "\xc3", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xff", "a\xe2\x82"}) {
    CHECK_FALSE(code_points(wrong));
  }
  CHECK(lower(U"AZÅÄÖÉ×ß1") == U"azåäöé×ß1");
}

TEST_CASE("names and addresses", "[staff]") {
  CHECK(is_name("Åsa Öberg"));
  CHECK(is_name(std::string(200, 'x')));
  for (const std::string& wrong : {std::string(), std::string(201, 'x'), std::string(" x"), std::string("x "), std::string("a\nb"),
                                   std::string("a\0b", 3), std::string("a\u202Eb"), std::string("a\u200Bb"), std::string("\xff")}) {
    CHECK_FALSE(is_name(wrong));
  }
  CHECK(mail_address("Eva.Berg+x@Exempelby.SE") == "eva.berg+x@exempelby.se");
  CHECK(mail_address(std::string(64, 'a') + "@b.se"));
  for (const std::string& wrong : {std::string(),
                                   std::string("eva"),
                                   std::string("@b.se"),
                                   std::string("eva@"),
                                   std::string("eva@b"),
                                   std::string("eva@b..se"),
                                   std::string("eva@-b.se"),
                                   std::string("e..a@b.se"),
                                   std::string(".e@b.se"),
                                   std::string("e a@b.se"),
                                   std::string("e@b.se\r\nBcc: x@y.se"),
                                   std::string("e@b@c.se"),
                                   std::string("\"e\"@b.se"),
                                   std::string("å@b.se"),
                                   std::string("e@å.se"),
                                   std::string("<e@b.se>"),
                                   std::string("e@b.se,f@b.se"),
                                   std::string(65, 'a') + "@b.se",
                                   "e@" + std::string(64, 'b') + ".se",
                                   "e@" + std::string(250, 'b') + ".se"}) {
    INFO(wrong);
    CHECK_FALSE(mail_address(wrong));
  }
}
