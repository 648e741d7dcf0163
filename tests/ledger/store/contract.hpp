// What every store must do, whatever lies below it: one test, run on each of them.
#pragma once

#include <catch2/catch.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "ledger/store/store.hpp"

namespace radslag::store::contract {

/// A digest that depends on `number` and `kind` alone.
inline Digest digest(std::uint64_t number, std::uint8_t kind) {
  Digest d{};
  // Spread over the index as real digests are, and still telling its number.
  const std::uint64_t spread = number * 0x9E3779B97F4A7C15u;
  for (std::size_t i = 0; i < 8; ++i) {
    d[i] = static_cast<std::uint8_t>(spread >> (8 * i));
    d[8 + i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  d[31] = kind;
  return d;
}

inline Digest leaf(std::uint64_t n) { return digest(n, 1); }
inline Digest key(std::uint64_t n) { return digest(n, 2); }
inline Digest name_of_blob(std::uint64_t n) { return digest(n, 3); }
inline std::string body(std::uint64_t n) { return "entry " + std::to_string(n); }
inline std::string blob_bytes(std::uint64_t n) { return "blob " + std::to_string(n) + std::string(1, '\0') + "end"; }
inline std::string note(std::uint64_t size) { return "checkpoint of size " + std::to_string(size) + "\n"; }

/// `count` entries with numbers from `first`; the key of each odd one is the digest of its blob, as a ballot's is.
inline Batch batch(const LogName& log, std::uint64_t first, std::uint64_t count, std::uint64_t number_offset = 0) {
  Batch b{log, first, {}, {}, note(first + count)};
  for (std::uint64_t i = first; i < first + count; ++i) {
    const std::uint64_t n = i + number_offset;
    const bool ballot = n % 2 == 1;
    b.entries.push_back({body(n), leaf(n), ballot ? name_of_blob(n) : key(n)});
    if (ballot) b.blobs.push_back({name_of_blob(n), blob_bytes(n)});
  }
  return b;
}

/// The log holds exactly `size` entries of `batch`, with blobs, keys and checkpoint.
inline void check_log(const Store& store, const LogName& log, std::uint64_t size, std::uint64_t number_offset = 0) {
  CHECK(store.size(log) == size);
  CHECK(store.checkpoint(log) == note(size));
  std::uint64_t next = 0;
  std::uint64_t wrong = 0;
  store.scan(log, 0, size + 5, [&](std::uint64_t index, std::string_view bytes, const Digest& stored) {
    const std::uint64_t n = index + number_offset;
    const bool ballot = n % 2 == 1;
    wrong += index != next++ || bytes != body(n) || stored != leaf(n);
    wrong += store.find(ballot ? name_of_blob(n) : key(n)) != Place{log, index};
    wrong += ballot && store.blob(name_of_blob(n)) != blob_bytes(n);
  });
  CHECK(next == size);
  CHECK(wrong == 0);
  CHECK_FALSE(store.entry(log, size));
}

inline void empty_store(const Store& store) {
  CHECK(store.logs().empty());
  CHECK(store.size("town") == 0);
  CHECK_FALSE(store.checkpoint("town"));
  CHECK_FALSE(store.entry("town", 0));
  CHECK_FALSE(store.blob(name_of_blob(1)));
  CHECK_FALSE(store.find(key(0)));
  store.scan("town", 0, 10, [](std::uint64_t, std::string_view, const Digest&) { FAIL("nothing to visit"); });
}

inline void append_and_read(Store& store) {
  store.append({batch("town", 0, 3)});
  store.append({batch("town", 3, 2), batch("rounds/parks", 0, 4, 1000), batch("town", 5, 1)});
  CHECK(store.logs() == std::vector<LogName>{"town", "rounds/parks"});
  check_log(store, "town", 6);
  check_log(store, "rounds/parks", 4, 1000);
  CHECK(store.entry("town", 4) == body(4));
  CHECK_FALSE(store.find(name_of_blob(2)));

  std::vector<std::uint64_t> seen;
  store.scan("town", 2, 4, [&](std::uint64_t index, std::string_view, const Digest&) { seen.push_back(index); });
  CHECK(seen == std::vector<std::uint64_t>{2, 3});
  store.scan("town", 4, 2, [](std::uint64_t, std::string_view, const Digest&) { FAIL("an empty range"); });
  const std::uint64_t huge = ~std::uint64_t{0};
  store.scan("town", huge - 1, huge, [](std::uint64_t, std::string_view, const Digest&) { FAIL("beyond the end"); });
  CHECK_FALSE(store.entry("town", huge));
}

inline void unusual_contents(Store& store) {
  Batch b{"town", 0, {}, {}, note(2)};
  const std::string large(65535, '\xff');
  const std::string larger(3'000'000, '\0');
  b.entries = {{"", leaf(0), key(0)}, {large, leaf(0), key(1)}};  // leaves may repeat: only keys and digests decide
  b.blobs = {{name_of_blob(0), ""}, {name_of_blob(1), larger}};
  store.append({b});
  CHECK(store.entry("town", 0) == "");
  CHECK(store.entry("town", 1) == large);
  CHECK(store.blob(name_of_blob(0)) == "");
  CHECK(store.blob(name_of_blob(1)) == larger);

  // A fresh checkpoint without entries, and nothing at all.
  store.append({Batch{"town", 2, {}, {}, "signed again\n"}});
  store.append({});
  CHECK(store.size("town") == 2);
  CHECK(store.checkpoint("town") == "signed again\n");
  store.append({Batch{"rounds/empty", 0, {}, {}, "size 0\n"}});
  CHECK(store.logs().size() == 2);
  CHECK(store.size("rounds/empty") == 0);
  CHECK(store.checkpoint("rounds/empty") == "size 0\n");
}

/// Each of these is refused as a whole, a good batch beside it included, and the store takes the next good batch.
inline void refusals(Store& store) {
  store.append({batch("town", 0, 4)});
  const Batch good = batch("rounds/good", 0, 2, 500);
  const auto refused = [&](const Batch& bad) {
    CHECK_THROWS_AS(store.append({good, bad}), std::logic_error);
    check_log(store, "town", 4);
    CHECK(store.logs() == std::vector<LogName>{"town"});
    CHECK_FALSE(store.find(name_of_blob(501)));
    CHECK_FALSE(store.blob(name_of_blob(501)));
  };
  refused(batch("town", 5, 1));            // a gap
  refused(batch("town", 3, 1, 100));       // an index that is taken
  refused(Batch{"town", 3, {}, {}, "n"});  // a checkpoint for another size
  refused(Batch{"town", 5, {}, {}, "n"});
  refused(batch("rounds/new", 1, 1, 100));                                                               // a log that does not begin at 0
  refused(Batch{"town", 4, {{"b", leaf(9), key(2)}}, {}, "n"});                                          // a repeated key
  refused(Batch{"rounds/x", 0, {{"b", leaf(9), key(2)}}, {}, "n"});                                      // in another log
  refused(Batch{"town", 4, {{"b", leaf(9), name_of_blob(1)}}, {}, "n"});                                 // a key that is a blob's digest
  refused(Batch{"town", 4, {{"b", leaf(9), key(8)}, {"c", leaf(9), key(8)}}, {}, "n"});                  // within a batch
  refused(Batch{"town", 4, {{"b", leaf(9), key(8)}, {"c", leaf(9), key(8)}}, {{key(8), "x"}}, "n"});     // and with its blob
  refused(Batch{"town", 4, {{"b", leaf(9), key(2)}}, {{key(2), "x"}}, "n"});                             // old key, new blob of that digest
  refused(Batch{"town", 4, {{"b", leaf(9), key(9)}}, {{name_of_blob(1), blob_bytes(1)}}, "n"});          // a repeated digest
  refused(Batch{"town", 4, {{"b", leaf(9), key(9)}}, {{digest(1, 9), "x"}, {digest(1, 9), "y"}}, "n"});  // within a batch
  store.append({good, batch("town", 4, 3)});
  check_log(store, "town", 7);
  check_log(store, "rounds/good", 2, 500);
}

/// A key may be the digest of a blob that came earlier or comes later: a key is a key, a digest a digest.
inline void keys_and_digests_apart(Store& store) {
  store.append({Batch{"town", 0, {{"a", leaf(0), key(1)}}, {{digest(7, 9), "early"}}, "n"}});
  store.append({Batch{"town", 1, {{"b", leaf(1), digest(7, 9)}}, {}, "n"}});
  store.append({Batch{"town", 2, {{"c", leaf(2), key(2)}}, {{key(1), "late"}}, "n"}});
  CHECK(store.find(digest(7, 9)) == Place{"town", 1});
  CHECK(store.find(key(1)) == Place{"town", 0});
  CHECK(store.blob(key(1)) == "late");
  CHECK_THROWS_AS(store.append({Batch{"town", 3, {{"d", leaf(3), digest(7, 9)}}, {}, "n"}}), std::logic_error);
  CHECK_THROWS_AS(store.append({Batch{"town", 3, {{"d", leaf(3), key(1)}}, {}, "n"}}), std::logic_error);
}

/// Readers in several threads see only whole commits, in order, while the writer writes.
inline void readers_during_writes(Store& store) {
  constexpr std::uint64_t kBatches = 150;
  constexpr std::uint64_t kRows = 20;
  std::atomic<bool> done{false};
  std::atomic<std::uint64_t> wrong{0};
  std::atomic<std::uint64_t> reads{0};
  const auto read = [&] {
    std::uint64_t before = 0;
    // At least once after the end, so that a slow start still reads.
    for (bool last = false; !last;) {
      last = done;
      const std::uint64_t size = store.size("town");
      wrong += size < before || size % kRows != 0;
      before = size;
      if (size == 0) continue;
      wrong += !store.checkpoint("town");
      wrong += store.entry("town", size - 1) != body(size - 1);
      wrong += store.find(name_of_blob(size - 1)) != Place{"town", size - 1};
      std::uint64_t next = size - kRows;
      store.scan("town", next, size, [&](std::uint64_t index, std::string_view bytes, const Digest& stored) {
        wrong += index != next++ || bytes != body(index) || stored != leaf(index);
      });
      wrong += next != size;
      ++reads;
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) threads.emplace_back(read);
  for (std::uint64_t i = 0; i < kBatches; ++i) store.append({batch("town", i * kRows, kRows)});
  done = true;
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
  CHECK(reads >= 3);
  check_log(store, "town", kBatches * kRows);
}

/// `make` gives an empty store each time.
inline void run(const std::function<std::unique_ptr<Store>()>& make) {
  const std::unique_ptr<Store> store = make();
  SECTION("an empty store") { empty_store(*store); }
  SECTION("append and read") { append_and_read(*store); }
  SECTION("unusual contents") { unusual_contents(*store); }
  SECTION("refusals") { refusals(*store); }
  SECTION("keys and digests apart") { keys_and_digests_apart(*store); }
  SECTION("readers during writes") { readers_during_writes(*store); }
  SECTION("a scan longer than one read") {
    store->append({batch("town", 0, 5000)});
    check_log(*store, "town", 5000);
  }
  SECTION("an exception of the visitor comes out, and the store goes on") {
    store->append({batch("town", 0, 3)});
    CHECK_THROWS_AS(store->scan("town", 0, 3, [](std::uint64_t, std::string_view, const Digest&) { throw std::string("enough"); }),
                    std::string);
    store->append({batch("town", 3, 3)});
    check_log(*store, "town", 6);
  }
}

}  // namespace radslag::store::contract
