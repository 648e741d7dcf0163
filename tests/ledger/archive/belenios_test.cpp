#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "ledger/archive/belenios_reader.hpp"
#include "ledger/archive/belenios_writer.hpp"
#include "tests/support/belenios_steps.hpp"

namespace radslag::archive {
namespace {

std::string content_of(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

/// The archives that belenios-tool made, by their folders' names.
std::vector<std::filesystem::path> samples() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("tests/data/belenios")) {
    if (entry.path().extension() == ".bel") paths.push_back(entry.path());
  }
  return paths;
}

struct Read {
  std::vector<BeleniosStep> steps;
  std::uint64_t timestamp = 0;
  bool complete = false;
  std::optional<BeleniosRefusal> refusal;
};

Read read(std::string_view archive, const BeleniosLimits& limits = {}) {
  Read out;
  BeleniosReader reader(source_of(archive), limits);
  for (;;) {
    auto step = reader.next();
    if (!step) {
      out.refusal = step.error();
      break;
    }
    if (!*step) break;
    out.steps.push_back(*std::move(*step));
  }
  out.timestamp = reader.timestamp();
  out.complete = reader.complete();
  return out;
}

void write(BeleniosWriter& writer, const BeleniosStep& step) {
  switch (step.event) {
    case BeleniosEvent::setup: return writer.setup(step.json, step.trustees, step.credentials);
    case BeleniosEvent::ballot: return writer.ballot(step.json);
    case BeleniosEvent::end_ballots: return writer.end_ballots();
    case BeleniosEvent::encrypted_tally: return writer.encrypted_tally(step.json, step.num_tallied, step.total_weight);
    case BeleniosEvent::shuffle: return writer.shuffle(step.owner, step.json);
    case BeleniosEvent::end_shuffles: return writer.end_shuffles();
    case BeleniosEvent::partial_decryption: return writer.partial_decryption(step.owner, step.json);
    case BeleniosEvent::result: return writer.result(step.json);
  }
}

std::string trouble_with(std::string_view archive, const BeleniosLimits& limits = {}) {
  const Read out = read(archive, limits);
  return out.refusal ? std::string(name_of(out.refusal->trouble)) : "none";
}

constexpr std::uint64_t kTime = 1'795'305'317;  // the forger's

/// Writes what need not be an archive.
struct Forger : BeleniosForger {
  Forger& member(std::string_view name, std::string_view content) { return BeleniosForger::member(name, content), *this; }
  Forger& event(BeleniosEvent type, std::string payload = {}) { return BeleniosForger::event(type, std::move(payload)), *this; }
  Forger& setup() {
    BeleniosStep step;
    step.event = BeleniosEvent::setup;
    step.json = "{}";
    step.trustees = "[]";
    step.credentials = "[\"1\"]";
    return BeleniosForger::step(step), *this;
  }
  Forger& ballot(std::string_view json) { return event(BeleniosEvent::ballot, data(json)); }
};

}  // namespace

TEST_CASE("archives of belenios-tool are read, and written again with the same bytes") {
  REQUIRE(samples().size() == 7);
  for (const auto& path : samples()) {
    CAPTURE(path.string());
    const std::string archive = content_of(path);
    const Read out = read(archive);
    REQUIRE_FALSE(out.refusal);
    CHECK(out.complete);
    std::string again;
    BeleniosWriter writer([&again](std::string_view bytes) { again += bytes; }, out.timestamp);
    for (const auto& step : out.steps) write(writer, step);
    CHECK(again == archive);
  }
}

TEST_CASE("an archive may end after any event, and nowhere else") {
  const std::string archive = content_of(samples().front());
  std::size_t ends = 0;
  for (std::size_t size = 0; size <= archive.size(); size += 512) {
    const Read out = read(std::string_view(archive).substr(0, size));
    if (out.refusal) continue;
    ++ends;
    CHECK(out.complete == (size == archive.size()));
  }
  CHECK(ends == read(archive).steps.size() + 1);  // and after its head
  CHECK(trouble_with(std::string_view(archive).substr(0, archive.size() - 1)) == "malformed-archive");
  CHECK(trouble_with(archive + std::string(512, '\0')) != "none");
}

TEST_CASE("no bit of an archive can change") {
  const std::string archive = content_of(samples().front());
  for (std::size_t at = 0; at < archive.size(); at += 409) {
    std::string changed = archive;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    CAPTURE(at);
    CHECK(trouble_with(changed) != "none");
  }
}

