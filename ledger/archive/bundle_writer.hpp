// The record as one ustar archive (FORMAT.md section 6), written as it is read: no log need fit into memory.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "ledger/archive/packs.hpp"
#include "ledger/archive/tar.hpp"

namespace radslag::archive {

class BundleWriter {
 public:
  /// `sink` returns false to stop: nothing is asked of it afterwards. `progress` may be empty; it gets how many entries have been written.
  BundleWriter(const Packs& packs, const std::function<bool(std::string_view)>& sink, const std::function<void(std::uint64_t)>& progress);

  void add(const std::string& path, std::string_view bytes);
  /// The checkpoint; then in turn entry bundles, packs, and the tiles that are full with them; then the partial tiles.
  void add_log(const store::LogName& log, std::uint64_t size, std::string_view checkpoint, const Shown& shown);
  void finish();

 private:
  const Packs& packs_;
  const std::function<void(std::uint64_t)>& progress_;
  bool wanted_ = true;
  std::uint64_t done_ = 0;
  TarWriter tar_;
};

}  // namespace radslag::archive
