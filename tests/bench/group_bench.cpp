// What the operations of Ed25519 cost on one core, beside libsodium's: group_bench [repetitions]
//
// Processor time in microseconds, the best of five rounds of so many repetitions each. libsodium's public functions take and give encoded
// points, and its multiplication checks membership first, so that its figures hold more than ours; that is what using it would cost.
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "crypto/encoding.hpp"
#include "crypto/group/group.hpp"

namespace {

using namespace radslag;
using group::Element;
using group::Scalar;

using Bytes = std::array<unsigned char, 32>;

constexpr std::size_t kInputs = 256;
constexpr int kRounds = 5;

/// Microseconds a call; work(i) with i counting up.
double measure(std::size_t repetitions, const std::function<void(std::size_t)>& work) {
  double best = 0;
  for (int round = 0; round < kRounds; ++round) {
    const auto begin = std::clock();
    for (std::size_t i = 0; i < repetitions; ++i) work(i);
    const double each = 1e6 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / static_cast<double>(repetitions);
    if (round == 0 || each < best) best = each;
  }
  return best;
}

void print(const char* what, double ours) { std::printf("%-44s %9.2f us\n", what, ours); }

void print(const char* what, double ours, double theirs) {
  std::printf("%-44s %9.2f us   libsodium %8.2f us   %5.1f times\n", what, ours, theirs, theirs / ours);
}

Bytes bytes_of(const Scalar& scalar) {
  Bytes bytes;
  std::memcpy(bytes.data(), scalar.limbs().data(), bytes.size());
  return bytes;
}

Bytes bytes_of(const std::string& key) {
  Bytes bytes;
  std::memcpy(bytes.data(), key.data(), bytes.size());
  return bytes;
}

void must(int result) {
  if (result != 0) std::abort();
}

struct Inputs {
  const group::Group& group = group::ed25519();
  std::vector<Scalar> scalars;
  std::vector<Element> elements;  // with Z other than 1
  std::vector<Element> decoded;
  std::vector<std::string> texts;
  std::vector<Bytes> scalar_bytes, point_bytes;

