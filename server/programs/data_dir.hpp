// What lies where in a data directory.
#pragma once

#include <filesystem>

namespace radslag::programs {

struct DataDir {
  std::filesystem::path root;
  std::filesystem::path head_store = {};  ///< as set; empty: see head_store.hpp

  [[nodiscard]] std::filesystem::path store() const { return root / "record.sqlite"; }
  [[nodiscard]] std::filesystem::path head_store_memory() const { return root / "head-store"; }  ///< which one is this record's
  [[nodiscard]] std::filesystem::path keys() const { return root / "keys"; }                     ///< the logs' signing keys
  [[nodiscard]] std::filesystem::path staff() const { return root / "staff.sqlite"; }            ///< accounts and sessions
  /// What seals the staff's authenticator secrets. Not named *.key, as the logs' keys are.
  [[nodiscard]] std::filesystem::path staff_key() const { return keys() / "staff.secret"; }
  [[nodiscard]] std::filesystem::path counter() const { return root / "counter.sqlite"; }      ///< acts waiting for seals, mail to staff
  [[nodiscard]] std::filesystem::path witnessed() const { return root / "witnessed.sqlite"; }  ///< heads that witnesses have cosigned
  [[nodiscard]] std::filesystem::path outbox_secret() const { return keys() / "outbox.secret"; }
  [[nodiscard]] std::filesystem::path mail() const { return root / "mail"; }          ///< letters, where there is no mail server
  [[nodiscard]] std::filesystem::path archives() const { return root / "archives"; }  ///< of counted urns: can be made again
  [[nodiscard]] std::filesystem::path officers() const {
    return root / "officers";
  }  ///< only where this program made officers' keys: demo, or an empty start
  [[nodiscard]] std::filesystem::path trustees() const {
    return root / "trustees";
  }  ///< demo only: what trustees keep on machines of their own
  [[nodiscard]] std::filesystem::path staff_links() const { return root / "staff-links.txt"; }  ///< demo only: one-time links
  [[nodiscard]] std::filesystem::path voting_codes() const {
    return root / "voting-codes.txt";
  }  ///< demo only: codes that have not been used
};

}  // namespace radslag::programs
