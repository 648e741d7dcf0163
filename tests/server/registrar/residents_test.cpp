// Sessions, signing in by e-mail, contacts, pending requests.
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "server/storage/database.hpp"
#include "tests/server/registrar/house.hpp"

namespace radslag::registrar {
namespace {

using record::Assurance;
using testing::House;
using testing::now;
using testing::number;

MailAddress address(const std::string& typed) { return MailAddress::parse(typed).value(); }

TEST_CASE("a session is its token's, for fifteen minutes after the last sign of life and an hour at most") {
  House house;
  const auto anna = house.person(number(0));
  const auto token = house->sessions.begin({anna, Assurance::code}, now);
  CHECK(token.size() == 43);
  CHECK(token != house->sessions.begin({anna, Assurance::code}, now));
  const auto found = house->sessions.find(token, now + 1);
  REQUIRE(found);
  CHECK(found->person == anna);
  CHECK(found->assurance == Assurance::code);
  CHECK_FALSE(house->sessions.find(token + "A", now));
  CHECK_FALSE(house->sessions.find("", now));

  const auto idle = house->sessions.begin({anna, Assurance::email}, now);
  CHECK(house->sessions.find(idle, now + 899)->assurance == Assurance::email);
  const auto left = house->sessions.begin({anna, Assurance::email}, now);
  CHECK_FALSE(house->sessions.find(left, now + 900));

  house.restart();
  auto time = now + 1;
  for (; time < now + 3'600; time += 600) CHECK(house->sessions.find(token, time));
  CHECK_FALSE(house->sessions.find(token, now + 3'600));
  CHECK_FALSE(house->sessions.find(token, now - 1));
}

TEST_CASE("an ended session is gone, everywhere if one asks for that") {
  House house;
  const auto anna = house.person(number(0)), bo = house.person(number(1));
  const auto a = house->sessions.begin({anna, Assurance::code}, now), b = house->sessions.begin({anna, Assurance::code}, now),
             c = house->sessions.begin({anna, Assurance::code}, now), other = house->sessions.begin({bo, Assurance::code}, now);
  house->sessions.end(a);
  CHECK_FALSE(house->sessions.find(a, now));
  CHECK(house->sessions.find(b, now));
  house->sessions.end_all(anna);
  CHECK_FALSE(house->sessions.find(b, now));
  CHECK_FALSE(house->sessions.find(c, now));
  CHECK(house->sessions.find(other, now));
  house->prune(now + 3'600);
  CHECK_FALSE(house->sessions.find(other, now));
}

TEST_CASE("the token stands in no file") {
  House house;
  const auto token = house->sessions.begin({house.person(number(0)), Assurance::code}, now);
  const auto mailed = house->mail.begin(address("anna@example.se"), "", now).value();
  const auto all = house.all_bytes();
  CHECK(all.find(token) == std::string::npos);
  CHECK(all.find(mailed) == std::string::npos);
  CHECK(all.find("anna@example.se") == std::string::npos);
}

TEST_CASE("one mailbox is one person") {
  const auto same = [](const std::string& a, const std::string& b) { return address(a).normalised() == address(b).normalised(); };
  CHECK(same("Anna.Lind@Example.SE", "anna.lind@example.se"));
  CHECK(same("anna+petition@example.se", "anna@example.se"));
  CHECK(same("anna+a+b@example.se", "anna@example.se"));
  CHECK(same("a.n.n.a+x@googlemail.com", "anna@gmail.com"));
  CHECK_FALSE(same("a.nna@example.se", "anna@example.se"));
  CHECK_FALSE(same("anna@example.se", "anna@mail.example.se"));
  CHECK_FALSE(same("anna-x@example.se", "anna@example.se"));
  CHECK(address("+tag@example.se").normalised() == "+tag@example.se");
  CHECK(address("  Anna+X@Example.se\n").typed() == "Anna+X@Example.se");
}

TEST_CASE("what is no plain address is refused") {
  for (const std::string typed : {"",
                                  " ",
                                  "anna",
                                  "anna@",
                                  "@example.se",
                                  "anna@example",
                                  "anna@@example.se",
                                  "anna@exa mple.se",
                                  "an na@example.se",
                                  "anna@example.se, bo@example.se",
                                  "anna@example.se;bo@example.se",
                                  "Anna <anna@example.se>",
                                  "\"anna\"@example.se",
                                  "anna@[192.0.2.1]",
                                  "anna@192.0.2.1",
                                  "anna@example.se\nBcc: bo@example.se",
                                  "anna@example.se\r\nx",
                                  "anna..lind@example.se",
                                  ".anna@example.se",
                                  "anna.@example.se",
                                  "anna@-example.se",
                                  "anna@example-.se",
                                  "anna@example..se",
                                  "anna@example.se.",
                                  "anna@exämple.se",
                                  "änna@example.se",
                                  "anna(comment)@example.se",
                                  "anna%00@exa\tmple.se"}) {
    INFO(typed);
    CHECK_FALSE(MailAddress::parse(typed));
  }
  CHECK_FALSE(MailAddress::parse(std::string("anna\0@example.se", 16)));
  CHECK_FALSE(MailAddress::parse(std::string(65, 'a') + "@example.se"));
  CHECK_FALSE(MailAddress::parse("anna@" + std::string(250, 'a') + ".se"));
  for (const std::string typed : {"a@b.se", "o'brien@example.se", "anna_lind-x@sub.example.se", "a@xn--exmple-cua.se", "1@2.example"}) {
    CHECK(MailAddress::parse(typed));
  }
}

TEST_CASE("a mailed token signs in once, within half an hour") {
  House house;
  const auto token = house->mail.begin(address("anna@example.se"), "0123456789abcdef0123456789abcdef", now).value();
  CHECK(token.size() == 43);
  CHECK(house->mail.is_good(token, now + 1'799));
  CHECK_FALSE(house->mail.is_good(token, now + 1'800));
  CHECK_FALSE(house->mail.is_good("nothing", now));
  house.restart();
  const auto confirmed = house->mail.confirm(token, now + 60);
  REQUIRE(confirmed);
  CHECK(confirmed->request == "0123456789abcdef0123456789abcdef");
  CHECK(confirmed->person == person_of(house->keys().roll(), address("ANNA+x@example.se")));
  CHECK_FALSE(house->mail.confirm(token, now + 60));
  CHECK_FALSE(house->mail.is_good(token, now + 60));

  const auto late = house->mail.begin(address("bo@example.se"), "", now).value();
  CHECK_FALSE(house->mail.confirm(late, now + 1'800));
  CHECK_FALSE(house->mail.confirm(late, now));  // tried too late, it is gone
}

TEST_CASE("of many who confirm at once one comes in") {
  House house;
  const auto token = house->mail.begin(address("anna@example.se"), "", now).value();
  std::atomic<int> in = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) threads.emplace_back([&] { in += house->mail.confirm(token, now) ? 1 : 0; });
  for (auto& thread : threads) thread.join();
  CHECK(in == 1);
}

TEST_CASE("an address gets few mails, however it is spelled, and others are not hindered") {
  House house;
  int sent = 0;
  for (int i = 0; i < 10; ++i) sent += house->mail.begin(address("anna+" + std::to_string(i) + "@example.se"), "", now) ? 1 : 0;
  CHECK(sent == 3);
  CHECK(house->mail.begin(address("anna@example.se"), "", now).error().code == Errc::busy);
  CHECK(house->mail.begin(address("bo@example.se"), "", now));
  for (std::uint64_t hour = 1; hour < 24; ++hour) sent += house->mail.begin(address("anna@example.se"), "", now + hour * 3'601) ? 1 : 0;
  CHECK(sent == 8);
  house->prune(now + 23 * 3'601);
  CHECK_FALSE(house->mail.begin(address("anna@example.se"), "", now + 23 * 3'601));
  CHECK(house->mail.begin(address("anna@example.se"), "", now + 49 * 3'601));
  MailSignIn few(house->database(), house->keys(), {.all_per_hour = 2});
  const auto later = now + 200 * 3'600;
  CHECK(few.begin(address("a@example.se"), "", later));
  CHECK(few.begin(address("b@example.se"), "", later));
  CHECK(few.begin(address("c@example.se"), "", later).error().code == Errc::busy);
  CHECK(few.begin(address("c@example.se"), "", later + 3'600));
}

TEST_CASE("an address is written to after it was confirmed, and no longer than its owner wants") {
  House house;
  const auto anna = house.person(number(0));
  CHECK_FALSE(house->contacts.follow(anna, "m1"));
  const auto kept = house->contacts.keep(anna, address("Anna@Example.se"), "sv", now);
  CHECK(kept.token.size() == 43);
  CHECK(kept.id.size() == 32);
  CHECK(house->contacts.follow(anna, "m1"));
  CHECK(house->contacts.followers("m1").empty());
  CHECK_FALSE(house->contacts.of(anna)->confirmed);
  CHECK_FALSE(house->contacts.confirm("nonsense", now));
  CHECK_FALSE(house->contacts.confirm(kept.token, now + Contacts::token_seconds));
  CHECK(house->contacts.confirm(kept.token, now + 1));
  CHECK_FALSE(house->contacts.confirm(kept.token, now + 1));
  REQUIRE(house->contacts.followers("m1").size() == 1);
  CHECK(house->contacts.followers("m1")[0].address == "Anna@Example.se");
  CHECK(house->contacts.followers("m2").empty());

  // A new address takes the wishes over when it is confirmed, and not before.
  const auto moved = house->contacts.keep(anna, address("anna@new.example"), "en", now);
  CHECK(house->contacts.follow(anna, "m2"));
  CHECK(house->contacts.followers("m1")[0].address == "Anna@Example.se");
  CHECK(house->contacts.confirm(moved.token, now));
  REQUIRE(house->contacts.followers("m1").size() == 1);
  CHECK(house->contacts.followers("m1")[0].address == "anna@new.example");
  CHECK(house->contacts.followers("m2").size() == 1);
  house.restart();  // what was deleted stands in the write-ahead log until that is emptied
  CHECK(house.all_bytes().find("Anna@Example.se") == std::string::npos);

  const auto token = house->contacts.unsubscribe_token(house->contacts.of(anna)->id);
  CHECK(house->contacts.is_unsubscribe_token(token));
  auto other = token;
  other.back() = other.back() == 'A' ? 'B' : 'A';
  CHECK_FALSE(house->contacts.unsubscribe(other));
  CHECK_FALSE(house->contacts.unsubscribe(token.substr(0, 32)));
  CHECK_FALSE(house->contacts.unsubscribe(""));
  CHECK(house->contacts.unsubscribe(token));
  CHECK_FALSE(house->contacts.unsubscribe(token));
  CHECK_FALSE(house->contacts.of(anna));
  CHECK(house->contacts.followers("m1").empty());
}

TEST_CASE("who signed in by an address has it confirmed; what nobody confirms goes") {
  House house;
  const auto anna = person_of(house->keys().roll(), address("anna@example.se"));
  CHECK(house->contacts.keep(anna, address("Anna+x@example.se"), "sv", now).token.empty());
  CHECK(house->contacts.of(anna)->confirmed);
  CHECK(house->contacts.keep(anna, address("Anna+x@example.se"), "en", now).token.empty());
  CHECK(house->contacts.of(anna)->language == "en");
  CHECK_FALSE(house->contacts.keep(anna, address("bo@example.se"), "sv", now).token.empty());
  house->contacts.forget(anna);
  CHECK_FALSE(house->contacts.of(anna));

  const auto bo = house.person(number(1));
  const auto first = house->contacts.keep(bo, address("a@example.se"), "sv", now),
             second = house->contacts.keep(bo, address("b@example.se"), "sv", now);
  CHECK_FALSE(house->contacts.confirm(first.token, now));
  CHECK(house->contacts.follow(bo, "m"));
  house->prune(now + Contacts::token_seconds);
  CHECK_FALSE(house->contacts.confirm(second.token, now));
  CHECK_FALSE(house->contacts.of(bo));
  house.restart();
  CHECK(house.all_bytes().find("@example.se") == std::string::npos);
}

TEST_CASE("a request waits two hours under an id that nobody can guess") {
  House house;
  const Requests::Fields fields{{"purpose", "raise"}, {"content", "radslag/v1/initiative\ntitle Å\n"}, {"empty", ""}};
  const auto id = house->requests.put(fields, now).value();
  CHECK(id.size() == 32);
  CHECK(id != house->requests.put(fields, now).value());
  house.restart();
  CHECK(house->requests.find(id, now + 7'199) == fields);
  CHECK_FALSE(house->requests.find(id, now + 7'200));
  CHECK_FALSE(house->requests.find("", now));
  CHECK_FALSE(house->requests.find("zz", now));
  CHECK_FALSE(house->requests.find(std::string(32, '0'), now));
  CHECK(house->requests.put({{"content", std::string(Requests::most_bytes, 'x')}}, now).error().code == Errc::too_large);
  house->requests.remove(id);
  CHECK_FALSE(house->requests.find(id, now));
  house->prune(now + 7'200);
  const auto rows =
      house->database().read([](storage::Reading& reading) { return reading.first("SELECT count(*) FROM request_field")->integer(0); });
  CHECK(rows == 0);
}

}  // namespace
}  // namespace radslag::registrar
