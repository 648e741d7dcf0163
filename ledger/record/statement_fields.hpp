// The fields of every kind of statement (FORMAT.md section 4), each list once for writing and for reading.
#pragma once

#include <algorithm>

#include "ledger/record/entry.hpp"
#include "ledger/record/fields.hpp"

namespace radslag::record {

/// Comma-separated words, ascending, at least one.
template <class T>
struct Roles {
  T& value;
  void write(std::string& out) const {
    for (const char* comma = ""; const Role role : value) {
      out.append(comma).append(word(role));
      comma = ",";
    }
  }
  bool read(std::string_view token) const {
    value.clear();
    while (true) {
      const auto comma = token.find(',');
      Role role{};
      if (!Word{role}.read(token.substr(0, comma))) return false;
      if (!value.empty() && value.back() >= role) return false;
      value.push_back(role);
      if (comma == std::string_view::npos) return true;
      token.remove_prefix(comma + 1);
    }
  }
};
template <class T>
Roles(T&) -> Roles<T>;

template <class Items, class Key>
bool ascending(const Items& items, Key key) {
  return std::adjacent_find(items.begin(), items.end(), [&](const auto& a, const auto& b) { return key(a) >= key(b); }) == items.end();
}

template <class C, Is<OfficerLine> T>
void officer_line(C& c, T& x) {
  c.field("officer", Hex{x.key}, Roles{x.roles}, Text{x.name});
}

template <class C, Is<TownBegun> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("name", Text{x.name});
  c.field("currency", Currency{x.currency});
  c.field("demo", Flag{x.demo});
  c.each("officer", x.officers, [](C& inner, auto& officer) { officer_line(inner, officer); });
  const auto out_of_order = [](const OfficerLine& a, const OfficerLine& b) { return a.key >= b.key; };
  c.require(std::adjacent_find(x.officers.begin(), x.officers.end(), out_of_order) == x.officers.end(),
            "officers are not in ascending order of key");
}
template <class C, Is<OfficerAnnounced> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  officer_line(c, x.officer);
}
template <class C, Is<OfficerEnded> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("officer", Hex{x.officer});
}
template <class C, Is<Dialogue> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("dialogue", Id{x.dialogue});
  c.field("version", Number{x.version});
  c.field("status", Word{x.status});
  c.field("signal", Word{x.signal});
  c.field("begins", Date{x.begins});
  c.field("ends", Date{x.ends});
  c.field("content", Hex{x.content});
}
template <class C, Is<RoundBegun> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("round", Id{x.round});
  c.field("dialogue", Id{x.dialogue});
  c.field("log", Origin{x.log});
  c.field("key", Hex{x.key});
}
template <class C, Is<RoundEnded> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("round", Id{x.round});
  c.field("size", Number{x.size});
  c.field("root", Hex{x.root});
  c.field("allocation", Hex{x.allocation});
}
template <class C, Is<Decision> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("round", Id{x.round});
  c.field("allocation", Hex{x.allocation});
  c.field("departures", Number{x.departures});
  c.field("content", Hex{x.content});
}
template <class C, Is<Milestone> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("round", Id{x.round});
  c.field("project", ProjectId{x.project});
  c.field("date", Date{x.date});
  c.field("state", Word{x.state});
  c.field("content", Hex{x.content});
}
template <class C, Is<RoundOpened> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("round", Id{x.round});
  c.field("town-size", Number{x.town_size});
  c.field("town-root", Hex{x.town_root});
  c.field("definition", Hex{x.definition});
  c.field("credentials", Hex{x.credentials});
  c.field("roll", Number{x.roll});
  c.each("election", x.elections, [](C& inner, auto& urn) { inner.field("election", Id{urn.urn}, Hex{urn.election}); });
  c.each("page", x.pages, [](C& inner, auto& page) { inner.field("page", Hex{page.digest}, PagePath{page.path}); });
  c.require(ascending(
                x.pages, [](const auto& page) -> const auto& { return page.path; }),
            "pages are not in ascending order of path");
}
template <class C, Is<Ballot> T>
void fields(C& c, T& x) {
  c.field("credential", Hex{x.credential});
  c.field("ballot", Hex{x.ballot});
}
template <class C, Is<RoundClosed> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("ballots", Number{x.ballots});
}
template <class C, Is<Tally> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("tally", Hex{x.tally});
}
template <class C, Is<LotDrawn> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("head", Number{x.size}, Hex{x.root});
  c.each("share", x.shares, [](C& inner, auto& share) { inner.field("share", Number{share.number}, Hex{share.share}); });
  c.field("seed", Hex{x.seed});
  c.require(ascending(x.shares, [](const auto& share) { return share.number; }), "shares are not in ascending order");
}
template <class C, Is<Allocation> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("allocation", Hex{x.allocation});
  c.field("funded", Number{x.funded});
  c.field("cost", Number{x.cost});
}

/// The registrar's lines of a statement: what was signed before its own line, and the proof after it.
template <class C, Is<Attestation> T>
void attested_fields(C& c, T& x) {
  c.field("roll", Number{x.roll.people}, Hex{x.roll.root});
  c.field("pseudonym", Hex{x.pseudonym});
  c.field("assurance", Word{x.assurance});
  c.field("area", OptionalId{x.area});
  c.field("attested", Number{x.hour}, Hex{x.nonce});
  c.field("registrar", Hex{x.registrar});
  bool proven = x.membership.has_value();
  if constexpr (C::reading) {
    proven = c.at("member");
    if (proven) x.membership.emplace();
  }
  c.require(proven == (x.assurance != Assurance::email), "a place on the roll is given exactly where the assurance is not e-mail");
  if (!proven) return;
  c.field("member", Number{x.membership->place});
  c.each("path", x.membership->path, [](C& inner, auto& hash) { inner.field("path", Hex{hash}); });
}

