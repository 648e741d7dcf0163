// Expecting the Record to refuse an entry, with the reason, and to be unchanged by it.
#pragma once

#include <catch2/catch.hpp>
#include <sstream>

#include "tests/support/town.hpp"

namespace radslag::record {

/// What the entries so far have made of everything, in few words.
inline std::string fingerprint(const Record& record) {
  std::ostringstream out;
  const auto& town = record.state().town;
  out << town.officers.size() << (town.registrar ? std::to_string(town.registrar->index) : "-") << town.newest_edition
      << record.due().has_value() << " sealed " << town.sealed.size() << "\n";
  for (const auto& [id, dialogue] : town.dialogues)
    out << id << " " << dialogue.versions.size() << " " << dialogue.feedback.size() << " " << dialogue.calls.size() << "\n";
  for (const auto& [id, board] : town.boards) out << id << " " << board.row.version << "\n";
  for (const auto& [id, matter] : town.initiatives) {
    const auto& count = record.signatures(id)->count();
    out << id << " " << word(matter.phase) << " " << count.email << " " << count.code << " " << count.eid << " " << count.paper << " "
        << count.withdrawn << " " << count.set_aside << " " << count.by_area.size() << " " << matter.reports.size() << " "
        << matter.asides.size() << "\n";
  }
  for (const auto& [id, call] : town.calls) out << id << " " << call.proposals.size() << " " << call.edition << "\n";
  for (const auto& [id, proposal] : town.proposals) out << id << " " << proposal.assessments.size() << "\n";
  for (const auto& [id, round] : record.state().rounds) out << id << " " << word(round.phase) << " " << round.ballots << "\n";
  return out.str();
}

inline void refused(testing::Town& town, const std::string& log, const Statement& statement, const testing::Signers& signers, Errc code,
                    testing::Blobs blobs = {}) {
  INFO(encode_statement(statement));
  const auto before = fingerprint(town.record());
  const auto admitted = town.attempt(log, statement, signers, std::move(blobs));
  REQUIRE_FALSE(admitted.has_value());
  INFO(admitted.error().detail);
  CHECK(errc_name(admitted.error().code) == errc_name(code));
  CHECK_FALSE(admitted.error().detail.empty());
  CHECK(fingerprint(town.record()) == before);
}

/// The same for the town log.
inline void refused(testing::Town& town, const Statement& statement, const testing::Signers& signers, Errc code,
                    testing::Blobs blobs = {}) {
  refused(town, "town", statement, signers, code, std::move(blobs));
}

/// An act whose `content` is this, given out as a blob.
template <class T, class Content>
struct Act {
  T statement;
  std::string blob;
};
template <class T, class Content>
Act<T, Content> act_with(testing::Town& town, T statement, const Content& content) {
  auto blob = town.blob(encode_content(content));
  statement.content = blob_digest(blob);
  return {std::move(statement), std::move(blob)};
}
template <class T, class Content>
void refused_with(testing::Town& town, const T& statement, const Content& content, const testing::Signers& signers, Errc code) {
  const auto act = act_with(town, statement, content);
  refused(town, "town", act.statement, signers, code, {act.blob});
}
template <class T, class Content>
void admitted_with(testing::Town& town, const T& statement, const Content& content, const testing::Signers& signers) {
  const auto act = act_with(town, statement, content);
  town.put("town", act.statement, signers, {act.blob});
}

}  // namespace radslag::record
