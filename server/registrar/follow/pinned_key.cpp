#include "server/registrar/follow/pinned_key.hpp"

#include <fstream>
#include <sstream>

namespace radslag::registrar {
namespace {

constexpr std::uint64_t most_key_bytes = 1'024;

log::VerifierKey parse(std::string text, const std::string& from) {
  if (text.ends_with('\n')) text.pop_back();
  auto key = log::VerifierKey::parse(text);
  if (!key) throw PinnedKeyError(from + " holds no public key of a log (one line, as below /log/town/vkey): " + key.error().detail);
  return std::move(*key);
}

}  // namespace

log::VerifierKey read_pinned_key(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw PinnedKeyError("the town log's public key is not in " + file.string() +
                         ": get its line from whoever runs the voting server, on paper");
  std::ostringstream text;
  text << in.rdbuf();
  return parse(text.str(), file.string());
}

log::VerifierKey pin_on_first_use(audit::Source& town, const std::filesystem::path& file) {
  const auto text = town.get("town/vkey", most_key_bytes);
  if (!text) throw PinnedKeyError("the town serves no key: " + text.error().detail);
  auto key = parse(*text, "what the town serves as its key");
  const auto unfinished = file.string() + ".new";
  {
    std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
    out << key.text() << '\n';
    out.flush();
    if (!out) throw PinnedKeyError(unfinished + " cannot be written");
  }
  std::filesystem::rename(unfinished, file);
  return key;
}

}  // namespace radslag::registrar