  Inputs() {
    for (std::size_t i = 0; i < kInputs; ++i) {
      scalars.push_back(group.random_scalar());
      elements.push_back(group.power_of_generator(scalars.back()));
      texts.push_back(group.encode(elements.back()));
      decoded.push_back(group.decode(texts.back()).value());
      scalar_bytes.push_back(bytes_of(scalars.back()));
      point_bytes.push_back(bytes_of(group.sort_key(elements.back())));
    }
  }
};

void encodings(const Inputs& in, std::size_t n) {
  const double valid = measure(n, [&](std::size_t i) {
    if (crypto_core_ed25519_is_valid_point(in.point_bytes[i % kInputs].data()) != 1) std::abort();
  });
  print("decode, membership checked", measure(n, [&](std::size_t i) { (void)in.group.decode(in.texts[i % kInputs]).value(); }), valid);
  print("encode", measure(n, [&](std::size_t i) { (void)in.group.encode(in.elements[i % kInputs]); }));
  print("encode, as decoded", measure(n, [&](std::size_t i) { (void)in.group.encode(in.decoded[i % kInputs]); }));
  const double all = measure(n / 100, [&](std::size_t) { (void)in.group.encode_all(in.elements); });
  print("encode_all, of 256, each", all / static_cast<double>(kInputs));
  Bytes sum;
  print("product", measure(n, [&](std::size_t i) { (void)in.group.product(in.elements[i % kInputs], in.elements[(i + 1) % kInputs]); }),
        measure(n, [&](std::size_t i) {
          must(crypto_core_ed25519_add(sum.data(), in.point_bytes[i % kInputs].data(), in.point_bytes[(i + 1) % kInputs].data()));
        }));
}

void exponentiations(const Inputs& in, std::size_t n) {
  Bytes out;
  Bytes other;
  const auto scalar = [&](std::size_t i) -> const Scalar& { return in.scalars[i % kInputs]; };
  const auto element = [&](std::size_t i) -> const Element& { return in.decoded[i % kInputs]; };
  const double base =
      measure(n, [&](std::size_t i) { must(crypto_scalarmult_ed25519_base_noclamp(out.data(), in.scalar_bytes[i % kInputs].data())); });
  const double any = measure(n, [&](std::size_t i) {
    must(crypto_scalarmult_ed25519_noclamp(out.data(), in.scalar_bytes[i % kInputs].data(), in.point_bytes[(i + 7) % kInputs].data()));
  });
  const double both = measure(n, [&](std::size_t i) {
    must(crypto_scalarmult_ed25519_base_noclamp(out.data(), in.scalar_bytes[i % kInputs].data()));
    must(crypto_scalarmult_ed25519_noclamp(other.data(), in.scalar_bytes[i % kInputs].data(), in.point_bytes[(i + 7) % kInputs].data()));
    must(crypto_core_ed25519_add(out.data(), out.data(), other.data()));
  });
  print("power_of_generator", measure(n, [&](std::size_t i) { (void)in.group.power_of_generator(scalar(i)); }), base);
  print("secret_power_of_generator", measure(n, [&](std::size_t i) { (void)in.group.secret_power_of_generator(scalar(i)); }), base);
  print("power", measure(n, [&](std::size_t i) { (void)in.group.power(element(i + 7), scalar(i)); }), any);
  print("secret_power", measure(n, [&](std::size_t i) { (void)in.group.secret_power(element(i + 7), scalar(i)); }), any);
  print("short_base", measure(n, [&](std::size_t i) { (void)in.group.short_base(element(i)); }));
  print("lasting_base", measure(std::max<std::size_t>(n / 100, 1), [&](std::size_t i) { (void)in.group.lasting_base(element(i)); }));
  const auto g = in.group.generator_base();
  const auto h = in.group.lasting_base(element(0));
  const auto a = in.group.short_base(element(1));
  const auto b = in.group.short_base(element(2));
  print("g^x P^y, P new",
        measure(n, [&](std::size_t i) { (void)in.group.power_product(*g, scalar(i), *in.group.short_base(element(i)), scalar(i + 1)); }),
        both);
  print("g^x P^y, P made ready", measure(n, [&](std::size_t i) { (void)in.group.power_product(*g, scalar(i), *a, scalar(i + 1)); }), both);
  print("P^x Q^y, both made ready", measure(n, [&](std::size_t i) { (void)in.group.power_product(*a, scalar(i), *b, scalar(i + 1)); }));
  print("g^x h^y, both lasting", measure(n, [&](std::size_t i) { (void)in.group.power_product(*g, scalar(i), *h, scalar(i + 1)); }));
}

void products(const Inputs& in, std::size_t n) {
  for (const std::size_t count : {2U, 8U, 32U, 64U, 128U, 192U, 256U, 1024U, 4096U, 16'384U, 65'536U}) {
    std::vector<Element> bases;
    std::vector<Scalar> exponents;
    std::vector<Scalar> halves;
    for (std::size_t i = 0; i < count; ++i) {
      bases.push_back(in.decoded[i % kInputs]);
      exponents.push_back(in.group.random_scalar());
      halves.push_back(exponents.back());
      halves.back().limbs()[2] = halves.back().limbs()[3] = 0;
    }
    const std::size_t times = std::max<std::size_t>(n / count, 1);
    const double each = measure(times, [&](std::size_t) { (void)in.group.product_of_powers(bases, exponents); });
    const double half = measure(times, [&](std::size_t) { (void)in.group.product_of_powers(bases, halves); });
    std::printf("product_of_powers of %-6zu, each              %9.2f us   of 128 bits %6.2f us\n", count, each / static_cast<double>(count),
                half / static_cast<double>(count));
  }
}

void secret_products(const Inputs& in, std::size_t n) {
  for (const std::size_t count : {2U, 16U, 128U, 256U}) {
    const std::span<const Element> bases(in.decoded.data(), count);
    const std::span<const Scalar> secrets(in.scalars.data(), count);
    const double all =
        measure(std::max<std::size_t>(n / count, 1), [&](std::size_t) { (void)in.group.secret_product_of_powers(bases, secrets); });
    std::printf("secret_product_of_powers of %-4zu, each         %9.2f us\n", count, all / static_cast<double>(count));
  }
}

void others(const Inputs& in, std::size_t n) {
  const std::array<std::uint8_t, 30> numbers{1, 2, 3};
  print("embed", measure(n / 10, [&](std::size_t i) {
          auto mine = numbers;
          mine[29] = static_cast<std::uint8_t>(i);
          (void)in.group.embed(mine);
        }));
  print("independent_generator", measure(n, [&](std::size_t i) { (void)in.group.independent_generator(static_cast<int>(i)); }));
  Bytes out;
  print("multiply scalars",
        measure(n, [&](std::size_t i) { (void)in.group.multiply(in.scalars[i % kInputs], in.scalars[(i + 1) % kInputs]); }),
        measure(n, [&](std::size_t i) {
          crypto_core_ed25519_scalar_mul(out.data(), in.scalar_bytes[i % kInputs].data(), in.scalar_bytes[(i + 1) % kInputs].data());
        }));
}

}  // namespace

int main(int argc, char** argv) {
  must(sodium_init() < 0 ? -1 : 0);
  const std::size_t n = argc > 1 ? std::max<std::size_t>(std::strtoull(argv[1], nullptr, 10), 100) : 2'000;
  const Inputs in;
  encodings(in, n);
  exponentiations(in, n);
  products(in, n);
  secret_products(in, n);
  others(in, n);
}
