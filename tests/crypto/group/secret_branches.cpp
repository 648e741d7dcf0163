// Whether any branch or address depends on a secret. Run by valgrind, which is told that the secrets are undefined memory, and complains
// where a jump or an address comes of what is undefined: secret_branches GROUP [public]
//
// With "public", the secret goes into an exponentiation for public values, at which valgrind must complain.
#include <valgrind/memcheck.h>

#include <array>
#include <cstdio>
#include <cstring>

#include "crypto/group/group.hpp"

using namespace radslag::group;

namespace {

template <class T>
T published(T value) {
  VALGRIND_MAKE_MEM_DEFINED(&value, sizeof value);
  return value;
}

void print(const Group& group, const Element& element) { std::printf("%s\n", group.encode(published(element)).c_str()); }

}  // namespace

int main(int argc, char** argv) {
  const Group* group = argc > 1 ? group_named(argv[1]) : nullptr;
  if (group == nullptr) {
    std::fprintf(stderr, "usage: secret_branches GROUP [public]\n");
    return 2;
  }
  const std::array<Element, 2> bases{group->independent_generator(1), group->generator()};
  const auto lasting = group->lasting_base(bases[0]);
  print(*group, group->power_of_generator(Scalar(1)));  // what the group makes once, it has made
  Scalar secret = group->random_scalar();
  VALGRIND_MAKE_MEM_UNDEFINED(secret.limbs().data(), secret.limbs().size_bytes());
  if (argc > 2 && std::strcmp(argv[2], "public") == 0) {
    print(*group, group->power_of_generator(secret));
    return 0;
  }
  const Scalar other = group->add(group->multiply(secret, secret), group->subtract(secret, Scalar(1)));
  print(*group, group->secret_power(bases[0], secret));
  print(*group, group->secret_power(*lasting, secret));
  print(*group, group->secret_power_of_generator(other));
  const std::array<Scalar, 2> secrets{secret, other};
  print(*group, group->secret_product_of_powers(bases, secrets));
}
