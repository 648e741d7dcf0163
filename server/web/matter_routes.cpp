#include "server/web/matter_routes.hpp"

#include "server/web/exchange.hpp"
#include "server/web/initiative_pages.hpp"
#include "server/web/proposal_pages.hpp"
#include "server/web/writing.hpp"

namespace radslag::web {

using html::FileRoute;
using html::FormRoute;
using html::PageRoute;
using html::Senders;
namespace {

constexpr std::size_t writing_body_bytes = 256 << 10;  ///< a text of 80,000 bytes, each escaped with three characters
constexpr std::size_t attested_field_bytes = 64 << 10, attested_body_bytes = 128 << 10;
constexpr std::size_t paper_field_bytes = 16 << 10, paper_body_bytes = 1 << 20, papers_at_once = 100;

}  // namespace

void add_matter_routes(std::vector<html::Route>& routes) {
  const std::vector<std::string_view> filter{"phase", "board", "area", "words", "order"};
  std::vector<std::string_view> paged = filter;
  paged.emplace_back("page");
  const auto carried = Senders::other_site_too;
  const std::vector<html::Route> own{
      {"GET", "/initiatives", PageRoute{initiatives_page, "initiatives", "initiatives", paged, true}},
      {"GET", "/initiatives.csv", FileRoute{initiatives_csv, filter}},
      {"GET", "/initiatives/new", PageRoute{new_initiative_page, "write_title", "initiatives", {}}},
      {"POST", "/initiatives/new", FormRoute{post_new_initiative, writing_fields()}, Senders::own_site, writing_body_bytes},
      {"GET", "/initiatives/{initiative}", PageRoute{initiative_page, "initiative", "initiatives", {"key"}, true}},
      {"GET", "/initiatives/{initiative}/timeline.csv", FileRoute{timeline_csv}},
      {"GET", "/calls/{call}", PageRoute{call_page, "call", "", {"outcome", "area"}, true}},
      {"GET", "/calls/{call}/proposals.csv", FileRoute{proposals_csv}},
      {"GET", "/calls/{call}/propose", PageRoute{new_proposal_page, "write_title", "", {}, true}},
      {"POST", "/calls/{call}/propose", FormRoute{post_new_proposal, writing_fields()}, Senders::own_site, writing_body_bytes},
      {"GET", "/proposals/{proposal}", PageRoute{proposal_page, "proposal", "", {"key"}, true}},
      {"GET", "/pictures/{name}", FileRoute{picture_file}},
      {"POST", "/attested", FormRoute{post_attested, {{"attested", attested_field_bytes}}}, carried, attested_body_bytes},
      {"POST", "/attested/batch", FormRoute{post_attested_batch, {{"attested", paper_field_bytes, 1, papers_at_once}}}, carried,
       paper_body_bytes},
      {"GET", "/receipts/{index}", PageRoute{receipt_page, "receipt", "", {"key"}, true}},
  };
  routes.insert(routes.end(), own.begin(), own.end());
}

}  // namespace radslag::web
