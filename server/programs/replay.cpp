#include "server/programs/replay.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>
#include <stdexcept>
#include <unordered_map>

#include "crypto/encoding.hpp"
#include "ledger/record/credential.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/import.hpp"

namespace radslag::programs {
namespace {

/// The 32 random bytes of a replayed ballot come from its secret code and its choices, so that a repetition is the same ballot and no
/// second vote.
record::Salt salt_of(const std::string& code, const record::Frozen& round, const record::Choices& choices) {
  auto text = "radslag/v1/replay\n" + round.origin + "\n" + code + "\n";
  for (std::size_t i = 0; i < choices.places.size(); ++i) {
    text += round.definition.projects[choices.places[i]].id;
    if (!choices.points.empty()) text += " " + std::to_string(choices.points[i]);
    text += "\n";
  }
  return crypto::sha256(text);
}

/// The number after `"index":` of a receipt; the answer is our own server's, and its JSON compact.
std::uint64_t index_of(std::string_view body) {
  constexpr std::string_view key = "\"index\":";
  const auto at = body.find(key);
  std::uint64_t index = 0;
  if (at != std::string_view::npos) std::from_chars(body.data() + at + key.size(), body.data() + body.size(), index);
  return index;
}

}  // namespace

Result<std::vector<ReadyBallot>> prepare_ballots(const record::Frozen& round, const allocation::PbFile& file,
                                                 const std::vector<VotingCode>& codes, const std::function<void(std::size_t)>& progress) {
  std::unordered_map<std::string_view, const std::string*> code_of;
  for (const auto& code : codes) code_of.emplace(code.note, &code.code);
  const ProjectPlaces places(round.project_index.begin(), round.project_index.end());
  std::vector<ReadyBallot> ready;
  ready.reserve(file.ballots.size());
  for (std::size_t i = 0; i < file.ballots.size(); ++i) {
    const auto voter = file.ballots.voter(i);
    const auto code = code_of.find(voter);
    if (code == code_of.end()) return refuse(Errc::not_found, "voter " + std::string(voter) + " has no voting code in the file of codes");
    auto choices = choices_of(file, i, round.definition, places);
    if (!choices) return tl::make_unexpected(choices.error());
    const auto key = record::credential_of_code(*code->second, round.origin);
    const auto blob = record::make_clear_ballot(round, key, *choices, salt_of(*code->second, round, *choices));
    ready.push_back({std::string(voter), "{\"ballot\":\"" + crypto::to_base64(blob) + "\"}"});
    if (progress) progress(i + 1);
  }
  return ready;
}

Acknowledged::Acknowledged(const std::filesystem::path& file) {
  std::ifstream known(file, std::ios::binary);
  std::uintmax_t whole = 0;
  for (std::string line; std::getline(known, line) && !known.eof(); whole += line.size() + 1) {
    const auto tab = line.find('\t');
    std::uint64_t index = 0;
    if (tab == std::string::npos || std::from_chars(line.data() + tab + 1, line.data() + line.size(), index).ec != std::errc()) {
      throw Stop(Exit::data, file.string() + " is not a progress file of a replay: choose another one with --progress.");
    }
    indexes_.emplace(line.substr(0, tab), index);
  }
  // A last line that was cut short counts for nothing: its ballot is sent again.
  if (std::filesystem::exists(file) && std::filesystem::file_size(file) > whole) std::filesystem::resize_file(file, whole);
  file_ = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file_ < 0) throw Stop(Exit::cannot_create, "The progress file " + file.string() + " cannot be written.");
}

Acknowledged::~Acknowledged() { ::close(file_); }

void Acknowledged::add(const std::string& voter, std::uint64_t index) {
  indexes_.emplace(voter, index);
  const auto line = voter + "\t" + std::to_string(index) + "\n";
  if (::write(file_, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
    throw std::runtime_error("the progress file cannot be written");
}

ReplayResult replay(const http::Target& target, std::size_t connections, const std::string& round, const std::vector<ReadyBallot>& ballots,
                    Acknowledged& acknowledged, const std::function<void(std::size_t)>& progress, const std::atomic<bool>& stop) {
  ReplayResult result;
  std::size_t next = 0, done = 0, unanswered = 0;
  std::atomic<bool> halt = false;
  const auto next_request = [&]() -> std::optional<http::OutRequest> {
    while (next < ballots.size() && acknowledged.has(ballots[next].voter)) ++next, ++done;
    if (next == ballots.size()) return std::nullopt;
    http::OutRequest request;
    request.target = "/rounds/" + round + "/ballots";
    request.content_type = "application/json";
    request.body = ballots[next].body;
    request.tag = next++;
    return request;
  };
  const auto on_done = [&](std::uint64_t tag, int status, std::string&& body, std::uint64_t microseconds) {
    // Each request that ends without an answer was tried several times: where all connections in turn get none, there is no server.
    unanswered = status == 0 ? unanswered + 1 : 0;
    if (status == 200 || status == 201) {
      ++result.acknowledged;
      result.microseconds.push_back(microseconds);
      acknowledged.add(ballots[tag].voter, index_of(body));
    } else if (status == 0 || status == 503) {
      ++result.unknown;  // no answer, or the queue was full: not refused; the next replay sends it again
    } else {
      ++result.refused;
      if (result.first_refusal.empty()) result.first_refusal = std::move(body);
    }
    if (progress) progress(++done);
    halt = stop || unanswered >= connections;
  };
  const auto begin = std::chrono::steady_clock::now();
  http::ClientLimits limits;
  limits.connections = connections;
  http::run_requests(target, limits, next_request, on_done, &halt);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

}  // namespace radslag::programs
