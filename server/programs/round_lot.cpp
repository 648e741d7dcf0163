// radslag round lot-share and draw-lot: what decides ties in the end, where a round's rule leaves it to a lot.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <set>

#include "crypto/encoding.hpp"
#include "ledger/record/round_count.hpp"
#include "server/programs/commands.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/lot.hpp"
#include "server/programs/office_flags.hpp"

namespace radslag::programs {
namespace {

namespace fs = std::filesystem;

/// Some of the shares are no lot: says how many are missing. Shares that nobody committed to are refused with the draft.
void require_all(const record::RoundDefinition& definition, const std::vector<record::Digest>& shares) {
  const auto& committed = definition.lot_shares;
  std::set<record::Digest> there;
  for (const auto& share : shares) there.insert(record::lot_commitment(share));
  const auto is_there = [&](const auto& commitment) { return there.contains(commitment); };
  const auto found = static_cast<std::size_t>(std::count_if(committed.begin(), committed.end(), is_there));
  if (found < there.size() || found == committed.size()) return;
  const auto missing = committed.size() - found;
  throw Stop(Exit::data, std::to_string(missing) + " of " + std::to_string(committed.size()) + " shares " + (missing == 1 ? "is" : "are") +
                             " missing, and the lot is drawn from all of them. If one is lost for good, --without-shares lets equal "
                             "projects go as listed, and everybody sees it.");
}

int draw(const OfficeOptions& options, const std::string& id, const std::vector<fs::path>& files, bool without) {
  if (files.empty() != without) throw Stop(Exit::usage, "Give --share for every share, or --without-shares where one is lost.");
  std::vector<record::Digest> shares;
  for (const auto& file : files) shares.push_back(read_lot_share(file));
  const Office office(options);
  const auto* round = office.state().round(id);
  if (!round) throw Stop(Exit::data, "There is no round " + id + ".");
  if (round->phase < record::Phase::closed)
    throw Stop(Exit::data, "Round " + id + " has not been closed; until then nobody may see a share of the lot.");
  const auto& root = office.root_at_closing(id);
  if (!without) require_all(round->frozen->definition, shares);
  if (without) std::cerr << "Note: no lot is drawn. Equal projects go as listed, and everybody sees that a share was kept back.\n";
  office.finish(record::draft_lot(office.state(), id, root, shares));
  return 0;
}

}  // namespace

void add_lot_share(CLI::App& group, Command& chosen) {
  auto* command = group.add_subcommand("lot-share", "Makes a secret share of the lot that will decide ties, and prints what commits to it");
  const auto out = std::make_shared<fs::path>("lot.share");
  command->add_option("--out", *out, "where to keep the share")->capture_default_str();
  command->footer(
      "Examples\n  radslag round lot-share --out parks-2026.share\n"
      "Before the round is opened each member of the election board makes one on a machine of their own, and gives the line that is "
      "printed "
      "to\nwhoever drafts the opening. The file stays secret until the round is closed; then radslag round draw-lot needs it.");
  command->callback([=, &chosen] {
    chosen = [=] {
      std::cout << "lot-share " << crypto::to_hex(make_lot_share(*out)) << '\n';
      std::cerr << out->string() << " holds the share. Keep it secret, and keep it: it is needed when the round has been closed.\n";
      return 0;
    };
  });
}

void add_draw_lot(CLI::App& group, Command& chosen, std::shared_ptr<std::string> round) {
  auto* command =
      group.add_subcommand("draw-lot", "Draws the lot that decides ties from the board's shares, after closing (2 of the election board)");
  command->add_option("ROUND", *round, "the round's id")->required();
  const auto options = add_office_flags(*command, "lot-drawn.draft");
  const auto files = std::make_shared<std::vector<fs::path>>();
  const auto without = std::make_shared<bool>(false);
  command->add_option("--share", *files, "a share's file, once for each that was committed to at opening: all must be there");
  command->add_flag("--without-shares", *without, "a share is lost: no lot is drawn, and equal projects go as listed, as everybody sees");
  command->footer(
      "Examples\n  radslag round draw-lot parks-2026 --share anna.share --share bo.share --key anna.key --key bo.key\n"
      "  radslag round draw-lot parks-2026 --without-shares --key anna.key --key bo.key\n"
      "The shares become public: they are in the record, for everybody to draw the lot again. Without one of them nobody can draw it.");
  command->callback([=, &chosen] { chosen = [=] { return draw(*options, *round, *files, *without); }; });
}

}  // namespace radslag::programs