template <class C, Is<RegistrarAnnounced> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("registrar", Hex{x.registrar});
  c.field("site", Site{x.site});
}
template <class C, Is<RollEdition> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("edition", Id{x.edition});
  c.field("drawn", Date{x.drawn});
  c.field("people", Number{x.people});
  c.field("digest", Hex{x.digest});
  c.each("area", x.areas, [](C& inner, auto& area) { inner.field("area", Id{area.id}, Number{area.people}, Text{area.name}); });
  c.require(ascending(
                x.areas, [](const auto& area) -> const auto& { return area.id; }),
            "areas are not in ascending order of id");
}
template <class C, Is<Board> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("board", Id{x.board});
  c.field("version", Number{x.version});
  c.field("name", Text{x.name});
  c.field("email", Flag{x.email});
  c.field("cosigners", Number{x.cosigners});
  c.field("days", Number{x.days});
  c.field("threshold", Number{x.threshold.number}, Word{x.threshold.unit});
  c.each("area-threshold", x.areas, [](C& inner, auto& area) {
    inner.field("area-threshold", Id{area.area}, Number{area.threshold.number}, Word{area.threshold.unit});
  });
  c.require(ascending(
                x.areas, [](const auto& area) -> const auto& { return area.area; }),
            "areas are not in ascending order of id");
}
template <class C, Is<InitiativeRaised> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("matter", Id{x.matter});
  c.field("board", Id{x.board});
  c.field("place", OptionalId{x.place});
  c.field("edition", Id{x.edition});
  c.field("subject", Hex{x.attested.subject});
  attested_fields(c, x.attested);
}
template <class C, Is<Signature> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("matter", Id{x.matter});
  c.field("subject", Hex{x.attested.subject});
  c.field("name", OptionalHex{x.name});
  attested_fields(c, x.attested);
}
template <class C, Is<Withdrawal> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("matter", Id{x.matter});
  c.field("subject", Hex{x.attested.subject});
  attested_fields(c, x.attested);
}
template <class C, Is<InitiativeOpened> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("matter", Id{x.matter});
  c.field("closes", Number{x.closes});
  c.field("threshold", Number{x.threshold});
  c.field("level", Word{x.level});
  c.field("content", Hex{x.content});
}
template <class C, Is<InitiativeRejected> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("matter", Id{x.matter});
  c.field("reason", Word{x.reason});
  c.field("into", OptionalId{x.into});
  c.field("content", Hex{x.content});
  c.require((x.reason == RejectReason::duplicate) == !x.into.empty(), "another initiative is named exactly where the reason is duplicate");
}
template <class C, Is<HandedOver> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("matter", Id{x.matter});
  c.field("board", Id{x.board});
  c.field("signatures", Number{x.signatures});
}
template <class C, Is<InitiativeExpired> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("matter", Id{x.matter});
  c.field("signatures", Number{x.signatures});
}
template <class C, class T>
requires Is<T, SetAside> || Is<T, Restored>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("matter", Id{x.matter});
  c.field("pseudonym", Hex{x.pseudonym});
  c.field("content", Hex{x.content});
}
template <class C, Is<InitiativeReport> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("matter", Id{x.matter});
  c.field("date", Date{x.date});
  c.field("step", Word{x.step});
  c.field("content", Hex{x.content});
}
template <class C, Is<InitiativeDecided> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("matter", Id{x.matter});
  c.field("outcome", Word{x.outcome});
  c.field("content", Hex{x.content});
}
template <class C, Is<Feedback> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("dialogue", Id{x.dialogue});
  c.field("date", Date{x.date});
  c.field("content", Hex{x.content});
}
template <class C, Is<CallOpened> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("call", Id{x.call});
  c.field("dialogue", Id{x.dialogue});
  c.field("closes", Number{x.closes});
  c.field("content", Hex{x.content});
}
template <class C, Is<ProjectProposed> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("matter", Id{x.matter});
  c.field("proposal", Id{x.proposal});
  c.field("place", OptionalId{x.place});
  c.field("edition", Id{x.edition});
  c.field("subject", Hex{x.attested.subject});
  attested_fields(c, x.attested);
}
template <class C, Is<ProjectAssessed> T>
void fields(C& c, T& x) {
  c.field("origin", Origin{x.origin});
  c.field("proposal", Id{x.proposal});
  c.field("version", Number{x.version});
  c.field("outcome", Word{x.outcome});
  c.field("cost", Number{x.cost});
  c.field("into", OptionalId{x.into});
  c.field("picture", OptionalHex{x.picture});
  c.field("content", Hex{x.content});
  c.require((x.outcome == Assessment::feasible) == (x.cost > 0), "a cost is given exactly where the project is feasible");
  c.require((x.outcome == Assessment::merged) == !x.into.empty(), "another proposal is named exactly where it was merged");
}

}  // namespace radslag::record

#include "ledger/record/keeping_fields.hpp"
#include "ledger/record/secret_fields.hpp"
