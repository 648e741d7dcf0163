// Secrets under a passphrase: argon2id and XSalsa20-Poly1305, both by libsodium.
//
//   radslag/v1/locked
//   what officer-key              what comes out, so that one kind of secret is not taken for another
//   passes 3                      argon2id's cost
//   memory 268435456              likewise, in bytes
//   salt <32 hex digits>
//   box <hex>                     24 bytes of nonce, then the sealed text
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/result.hpp"

namespace radslag::trustee {

/// Text that is wiped when it goes. Move it, do not copy it.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  ~Secret() { wipe(); }
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

 private:
  void wipe();
  std::string text_;
};

/// What guessing a passphrase costs: about a second, and this much memory.
struct PassphraseCost {
  std::uint64_t passes = 3;
  std::uint64_t memory_bytes = std::uint64_t{256} << 20;
};

/// Fewer characters than this are refused where a passphrase is chosen.
inline constexpr std::size_t shortest_passphrase = 12;

/// The file's text. Throws std::bad_alloc where argon2id finds no memory.
[[nodiscard]] std::string lock(std::string_view what, std::string_view text, const Secret& passphrase, const PassphraseCost& cost = {});
/// Errors: malformed (no such file, or a cost over 4 GiB or 64 passes), not_authorised (another passphrase, or a changed file).
[[nodiscard]] Result<Secret> unlock(std::string_view what, std::string_view file, const Secret& passphrase);
/// Whether a file says that it is a locked one.
[[nodiscard]] bool is_locked(std::string_view file);

}  // namespace radslag::trustee
