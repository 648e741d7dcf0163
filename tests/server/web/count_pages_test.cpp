// A counted round by every rule, as residents see it: sentences, pictures, the story of the count, files.
#include <algorithm>
#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <cstdio>
#include <memory>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "ledger/allocation/pb_rules.hpp"
#include "ledger/record/round_count.hpp"
#include "server/web/result_pb.hpp"
#include "server/web/tie_order.hpp"
#include "tests/server/web/front.hpp"

using namespace radslag;
using namespace radslag::testing;
namespace json = boost::json;
using allocation::EqualSharesRule;
using allocation::GreedyRule;

namespace {

json::object data(Front& front, const std::string& path) {
  const auto answer = front.see(path);
  REQUIRE(answer.status == 200);
  return json::parse(answer.body).as_object();
}

/// As read, with plain blanks where catalogues have ones that do not break.
std::string read(Front& front, const std::string& path, const std::string& language = "sv") {
  std::string text = front.see(path, language).body;
  for (const std::string_view blank : {"\u00a0", "\u202f"}) {
    for (auto at = text.find(blank); at != std::string::npos; at = text.find(blank)) text.replace(at, blank.size(), " ");
  }
  return text;
}

bool shows(const std::string& page, std::string_view text) { return page.find(text) != std::string::npos; }

/// Ten voters with 1 000 kr each by Equal Shares: six for P1 and P3, two for P2, one for P4, one for P3 and P4.
void vote(Town& town) {
  for (std::size_t voter = 0; voter < 6; ++voter) town.vote("r1", voter, {0, 2});
  for (std::size_t voter = 6; voter < 8; ++voter) town.vote("r1", voter, {1});
  town.vote("r1", 8, {3});
  town.vote("r1", 9, {2, 3});
}

Town tallied(const record::RoundDefinition& definition) {
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("r1");
  town.open("r1", definition, 12);
  vote(town);
  town.close("r1");
  town.tally("r1");
  return town;
}

Town allocated(const record::RoundDefinition& definition) {
  Town town = tallied(definition);
  town.allocate("r1");
  town.end("r1");
  return town;
}

record::RoundDefinition with(const allocation::AnyRule& rule) {
  auto definition = Town::definition();
  definition.rule = rule;
  return definition;
}

json::value row_of(const json::object& result, std::string_view id) {
  for (const auto& row : result.at("rows").as_array())
    if (row.at("id") == json::string_view(id.data(), id.size())) return row;
  FAIL("no row of " << id);
  return {};
}

}  // namespace

