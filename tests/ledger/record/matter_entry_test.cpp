// The kinds of entry of FORMAT.md sections 4.4 and 4.5, and those of 4.1 that they rest on, byte for byte.
#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "ledger/record/entry.hpp"
#include "ledger/record/values.hpp"

namespace radslag::record {
namespace {

template <std::size_t N>
std::array<std::uint8_t, N> filled(std::uint8_t byte) {
  std::array<std::uint8_t, N> bytes;
  bytes.fill(byte);
  return bytes;
}

std::string hex(const char* byte, std::size_t bytes = 32) {
  std::string out;
  for (std::size_t i = 0; i < bytes; ++i) out += byte;
  return out;
}

const std::string origin = "radslag.example.se/log/town";

Attestation attestation() {
  Attestation x;
  x.subject = filled<32>(0x51);
  x.roll = {41233, filled<32>(0x52)};
  x.pseudonym = filled<32>(0x53);
  x.assurance = Assurance::code;
  x.area = "norr";
  x.hour = 494122;
  x.nonce = filled<16>(0x54);
  x.registrar = filled<64>(0x55);
  x.membership = Membership{20881, {filled<32>(0x56), filled<32>(0x57)}};
  return x;
}

std::string attested_lines() {
  return "roll 41233 " + hex("52") + "\npseudonym " + hex("53") + "\nassurance code\narea norr\nattested 494122 " + hex("54", 16) +
         "\nregistrar " + hex("55", 64) + "\nmember 20881\npath " + hex("56") + "\npath " + hex("57") + "\n";
}

const Digest content = filled<32>(0x61);
const std::string content_line = "content " + hex("61") + "\n";

struct Written {
  Statement statement;
  std::string text;  ///< without the first line and the origin
};

std::vector<Written> all() {
  const auto a = attestation();
  const auto subject = "subject " + hex("51") + "\n";
  return {
      {RegistrarAnnounced{origin, filled<32>(1), "https://rostlangd.example.se"},
       "registrar " + hex("01") + "\nsite https://rostlangd.example.se\n"},
      {RollEdition{origin, "2026-1", "2026-05-01", 41233, filled<32>(2), {{"norr", 20'000, "Norra byn"}, {"soder", 10, "S"}}},
       "edition 2026-1\ndrawn 2026-05-01\npeople 41233\ndigest " + hex("02") + "\narea norr 20000 Norra byn\narea soder 10 S\n"},
      {Board{origin,
             "tn",
             2,
             "Tekniska",
             true,
             3,
             60,
             {100, ThresholdUnit::signatures},
             {{"norr", {5, ThresholdUnit::per_mille}}, {"soder", {0, ThresholdUnit::signatures}}}},
       "board tn\nversion 2\nname Tekniska\nemail yes\ncosigners 3\ndays 60\nthreshold 100 signatures\narea-threshold norr 5 per-mille\n"
       "area-threshold soder 0 signatures\n"},
      {Feedback{origin, "parks", "2026-09-30", content}, "dialogue parks\ndate 2026-09-30\n" + content_line},
      {InitiativeRaised{origin, "m1", "tn", "norr", "2026-1", a},
       "matter m1\nboard tn\nplace norr\nedition 2026-1\n" + subject + attested_lines()},
      {InitiativeRaised{origin, "m1", "tn", "", "2026-1", a},
       "matter m1\nboard tn\nplace -\nedition 2026-1\n" + subject + attested_lines()},
      {Signature{origin, "m1", std::nullopt, a}, "matter m1\n" + subject + "name -\n" + attested_lines()},
      {Signature{origin, "m1", content, a}, "matter m1\n" + subject + "name " + hex("61") + "\n" + attested_lines()},
      {Withdrawal{origin, "m1", a}, "matter m1\n" + subject + attested_lines()},
      {InitiativeOpened{origin, "m1", 494999, 100, Level::co_decision, content},
       "matter m1\ncloses 494999\nthreshold 100\nlevel co-decision\n" + content_line},
      {InitiativeRejected{origin, "m1", RejectReason::duplicate, "m0", content}, "matter m1\nreason duplicate\ninto m0\n" + content_line},
      {InitiativeRejected{origin, "m1", RejectReason::not_municipal, "", content},
       "matter m1\nreason not-municipal\ninto -\n" + content_line},
      {HandedOver{origin, "m1", "tn", 100}, "matter m1\nboard tn\nsignatures 100\n"},
      {InitiativeExpired{origin, "m1", 99}, "matter m1\nsignatures 99\n"},
      {SetAside{origin, "m1", filled<32>(3), content}, "matter m1\npseudonym " + hex("03") + "\n" + content_line},
      {Restored{origin, "m1", filled<32>(3), content}, "matter m1\npseudonym " + hex("03") + "\n" + content_line},
      {InitiativeReport{origin, "m1", "2026-09-30", ReportStep::follow_up, content},
       "matter m1\ndate 2026-09-30\nstep follow-up\n" + content_line},
      {InitiativeDecided{origin, "m1", InitiativeOutcome::partly, content}, "matter m1\noutcome partly\n" + content_line},
      {CallOpened{origin, "parks-2026", "parks", 494999, content}, "call parks-2026\ndialogue parks\ncloses 494999\n" + content_line},
      {ProjectProposed{origin, "parks-2026", "p1", "", "2026-1", a},
       "matter parks-2026\nproposal p1\nplace -\nedition 2026-1\n" + subject + attested_lines()},
      {ProjectAssessed{origin, "p1", 1, Assessment::feasible, 90'000, "", filled<32>(4), content},
       "proposal p1\nversion 1\noutcome feasible\ncost 90000\ninto -\npicture " + hex("04") + "\n" + content_line},
      {ProjectAssessed{origin, "p1", 2, Assessment::merged, 0, "p0", std::nullopt, content},
       "proposal p1\nversion 2\noutcome merged\ncost 0\ninto p0\npicture -\n" + content_line},
  };
}

bool reads(const Statement& like, const std::string& from, const std::string& to) {
  auto text = encode_statement(like);
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return parse_statement(text.replace(at, from.size(), to)).has_value();
}

}  // namespace

TEST_CASE("initiatives and projects: each kind as FORMAT.md writes it") {
  for (const auto& [statement, text] : all()) {
    const auto whole = "radslag/v1/" + std::string(kind_of(statement)) + "\norigin " + origin + "\n" + text;
    CHECK(encode_statement(statement) == whole);
    const auto read = parse_statement(whole);
    REQUIRE(read.has_value());
    CHECK(read->index() == statement.index());
    CHECK(encode_statement(*read) == whole);
    CHECK(origin_of(*read) == origin);
  }
}

TEST_CASE("initiatives and projects: no line can be left out, doubled or moved") {
  for (const auto& [statement, text] : all()) {
    const auto whole = encode_statement(statement);
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < whole.size();) {
      const auto end = whole.find('\n', at) + 1;
      lines.push_back(whole.substr(at, end - at));
      at = end;
    }
    const auto joined = [](const std::vector<std::string>& parts) {
      std::string out;
      for (const auto& part : parts) out += part;
      return out;
    };
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto key = lines[i].substr(0, lines[i].find(' '));
      const bool repeated = key == "area" || key == "area-threshold" || key == "path";  // fields of which there may be any number
      INFO(whole << "line " << i);
      auto without = lines;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
      if (!repeated || attestation_of(statement)) CHECK((parse_statement(joined(without)).has_value() == (key == "path")));
      auto twice = lines;
      twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
      CHECK((parse_statement(joined(twice)).has_value() == (key == "path")));
      if (i + 1 < lines.size() && key != "path") {
        auto moved = lines;
        std::swap(moved[i], moved[i + 1]);
        CHECK_FALSE(parse_statement(joined(moved)).has_value());
      }
    }
  }
}

TEST_CASE("initiatives and projects: conditions between fields") {
  const InitiativeRejected duplicate{origin, "m1", RejectReason::duplicate, "m0", content};
  CHECK(reads(duplicate, "into m0", "into m2"));
  CHECK_FALSE(reads(duplicate, "into m0", "into -"));
  CHECK_FALSE(reads(duplicate, "reason duplicate", "reason unclear"));
  const ProjectAssessed feasible{origin, "p1", 1, Assessment::feasible, 90'000, "", std::nullopt, content};
  CHECK(reads(feasible, "cost 90000", "cost 1"));
  CHECK_FALSE(reads(feasible, "cost 90000", "cost 0"));
  CHECK_FALSE(reads(feasible, "outcome feasible", "outcome declined"));
  CHECK_FALSE(reads(feasible, "into -", "into p0"));
  const ProjectAssessed merged{origin, "p1", 1, Assessment::merged, 0, "p0", std::nullopt, content};
  CHECK_FALSE(reads(merged, "into p0", "into -"));
  CHECK_FALSE(reads(merged, "cost 0", "cost 1"));
  const RollEdition edition{origin, "e", "2026-05-01", 100, {}, {{"a", 10, "A"}, {"b", 10, "B"}}};
  CHECK_FALSE(reads(edition, "area b", "area a"));
  CHECK_FALSE(reads(edition, "area a", "area c"));
  const Board board{origin, "b", 1, "B", false, 0, 1, {}, {{"a", {}}, {"b", {}}}};
  CHECK_FALSE(reads(board, "area-threshold b", "area-threshold a"));
  CHECK_FALSE(reads(board, "email no", "email maybe"));
  CHECK_FALSE(reads(board, "100 signatures", "100 percent"));
}

TEST_CASE("attestations: a place on the roll is given exactly where the assurance is not e-mail") {
  const Withdrawal by_code{origin, "m1", attestation()};
  CHECK(reads(by_code, "assurance code", "assurance eid"));
  CHECK(reads(by_code, "assurance code", "assurance paper"));
  CHECK_FALSE(reads(by_code, "assurance code", "assurance email"));
  CHECK_FALSE(reads(by_code, "assurance code", "assurance oath"));
  CHECK_FALSE(reads(by_code, "member 20881\n", ""));
  CHECK(reads(by_code, "area norr", "area -"));
  CHECK_FALSE(reads(by_code, "area norr", "area Norr"));
  CHECK_FALSE(reads(by_code, hex("54", 16), hex("54", 15)));
  auto by_mail = attestation();
  by_mail.assurance = Assurance::email;
  by_mail.membership.reset();
  const Withdrawal mailed{origin, "m1", by_mail};
  CHECK(parse_statement(encode_statement(mailed)).has_value());
  CHECK_FALSE(reads(mailed, "assurance email", "assurance code"));
}

TEST_CASE("the blobs that statements of initiatives and projects name") {
  const auto a = attestation();
  CHECK(blobs_of(InitiativeRaised{origin, "m1", "tn", "", "e", a}) == std::vector{a.subject});
  CHECK(blobs_of(ProjectProposed{origin, "c", "p", "", "e", a}) == std::vector{a.subject});
  CHECK(blobs_of(Signature{origin, "m1", std::nullopt, a}).empty());
  CHECK(blobs_of(Signature{origin, "m1", content, a}) == std::vector{content});
  CHECK(blobs_of(Withdrawal{origin, "m1", a}).empty());
  CHECK(blobs_of(ProjectAssessed{origin, "p1", 1, Assessment::feasible, 1, "", filled<32>(4), content}) ==
        std::vector{filled<32>(4), content});
  CHECK(blobs_of(InitiativeOpened{origin, "m1", 1, 1, Level::dialogue, content}) == std::vector{content});
  CHECK(blobs_of(HandedOver{origin, "m1", "b", 1}).empty());
  CHECK(blobs_of(Board{origin, "b", 1, "B", false, 0, 1, {}, {}}).empty());
}

TEST_CASE("the site where residents sign in") {
  for (const auto* good : {"https://a.se", "https://rostlangd.example.se:8443", "http://localhost:8081", "http://localhost",
                           "http://127.0.0.1:1", "https://1.2.3.4"}) {
    INFO(good);
    CHECK(is_site(good));
  }
  for (const auto* bad : {"",
                          "a.se",
                          "http://a.se",
                          "http://localhost.example.se",
                          "https://",
                          "https://a.se/",
                          "https://a.se/x",
                          "https://A.se",
                          "https://a.se:",
                          "https://a.se:0",
                          "https://a.se:08443",
                          "https://a.se:65536",
                          "https://:80",
                          "https://-a.se",
                          "https://a.se.",
                          "https://a b",
                          "https://a.se?x",
                          "https://me@a.se",
                          "javascript://a.se",
                          "https://a.se:80:81",
                          "https://a;b",
                          "HTTPS://a.se",
                          "https://\xc3\xa5.se"}) {
    INFO(bad);
    CHECK_FALSE(is_site(bad));
  }
}

}  // namespace radslag::record
