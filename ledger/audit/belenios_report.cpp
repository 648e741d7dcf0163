// What an audit of a Belenios archive says, as text and as JSON.
#include <fstream>
#include <system_error>

#include "crypto/voting/json.hpp"
#include "ledger/audit/belenios.hpp"
#include "ledger/audit/source.hpp"

namespace radslag::audit {

namespace {

using voting::json::quote;

/// Members that differ in kind are put together by hand: there are few.
std::string member(std::string_view key, const std::string& json) { return quote(key) + ":" + json; }

template <class Items, class Render>
std::string array(const Items& items, Render render) {
  std::string text;
  for (const auto& item : items) text.append(text.empty() ? "" : ",").append(render(item));
  return "[" + text + "]";
}

std::string json(const BeleniosFinding& x) {
  return "{" + member("name", quote(x.name)) + "," + member("event", x.event ? std::to_string(*x.event) : "null") + "," +
         member("detail", quote(x.detail)) + "}";
}

std::string json(const BeleniosInvalid& x) {
  return "{" + member("question", std::to_string(x.question)) + "," + member("row", std::to_string(x.row)) + "," +
         member("reason", quote(x.reason)) + "}";
}

std::string json(const voting::QuestionResult& x) {
  const auto numbers = [](const auto& list) { return array(list, [](auto number) { return std::to_string(number); }); };
  return x.rows.empty() ? numbers(x.totals) : array(x.rows, numbers);
}

/// Control characters of a title do nothing on a terminal.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  return out;
}

std::string count(std::uint64_t number, std::string_view one, std::string_view many) {
  return std::to_string(number) + " " + std::string(number == 1 ? one : many);
}

}  // namespace

std::string render_json(const BeleniosReport& report) {
  const auto number = [](std::string_view key, std::uint64_t n) { return member(key, std::to_string(n)); };
  std::string out = "{" + member("holds", report.holds() ? "true" : "false");
  for (const auto& [key, text] :
       {std::pair("uuid", report.uuid), {"name", report.name}, {"group", report.group}, {"fingerprint", report.fingerprint}}) {
    out.append(",").append(member(key, quote(text)));
  }
  for (const auto& [key, n] : {std::pair<const char*, std::uint64_t>("credentials", report.credentials),
                               {"ballots", report.ballots},
                               {"ballotsChecked", report.checked_ballots},
                               {"voters", report.voters},
                               {"trustees", report.trustees},
                               {"shuffles", report.shuffles},
                               {"decryptions", report.decryptions}}) {
    out.append(",").append(number(key, n));
  }
  out += "," + member("questions", array(report.questions, [](const std::string& text) { return quote(text); }));
  out += "," + member("result", report.result ? array(*report.result, [](const auto& x) { return json(x); }) : "null");
  out += "," + member("invalid", array(report.invalid, [](const auto& x) { return json(x); }));
  out += "," + member("findings", array(report.findings, [](const auto& x) { return json(x); }));
  out += "," + member("unchecked", array(report.unchecked, [](const std::string& text) { return quote(text); }));
  return out + "}\n";
}

std::string render_text(const BeleniosReport& report) {
  std::string out;
  if (!report.uuid.empty()) {
    out += "Belenios election " + one_line(report.uuid) + " (" + report.group + "): " + one_line(report.name) + "\n";
    out += "Fingerprint " + report.fingerprint + "\n\n";
    out += count(report.credentials, "credential", "credentials") + ", " + count(report.ballots, "ballot", "ballots") + " (" +
           std::to_string(report.checked_ballots) + " found good) of " + count(report.voters, "voter", "voters") + "; " +
           count(report.trustees, "trustee", "trustees") + ", " + count(report.shuffles, "shuffle", "shuffles") + ", " +
           count(report.decryptions, "partial decryption", "partial decryptions") + ".\n";
  }
  if (report.result) {
    for (std::size_t q = 0; q < report.result->size(); ++q) {
      const auto& question = (*report.result)[q];
      out += "\n" + one_line(report.questions.at(q)) + "\n  ";
      out += question.rows.empty() ? json(question) : count(question.rows.size(), "anonymous ballot", "anonymous ballots");
      out += "\n";
    }
  }
  for (const auto& x : report.invalid) {
    out += "Outside the count: ballot " + std::to_string(x.row + 1) + " of question " + std::to_string(x.question + 1) + ": " + x.reason +
           ".\n";
  }
  out += "\n";
  for (const auto& x : report.findings) {
    out += x.name + (x.event ? ", event " + std::to_string(*x.event) : "") + (x.detail.empty() ? "" : ": " + one_line(x.detail)) + ".\n";
  }
  for (const auto& text : report.unchecked) out += "Not checked: " + one_line(text) + ".\n";
  out += report.holds() ? "The election holds: every ballot, the tally, the decryptions and the result were checked.\n"
                        : "The election does NOT hold: " + count(report.findings.size(), "finding", "findings") + ".\n";
  return out;
}

archive::Source open_belenios_file(const std::string& path) {
  auto file = std::make_shared<std::ifstream>(path, std::ios::binary);
  if (!*file) throw NoInput("cannot read " + path);
  return [file, path](char* buffer, std::size_t capacity) {
    file->read(buffer, static_cast<std::streamsize>(capacity));
    if (file->bad()) throw std::system_error(std::make_error_code(std::errc::io_error), path);
    return static_cast<std::size_t>(file->gcount());
  };
}

bool is_belenios_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  char begin[9] = {};
  return file.read(begin, sizeof begin) && std::string_view(begin, sizeof begin) == std::string_view("BELENIOS\0", sizeof begin);
}

}  // namespace radslag::audit
