#include "ledger/trustee/key_file.hpp"

#include <algorithm>

#include "ledger/record/fields.hpp"
#include "ledger/trustee/box.hpp"
#include "ledger/trustee/files.hpp"

namespace radslag::trustee {
namespace {

constexpr std::string_view what = "officer-key";
constexpr std::size_t max_key_bytes = 65'536;

struct KeyText {
  std::string name;
  crypto::SigningKey::Seed seed{};
};

template <class C, class T>
requires record::Is<T, KeyText>
void fields(C& c, T& x) {
  c.field("name", record::Text{x.name});
  c.field("seed", record::Hex{x.seed});
}

Result<record::OfficerKey> parse_opened(const std::filesystem::path& path, const Secret& opened) {
  KeyText text;
  record::FieldReader reader(opened.text());
  fields(reader, text);
  if (!reader.finish("key")) return refuse(Errc::malformed, path.string() + " is not an officer's key file");
  auto key = crypto::SigningKey::from_seed(text.seed);
  const BoxKey wiped(std::exchange(text.seed, {}));
  return record::OfficerKey{std::move(text.name), std::move(key)};
}

}  // namespace

Result<> is_good_passphrase(const Secret& passphrase) {
  const auto& text = passphrase.text();
  const auto characters = std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  if (static_cast<std::size_t>(characters) >= shortest_passphrase) return {};
  return refuse(Errc::malformed, "a passphrase has at least " + std::to_string(shortest_passphrase) + " characters");
}

Result<> write_key_file(const std::filesystem::path& path, const std::string& name, const crypto::SigningKey& key, const Secret& passphrase,
                        const PassphraseCost& cost) {
  if (!record::is_text(name)) return refuse(Errc::malformed, "a name is text without control characters");
  if (auto good = is_good_passphrase(passphrase); !good) return good;
  record::FieldWriter writer;
  const KeyText text{name, key.seed()};
  fields(writer, text);
  const Secret plain(writer.take());
  if (!write_new(path, lock(what, plain.text(), passphrase, cost)))
    return refuse(Errc::duplicate, path.string() + " exists already; a key is never overwritten");
  return {};
}

Result<record::OfficerKey> read_key_file(const std::filesystem::path& path, const AskPassphrase& ask) {
  if (auto own = is_private(path); !own)
    return refuse(own.error().code, own.error().code == Errc::not_found ? "there is no key file " + path.string() : own.error().detail);
  const auto file = read_whole(path, max_key_bytes);
  if (!file || !is_locked(*file)) return record::read_officer_key(path);
  auto opened = unlock(what, *file, ask());
  if (!opened) return refuse(opened.error().code, path.string() + ": " + opened.error().detail);
  return parse_opened(path, *opened);
}

}  // namespace radslag::trustee
