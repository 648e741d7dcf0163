#include "server/registrar/csv_reader.hpp"

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "server/registrar/roll_columns.hpp"

namespace radslag::registrar {
namespace {

/// Gives the text in pieces of `piece` bytes.
CsvReader::Read pieces(std::string text, std::size_t piece = 1'000'000) {
  return [text = std::move(text), piece, at = std::size_t{0}](char* to, std::size_t size) mutable {
    const auto got = std::min({size, piece, text.size() - at});
    text.copy(to, got, at);
    at += got;
    return got;
  };
}

using Lines = std::vector<std::string>;

std::string shown(const CsvRow& row) {
  auto text = std::to_string(row.line) + ":";
  if (row.fault != CsvFault::none) return text + " fault " + std::to_string(static_cast<int>(row.fault));
  for (const auto cell : row.cells) text.append(" [").append(cell).append("]");
  return text;
}

Lines read(const std::string& text, std::size_t piece = 1'000'000, CsvLimits limits = {}) {
  auto reader = CsvReader::open(pieces(text, piece), limits);
  if (!reader) return {"refused: " + reader.error().detail};
  Lines lines;
  CsvRow row;
  while (reader->next(row)) lines.push_back(shown(row));
  return lines;
}

std::string fault(CsvFault which, int line) { return std::to_string(line) + ": fault " + std::to_string(static_cast<int>(which)); }

TEST_CASE("rows come out as they were written, whatever separates them") {
  const Lines expected{"2: [1] [å ä ö]", "3: [] [3]"};
  for (const std::string end : {"\n", "\r\n"}) {
    for (const std::string separator : {";", ",", "\t"}) {
      const auto line = [&](const std::string& a, const std::string& b) { return a + separator + b + end; };
      const auto text = line("a", "b") + line("1", "å ä ö") + line("", "3");
      for (const std::size_t piece : {1U, 2U, 7U, 1'000U}) {
        CHECK(read(text, piece) == expected);
        CHECK(read("\xef\xbb\xbf" + text, piece) == expected);
        CHECK(read(text.substr(0, text.size() - end.size()), piece) == expected);
      }
    }
  }
}

TEST_CASE("quotes hold separators, line ends and quotes") {
  CHECK(read("a;b\n\"1;2\";\"3\n4\"\n\"say \"\"å\"\"\";x\n") == Lines{"2: [1;2] [3\n4]", "4: [say \"å\"] [x]"});
  CHECK(read("\"a;x\";b\n1;2\n") == Lines{"2: [1] [2]"});
  CHECK(read("a;b\n\"\";\"\"\n") == Lines{"2: [] []"});
}

TEST_CASE("empty lines are passed over and still counted") { CHECK(read("a;b\n\n\r\n1;2\n\n") == Lines{"4: [1] [2]"}); }

TEST_CASE("a bad row costs itself and no other") {
  CHECK(read("a;b\n1;2;3\n1\n4;5\n") == Lines{fault(CsvFault::column_count, 2), fault(CsvFault::column_count, 3), "4: [4] [5]"});
  CHECK(read("a;b\n1;\"2\"x\n1\"2;3\n4;5\n")[0] == fault(CsvFault::bad_quotes, 2));
  CHECK(read(std::string("a;b\n1;\0002\n4;5\n", 12)) == Lines{fault(CsvFault::nul, 2), "3: [4] [5]"});
  for (const std::string bad : {"\xff", "\xc3", "\xe5", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe0\x80\xaf", "\x80"}) {
    CHECK(read("a;b\n1;" + bad + "\n4;5\n") == Lines{fault(CsvFault::not_utf8, 2), "3: [4] [5]"});
  }
}

TEST_CASE("a row over the limit is left, and reading goes on at the next line") {
  const std::string row(50, 'x');
  CHECK(read("a;b\n" + row + ";" + row + "\n4;5\n", 3, {.row_bytes = 60, .columns = 4}) ==
        Lines{fault(CsvFault::too_long, 2), "3: [4] [5]"});
  CHECK(read("a;b\n" + std::string(300'000, 'x') + "\n4;5\n", 1000) == Lines{fault(CsvFault::too_long, 2), "3: [4] [5]"});
}

TEST_CASE("a quote that nothing closes does not swallow the rest") {
  std::string text = "a;b\n1;\"2\n";
  for (int i = 0; i < 5'000; ++i) text += "3;4\n";
  const auto lines = read(text, 777);
  REQUIRE(lines.size() == 5'001);
  CHECK(lines[0] == fault(CsvFault::too_long, 2));
  CHECK(lines[1] == "3: [3] [4]");
  CHECK(lines.back() == "5002: [3] [4]");
  CHECK(read("a;b\n4;5\n1;\"2\n") == Lines{"2: [4] [5]", fault(CsvFault::too_long, 3)});
}

TEST_CASE("what is no CSV in UTF-8 is refused as a whole, in words") {
  using Catch::Matchers::Contains;
  CHECK_THAT(read(std::string("\xff\xfe"
                              "a\0;\0b\0\n\0",
                              10))[0],
             Contains("UTF-16"));
  CHECK_THAT(read(std::string("\xfe\xff\0a\0;\0b", 8))[0], Contains("UTF-16"));
  CHECK_THAT(read(std::string("a\0;\0b\0\n\0", 8))[0], Contains("UTF-16"));
  CHECK_THAT(read("f\xf6"
                  "delse;b\n1;2\n")[0],
             Contains("not UTF-8"));
  CHECK_THAT(read("")[0], Contains("empty"));
  CHECK_THAT(read("\n1;2\n")[0], Contains("empty"));
  CHECK_THAT(read(std::string(10'000, 'a'))[0], Contains("too long"));
  CHECK_THAT(read(std::string(70, ';') + "\n")[0], Contains("columns"));
}

TEST_CASE("reading goes on at the place that was remembered") {
  std::string text = "a;b\n";
  for (int i = 0; i < 100; ++i) text += std::to_string(i) + (i % 3 == 0 ? ";\"x\ny\"\r\n" : ";z\n");
  const auto all = read(text);
  for (const std::size_t stop : {1U, 2U, 50U, 99U}) {
    auto reader = CsvReader::open(pieces(text, 13));
    CsvRow row;
    for (std::size_t i = 0; i < stop; ++i) REQUIRE(reader->next(row));
    const auto offset = reader->offset(), line = reader->line();
    auto again = CsvReader::open(pieces(text, 29));
    again->resume(pieces(text.substr(offset), 31), offset, line);
    Lines rest;
    while (again->next(row)) rest.push_back(shown(row));
    CHECK(rest == Lines(all.begin() + static_cast<std::ptrdiff_t>(stop), all.end()));
    CHECK(again->offset() == text.size());
  }
}

TEST_CASE("any bytes are read to their end, in rows or faults, and the same in any pieces") {
  rc::prop("any bytes", [](const std::vector<unsigned char>& bytes) {
    auto text = std::string("a;b\n") + std::string(bytes.begin(), bytes.end());
    RC_ASSERT(read(text, 1) == read(text, 1'000));
  });
  rc::prop("bytes of the kind that matters", [] {
    const auto text = "a;b\n" + *rc::gen::container<std::string>(rc::gen::element('"', ';', '\n', '\r', 'x', '\xc3', '\xa5', '\0'));
    RC_ASSERT(read(text, 1) == read(text, 1'000));
  });
}

TEST_CASE("columns are known by their names in any order and spelling") {
  const auto found =
      RollColumns::find({"Ort", "SKYDDAD", "FÖDELSEDATUM", "övrigt", "Område", "Person-nummer", "Tidigare samordningsnummer"});
  REQUIRE(found);
  CHECK(found->number == 5);
  CHECK(found->birth_date == 2);
  CHECK(found->area == 4);
  CHECK(found->is_protected == 1);
  CHECK(found->previous == 6);
  CHECK(found->city == 0);
  CHECK_FALSE(found->name);
  const auto english = RollColumns::find({"area", "protected", "birth_date", "personal number"});
  REQUIRE(english);
  CHECK(english->number == 3);
  CHECK(english->birth_date == 2);
  CHECK(RollColumns::find({"personnummer",
                           "fo\xcc\x88"
                           "delsedatum"})
            ->birth_date == 1);  // decomposed
  CHECK_FALSE(RollColumns::find({"name", "area"}));
  CHECK_FALSE(RollColumns::find({"personnummer", "område", "area"}));
}

TEST_CASE("a protection that cannot be read is one") {
  for (const auto* yes : {"1", "ja", "JA", "J", "yes", "true", "x", "S", "Sekretess"}) CHECK(protection_of(yes) == Protection::yes);
  for (const auto* no : {"", "0", "nej", "Nej ", "n", "no", "FALSE"}) CHECK(protection_of(no) == Protection::no);
  for (const auto* unclear : {"2", "kanske", "N/A", "?"}) CHECK(protection_of(unclear) == Protection::unclear);
}

TEST_CASE("areas get ids from their names") {
  CHECK(id_of_name("Östra Torp") == "ostra-torp");
  CHECK(id_of_name("Å") == "a");
  CHECK(id_of_name(" S:t Lars / Norr ") == "s-t-lars-norr");
  CHECK(id_of_name("東") == "");
}

}  // namespace
}  // namespace radslag::registrar
