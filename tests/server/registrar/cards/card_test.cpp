#include "server/registrar/cards/card.hpp"

#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "crypto/voting/credential.hpp"
#include "server/registrar/mac.hpp"

namespace radslag::registrar {
namespace {

const Mac key{Secret(Secret::Bytes{7})};
const Person somebody{crypto::sha256("somebody")}, another{crypto::sha256("another")};

TEST_CASE("a card is 22 letters that a voter's page takes") {
  const auto text = voter_card(key, somebody).text();
  CHECK(voting::is_credential_code(text));
  CHECK(text.size() == 25);
  CHECK(voter_card(key, somebody).text() == text);
  CHECK(voter_card(key, another).text() != text);
  CHECK(voter_card(Mac(Secret(Secret::Bytes{8})), somebody).text() != text);
}

TEST_CASE("a card is its number in base 58") {
  crypto::Digest digest{};
  CHECK(Card::of(digest).text() == "11111-111111-11111-111111");
  digest.back() = 57;
  CHECK(Card::of(digest).text() == "11111-111111-11111-11111z");
  digest.back() = 58;
  CHECK(Card::of(digest).text() == "11111-111111-11111-111121");
  // 2^256 - 1 in base 58 (by another program) ends like this.
  digest.fill(0xff);
  CHECK(Card::of(digest).text() == "oXFVe-KkD56V-3xKrv-RmWxFG");
}

TEST_CASE("what people type is read, and nothing else") {
  const auto text = voter_card(key, somebody).text();
  std::string spaced = " ";
  for (const char c : text) spaced += c == '-' ? std::string(" ") : std::string(1, c);
  CHECK(Card::parse(spaced).value().text() == text);
  CHECK_FALSE(Card::parse(text + "a"));
  CHECK_FALSE(Card::parse(text.substr(1)));
  CHECK_FALSE(Card::parse(""));
  auto wrong = text;
  wrong[2] = '0';
  CHECK_FALSE(Card::parse(wrong));
}

TEST_CASE("voters', reserve and paper cards of a round have nothing to do with each other") {
  const auto reserve = reserve_card(key, "norr", 1).text();
  CHECK(reserve != reserve_card(key, "norr", 2).text());
  CHECK(reserve != reserve_card(key, "syd", 1).text());
  CHECK(reserve != paper_card(key, "norr", 1).text());
  CHECK(card_owner(key, somebody) != card_owner(key, another));
  CHECK(card_owner(key, somebody) != somebody.tag);
}

}  // namespace
}  // namespace radslag::registrar
