#include "ledger/programs/verify_voting.hpp"

#include <iostream>
#include <optional>

#include "crypto/voting/sealed_ballot.hpp"
#include "ledger/audit/audit.hpp"
#include "ledger/audit/ballot_page.hpp"
#include "ledger/programs/command.hpp"
#include "ledger/programs/read_key.hpp"
#include "ledger/progress/progress.hpp"

namespace radslag::programs {
namespace {

constexpr std::size_t most_bytes = std::size_t{2} << 20;

std::string text_of(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

/// A file, or what an address gives.
std::string read_place(const std::string& place) {
  if (!place.starts_with("http://") && !place.starts_with("https://")) return text_of(read_text_file(place, most_bytes));
  const auto slash = place.find('/', place.find("://") + 3);
  if (slash == std::string::npos) throw Stop(no_input, place + " is not the address of an election.json");
  const auto got = audit::open_site(place.substr(0, slash))->get(place.substr(slash + 1), most_bytes);
  if (!got) throw Stop(no_input, place + ": " + got.error().detail);
  return text_of(*got);
}

/// "P3, P1"; of a ranking "1. P3, 2. P1"; of points "P3 (7), P1 (2)".
std::string choices_text(const voting::Question& question, const voting::Choices& choices) {
  std::string text;
  for (std::size_t n = 0; n < choices.places.size(); ++n) {
    if (n > 0) text += ", ";
    if (question.encoding == voting::Encoding::ranking) text += std::to_string(n + 1) + ". ";
    text += question.choices[choices.places[n]];
    if (n < choices.points.size()) text += " (" + std::to_string(choices.points[n]) + ")";
  }
  return text;
}

struct VotingPage {
  std::string site, path, round;
};

/// "https://radslag.example.se/rounds/parks-2026/vote"
VotingPage read_page(const std::string& url) {
  constexpr std::string_view below = "/rounds/", end = "/vote";
  const auto host = url.find("://"), at = url.find(below);
  if (host == std::string::npos || at == std::string::npos || !url.ends_with(end))
    throw Stop(usage, "--page takes the address of a voting page: https://radslag.example.se/rounds/parks-2026/vote");
  const auto id = url.substr(at + below.size(), url.size() - end.size() - at - below.size());
  return {url.substr(0, at), url.substr(at + 1), id};
}

}  // namespace

int verify_ballot(const std::string& file, const std::string& election, audit::Language language) {
  const auto tell = [&](std::string key, std::vector<audit::Value> values = {}) {
    std::cout << audit::text_of(audit::say(std::move(key), std::move(values)), language) << "\n";
  };
  const auto parsed = voting::Election::parse(read_place(election));
  if (!parsed) throw Stop(data_error, election + " is not an election: " + parsed.error().detail);
  const auto opened = voting::check_opening(*parsed, text_of(read_text_file(file, most_bytes)));
  if (!opened) {
    tell("ballot.bad", {{"detail", opened.error().detail}});
    tell("ballot.do-not-vote");
    return bad;
  }
  tell("ballot.election", {{"name", parsed->name()}});
  tell("ballot.code", {{"code", opened->hash}});
  tell("ballot.same-code");
  for (std::size_t i = 0; i < parsed->questions().size(); ++i) {
    const auto& question = parsed->questions()[i];
    const std::string choices = i < opened->choices.size() ? choices_text(question, opened->choices[i]) : std::string();
    if (choices.empty()) {
      tell("ballot.blank");
    } else {
      tell("ballot.choices", {{"choices", choices}});
    }
  }
  tell("ballot.your-choices");
  return good;
}

int verify_page(const std::string& record, const std::string& key, const std::string& url, unsigned threads, bool quiet,
                audit::Language language) {
  const auto page = read_page(url);
  audit::Options options;
  options.threads = threads;
  if (!key.empty()) options.key = read_key(key);
  std::optional<std::vector<record::RoundOpened::Page>> named;
  options.replayed = [&](const record::Record& replayed) {
    const auto* round = replayed.state().round(page.round);
    if (round && round->frozen) named = round->frozen->pages;
  };
  std::optional<progress::Progress> meter;
  std::string log;
  options.progress = [&](const audit::Progress& step) {
    if (step.log != log) meter.emplace("Verifying " + step.log, step.size, quiet);
    log = step.log;
    meter->update(step.done, step.size);
  };
  const auto source = audit::open_source(record);
  const auto report = audit::audit(*source, options);
  meter.reset();
  if (!report.holds()) {
    std::cout << audit::render_text(report, language);
    return bad;
  }
  if (!named) throw Stop(data_error, "the record has no opened round " + page.round);
  const auto compared = audit::compare_ballot_page(*audit::open_site(page.site), page.path, *named);
  for (const auto& finding : compared.findings)
    std::cout << audit::text_of(audit::say("page.bad", {{"finding", std::vector{finding}}}), language) << "\n";
  if (!compared.findings.empty()) return bad;
  std::cout << audit::text_of(audit::say("page.good", {{"round", page.round}, {"files", compared.files}}), language) << "\n";
  return good;
}

}  // namespace radslag::programs