TEST_CASE("what no event brings is refused") {
  CHECK(trouble_with(Forger().setup().archive) == "none");
  CHECK(trouble_with(Forger().setup().ballot("{}").ballot("{ }").archive) == "none");
  CHECK(trouble_with(Forger().member("README", "hello").setup().archive) == "foreign-record");
  Forger dangling;
  dangling.setup().data("{}");
  CHECK(trouble_with(dangling.archive) == "foreign-record");
  dangling.event(BeleniosEvent::end_ballots);
  CHECK(trouble_with(dangling.archive) == "foreign-record");
  Forger extra;
  extra.setup().data("something");
  extra.ballot("{}");
  CHECK(trouble_with(extra.archive) == "foreign-record");
  Forger many;
  many.setup();
  for (int i = 0; i < 6; ++i) many.data(std::to_string(i));
  CHECK(trouble_with(many.archive) == "foreign-record");
}

TEST_CASE("contents belong to their names, and events to each other") {
  Forger wrong;
  wrong.setup().member(std::string(64, 'a') + ".data.json", "{}");
  CHECK(trouble_with(wrong.archive) == "wrong-hash");
  Forger orphan;
  orphan.setup();
  orphan.last = std::string(64, '0');
  CHECK(trouble_with(orphan.event(BeleniosEvent::end_ballots).archive) == "broken-chain");
  Forger skipped;
  skipped.setup().height = 2;
  CHECK(trouble_with(skipped.event(BeleniosEvent::end_ballots).archive) == "broken-chain");
}

TEST_CASE("events come in one order") {
  CHECK(trouble_with(Forger().event(BeleniosEvent::end_ballots).archive) == "out-of-order");
  CHECK(trouble_with(Forger().setup().setup().archive) == "out-of-order");
  Forger late;
  CHECK(trouble_with(late.setup().event(BeleniosEvent::end_ballots).ballot("{}").archive) == "late-ballot");
  Forger early;
  early.setup();
  CHECK(trouble_with(early.event(BeleniosEvent::result, early.data("{}")).archive) == "out-of-order");
}

TEST_CASE("a ballot stands in an archive once") {
  CHECK(trouble_with(Forger().setup().ballot("{}").ballot("{}").archive) == "duplicate-ballot");
  Forger bare;  // as belenios-tool writes it: the data are there already
  bare.setup();
  const std::string ballot = bare.data("{}");
  bare.event(BeleniosEvent::ballot, ballot);
  CHECK(trouble_with(bare.event(BeleniosEvent::ballot, ballot).archive) == "duplicate-ballot");
}

TEST_CASE("events and what names data have one form") {
  const auto with_event = [](const std::string& json) { return trouble_with(Forger().event_text(json).archive); };
  CHECK(with_event(R"({"height":0,"type":"Setup"})") == "not-canonical");
  CHECK(with_event(R"({"height": 0,"type":"Setup"})") == "not-canonical");
  CHECK(with_event(R"({"height":00,"type":"EndBallots"})") == "not-canonical");
  CHECK(with_event(R"({"type":"EndBallots","height":0})") == "not-canonical");
  CHECK(with_event(R"({"height":0,"type":"EndBallots","payload":"x"})") == "not-canonical");
  CHECK(with_event(R"({"height":0,"type":"Unknown"})") == "not-canonical");
  CHECK(with_event("{\"height\":0,\"type\":\"EndBallots\"}\n") == "not-canonical");
  CHECK(read_belenios_tally(write(BeleniosTallyText{3, 5'000'000'000, std::string(64, 'a')}))->total_weight == 5'000'000'000);
  CHECK_FALSE(read_belenios_tally(R"({"num_tallied":3,"total_weight":"5","encrypted_tally":")" + std::string(64, 'a') + "\"}"));
  CHECK_FALSE(read_belenios_owned(R"({"owner":1,"payload":"A"})"));
}

TEST_CASE("a member may be only so large, whatever its header promises") {
  const std::string archive = content_of(samples().front());
  CHECK(trouble_with(archive, {.member_bytes = 100}) == "too-large");
  Forger boaster;
  boaster.setup();
  const TarBlock header = belenios_header(std::string(64, 'a') + ".data.json", std::uint64_t{1} << 29, kTime);
  CHECK(trouble_with(boaster.archive + std::string(header.data(), header.size())) == "malformed-archive");
}

TEST_CASE("a writer refuses what may not come") {
  BeleniosWriter writer([](std::string_view) {}, kTime);
  CHECK_THROWS_AS(writer.ballot("{}"), std::logic_error);
}

}  // namespace radslag::archive
