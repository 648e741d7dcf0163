// A town's public files as a site would serve them, from memory: what a follower reads. Thread-safe; a test changes the town and serves it
// again.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "crypto/encoding.hpp"
#include "ledger/audit/source.hpp"
#include "tests/support/town.hpp"

namespace radslag::registrar::testing {

class ServedTown {
 public:
  /// What the town has now. Sealed texts are not served.
  void serve(const radslag::testing::Town& town) {
    auto files = town.files();
    for (const auto& piece : town.log("town").pieces) {
      for (const auto& blob : piece.blobs) {
        const auto digest = record::blob_digest(blob);
        if (!town.state().town.sealed.contains(digest)) files["town/blob/" + crypto::to_hex(digest)] = blob;
      }
    }
    for (const auto& [id, round] : town.state().rounds) {
      if (files.contains(record::round_log_name(id) + "/checkpoint")) serve_blobs(town, record::round_log_name(id), files);
    }
    files["town/vkey"] = town.vkey().text() + "\n";
    const std::lock_guard lock(held_->mutex);
    held_->files = std::move(files);
  }

  /// One file more or another one, or none of that path.
  void set(const std::string& path, const std::string& bytes) {
    const std::lock_guard lock(held_->mutex);
    held_->files[path] = bytes;
  }
  void remove(const std::string& path) {
    const std::lock_guard lock(held_->mutex);
    held_->files.erase(path);
  }
  /// Whether the site answers.
  void answer(bool does) { held_->answers = does; }

  [[nodiscard]] std::unique_ptr<audit::Source> source() const { return std::make_unique<Reader>(held_); }

 private:
  static void serve_blobs(const radslag::testing::Town& town, const std::string& log, radslag::testing::Files& files) {
    for (const auto& piece : town.log(log).pieces)
      for (const auto& blob : piece.blobs) files[log + "/blob/" + crypto::to_hex(record::blob_digest(blob))] = blob;
  }

  struct Held {
    std::mutex mutex;
    std::map<std::string, std::string> files;
    std::atomic<bool> answers = true;
  };
  class Reader final : public audit::Source {
   public:
    explicit Reader(std::shared_ptr<Held> held) : held_(std::move(held)) {}
    Result<std::string> get(const std::string& path, std::uint64_t max_bytes) override {
      if (!held_->answers) throw audit::Unavailable("nobody answers");
      const std::lock_guard lock(held_->mutex);
      const auto found = held_->files.find(path);
      if (found == held_->files.end()) return refuse(Errc::not_found, path + " is missing");
      if (found->second.size() > max_bytes) return refuse(Errc::too_large, path + " is too large");
      return found->second;
    }
    std::optional<std::vector<std::string>> list() const override { return std::nullopt; }

   private:
    std::shared_ptr<Held> held_;
  };
  std::shared_ptr<Held> held_ = std::make_shared<Held>();
};

}  // namespace radslag::registrar::testing
