#include "server/html/csv.hpp"

#include <catch2/catch.hpp>

using namespace radslag::html;

TEST_CASE("a cell is never a formula, and always one cell") {
  CHECK(csv_cell("Lekplats") == "Lekplats");
  CHECK(csv_cell("") == "");
  CHECK(csv_cell("a,b") == "\"a,b\"");
  CHECK(csv_cell("säg \"hej\"") == "\"säg \"\"hej\"\"\"");
  CHECK(csv_cell("två\nrader") == "\"två\nrader\"");
  for (const std::string formula : {"=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠a"}) CHECK(csv_cell(formula) == "'" + formula);
  CHECK(csv_cell("\t=1") == "\"'\t=1\"");
  CHECK(csv_cell("=HYPERLINK(\"x\",\"y\")") == "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
}

TEST_CASE("money is written in whole units and hundredths") {
  CHECK(csv_money(0) == "0.00");
  CHECK(csv_money(5) == "0.05");
  CHECK(csv_money(31'200'050) == "312000.50");
}
