// libFuzzer target: clang++ -std=c++20 -O1 -g -fsanitize=fuzzer,address,undefined -I. tests/fuzz/pabulib_fuzz.cpp
//                   ledger/allocation/*.cpp ledger/result.cpp -o pabulib_fuzz
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ledger/allocation/pabulib.hpp"

using namespace radslag::allocation;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = parse_pb(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!file) return 0;
  const auto written = write_pb(*file);
  if (!written || !parse_pb(*written)) std::abort();
  if (const auto rule = rule_of(*file)) {
    if (!allocate(tally_of(*file), *rule)) std::abort();
  }
  return 0;
}
