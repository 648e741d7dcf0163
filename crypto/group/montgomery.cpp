#include "crypto/group/montgomery.hpp"

#include <bit>
#include <new>
#include <stdexcept>

namespace radslag::group {

namespace {

static_assert(std::endian::native == std::endian::little);

void demand(int success) {
  if (success != 1) throw std::runtime_error("OpenSSL cannot calculate");
}

struct FreeRoom {
  void operator()(BN_CTX* room) const { BN_CTX_free(room); }
};

}  // namespace

Bignum::Bignum() : number_(BN_new()) {
  if (!number_) throw std::bad_alloc();
}

Bignum::Bignum(std::span<const std::uint64_t> limbs) : Bignum() { set(limbs); }

void Bignum::set(std::span<const std::uint64_t> limbs) {
  if (!BN_lebin2bn(reinterpret_cast<const unsigned char*>(limbs.data()), static_cast<int>(limbs.size_bytes()), get()))
    throw std::bad_alloc();
}

void Bignum::write(std::span<std::uint64_t> limbs) const {
  if (BN_bn2lebinpad(get(), reinterpret_cast<unsigned char*>(limbs.data()), static_cast<int>(limbs.size_bytes())) < 0) {
    throw std::logic_error("a number longer than its limbs");
  }
}

BN_CTX* bignum_room() {
  thread_local const std::unique_ptr<BN_CTX, FreeRoom> room(BN_CTX_new());
  if (!room) throw std::bad_alloc();
  return room.get();
}

Montgomery::Montgomery(const Element& prime) : prime_(prime.limbs), context_(BN_MONT_CTX_new()) {
  if (!context_) throw std::bad_alloc();
  demand(BN_MONT_CTX_set(mutable_context(), prime_.get(), bignum_room()));
  demand(BN_to_montgomery(one_.get(), BN_value_one(), mutable_context(), bignum_room()));
}

Bignum Montgomery::residue(const Element& a) const {
  Bignum out(a.limbs);
  demand(BN_to_montgomery(out.get(), out.get(), mutable_context(), bignum_room()));
  return out;
}

Element Montgomery::element(const Bignum& residue) const {
  Bignum plain;
  demand(BN_from_montgomery(plain.get(), residue.get(), mutable_context(), bignum_room()));
  Element out;
  plain.write(out.limbs);
  return out;
}

Bignum Montgomery::copy(const Bignum& residue) const {
  Bignum out;
  if (!BN_copy(out.get(), residue.get())) throw std::bad_alloc();
  return out;
}

void Montgomery::multiply(Bignum& out, const Bignum& a, const Bignum& b) const {
  demand(BN_mod_mul_montgomery(out.get(), a.get(), b.get(), mutable_context(), bignum_room()));
}

Element Montgomery::power(const Element& base, std::span<const std::uint64_t> exponent) const {
  const Bignum number(base.limbs);
  const Bignum times(exponent);
  Bignum result;
  demand(BN_mod_exp_mont(result.get(), number.get(), times.get(), prime_.get(), bignum_room(), mutable_context()));
  Element out;
  result.write(out.limbs);
  return out;
}

Element Montgomery::secret_power(const Element& base, std::span<const std::uint64_t> exponent, std::size_t bits) const {
  // OpenSSL's time depends on how many limbs the exponent has: one that is a multiple of q longer would hide even that, but a scalar with
  // 64 leading zero bits does not happen.
  Bignum number(base.limbs);
  Bignum times(exponent.first((bits + 63) / 64));
  BN_set_flags(times.get(), BN_FLG_CONSTTIME);
  Bignum result;
  demand(BN_mod_exp_mont_consttime(result.get(), number.get(), times.get(), prime_.get(), bignum_room(), mutable_context()));
  Element out;
  result.write(out.limbs);
  return out;
}

}  // namespace radslag::group
