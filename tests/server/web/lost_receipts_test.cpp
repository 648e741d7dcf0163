// Receipts of lost entries, handed in as residents do and as programs do.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "tests/server/web/front.hpp"

using namespace radslag;
using namespace radslag::testing;
namespace json = boost::json;

namespace {

constexpr const char* path = "/receipts/lost";
constexpr const char* proof_path = "/receipts/lost/proof";

struct Loss {
  Town before, town;
  std::uint64_t kept = 0, size = 0;

  Loss() {
    before.begin();
    before.dialogue();
    before.registrar();
    before.raise("benches");
    before.open_initiative("benches");
    kept = before.log("town").pieces.size();
    before.sign("benches", 1);
    before.dialogue();
    size = before.log("town").pieces.size();
    town = before.restored({{"town", kept}});
    town.recover("town", before, "log-town-again");
  }
  [[nodiscard]] std::string receipt(std::uint64_t index) const { return before.receipt("town", index, size); }
};

http::Response upload(Front& front, const std::string& file) {
  auto request = Front::get(path);
  request.method = "POST";
  request.content_type = "multipart/form-data";
  request.content_type_parameters = "boundary=xyz";
  request.origin = "https://radslag.example.se";
  request.body = "--xyz\r\nContent-Disposition: form-data; name=\"receipt\"; filename=\"a.tlog-proof\"\r\n\r\n" + file + "\r\n--xyz--\r\n";
  return front.ask(std::move(request));
}

json::object told(Front& front, const std::string& receipt) {
  const auto answer = front.post(proof_path, receipt, "text/plain");
  REQUIRE(answer.status == 200);
  return json::parse(answer.body).as_object();
}

}  // namespace

TEST_CASE("lost receipts: programs are told what becomes of each") {
  Loss loss;
  Front front(loss.town);
  auto answer = told(front, loss.receipt(loss.kept));
  CHECK(answer.at("outcome") == "counts-again");
  CHECK(answer.at("before") == false);
  CHECK(answer.at("index") == loss.kept);
  CHECK(answer.at("at") == loss.kept + 1);
  CHECK(loss.town.record().signatures("benches")->count().standing() == 2);

  answer = told(front, loss.receipt(loss.kept));
  CHECK(answer.at("outcome") == "counts-again");
  CHECK(answer.at("before") == true);
  CHECK(loss.town.log("town").pieces.size() == loss.kept + 2);

  CHECK(told(front, loss.receipt(loss.kept + 1)).at("outcome") == "evidence");
  CHECK(told(front, loss.receipt(0)).at("outcome") == "not-lost");

  CHECK(front.post(proof_path, "no receipt", "text/plain").status == 400);
  CHECK(front.post(proof_path, loss.receipt(0)).status == 415);
  auto forged = loss.before.restored({});
  forged.log("town").key = "stranger";
  CHECK(front.post(proof_path, forged.receipt("town", loss.kept, loss.size), "text/plain").status >= 400);
}

TEST_CASE("lost receipts: a record that was changed is told in plain words") {
  Loss loss;
  auto other = loss.before.restored({{"town", 1}});
  other.dialogue("squares");
  Front front(loss.town);
  // The same key signed another second entry: what stands here is not what the receipt says.
  const auto answer = told(front, other.receipt("town", 1, 2));
  CHECK(answer.at("outcome") == "contradicted");
  CHECK(upload(front, other.receipt("town", 1, 2)).body.find("data-outcome=\"contradicted\"") != std::string::npos);
}

TEST_CASE("lost receipts: the page, in both languages") {
  Loss loss;
  Front front(loss.town);
  for (const std::string language : {"en", "sv"}) {
    const auto page = front.see(path, language);
    CHECK(page.status == 200);
    CHECK(page.body.find("enctype=\"multipart/form-data\"") != std::string::npos);
    CHECK(page.body.find("copy was put back after the disk broke") != std::string::npos);
  }
  const auto taken = upload(front, loss.receipt(loss.kept));
  CHECK(taken.status == 200);
  CHECK(taken.body.find("data-outcome=\"counts-again\"") != std::string::npos);
  CHECK(taken.body.find("/record/entry?log=town&amp;index=" + std::to_string(loss.kept + 1)) != std::string::npos);
  const auto fault = upload(front, "no receipt");
  CHECK(fault.status == 422);
  CHECK(fault.body.find("role=\"alert\"") != std::string::npos);
  auto foreign = Front::get(path);
  foreign.method = "POST";
  foreign.content_type = "multipart/form-data";
  foreign.content_type_parameters = "boundary=xyz";
  foreign.origin = "https://elsewhere.example";
  CHECK(front.ask(std::move(foreign)).status == 403);
  CHECK(front.see("/record").body.find("href=\"/receipts/lost\"") != std::string::npos);
}

TEST_CASE("lost receipts: nothing was lost") {
  Town town;
  town.begin();
  Front front(town);
  CHECK(front.see(path).status == 200);
  CHECK(front.see(std::string(path) + ".json").status == 200);
  CHECK(told(front, town.receipt("town", 0, 1)).at("outcome") == "not-lost");
}
