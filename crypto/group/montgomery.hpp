// Products modulo a fixed odd prime of 2048 bits in Montgomery's form, by OpenSSL's assembly: what the field groups' exponentiations are
// made of.
#pragma once

#include <openssl/bn.h>

#include <memory>

#include "crypto/group/group.hpp"

namespace radslag::group {

struct FreeBignum {
  void operator()(BIGNUM* number) const { BN_clear_free(number); }
};

/// An owned OpenSSL number; throws std::bad_alloc where there is no memory.
class Bignum {
 public:
  Bignum();
  /// Of little-endian limbs.
  explicit Bignum(std::span<const std::uint64_t> limbs);
  Bignum(Bignum&&) noexcept = default;
  Bignum& operator=(Bignum&&) noexcept = default;

  [[nodiscard]] BIGNUM* get() { return number_.get(); }
  [[nodiscard]] const BIGNUM* get() const { return number_.get(); }
  void set(std::span<const std::uint64_t> limbs);
  /// Little-endian limbs; the number fits.
  void write(std::span<std::uint64_t> limbs) const;

 private:
  std::unique_ptr<BIGNUM, FreeBignum> number_;
};

/// OpenSSL's room for calculations, one a thread.
[[nodiscard]] BN_CTX* bignum_room();

class Montgomery {
 public:
  explicit Montgomery(const Element& prime);

  /// 1 in Montgomery's form. A number in this form is called a residue here.
  [[nodiscard]] const Bignum& one() const { return one_; }
  [[nodiscard]] Bignum residue(const Element& a) const;
  [[nodiscard]] Element element(const Bignum& residue) const;
  [[nodiscard]] Bignum copy(const Bignum& residue) const;
  /// a <- a b.
  void multiply(Bignum& a, const Bignum& b) const { multiply(a, a, b); }
  /// out <- a b; out may be either.
  void multiply(Bignum& out, const Bignum& a, const Bignum& b) const;
  void square(Bignum& a) const { multiply(a, a, a); }
  /// base^exponent in time that depends on the exponent.
  [[nodiscard]] Element power(const Element& base, std::span<const std::uint64_t> exponent) const;
  /// The same in time that depends on the exponent's declared length alone.
  [[nodiscard]] Element secret_power(const Element& base, std::span<const std::uint64_t> exponent, std::size_t bits) const;

 private:
  struct FreeContext {
    void operator()(BN_MONT_CTX* context) const { BN_MONT_CTX_free(context); }
  };
  /// OpenSSL takes a context that is not const, and does not change it.
  [[nodiscard]] BN_MONT_CTX* mutable_context() const { return context_.get(); }

  Bignum prime_;
  std::unique_ptr<BN_MONT_CTX, FreeContext> context_;
  Bignum one_;
};

}  // namespace radslag::group
