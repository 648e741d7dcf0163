#include "server/registrar/letter_codes.hpp"

#include "crypto/random.hpp"
#include "server/registrar/keys.hpp"
#include "server/storage/database.hpp"

namespace radslag::registrar {
namespace {

using storage::Blob;

// The alphabet of voting codes (ledger/FORMAT.md section 7): no 0, 1, I, O.
constexpr std::string_view alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
constexpr std::size_t code_length = 16, group_length = 4;
static_assert(alphabet.size() == 32, "five bits a character");

// One person signs in again and again, but not for a whole neighbourhood.
constexpr AttemptLimits::Limits visit_limits{
    .free_failures = 20, .longest_delay = 300, .budget = 1'000'000'000, .budget_per_second = 1'000'000};

}  // namespace

std::string new_letter_code() {
  std::string code;
  for (const auto byte : crypto::random_bytes<code_length>()) code += alphabet[byte % alphabet.size()];
  return code;
}

std::string print_letter_code(std::string_view code) {
  std::string out;
  for (std::size_t i = 0; i < code.size(); i += group_length) {
    if (i > 0) out += '-';
    out += code.substr(i, group_length);
  }
  return out;
}

Result<std::string> parse_letter_code(std::string_view typed) {
  std::string code;
  for (char c : typed) {
    if (c == ' ' || c == '-' || c == '\t' || c == '\r' || c == '\n') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (alphabet.find(c) == std::string_view::npos)
      return refuse(Errc::malformed, "a letter code has only letters and digits, and no 0, 1, I or O");
    code += c;
    if (code.size() > code_length) break;
  }
  if (code.size() != code_length) return refuse(Errc::malformed, "a letter code has 16 characters");
  return code;
}

crypto::Digest stored_code(const Keys& keys, std::string_view code) { return keys.pepper().of({"letter-code/v1", code}); }

LetterCodes::LetterCodes(storage::Database& database, const Keys& keys, const AttemptLimits::Limits& limits)
    : database_(database), keys_(keys), guesses_(limits), visits_(visit_limits) {}

Result<std::string> LetterCodes::issue(const std::string& edition, const Person& person) {
  auto code = new_letter_code();
  const auto stored = stored_code(keys_, code);
  const auto done = database_.transaction([&](storage::Transaction& t) -> Result<> {
    const auto found = t.first("SELECT number FROM edition WHERE id = ? AND phase = 1", {edition});
    if (!found) return refuse(Errc::not_found, "there is no frozen edition " + edition);
    const auto number = found->integer(0);
    if (!t.first("SELECT 1 FROM member WHERE edition = ? AND person = ?", {number, Blob(person.tag)})) {
      return refuse(Errc::unknown_credential, "not on the edition " + edition);
    }
    t.run("DELETE FROM code WHERE edition = ? AND person = ?", {number, Blob(person.tag)});
    t.run("INSERT INTO code(mac, edition, person) VALUES(?, ?, ?)", {Blob(stored), number, Blob(person.tag)});
    return {};
  });
  if (!done) return tl::make_unexpected(done.error());
  return code;
}

bool LetterCodes::has_code(const std::string& edition, const Person& person) const {
  return database_.read([&](storage::Reading& reading) {
    return reading
        .first("SELECT 1 FROM code JOIN edition ON number = edition WHERE id = ? AND phase = 1 AND person = ?", {edition, Blob(person.tag)})
        .has_value();
  });
}

tl::expected<Person, CodeRefusal> LetterCodes::person_of(std::string_view typed, std::uint64_t now) {
  using Why = CodeRefusal::Why;
  const auto code = parse_letter_code(typed);
  if (!code) return tl::make_unexpected(CodeRefusal{Why::malformed, 0});
  const auto prefix = std::string_view(*code).substr(0, group_length);
  if (const auto seconds = guesses_.wait(prefix, now)) return tl::make_unexpected(CodeRefusal{Why::wait, seconds});

  const auto stored = stored_code(keys_, *code);
  const auto row = database_.read([&](storage::Reading& reading) {
    return reading.first("SELECT person FROM code JOIN edition ON number = edition WHERE mac = ? AND phase = 1", {Blob(stored)});
  });
  if (!row) {
    guesses_.failed(prefix, now);
    return tl::make_unexpected(CodeRefusal{Why::unknown, 0});
  }
  guesses_.succeeded(prefix);
  const Person person{row->bytes<32>(0)};
  const auto name = crypto::view(person.tag);
  if (const auto seconds = visits_.wait(name, now)) return tl::make_unexpected(CodeRefusal{Why::wait, seconds});
  visits_.failed(name, now);
  return person;
}

}  // namespace radslag::registrar
