#include "server/programs/witness/status_text.hpp"

#include <boost/json.hpp>
#include <ctime>

#include "crypto/encoding.hpp"

namespace radslag::audit {  // made by cmake/Words.cmake of page/
std::string_view witness_page_en();
std::string_view witness_page_sv();
}  // namespace radslag::audit

namespace radslag::witness_program {
namespace {

std::string time_text(std::uint64_t seconds) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts);
  return text;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

void replace(std::string& page, std::string_view mark, const std::string& by) {
  for (auto at = page.find(mark); at != std::string::npos; at = page.find(mark, at + by.size())) page.replace(at, mark.size(), by);
}

/// The part of a page between <!--name--> and <!--/name-->, cut out; `page` keeps "{name}" there.
std::string take_part(std::string& page, const std::string& name) {
  const auto begin = "<!--" + name + "-->", end = "<!--/" + name + "-->";
  const auto from = page.find(begin), to = page.find(end);
  auto part = page.substr(from + begin.size(), to - from - begin.size());
  page.replace(from, to + end.size() - from, "{" + name + "}");
  return part;
}

std::string root_text(const log::Hash& root) { return crypto::to_base64(crypto::view(root)); }

std::string log_rows(const witness::Witness& witness, const std::string& row_part, const std::string& fork_part) {
  std::string rows;
  for (const auto& log : witness.status()) {
    auto row = row_part;
    replace(row, "{origin}", escaped(log.origin));
    replace(row, "{hex}", witness::origin_hex(log.origin));
    replace(row, "{size}", log.cosigned ? std::to_string(log.cosigned->size) : "–");
    replace(row, "{root}", log.cosigned ? root_text(log.cosigned->root) : "–");
    replace(row, "{time}", log.cosigned ? time_text(log.time) : "–");
    rows += row;
    if (log.forks == 0) continue;
    auto fork = fork_part;
    replace(fork, "{origin}", escaped(log.origin));
    rows += fork;
  }
  return rows;
}

}  // namespace

std::string status_lines(const witness::Witness& witness) {
  std::string out = "Witness  " + witness.key().text() + "\n";
  for (const auto& town : witness.towns()) {
    out += "\nTown     " + town.key + "\n         read at " + town.url + ", " + std::to_string(town.seen.size()) + " entries\n";
    for (const auto& recovery : town.recoveries) {
      if (recovery.trusted) continue;
      out += "         NOT FOLLOWED: " + recovery.log + " lost its end and goes on as generation " + std::to_string(recovery.generation) +
             " (entry " + std::to_string(recovery.entry) + "). radslag-witness trust recovery shows it\n";
    }
  }
  for (const auto& log : witness.status()) {
    out += "\nLog      " + log.origin + (log.ended ? " (ended)" : "") + "\n";
    if (!log.cosigned) {
      out += "         nothing cosigned yet\n";
      continue;
    }
    out += "         " + std::to_string(log.cosigned->size) + " entries, root " + root_text(log.cosigned->root) + "\n         cosigned " +
           time_text(log.time) + "\n";
    if (log.forks != 0)
      out += "         IT HAS SIGNED TWO HISTORIES: " + std::to_string(log.forks) + " in evidence/. Show them to the public.\n";
  }
  return out;
}

std::string status_page(const witness::Witness& witness, const Looks& looks, bool swedish) {
  std::string page(swedish ? audit::witness_page_sv() : audit::witness_page_en());
  const auto row = take_part(page, "row"), fork = take_part(page, "fork"), trouble = take_part(page, "trouble");
  std::string troubles;
  for (const auto& [town, look] : looks) {
    if (look.what.empty()) continue;
    auto part = trouble;
    replace(part, "{town}", escaped(town));
    replace(part, "{what}", escaped(look.what));
    troubles += part;
  }
  replace(page, "{fork}", "");
  replace(page, "{trouble}", troubles);
  replace(page, "{vkey}", escaped(witness.key().text()));
  replace(page, "{name}", escaped(witness.key().name));
  replace(page, "{row}", log_rows(witness, row, fork));
  return page;
}

boost::json::object status_json(const witness::Witness& witness, const Looks& looks) {
  boost::json::array logs, towns;
  for (const auto& log : witness.status()) {
    boost::json::object row{{"origin", log.origin}, {"ended", log.ended}, {"forks", log.forks}};
    if (log.cosigned) {
      row["size"] = log.cosigned->size;
      row["root"] = root_text(log.cosigned->root);
      row["time"] = log.time;
    }
    logs.push_back(std::move(row));
  }
  for (const auto& town : witness.towns()) {
    const auto origin = town.key.substr(0, town.key.find('+'));
    boost::json::object row{{"vkey", town.key}, {"url", town.url}, {"entries_read", town.seen.size()}};
    if (const auto look = looks.find(origin); look != looks.end()) {
      row["looked_at"] = look->second.seconds;
      row["trouble"] = look->second.what;
    }
    boost::json::array waiting;
    for (const auto& recovery : town.recoveries) {
      if (!recovery.trusted) waiting.push_back({{"log", recovery.log}, {"generation", recovery.generation}, {"entry", recovery.entry}});
    }
    row["recoveries_not_followed"] = std::move(waiting);
    towns.push_back(std::move(row));
  }
  return {{"witness", witness.key().text()}, {"towns", std::move(towns)}, {"logs", std::move(logs)}};
}

}  // namespace radslag::witness_program
