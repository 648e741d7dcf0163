#include "tests/support/memory_store.hpp"

#include "tests/ledger/store/contract.hpp"

using namespace radslag::store;
using radslag::testing::MemoryStore;

TEST_CASE("the store in memory keeps the contract", "[store]") {
  contract::run([] { return std::make_unique<MemoryStore>(); });
}

TEST_CASE("the store in memory fails when asked to", "[store]") {
  MemoryStore store;
  store.fill_once();
  CHECK_THROWS_AS(store.append({contract::batch("town", 0, 2)}), StoreFull);
  CHECK(store.size("town") == 0);
  store.append({contract::batch("town", 0, 2)});
  const bool kept = GENERATE(true, false);
  store.fail_once(kept);
  CHECK_THROWS_AS(store.append({contract::batch("town", 2, 2)}), StoreFailure);
  contract::check_log(store, "town", kept ? 4 : 2);
  CHECK_THROWS_AS(store.append({}), StoreFailure);
}
