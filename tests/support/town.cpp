#include "tests/support/town.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "ledger/archive/tar.hpp"
#include "ledger/log/bundle.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/log/receipt.hpp"
#include "ledger/log/tile.hpp"
#include "ledger/record/identity.hpp"
#include "ledger/record/round_count.hpp"

namespace radslag::testing {
namespace {

using record::Role;

std::string voter(std::size_t number) { return "voter-" + std::to_string(number); }

log::Tree tree_of(const Town::Log& log, std::uint64_t size) {
  log::Tree tree;
  for (std::uint64_t i = 0; i < size; ++i) tree.append(log::leaf_hash(log.pieces.at(i).entry));
  return tree;
}

/// The texts that nobody is shown yet, or never, when the town log had so many entries (FORMAT.md section 3).
std::set<record::Digest> sealed_texts(const Town::Log& log, std::uint64_t size) {
  std::set<record::Digest> sealed;
  std::map<std::string, record::Digest> of;  // by initiative or proposal
  const auto show = [&](const std::string& what) {
    if (const auto found = of.find(what); found != of.end()) sealed.erase(found->second);
  };
  for (std::uint64_t i = 0; i < size; ++i) {
    const auto entry = record::parse_entry(log.pieces.at(i).entry);
    if (!entry) continue;
    if (const auto* raised = std::get_if<record::InitiativeRaised>(&entry->statement)) {
      sealed.insert(of["initiative " + raised->matter] = raised->attested.subject);
    } else if (const auto* proposed = std::get_if<record::ProjectProposed>(&entry->statement)) {
      sealed.insert(of["proposal " + proposed->proposal] = proposed->attested.subject);
    } else if (const auto* opened = std::get_if<record::InitiativeOpened>(&entry->statement)) {
      show("initiative " + opened->matter);
    } else if (const auto* rejected = std::get_if<record::InitiativeRejected>(&entry->statement)) {
      if (rejected->reason != record::RejectReason::unlawful) show("initiative " + rejected->matter);
    } else if (const auto* assessed = std::get_if<record::ProjectAssessed>(&entry->statement)) {
      if (assessed->outcome != record::Assessment::unlawful) show("proposal " + assessed->proposal);
    }
  }
  return sealed;
}

void append_blob(std::string& pack, std::string_view blob) {
  for (int shift = 24; shift >= 0; shift -= 8) pack += static_cast<char>((blob.size() >> shift) & 0xff);
  pack += blob;
}

}  // namespace

Town::Town(std::string host) : host_(std::move(host)), record_(record::Sources{}) {
  held_->logs["town"] = {origin(), "log-town", {}, {}};
  record::Sources sources;
  sources.town_key = public_key("log-town");
  sources.blob = blobs();
  sources.root = [held = held_.get()](std::string_view name, std::uint64_t size) -> std::optional<log::Hash> {
    const auto found = held->logs.find(std::string(name));
    if (found == held->logs.end() || size > found->second.tree.size()) return std::nullopt;
    return found->second.tree.root(size);
  };
  record_ = record::Record(std::move(sources));
}

std::function<std::optional<std::string>(const record::Digest&)> Town::blobs() const {
  return [held = held_.get()](const record::Digest& digest) -> std::optional<std::string> {
    const auto found = held->blobs.find(digest);
    return found == held->blobs.end() ? std::nullopt : std::optional(found->second);
  };
}

crypto::SigningKey Town::key_of(std::string_view who) {
  return crypto::SigningKey::from_seed(crypto::sha256("test key of " + std::string(who)));
}

log::VerifierKey Town::vkey() const { return log::VerifierKey::of(origin(), public_key("log-town")); }

std::string Town::blob(std::string_view content) {
  const auto salt = crypto::sha256("salt " + std::to_string(salts_++));
  return std::string(crypto::view(salt)).append(content);
}

Town::Piece Town::piece(const record::Statement& statement, const Signers& signers, Blobs blobs) {
  const auto text = record::encode_statement(statement);
  std::vector<record::Seal> seals;
  for (const auto& who : signers) {
    const auto key = key_of(who);
    seals.push_back({key.public_key(), key.sign(text)});
  }
  return {record::encode_entry(hour, text, std::move(seals)), std::move(blobs),
          std::holds_alternative<record::Ballot>(statement) || std::holds_alternative<record::SecretBallot>(statement)};
}

void Town::add(const std::string& log, Piece piece) {
  auto& target = held_->logs.at(log);
  target.tree.append(log::leaf_hash(piece.entry));
  target.pieces.push_back(std::move(piece));
}

Result<> Town::attempt(const std::string& log, const record::Statement& statement, const Signers& signers, Blobs blobs) {
  auto made = piece(statement, signers, std::move(blobs));
  for (const auto& blob : made.blobs) held_->blobs[record::blob_digest(blob)] = blob;
  auto admitted = record_.admit(log, made.entry);
  if (admitted) add(log, std::move(made));
  return admitted;
}

void Town::put(const std::string& log, const record::Statement& statement, const Signers& signers, Blobs blobs) {
  if (auto admitted = attempt(log, statement, signers, std::move(blobs)); !admitted) throw std::logic_error(admitted.error().detail);
}

void Town::forge(const std::string& log, const record::Statement& statement, const Signers& signers, Blobs blobs) {
  add(log, piece(statement, signers, std::move(blobs)));
}

void Town::begin(bool demo) {
  record::TownBegun begun{origin(), "Exempelby", "SEK", demo, {}};
  const auto announce = [&](const Signers& names, Role role) {
    for (const auto& who : names) begun.officers.push_back({public_key(who), {role}, "Office of " + who});
  };
  announce(keepers, Role::keeper);
  announce(officer, Role::officer);
  announce(election_board, Role::election_board);
  announce(committee, Role::board);
  announce(roll_officers, Role::registrar);
  std::sort(begun.officers.begin(), begun.officers.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  put("town", begun, {});
}

void Town::dialogue(const std::string& id) {
  const auto known = state().town.dialogues.find(id);
  const std::uint64_t version = known == state().town.dialogues.end() ? 1 : known->second.row().version + 1;
  const auto content = blob(record::encode_content(record::DialogueContent{
      "Parks and squares", "What should be built?", "The technical board", "The parks office", record::DialogueKind::project,
      record::Level::co_decision, "Which projects are built.\nNot their cost.", "The technical board", "At its meeting in June", "None"}));
  put("town",
      record::Dialogue{origin(), id, version, record::DialogueStatus::ongoing, record::Signal::green, "2026-05-01", "2026-09-30",
                       record::blob_digest(content)},
      officer, {content});
}

void Town::announce_witnesses(std::size_t number, std::uint64_t quorum) {
  record::WitnessesAnnounced row{origin(), state().town.witnesses ? state().town.witnesses->row.version + 1 : 1, quorum, {}};
  for (std::size_t i = 1; i <= number; ++i) {
    const std::string name = "w" + std::to_string(i) + ".example";
    row.witnesses.push_back({public_key(name), name, "Witness " + std::to_string(i)});
  }
  std::sort(row.witnesses.begin(), row.witnesses.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  put("town", row, keepers);
}

void Town::begin_round(const std::string& id, const std::string& dialogue) {
  const auto name = record::round_log_name(id);
  const Log round{host_ + "/log/" + name, "log-" + name, {}, {}};
  put("town", record::RoundBegun{origin(), id, dialogue, round.origin, public_key(round.key)}, election_board);
  held_->logs[name] = round;
}

record::RoundDefinition Town::definition() {
  record::RoundDefinition definition;
  definition.title = "Parks 2026";
  definition.summary = "Two votes for each resident.";
  definition.currency = "SEK";
  definition.envelope = 1'000'000;
  definition.ballot = "clear/v1";
  definition.choices_max = 2;
  definition.ties = {allocation::TieCriterion::min_cost};
  definition.opens = 494'130;
  definition.closes = 494'800;
  definition.areas = {{"north", "North"}, {"south", "South"}};
  definition.themes = {{"play", "Play"}};
  definition.projects = {{"P1", 400'000, "north", "play", false, "A playground", "Swings."},
                         {"P2", 500'000, "south", "", false, "A pond", "With ducks."},
                         {"P3", 300'000, "", "play", false, "A climbing wall", "Four metres."},
                         {"P4", 200'000, "north", "", false, "Benches", "Twelve of them."},
                         {"P5", 100'000, "south", "", true, "A fountain", "Taken back by its proposer."}};
  return definition;
}

std::string Town::credentials_blob(std::size_t voters) {
  record::Credentials list;
  for (std::size_t i = 0; i < voters; ++i) list.keys.push_back(public_key(voter(i)));
  std::sort(list.keys.begin(), list.keys.end());
  return blob(record::encode_content(list));
}

record::RoundOpened Town::opening(const std::string& id, const std::string& definition_blob, const std::string& credentials_blob,
                                  std::size_t voters) const {
  const auto& town = log("town").tree;
  return {log(record::round_log_name(id)).origin, id,    town.size(), town.root(), record::blob_digest(definition_blob),
          record::blob_digest(credentials_blob),  voters};
}

void Town::open(const std::string& id, const record::RoundDefinition& definition, std::size_t voters) {
  const auto frozen = blob(record::encode_content(definition)), roll = credentials_blob(voters);
  put(record::round_log_name(id), opening(id, frozen, roll, voters), election_board, {frozen, roll});
}

std::string Town::ballot_blob(const std::string& id, std::string_view who, const record::Choices& choices) {
  return record::make_clear_ballot(*round(id).frozen, key_of(who), choices, crypto::sha256("salt " + std::to_string(salts_++)));
}

record::Ballot Town::ballot_entry(std::string_view who, const std::string& blob) { return {public_key(who), record::blob_digest(blob)}; }

void Town::vote(const std::string& id, std::size_t number, const record::Choices& choices) {
  const auto ballot = ballot_blob(id, voter(number), choices);
  put(record::round_log_name(id), ballot_entry(voter(number), ballot), {}, {ballot});
}

void Town::close(const std::string& id) {
  put(record::round_log_name(id), record::RoundClosed{round(id).origin, round(id).ballots}, election_board);
}

void Town::tally(const std::string& id) {
  const auto counted = blob(record::encode_content(record_.recount(id).value()));
  put(record::round_log_name(id), record::Tally{round(id).origin, record::blob_digest(counted)}, election_board, {counted});
}

void Town::allocate(const std::string& id) {
  const auto& of = round(id);
  const auto result = record_.allocation(id).value();
  const auto content = blob(record::encode_content(result));
  put(record::round_log_name(id), record::Allocation{of.origin, record::blob_digest(content), result.funded(), result.cost}, election_board,
      {content});
}

record::RoundEnded Town::ending(const std::string& id) const {
  const auto& tree = log(record::round_log_name(id)).tree;
  return {origin(), id, tree.size(), tree.root(), round(id).allocation_digest};
}

void Town::end(const std::string& id) { put("town", ending(id), election_board); }

record::DecisionContent Town::decision(const std::string& id, const std::vector<Departure>& departures) const {
  record::DecisionContent content{"The technical board", "2026-06-15", "TN 2026/118", {}};
  const auto& of = round(id);
  for (const auto& project : of.frozen->definition.projects) {
    content.projects.push_back({project.id, of.allocation->funds(project.id), std::nullopt});
  }
  for (const auto& departure : departures) {
    auto& project = content.projects.at(departure.project);
    project.funded = !project.funded;
    project.reason = departure.reason;
  }
  return content;
}

void Town::decide(const std::string& id, const std::vector<Departure>& departures) {
  const auto content = blob(record::encode_content(decision(id, departures)));
  put("town", record::Decision{origin(), id, round(id).allocation_digest, departures.size(), record::blob_digest(content)}, committee,
      {content});
}

void Town::milestone(const std::string& id, const std::string& project) {
  const auto content = blob(record::encode_content(record::MilestoneContent{"The contractor has begun."}));
  put("town", record::Milestone{origin(), id, project, "2026-08-03", record::MilestoneState::started, record::blob_digest(content)},
      officer, {content});
}

record::Digest Town::lot_share(std::size_t number) { return crypto::sha256("share " + std::to_string(number)); }

record::RoundDefinition Town::by_lot(record::RoundDefinition definition, std::size_t shares) {
  definition.last_tie = record::LastTie::lot;
  for (std::size_t i = 1; i <= shares; ++i) definition.lot_shares.push_back(record::lot_commitment(lot_share(i)));
  return definition;
}

void Town::draw_lot(const std::string& id, std::size_t shares) {
  const auto& of = round(id);
  const auto name = record::round_log_name(id);
  record::LotDrawn drawn{of.origin, of.closed_at + 1, log(name).tree.root(of.closed_at + 1), {}, {}};
  for (std::size_t i = 1; i <= shares; ++i) drawn.shares.push_back({i, lot_share(i)});
  drawn.seed = record::lot_seed(drawn);
  put(name, drawn, election_board);
}

Town Town::whole_life(std::size_t ballots, const record::RoundDefinition& of) {
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("parks-2026");
  ++town.hour;
  town.open("parks-2026", of, ballots + 2);
  const std::vector<record::Choices> wishes{{0, 1}, {1}, {0, 2}, {2, 3}, {1, 3}, {0}, {}};
  for (std::size_t i = 0; i < ballots; ++i) town.vote("parks-2026", i, wishes[i % wishes.size()]);
  for (std::size_t i = 0; i < std::min<std::size_t>(2, ballots); ++i) town.vote("parks-2026", i, {0, 3});
  ++town.hour;
  town.close("parks-2026");
  if (of.last_tie == record::LastTie::lot) town.draw_lot("parks-2026", of.lot_shares.size());
  town.tally("parks-2026");
  town.allocate("parks-2026");
  town.end("parks-2026");
  town.hour += 24;
  town.decide("parks-2026", {{2, "The site is needed for a water main."}});
  town.milestone("parks-2026", "P1");
  return town;
}

void Town::write_log(Files& files, const std::string& name, const Log& log, std::uint64_t size) const {
  const bool open = std::none_of(log.pieces.begin(), log.pieces.begin() + static_cast<std::ptrdiff_t>(size),
                                 [](const Piece& p) { return p.entry.find("radslag/v1/round-closed\n") != std::string::npos; });
  const auto sealed = show_sealed_texts ? std::set<record::Digest>() : sealed_texts(log, size);
  for (std::uint64_t n = 0; n * log::bundle_width < size; ++n) {
    const auto width = log::bundle_entries(n, size);
    std::string entries, blobs;
    for (std::uint64_t i = n * log::bundle_width; i < n * log::bundle_width + width; ++i) {
      const auto& piece = log.pieces[i];
      log::append_to_bundle(entries, piece.entry);
      for (const auto& blob : piece.blobs) {
        const bool hidden = (piece.is_ballot && open && !show_sealed_ballots) || sealed.contains(record::blob_digest(blob));
        append_blob(blobs, hidden ? std::string_view() : blob);
      }
    }
    const auto index = log::tile_index_path(n, width);
    files[name + "/tile/entries/" + index] = entries;
    files[name + "/blobs/" + index] = blobs;
  }
  const auto tree = tree_of(log, size);
  for (const auto& place : log::tiles_of(size)) files[name + "/" + place.path()] = log::tile(tree, *place.level, place.n, place.width);
  files[name + "/checkpoint"] =
      log::sign_checkpoint({record::generation_origin(log.origin, log.generation), size, tree.root()}, key_of(log.key));
}

Files Town::files(const std::map<std::string, std::uint64_t>& sizes) const {
  Files files;
  files["town/vkey"] = vkey().text() + "\n";
  for (const auto& [name, log] : held_->logs) {
    const auto size = sizes.contains(name) ? sizes.at(name) : log.pieces.size();
    if (size > 0) write_log(files, name, log, size);
  }
  return files;
}

std::string Town::receipt(const std::string& name, std::uint64_t index, std::uint64_t size) const {
  const auto& from = log(name);
  const auto tree = tree_of(from, size);
  const auto checkpoint =
      log::sign_checkpoint({record::generation_origin(from.origin, from.generation), size, tree.root()}, key_of(from.key));
  return log::receipt_text({from.pieces.at(index).entry, index, tree.inclusion(index, size), checkpoint});
}

std::string Town::tar(const Files& files) {
  std::string out;
  archive::TarWriter writer([&](std::string_view bytes) { out += bytes; }, 0);
  for (const auto& [path, bytes] : files) writer.add(path, bytes);
  writer.finish();
  return out;
}

}  // namespace radslag::testing
