// libFuzzer target: clang++ -std=c++20 -O1 -g -fsanitize=fuzzer,address,undefined -I. tests/fuzz/pabulib_fuzz.cpp
//                   ledger/allocation/*.cpp ledger/result.cpp -lgmpxx -lgmp -o pabulib_fuzz
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ledger/allocation/pb_rules.hpp"

using namespace radslag::allocation;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = parse_pb(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!file) return 0;
  const auto written = write_pb(*file);
  if (!written || !parse_pb(*written)) std::abort();
  if (const auto named = as_published(*file)) {
    if (!count(profile_of(*file, utility_of(named->rule)), named->rule, named->ties)) std::abort();
  }
  return 0;
}
