#include "server/staff/staff.hpp"

#include <chrono>

#include "server/staff/context.hpp"
#include "server/staff/schema.hpp"

namespace radslag::staff {
namespace {

constexpr std::string_view kCheckPurpose = "key-check";

/// The first start makes both; later one without the other is a mistake that must show.
void make_key_if_new(const std::filesystem::path& database, const std::filesystem::path& key) {
  if (!std::filesystem::exists(database) && !std::filesystem::exists(key)) StaffKey::create(key);
}

void check_key(storage::Database& database, const StaffKey& key, const std::filesystem::path& path) {
  database.transaction([&](storage::Transaction& transaction) {
    const auto row = transaction.first("SELECT sealed FROM key_check");
    if (!row) {
      transaction.run("INSERT INTO key_check(id, sealed) VALUES(1, ?)", {storage::Blob(key.seal(kCheckPurpose, ""))});
    } else if (!key.open(kCheckPurpose, row->text(0))) {
      throw StaffKeyError("key file " + path.string() + " is not the one of " + database.path().string() + ": put that one back");
    }
  });
}

}  // namespace

std::unique_ptr<Staff> Staff::open(const std::filesystem::path& database, const std::filesystem::path& key, Clock clock,
                                   Settings settings) {
  make_key_if_new(database, key);
  StaffKey secret = StaffKey::load(key);
  auto opened = storage::Database::open(database, staff_schema(), {.create = true});
  check_key(*opened, secret, key);
  const PassphraseCost cost = settings.cost;
  const unsigned at_once = settings.hashing_at_once;
  const unsigned waiting = settings.hashing_waiting;
  return std::unique_ptr<Staff>(new Staff(std::unique_ptr<Context>(
      new Context{std::move(opened), std::move(secret), std::move(clock), std::move(settings), {cost, at_once, waiting}})));
}

Staff::Staff(std::unique_ptr<Context> context)
    : context_(std::move(context)), accounts(*context_), invitations(*context_), sign_in(*context_), sessions(*context_), log(*context_) {}

Staff::~Staff() = default;

Clock system_clock() {
  return [] { return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count(); };
}

}  // namespace radslag::staff
