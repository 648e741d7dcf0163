// What a trustee's machine keeps between the steps: which town's record this is and how much of it was seen, the trustee's secrets of
// each round, and the acts that were made.
//
//   FOLDER/state                        officer, town key, what was seen
//   FOLDER/rounds/<id>/<name>.secret    closed with a key that follows from the officer's own, which is under the passphrase
//   FOLDER/rounds/<id>/<name>.act       sealed drafts, ready to be handed in (record/draft_file.hpp)
//
// Whoever loses the folder loses the share of the key: keep a copy beside the officer's key.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/signing.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/log/note.hpp"
#include "ledger/trustee/passphrase.hpp"

namespace radslag::trustee {

class StateFolder {
 public:
  /// Makes the folder where there is none. Errors: not_authorised (others may read it), mismatch (another officer's), malformed (changed
  /// by hand), busy (another process is using it). Throws std::system_error.
  [[nodiscard]] static Result<StateFolder> open(const std::filesystem::path& path, const crypto::SigningKey& officer);
  ~StateFolder();
  StateFolder(StateFolder&&) noexcept;
  StateFolder& operator=(StateFolder&&) noexcept;

  /// The town log's key, from the first time on.
  [[nodiscard]] const std::optional<log::VerifierKey>& town_key() const;
  /// The longest that was seen of each log.
  [[nodiscard]] const std::vector<log::Checkpoint>& seen() const;
  /// On the disk when it returns. `seen` has been verified to go on from what was seen before; logs that it does not name stay.
  void remember(const log::VerifierKey& town_key, const std::vector<log::Checkpoint>& seen);

  /// Nothing where none was kept. Errors: not_authorised (changed, or closed by another key).
  [[nodiscard]] Result<std::optional<Secret>> secret(const std::string& round, const std::string& name) const;
  /// Never replaces: throws std::logic_error where there is one already. On the disk when it returns.
  void keep_secret(const std::string& round, const std::string& name, const Secret& text);

  /// Where the act of this name is, or would be.
  [[nodiscard]] std::filesystem::path act_path(const std::string& round, const std::string& name) const;
  /// The act's bytes; nothing where it was not made.
  [[nodiscard]] std::optional<std::string> act(const std::string& round, const std::string& name) const;
  /// Never replaces, as with secrets.
  void keep_act(const std::string& round, const std::string& name, std::string_view bytes);

 private:
  struct Inside;
  explicit StateFolder(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace radslag::trustee
