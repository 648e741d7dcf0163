#include "ledger/trustee/state_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <stdexcept>
#include <system_error>

#include "crypto/hmac.hpp"
#include "ledger/record/fields.hpp"
#include "ledger/trustee/box.hpp"
#include "ledger/trustee/files.hpp"

namespace radslag::trustee {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_state_bytes = 1 << 20;
constexpr std::size_t max_secret_bytes = 1 << 20;
constexpr std::size_t max_act_bytes = std::size_t{1} << 30;

struct StateText {
  static constexpr std::string_view kind = "trustee-state";
  crypto::PublicKey officer{};
  std::string town;  ///< a vkey line; nothing before the first record was read
  std::vector<log::Checkpoint> seen;
};

template <class C, class T>
requires record::Is<T, StateText>
void fields(C& c, T& x) {
  c.field("officer", record::Hex{x.officer});
  bool has_town = !x.town.empty();
  c.optional("town", has_town, record::Text{x.town});
  c.each("seen", x.seen,
         [](C& inner, auto& log) { inner.field("seen", record::Origin{log.origin}, record::Number{log.size}, record::Hex{log.root}); });
}

BoxKey key_of_state(const crypto::SigningKey& officer) {
  auto seed = officer.seed();
  const BoxKey wiped(std::exchange(seed, {}));
  const std::string_view bytes(reinterpret_cast<const char*>(wiped.data()), seed.size());
  return BoxKey(crypto::hmac_sha256(bytes, "radslag/v1/trustee-state"));
}

}  // namespace

struct StateFolder::Inside {
  fs::path path;
  BoxKey key;
  StateText text;
  std::optional<log::VerifierKey> town_key;
  int lock = -1;

  Inside(fs::path folder, const crypto::SigningKey& officer) : path(std::move(folder)), key(key_of_state(officer)) {
    text.officer = officer.public_key();
  }
  ~Inside() {
    if (lock >= 0) ::close(lock);  // which also unlocks it
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

  [[nodiscard]] Result<> take_lock() {
    lock = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock < 0) throw std::system_error(errno, std::generic_category(), "cannot open " + path.string());
    if (::flock(lock, LOCK_EX | LOCK_NB) == 0) return {};
    return refuse(Errc::busy, "another command is using " + path.string() + ": let it end first");
  }

  [[nodiscard]] Result<> read() {
    const auto bytes = read_whole(path / "state", max_state_bytes);
    if (!bytes) return {};
    auto parsed = record::parse<StateText>(*bytes);
    if (!parsed) return refuse(Errc::malformed, (path / "state").string() + " is damaged: " + parsed.error().detail);
    if (parsed->officer != text.officer) return refuse(Errc::mismatch, path.string() + " belongs to another officer's key");
    text = std::move(*parsed);
    if (text.town.empty()) return {};
    auto vkey = log::VerifierKey::parse(text.town);
    if (!vkey) return refuse(Errc::malformed, (path / "state").string() + " is damaged: " + vkey.error().detail);
    town_key = std::move(*vkey);
    return {};
  }

  [[nodiscard]] fs::path file(const std::string& round, const std::string& name, const char* ending) const {
    if (!record::is_id(round) || !record::is_id(name)) throw std::logic_error("not a name for a file of state");
    return path / "rounds" / round / (name + ending);
  }

  void put(const fs::path& place, std::string_view bytes) const {
    for (const auto& folder : {path / "rounds", place.parent_path()}) {
      if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        throw std::system_error(errno, std::generic_category(), "cannot make " + folder.string());
    }
    if (!write_new(place, bytes)) throw std::logic_error(place.string() + " exists already");
  }
};

StateFolder::StateFolder(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
StateFolder::~StateFolder() = default;
StateFolder::StateFolder(StateFolder&&) noexcept = default;
StateFolder& StateFolder::operator=(StateFolder&&) noexcept = default;

Result<StateFolder> StateFolder::open(const fs::path& path, const crypto::SigningKey& officer) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
    throw std::system_error(errno, std::generic_category(), "cannot make " + path.string());
  if (auto own = is_private(path); !own) return tl::make_unexpected(own.error());
  auto inside = std::make_unique<Inside>(path, officer);
  if (auto locked = inside->take_lock(); !locked) return tl::make_unexpected(locked.error());
  if (auto read = inside->read(); !read) return tl::make_unexpected(read.error());
  return StateFolder(std::move(inside));
}

const std::optional<log::VerifierKey>& StateFolder::town_key() const { return inside_->town_key; }
const std::vector<log::Checkpoint>& StateFolder::seen() const { return inside_->text.seen; }

void StateFolder::remember(const log::VerifierKey& town_key, const std::vector<log::Checkpoint>& seen) {
  auto text = inside_->text;
  text.town = town_key.text();
  std::map<std::string, log::Checkpoint> all;
  for (const auto& log : text.seen) all[log.origin] = log;
  for (const auto& log : seen) all[log.origin] = log;
  text.seen.clear();
  for (const auto& [origin, log] : all) text.seen.push_back(log);
  write_whole(inside_->path / "state", record::encode(text));
  inside_->text = std::move(text);
  inside_->town_key = town_key;
}

Result<std::optional<Secret>> StateFolder::secret(const std::string& round, const std::string& name) const {
  const auto place = inside_->file(round, name, ".secret");
  const auto box = read_whole(place, max_secret_bytes);
  if (!box) return std::optional<Secret>();
  auto opened = open_box(*box, inside_->key);
  if (!opened) return refuse(Errc::not_authorised, place.string() + " has been changed, or is another officer's");
  return std::optional<Secret>(Secret(std::move(*opened)));
}

void StateFolder::keep_secret(const std::string& round, const std::string& name, const Secret& text) {
  inside_->put(inside_->file(round, name, ".secret"), close_box(text.text(), inside_->key));
}

fs::path StateFolder::act_path(const std::string& round, const std::string& name) const { return inside_->file(round, name, ".act"); }

std::optional<std::string> StateFolder::act(const std::string& round, const std::string& name) const {
  return read_whole(act_path(round, name), max_act_bytes);
}

void StateFolder::keep_act(const std::string& round, const std::string& name, std::string_view bytes) {
  inside_->put(act_path(round, name), bytes);
}

}  // namespace radslag::trustee
