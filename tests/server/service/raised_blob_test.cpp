// The texts that residents raised, for whoever has the link.
#include <catch2/catch.hpp>
#include <future>

#include "server/service/link_key.hpp"
#include "server/service/record_service.hpp"
#include "tests/support/house.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace radslag;
using namespace radslag::testing;

TEST_CASE("a raised text is handed to the pages while it is sealed, and nothing else is") {
  MemoryStore store;
  House house(store);
  TemporaryDirectory folder;
  house.begin();
  house.registrar(40, 3);
  house.open_initiative("benches");
  service::KeyRing::create(folder / "keys", House::origin);
  service::KeyRing keys(folder / "keys");
  constexpr std::uint64_t now = 1'778'840'000;
  service::RecordService service(*house.journal, keys, {}, [] { return now; });
  const auto raising = house.raising("trees", 5);
  std::promise<bool> taken;
  service.hand_in(House::carrier(raising, now + 600), [&](Result<service::Receipt> receipt) { taken.set_value(receipt.has_value()); });
  REQUIRE(taken.get_future().get());
  const auto digest = record::blob_digest(raising.blobs[0]);
  CHECK(service.blob("town", digest).error().code == Errc::sealed);
  CHECK(service.raised_blob(digest) == raising.blobs[0]);
  CHECK(service::is_link_key(*service.raised_blob(digest), service::link_key(raising.blobs[0])));
  CHECK(service.raised_blob(crypto::sha256("another")).error().code == Errc::not_found);
  const auto opening = service.state()->initiative("benches")->opening->row.content;  // a blob too, but nobody raised it
  CHECK(service.blob("town", opening).has_value());
  CHECK(service.raised_blob(opening).error().code == Errc::not_found);
}
