// argon2id, for so many people at once as the memory allows.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

#include "server/staff/settings.hpp"

namespace radslag::staff {

class PassphraseHasher {
 public:
  PassphraseHasher(PassphraseCost cost, unsigned at_once, unsigned waiting);

  /// A place among those who hash; it is given back when it goes.
  class Place {
   public:
    explicit Place(PassphraseHasher& hasher) : hasher_(hasher) {}
    ~Place() { hasher_.leave(); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    PassphraseHasher& hasher_;
  };

  /// Waits for a place. Nothing if too many are waiting already.
  [[nodiscard]] std::unique_ptr<Place> enter();

  /// Salt, cost and hash in one text ("$argon2id$v=19$m=65536,t=2,p=1$..."). Throws std::bad_alloc where memory is short.
  [[nodiscard]] std::string hash(const Place&, const std::string& passphrase) const;
  [[nodiscard]] bool verify(const Place&, const std::string& hash, const std::string& passphrase) const;
  /// Made with another cost than the present one.
  [[nodiscard]] bool is_outdated(const std::string& hash) const;
  /// Of no passphrase: the work for an account that does not exist.
  [[nodiscard]] const std::string& nobodys() const { return nobodys_; }

 private:
  void leave();

  PassphraseCost cost_;
  unsigned free_;
  unsigned may_wait_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::string nobodys_;
};

}  // namespace radslag::staff