TEST_CASE("Equal Shares: each project's sentence says what its supporters' money did") {
  Town town = allocated(with(EqualSharesRule{}));
  Front front(town);
  const auto result = data(front, "/rounds/r1/result.json");
  CHECK(result.at("allocation_rule") == "equal-shares");
  CHECK(result.at("is_explained") == true);
  const auto wall = row_of(result, "P3");
  CHECK(wall.at("funded") == true);
  CHECK(wall.at("pays_at_most") == 42'858);  // 300 000 / 7, rounded up
  CHECK(wall.at("effective_votes") == "7.00");
  const auto playground = row_of(result, "P1");
  CHECK(playground.at("outcome") == "supporters-spent");
  CHECK(playground.at("effective_support_per_mille") == 857);
  CHECK(playground.at("margin_cost") == 342'857);

  const auto page = read(front, "/rounds/r1/result");
  CHECK(shows(page, "Får pengar i steg 1: 7 anhängare betalade högst 429 kr var, tillsammans 3 000 kr."));
  CHECK(shows(page, "Anhängarnas pengar gick till andra projekt, mest till A climbing wall."));
  CHECK(shows(page, "6 000 kr tillsammans från början, 3 429 kr var kvar, och projektet kostar 4 000 kr."));
  CHECK(shows(page, "Effektivt stöd: 85 %."));
  CHECK(shows(page, "eller om det hade kostat högst 3 428 kr"));
  CHECK(shows(page, "För få röster för kostnaden: 2 röster, med 1 000 kr var blir det 2 000 kr, och projektet kostar 5 000 kr."));
  CHECK(shows(page, "3 av 10 som röstade (30 %) fick inget av sina projekt."));
  CHECK(shows(page, "href=\"/rounds/r1/count\""));
  const auto english = read(front, "/rounds/r1/result", "en");
  CHECK(shows(english, "Funded in round 1: 7 supporters paid at most kr 429 each, together kr 3,000."));
}

TEST_CASE("Equal Shares: a project's page shows where its supporters' money went, and says the same in a table") {
  Town town = allocated(with(EqualSharesRule{}));
  Front front(town);
  const auto lost = data(front, "/rounds/r1/projects/1.json");
  REQUIRE(lost.at("has_flow") == true);
  const auto& flow = lost.at("flow").as_object();
  CHECK(flow.at("total") == 600'000);
  REQUIRE(flow.at("rows").as_array().size() == 2);
  CHECK(flow.at("rows").at(0).at("title") == "A climbing wall");
  CHECK(flow.at("rows").at(0).at("money") == 257'143);
  CHECK(flow.at("rows").at(1).at("is_left") == true);
  CHECK(flow.at("rows").at(1).at("money") == 342'857);
  const auto page = read(front, "/rounds/r1/projects/1");
  CHECK(shows(page, "<svg class=\"flow\""));
  CHECK(shows(page,
              "role=\"img\" aria-label=\"Anhängarnas 6 000 kr: 2 571 kr till andra projekt, 3 429 kr kvar. Projektet kostar 4 000 kr.\""));
  CHECK(shows(page, ">2 571 kr</td>"));
  CHECK_FALSE(shows(page, "style="));
  CHECK(data(front, "/rounds/r1/projects/5.json").at("has_flow") == false);  // withdrawn
  const auto won = data(front, "/rounds/r1/projects/3.json").at("flow").as_object();
  REQUIRE(won.at("rows").as_array().size() == 2);
  CHECK(won.at("rows").at(0).at("is_own") == true);
  CHECK(won.at("rows").at(0).at("money") == 300'000);
  CHECK(won.at("rows").at(1).at("money") == 400'000);
}

TEST_CASE("greedy: a project's page shows what was left when its turn came") {
  Town town = allocated(with(GreedyRule{}));
  Front front(town);
  const auto project = data(front, "/rounds/r1/projects/2.json");
  CHECK(project.at("has_flow") == false);
  REQUIRE(project.at("has_money_bar") == true);
  const auto& bar = project.at("money_bar").as_object();
  CHECK(bar.at("taken").to_number<std::uint64_t>() + bar.at("left").to_number<std::uint64_t>() == 1'000'000);
  const auto page = read(front, "/rounds/r1/projects/2");
  CHECK(shows(page, "<svg class=\"money-bar"));
  const auto result = data(front, "/rounds/r1/result.json");
  CHECK(row_of(result, "P2").at("has_margin") == true);
  CHECK(shows(read(front, "/rounds/r1/result"), "Prövades som nummer 1: 10 000 kr fanns kvar, och projektet kostar 3 000 kr."));
}

TEST_CASE("every rule has its pages in every language") {
  EqualSharesRule full;
  full.completion = EqualSharesRule::Completion::add1;
  full.stop = EqualSharesRule::Stop::exhaustive;
  full.then = EqualSharesRule::Then::greedy;
  full.start = EqualSharesRule::Start::whole;
  full.comparison = EqualSharesRule::Comparison::satisfaction;
  full.minimum_votes = 1;
  full.share_factor = 3;
  EqualSharesRule one_each;
  one_each.utility = allocation::Utility::cardinality;
  one_each.comparison = EqualSharesRule::Comparison::coverage;
  GreedyRule poznan;
  poznan.unaffordable = allocation::Unaffordable::stop;
  poznan.reserve_percent = 80;
  poznan.minimum_score = 2;
  GreedyRule by_cost;
  by_cost.order = GreedyRule::Order::score_per_cost;
  by_cost.exclusive = {{"P1", "P2"}};
  for (const allocation::AnyRule& rule : {allocation::AnyRule(full), allocation::AnyRule(one_each), allocation::AnyRule(poznan),
                                          allocation::AnyRule(by_cost), allocation::AnyRule(allocation::PhragmenRule{})}) {
    CAPTURE(web::rule_argument(rule));
    Town town = allocated(with(rule));
    Front front(town);
    for (const std::string language : {"sv", "en"}) {
      for (const std::string path : {"/rounds/r1", "/rounds/r1/result", "/rounds/r1/count", "/rounds/r1/projects/1",
                                     "/rounds/r1/projects/2", "/rounds/r1/projects/5", "/rounds/r1/notice/result"}) {
        CAPTURE(path, language);
        const auto answer = front.see(path, language);
        CHECK(answer.status == 200);
        CHECK_FALSE(shows(answer.body, "{{"));
        CHECK_FALSE(shows(answer.body, "style="));
      }
    }
    const auto result = data(front, "/rounds/r1/result.json");
    const auto& allocation = *town.round("r1").allocation;
    CHECK(result.at("funded") == allocation.funded());
    CHECK(result.at("spent") == allocation.cost);
    CHECK(front.see("/rounds/r1/result.csv").status == 200);
    const auto pb = front.see("/rounds/r1/result.pb");
    const auto file = allocation::parse_pb(pb.body);
    REQUIRE(file.has_value());
    const auto again = allocation::count(allocation::profile_of(*file, allocation::utility_of(rule)), rule,
                                         {town.round("r1").frozen->definition.ties, allocation::TieOrder::Last::listing, {}});
    REQUIRE(again.has_value());
    CHECK(static_cast<std::uint64_t>(again->cost) == allocation.cost);
  }
}

TEST_CASE("rules of rankings and points have their pages") {
  struct {
    record::BallotRule ballot;
    allocation::AnyRule rule;
  } cases[] = {{record::BallotRule::ranking, EqualSharesRule{allocation::Utility::borda}},
               {record::BallotRule::ranking, GreedyRule{GreedyRule::Score::points}},
               {record::BallotRule::points, EqualSharesRule{allocation::Utility::points}}};
  for (const auto& [ballot, rule] : cases) {
    auto definition = with(rule);
    definition.ballot_rule = ballot;
    if (ballot == record::BallotRule::ranking) definition.place_points = {3, 1};
    if (ballot == record::BallotRule::points) definition.points_max = 10;
    const auto choose = [&](std::vector<std::uint16_t> places, std::vector<std::uint8_t> points) {
      return record::Choices(std::move(places), ballot == record::BallotRule::points ? std::move(points) : std::vector<std::uint8_t>());
    };
    Town town;
    town.begin();
    town.dialogue();
    town.begin_round("r1");
    town.open("r1", definition, 6);
    for (std::size_t voter = 0; voter < 4; ++voter) town.vote("r1", voter, choose({0, 2}, {7, 3}));
    town.vote("r1", 4, choose({1, 3}, {1, 9}));
    town.close("r1");
    town.tally("r1");
    town.allocate("r1");
    town.end("r1");
    Front front(town);
    CAPTURE(web::rule_argument(rule));
    for (const std::string path : {"/rounds/r1/result", "/rounds/r1/count", "/rounds/r1/projects/1"}) {
      CHECK(front.see(path, "sv").status == 200);
      CHECK(front.see(path, "en").status == 200);
    }
    const auto file = allocation::parse_pb(front.see("/rounds/r1/result.pb").body);
    REQUIRE(file.has_value());
    CHECK(file->vote_type == (ballot == record::BallotRule::points ? allocation::PbVoteType::cumulative : allocation::PbVoteType::ordinal));
    const auto again = allocation::count(allocation::profile_of(*file, allocation::utility_of(rule)), rule,
                                         {definition.ties, allocation::TieOrder::Last::listing, {}});
    REQUIRE(again.has_value());
    CHECK(static_cast<std::uint64_t>(again->cost) == town.round("r1").allocation->cost);
  }
}

TEST_CASE("the story of a count names the file, its digest, the command and the entries") {
  Town town = allocated(with(EqualSharesRule{}));
  Front front(town);
  const auto story = data(front, "/rounds/r1/count.json");
  REQUIRE(story.at("files").as_array().size() == 1);
  const auto& file = story.at("files").at(0).as_object();
  CHECK(file.at("file") == "r1.pb");
  const auto pb = front.see(std::string(file.at("href").as_string()));
  CHECK(file.at("sha256") == json::value(crypto::to_hex(crypto::sha256(pb.body))));
  const std::string command(file.at("command").as_string());
  CHECK(shows(command, "radslag allocate r1.pb --rule '{\"rule\":\"equal-shares\",\"utility\":\"cost\","));
  CHECK(shows(command, "--ties min-cost,file-order"));
  std::vector<std::string> kinds;
  for (const auto& entry : story.at("entries").as_array()) {
    kinds.emplace_back(entry.at("kind").as_string());
    CHECK(shows(front.see(std::string(entry.at("href").as_string()), "en").body, kinds.back()));
  }
  CHECK(kinds == std::vector<std::string>{"round-opened", "round-closed", "tally", "allocation"});
  const auto page = read(front, "/rounds/r1/count");
  CHECK(shows(page,
              "När projekt står lika går det billigare före. Står de fortfarande lika går det före som står först i den låsta listan."));
  CHECK(shows(page, "Var och en fick 1 000 kr att ge (exakt 1000 SEK)."));
  CHECK(shows(page, "428,58 kr"));
}

TEST_CASE("between tally and allocation a page shows the votes and works nothing out") {
  Town town = tallied(with(EqualSharesRule{}));
  Front front(town);
  const auto result = data(front, "/rounds/r1/result.json");
  CHECK(result.at("has_result") == true);
  CHECK(result.at("has_allocation") == false);
  CHECK(result.at("vote_rows").at(0).at("id") == "P3");
  CHECK_FALSE(result.contains("rows"));
  CHECK(shows(read(front, "/rounds/r1/result"), "Fördelningen följer"));
  CHECK(data(front, "/rounds/r1/projects/1.json").at("has_outcome") == false);
  CHECK(shows(read(front, "/rounds/r1/projects/1"), "6 röster"));
  CHECK(data(front, "/rounds/r1/count.json").at("has_allocation") == false);
  CHECK(front.see("/rounds/r1/result.csv").status == 409);
  CHECK(front.see("/rounds/r1/result.pb").status == 409);
}

TEST_CASE("a tie is told with what decided it; a lot with its numbers, or that it could not be drawn") {
  auto definition = with(GreedyRule{});
  definition.ties.clear();
  definition.last_tie = record::LastTie::lot;
  std::vector<record::Digest> shares;
  for (const char* word : {"one", "two", "three"}) {
    shares.push_back(crypto::sha256(word));
    definition.lot_shares.push_back(record::lot_commitment(shares.back()));
  }
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("r1");
  town.open("r1", definition, 12);
  vote(town);  // P2 and P4 have two votes each
  town.close("r1");
  const auto& tree = town.log("rounds/r1").tree;
  record::LotDrawn lot{town.round("r1").origin, tree.size(), tree.root(), {}, {}};
  const bool is_drawn = GENERATE(true, false);
  for (std::size_t i = 0; is_drawn && i < shares.size(); ++i) lot.shares.push_back({i + 1, shares[i]});
  lot.seed = record::lot_seed(lot);
  town.tally("r1");
  Front front(town);
  CHECK(data(front, "/rounds/r1/result.json").at("awaits_lot") == true);
  CHECK(shows(read(front, "/rounds/r1/result"), "dras lotten"));
  CHECK(front.see("/rounds/r1/tie-order.txt").status == 409);
  town.put("rounds/r1", lot, election_board);
  town.allocate("r1");
  town.end("r1");
  front.service.refresh();
  const auto story = data(front, "/rounds/r1/count.json");
  CHECK(story.at("lot_drawn") == json::value(is_drawn));
  CHECK(story.at("lot_kept_back") == json::value(!is_drawn));
  const auto& ties = story.at("ties").as_array();
  REQUIRE(ties.size() == 1);
  CHECK(ties[0].at("decided_by") == (is_drawn ? "lot" : "listing"));
  CHECK(shows(front.see(std::string(story.at("lot_entry_href").as_string()), "en").body, "lot-drawn"));
  const auto page = read(front, "/rounds/r1/count");
  CHECK(shows(page, "Lotten avgjorde.") == is_drawn);
  CHECK(shows(page, "Alla tal lämnades.") == is_drawn);
  for (const auto& shown : {page, read(front, "/rounds/r1/result")}) CHECK(shows(shown, "för ett tal hölls inne") == !is_drawn);
  if (is_drawn)
    CHECK(story.at("lot_seed") == json::value(crypto::to_hex(lot.seed)));
  else
    CHECK(ties[0].at("projects") == json::array{"P2", "P4"});
  const auto order = front.see("/rounds/r1/tie-order.txt");
  CHECK(std::count(order.body.begin(), order.body.end(), '\n') == 5);
  const std::string first(ties[0].at("projects").at(0).as_string()), second(ties[0].at("projects").at(1).as_string());
  CHECK(order.body.find(first + "\n") < order.body.find(second + "\n"));
}

TEST_CASE("a tie that the listing decides is told so") {
  auto definition = with(GreedyRule{});
  definition.ties.clear();
  Town town = allocated(definition);  // P2 and P4 have two votes each
  Front front(town);
  CHECK(data(front, "/rounds/r1/result.json").at("ties").at(0).at("decided_by") == "listing");
  CHECK(shows(read(front, "/rounds/r1/result"), "stod lika. Det projekt gick före som står först i den låsta listan."));
}

TEST_CASE("the decision stands beside the tally, with what each departure changes") {
  Town town = allocated(with(EqualSharesRule{}));
  SECTION("departing") {
    town.decide("r1", {{1, "The pond is wanted."}});
    Front front(town);
    const auto decision = data(front, "/rounds/r1/result.json").at("decision").as_object();
    CHECK(decision.at("follows") == false);
    CHECK(decision.at("decided") == 800'000);
    CHECK(decision.at("within") == true);
    const auto page = read(front, "/rounds/r1/result");
    CHECK(shows(page, "Besluten kostar tillsammans 8 000 kr, rösterna gav 3 000 kr: 5 000 kr mer."));
    CHECK(shows(page, "Det ryms i de 10 000 kr som finns att fördela."));
    CHECK(shows(page, "The pond is wanted."));
    CHECK(shows(read(front, "/rounds/r1/projects/2"), "5 000 kr mer"));
  }
  SECTION("following") {
    town.decide("r1");
    Front front(town);
    CHECK(data(front, "/rounds/r1/result.json").at("decision").at("follows") == true);
    CHECK(shows(read(front, "/rounds/r1/result"), "Beslutet följer rösterna."));
  }
}

TEST_CASE("a large round's explanations are made beside the pages, which say so and stay bounded") {
  auto definition = with(EqualSharesRule{});
  definition.projects.clear();
  constexpr std::size_t projects = 2'000, voters = 45;
  for (std::size_t i = 0; i < projects; ++i)
    definition.projects.push_back({"Q" + std::to_string(i), 10'000, "", "", false, "Project " + std::to_string(i), "Small."});
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("r1");
  town.open("r1", definition, voters);
  for (std::size_t voter = 0; voter < voters; ++voter)
    town.vote("r1", voter, {static_cast<std::uint16_t>(voter), static_cast<std::uint16_t>(1'000 + voter % 2)});
  town.close("r1");
  town.tally("r1");
  town.allocate("r1");
  town.end("r1");
  Front front(town);
  CHECK(data(front, "/rounds/r1/projects/1.json").at("has_outcome") == true);  // whether the explanations are there or not
  auto csv = front.see("/rounds/r1/result.csv");
  while (csv.status == 503) csv = front.see("/rounds/r1/result.csv");
  REQUIRE(csv.status == 200);
  const auto result = data(front, "/rounds/r1/result.json");
  CHECK(result.at("is_coming") == false);
  CHECK(result.at("is_explained") == true);
  CHECK(result.at("rows").as_array().size() == projects);
}

TEST_CASE("the order between equals is the record's, whose votes are those that the rule sees") {
  auto definition = with(EqualSharesRule{allocation::Utility::borda});
  definition.ballot_rule = record::BallotRule::ranking;
  definition.place_points = {3, 1};
  definition.ties = {allocation::TieCriterion::max_votes};
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("r1");
  town.open("r1", definition, 6);
  for (std::size_t voter = 0; voter < 3; ++voter) town.vote("r1", voter, {1, 0});  // the last of a ranking gets nothing
  for (std::size_t voter = 3; voter < 5; ++voter) town.vote("r1", voter, {3, 2});
  town.close("r1");
  town.tally("r1");
  town.allocate("r1");
  town.end("r1");
  Front front(town);
  CHECK(front.see("/rounds/r1/tie-order.txt").body == "P2\nP4\nP1\nP3\nP5\n");
}

TEST_CASE("a result's files are not sent again to who has them, and one of an urn that is named badly is none") {
  Town town = allocated(with(EqualSharesRule{}));
  Front front(town);
  for (const std::string file : {"result.pb", "result.csv", "tie-order.txt"}) {
    CAPTURE(file);
    auto request = Front::get("/rounds/r1/" + file);
    const auto first = front.ask(request);
    REQUIRE(first.status == 200);
    request.if_none_match = header(first, "ETag");
    const auto again = front.ask(request);
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    request.if_none_match = "\"another\"";
    CHECK(front.ask(request).body == first.body);
  }
  const auto csv = front.see("/rounds/r1/result.csv").body;
  town.decide("r1", {{1, "The pond is wanted."}});
  front.service.refresh();
  CHECK(front.see("/rounds/r1/result.csv").body != csv);
  CHECK(front.see("/rounds/r1/result.pb?utm=1").status == 200);
  for (const std::string file : {"result.pb", "tie-order.txt"}) {
    CHECK(front.see("/rounds/r1/" + file + "?urn=").status == 404);
    CHECK(front.see("/rounds/r1/" + file + "?urn=west").status == 404);
    CHECK(front.see("/rounds/r1/" + file + "?urn=%00").status == 400);
  }
}

TEST_CASE("a printed command stays what it says, whatever projects are called") {
  const std::string odd = "it's;$HOME|`id`\\";
  const std::string command = "printf %s " + web::shell_word(odd);
  const std::unique_ptr<FILE, int (*)(FILE*)> shell(popen(command.c_str(), "r"), pclose);
  REQUIRE(shell);
  char said[64] = {};
  CHECK(std::string(said, fread(said, 1, sizeof said, shell.get())) == odd);
  CHECK(web::shell_word("a'b") == "'a'\\''b'");
  auto definition = with(GreedyRule{});
  definition.projects[3].id = "it's;$HOME|x";
  std::get<GreedyRule>(definition.rule).exclusive = {{"P1", "it's;$HOME|x"}};
  Town town = allocated(definition);
  Front front(town);
  const std::string printed(data(front, "/rounds/r1/count.json").at("files").at(0).at("command").as_string());
  CHECK(shows(printed, R"("it'\''s;$HOME|x")"));
}
