// No personal number is in any file of the registrar, in any encoding that somebody might have written it in; nor is an address that
// nobody asked to be kept.
#include <catch2/catch.hpp>
#include <set>

#include "crypto/encoding.hpp"
#include "server/registrar/letters.hpp"
#include "server/storage/database.hpp"
#include "tests/server/registrar/house.hpp"

namespace radslag::registrar {
namespace {

using testing::House;
using testing::now;
using testing::number;
using testing::row;

std::string upper(std::string text) {
  for (auto& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return text;
}

std::string utf16(const std::string& text) {
  std::string out;
  for (const char c : text) out += {c, '\0'};
  return out;
}

/// The middle of a text's base64 at each of the three places that it can have in a longer one.
std::vector<std::string> base64_anywhere(const std::string& text) {
  std::vector<std::string> all;
  for (std::size_t before = 0; before < 3; ++before) {
    const auto whole = crypto::to_base64(std::string(before, 'x') + text);
    const auto begin = (before * 8 + 5) / 6, end = (before + text.size()) * 8 / 6;
    all.push_back(whole.substr(begin, end - begin));
  }
  return all;
}

std::string integer(std::uint64_t value, std::size_t bytes, bool big_endian) {
  std::string out;
  for (std::size_t i = 0; i < bytes; ++i) out += static_cast<char>(value >> 8 * (big_endian ? bytes - 1 - i : i) & 0xff);
  return out;
}

/// Every form that the number, or a hash that a list of all numbers would undo, might take in a file.
std::vector<std::string> forms_of(const std::string& number) {
  std::vector<std::string> texts;
  for (const auto& head : {number.substr(0, 8), number.substr(2, 6)}) {
    for (const std::string separator : {"", "-", "+", " "}) texts.push_back(head + separator + number.substr(8));
  }
  auto forms = texts;
  for (const auto& text : texts) {
    forms.push_back(crypto::to_hex(text));
    forms.push_back(upper(crypto::to_hex(text)));
    forms.push_back(utf16(text));
    for (auto& one : base64_anywhere(text)) forms.push_back(std::move(one));
    const auto digest = crypto::sha256(text);
    forms.emplace_back(crypto::view(digest));
    forms.push_back(crypto::to_hex(digest));
    forms.emplace_back(text.rbegin(), text.rend());
  }
  for (const auto& digits : {number, number.substr(2)}) {
    for (const std::size_t bytes : {6U, 8U}) {
      forms.push_back(integer(std::stoull(digits), bytes, true));
      forms.push_back(integer(std::stoull(digits), bytes, false));
    }
  }
  return forms;
}

std::string found(const std::string& all, const std::string& number) {
  for (const auto& form : forms_of(number)) {
    if (all.find(form) != std::string::npos) return crypto::to_hex(form);
  }
  return {};
}

TEST_CASE("the search finds a number in each form") {
  const auto planted = number(77);
  CHECK_FALSE(found("abc" + planted + "def", planted).empty());
  CHECK_FALSE(found(planted.substr(2, 6) + "-" + planted.substr(8), planted).empty());
  CHECK_FALSE(found(crypto::to_hex(planted), planted).empty());
  for (const std::string before : {"", "a", "ab", "abc"}) CHECK_FALSE(found(crypto::to_base64(before + planted + "tail"), planted).empty());
  CHECK_FALSE(found(integer(std::stoull(planted), 8, true), planted).empty());
  CHECK_FALSE(found(crypto::to_hex(crypto::sha256(planted)), planted).empty());
  CHECK(found("nothing here", planted).empty());
}

TEST_CASE("a registrar that has done all its work holds no personal number in any file") {
  House house;
  std::set<std::string> planted;
  const auto plant = [&](unsigned i) {
    planted.insert(number(i));
    return number(i);
  };
  std::string csv = "personnummer;födelsedatum;område;skyddad;tidigare samordningsnummer\n";
  for (unsigned i = 0; i < 150; ++i)
    csv += (i % 25 < 4 ? plant(i) : number(i)) + ";1990-01-01;Centrum;" + (i % 50 == 3 ? "ja" : "") + ";\n";
  csv += plant(150) + ";;Centrum;;\n";              // no date
  csv += plant(151) + ";2020-01-01;Centrum;;\n";    // too young
  csv += plant(152) + ";x;y;z\n";                   // not as many cells
  csv += plant(153) + ";\"1990-01-01;Centrum;;\n";  // a quote that nothing closes
  auto bad = plant(154);
  bad.back() = bad.back() == '9' ? '0' : static_cast<char>(bad.back() + 1);
  csv += bad + ";1990-01-01;Centrum;;\n";
  planted.insert(bad);
  planted.insert("197010632391");
  csv += plant(155) + ";1970-10-03;Centrum;;701063-2391\n";
  auto options = testing::options("2026");
  options.minimum_age = 16;
  REQUIRE(house.import(options, csv));
  REQUIRE(house->rolls.find("2026")->people == 151);

  // An import that is never finished.
  options.edition = "2027";
  options.batch_rows = 10;
  const auto stop = [](ImportStage stage, auto, auto) { return stage != ImportStage::freezing; };
  REQUIRE(import_roll(house->database(), house->keys(), house.file("roll.csv", csv), options, stop));

  REQUIRE(make_letters(
      house->database(), house->keys(), house.file("list.csv", csv), {"2026", "", false, *parse_day("2026-11-07")}, [](const Letter&) {},
      [] {}, [](auto, auto) { return true; }));
  REQUIRE(house->codes.issue("2026", house.person(number(3))));
  const auto opened = house->matters.open("trees", "2026").value();
  const auto batch =
      house->papers.enter("trees", "eva", plant(1) + "\n" + plant(3) + " Anna Lind\n" + plant(160) + "\n" + bad, now).value();
  REQUIRE(house->papers.confirm(batch.id, "omar", now));
  const RecordedMatter matter{"trees", {}, opened.roll};
  REQUIRE(house->papers.carriers(batch.id, matter, now));
  const Resident anna{house.person(number(1)), record::Assurance::code};
  REQUIRE(house->attestations.sign(anna, matter, std::nullopt, now));
  REQUIRE_FALSE(house->sessions.begin(anna, now).empty());
  REQUIRE(house->mail.begin(MailAddress::parse("hemlig.person@example.se").value(), "", now));

  const auto check = [&] {
    const auto all = house.all_bytes();
    REQUIRE(all.size() > 100'000);
    for (const auto& one : planted) {
      INFO("planted " << one);
      CHECK(found(all, one) == "");
    }
    CHECK(all.find("hemlig.person") == std::string::npos);
    CHECK(all.find("Anna Lind") == std::string::npos);
  };
  check();
  house.restart();
  check();
}

}  // namespace
}  // namespace radslag::registrar
