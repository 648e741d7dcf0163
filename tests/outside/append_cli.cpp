// The append path alone, for crash.sh: a journal on the real store and head store, which writes some acts and says what it acknowledged.
//   append_cli write FOLDER COUNT    opens (or makes) the record in FOLDER, writes COUNT acts; prints each acknowledged head as "size root"
//   append_cli check FOLDER FILE     opens it, and holds every line of FILE against the trees; prints "holds, SIZE entries"
// Exit codes as radslag's: 65 the record and its heads do not agree, 73 no room, 74 a write's outcome is unknown, 78 what is there cannot
// be used.
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>

#include "crypto/encoding.hpp"
#include "ledger/heads/sqlite/sqlite_heads.hpp"
#include "ledger/store/sqlite/sqlite_store.hpp"
#include "tests/support/house.hpp"

namespace {

using namespace radslag;
namespace fs = std::filesystem;

void end_in_doubt(const std::string& why) {
  std::fprintf(stderr, "append_cli: a write failed and may or may not be on the disk (%s)\n", why.c_str());
  ::_exit(74);
}

/// A town that is begun by whoever comes first, also where one before was cut short.
struct Place {
  explicit Place(const fs::path& folder)
      : store(store::SqliteStore::open(folder / "record.sqlite", {.create = true})),
        heads(fs::exists(folder / "heads.sqlite") ? heads::SqliteHeads::open(folder / "heads.sqlite")
                                                  : heads::SqliteHeads::create(folder / "heads.sqlite", "outside")),
        house(*store, 4'096, heads.get(), end_in_doubt) {}
  std::unique_ptr<store::SqliteStore> store;
  std::unique_ptr<heads::SqliteHeads> heads;
  testing::House house;
};

void say(const testing::House& house) {
  const auto head = house.checkpoint("town");
  std::cout << head.size << ' ' << crypto::to_base64(crypto::view(head.root)) << std::endl;
}

int write(const fs::path& folder, std::uint64_t count) {
  Place place(folder);
  auto& house = place.house;
  if (!house.journal->state()->begun()) {
    house.begin();
    say(house);
  }
  const record::DialogueContent text{"Parks", "About parks", "Board", "Office", {}, {}, "All of it", "Board", "In writing", "None"};
  for (auto number = house.checkpoint("town").size; count > 0; --count, ++number) {
    const auto id = "matter-" + std::to_string(number);
    house.put(record::draft_dialogue(*house.journal->state(), {id, {}, {}, "2026-01-01", "2026-12-31"}, text), testing::officer);
    say(house);
  }
  return 0;
}

int check(const fs::path& folder, const fs::path& file) {
  const Place place(folder);
  if (!place.house.journal->state()->begun()) {
    std::cout << "holds, 0 entries\n";
    return fs::exists(file) && fs::file_size(file) > 0 ? 65 : 0;
  }
  std::vector<journal::SeenHead> seen;
  std::ifstream lines(file);
  std::uint64_t size = 0;
  std::string root;
  while (lines >> size >> root) {
    const auto bytes = crypto::from_base64(root);
    if (!bytes || bytes->size() != 32) return 64;
    log::Hash hash;
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    seen.push_back({"what was heard", {testing::House::origin, size, hash}});
  }
  (void)place.house.journal->check_heads(seen);
  std::cout << "holds, " << place.house.checkpoint("town").size << " entries\n";
  return 0;
}

int run(const std::vector<std::string>& words) {
  if (words.size() == 3 && words[0] == "write") return write(words[1], std::stoull(words[2]));
  if (words.size() == 3 && words[0] == "check") return check(words[1], words[2]);
  std::fprintf(stderr, "usage: append_cli write FOLDER COUNT | check FOLDER FILE\n");
  return 64;
}

int fail(int code, const char* what) {
  std::fprintf(stderr, "append_cli: %s\n", what);
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const journal::HeadsDiffer& error) {
    return fail(65, error.what());
  } catch (const journal::Corrupt& error) {
    return fail(65, error.what());
  } catch (const store::StoreUnusable& error) {
    return fail(78, error.what());
  } catch (const store::StoreFull& error) {
    return fail(73, error.what());
  } catch (const store::StoreFailure& error) {
    return fail(74, error.what());
  } catch (const std::exception& error) {
    return fail(70, error.what());
  }
}
