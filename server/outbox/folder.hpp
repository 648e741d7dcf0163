// A folder instead of a mail server: for the demonstration and for tests.
#pragma once

#include <filesystem>

#include "server/outbox/transport.hpp"

namespace radslag::outbox {

/// Each letter becomes `<id>.eml`, readable by its owner alone; the same letter again replaces itself. Mail programs open such files.
class Folder final : public Transport {
 public:
  /// Makes the folder, 0700, if there is none. Throws std::runtime_error naming it.
  explicit Folder(std::filesystem::path folder);

  [[nodiscard]] Attempt send(const Letter& letter) override;

 private:
  std::filesystem::path folder_;
};

}  // namespace radslag::outbox
