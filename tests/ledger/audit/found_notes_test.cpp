// Checkpoints found in whatever they were kept in.
#include "ledger/audit/found_notes.hpp"

#include "tests/ledger/audit/tampering.hpp"

namespace radslag::audit {
namespace {

using testing::Town;

std::string note() { return Town::whole_life(2).files().at("town/checkpoint"); }
std::string other_note() { return Town::whole_life(2).files().at("rounds/parks-2026/checkpoint"); }

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}

}  // namespace

TEST_CASE("a checkpoint is found as it is, in a receipt, a sheet, a mail and a page") {
  const auto one = note(), two = other_note();
  CHECK(find_notes(one) == std::vector{one});
  CHECK(find_notes(Town::whole_life(2).receipt("town", 1, 6)).size() == 1);
  CHECK(find_notes("Notice of the result\n\n" + one + "\nand its round:\n\n" + two + "\nWhoever wants to check ...\n") ==
        std::vector{one, two});
  CHECK(find_notes(replaced("Notice\n" + one, "\n", "\r\n")) == std::vector{one});
  CHECK(find_notes("  " + replaced(one, "\n", "  \n    ")) == std::vector{one});
  CHECK(find_notes(one + "\n" + one) == std::vector{one});
  const auto escaped = replaced(replaced(one, "+", "&#43;"), "\u2014", "&#8212;");
  CHECK(find_notes("<!DOCTYPE html><html><body><p>Notice</p><pre>" + escaped + "</pre></body></html>") == std::vector{one});
}

TEST_CASE("what is no checkpoint is not found") {
  CHECK(find_notes("").empty());
  CHECK(find_notes("\u2014 a b\n").empty());
  CHECK(find_notes("a\nb\nc\n\n\u2014 name base64\n").empty());
  CHECK(find_notes(replaced(note(), "\n\n", "\n")).empty());
  CHECK(find_notes("<pre").empty());
}

}  // namespace radslag::audit
