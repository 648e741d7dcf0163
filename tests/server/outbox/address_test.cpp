#include "server/outbox/address.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

using namespace radslag;
using namespace radslag::outbox;

TEST_CASE("an address is a name, an @ and a domain of at least two parts") {
  for (const std::string good : {"anna@example.se", "anna.berg@post.example.se", "a@b.se", "anna+forslag@example.org", "o'hara@example.ie",
                                 "x_y-z@xn--rksmrgs-5wao1o.se", "ANNA@EXAMPLE.SE", "1@2.se"}) {
    CAPTURE(good);
    CHECK(is_mail_address(good));
  }
  for (const std::string bad : {"",
                                "anna",
                                "@example.se",
                                "anna@",
                                "anna@localhost",
                                "anna@example.se.",
                                "anna@.example.se",
                                "anna@exa..mple.se",
                                ".anna@example.se",
                                "anna.@example.se",
                                "an..na@example.se",
                                "anna@-example.se",
                                "anna@example-.se",
                                "anna@exam_ple.se",
                                "anna@192.0.2.1",
                                "anna@[192.0.2.1]",
                                "anna berg@example.se",
                                "\"anna berg\"@example.se",
                                "anna@example.se,bo@example.se",
                                "anna@example.se;bo@example.se",
                                "Anna <anna@example.se>",
                                "anna(berg)@example.se",
                                "anna@bo@example.se",
                                "anna%example.org@example.se",
                                "example.org!anna@example.se",
                                "anna@örebro.se",
                                "åsa@example.se",
                                "anna@example.se\n",
                                "anna@example.se\r\nBcc: bo@example.se",
                                "anna\r\n@example.se",
                                "anna@example.se ",
                                "anna\t@example.se"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_mail_address(bad));
  }
  CHECK_FALSE(is_mail_address(std::string("anna\0@example.se", 16)));
}

TEST_CASE("an address is as long as the mail's own rules allow") {
  const std::string domain = std::string(63, 'a') + '.' + std::string(63, 'b') + '.' + std::string(57, 'c') + ".se";
  CHECK(is_mail_address(std::string(64, 'x') + '@' + domain.substr(0, 189)));
  CHECK_FALSE(is_mail_address(std::string(65, 'x') + "@example.se"));
  CHECK(is_mail_address("x@" + std::string(63, 'a') + ".se"));
  CHECK_FALSE(is_mail_address("x@" + std::string(64, 'a') + ".se"));
  CHECK_FALSE(is_mail_address(std::string(64, 'x') + '@' + domain + "xxxx"));
}

TEST_CASE("what a person typed is read without the space around it, the domain in small letters") {
  CHECK(read_address(" Anna.Berg@Example.SE\r\n").value() == "Anna.Berg@example.se");
  CHECK(read_address("").error().code == Errc::malformed);
  CHECK(read_address("  ").error().code == Errc::malformed);
  CHECK(read_address("anna berg@example.se").error().code == Errc::malformed);
  CHECK(read_address(std::string(300, 'x') + "@example.se").error().code == Errc::too_large);
  CHECK(domain_of("anna@example.se") == "example.se");
}

TEST_CASE("no accepted address holds a byte that could end a header line or an SMTP command") {
  CHECK(rc::check([](const std::string& anything) {
    for (const std::string& text : {anything, anything + "@example.se", "anna@" + anything + ".se"}) {
      if (!is_mail_address(text)) continue;
      RC_ASSERT(text.find_first_of(std::string("\r\n\0 \t<>,;:\"()[]\\", 16)) == std::string::npos);
      RC_ASSERT(std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; }));
    }
  }));
}
