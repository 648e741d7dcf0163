// What lies where in a data directory.
#pragma once

#include <filesystem>

namespace radslag::programs {

struct DataDir {
  std::filesystem::path root;

  [[nodiscard]] std::filesystem::path store() const { return root / "record.sqlite"; }
  [[nodiscard]] std::filesystem::path keys() const { return root / "keys"; }  ///< the logs' signing keys
  [[nodiscard]] std::filesystem::path officers() const {
    return root / "officers";
  }  ///< only where this program made officers' keys: demo, or an empty start
  [[nodiscard]] std::filesystem::path voting_codes() const {
    return root / "voting-codes.txt";
  }  ///< demo only: codes that have not been used
};

}  // namespace radslag::programs
