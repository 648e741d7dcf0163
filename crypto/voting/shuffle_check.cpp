#include "crypto/voting/shuffle_check.hpp"

#include <mutex>

#include "crypto/voting/first_flaw.hpp"

namespace radslag::voting {

namespace {

constexpr std::size_t few = 256;    // elements that are decoded or encoded together
constexpr std::size_t many = 4096;  // ciphertexts of one multi-scalar multiplication

/// The proof's elements of which powers are taken. The t's need no decoding: they are compared as text.
struct Commitments {
  std::vector<Element> c;
  std::vector<Element> c_hat;
};

bool has_shape(const ShuffleProofText& proof, std::size_t count) {
  for (const auto* list : {&proof.t_hat, &proof.s_hat, &proof.s_prime, &proof.c, &proof.c_hat}) {
    if (list->size() != count) return false;
  }
  return true;
}

/// The products over all ciphertexts.
struct Products {
  Element c, h;   ///< of all c, of all h
  Element t3;     ///< of c_i^(-challenge u_i) h_i^(s'_i)
  Element alpha;  ///< of alpha_i^(-challenge u_i) alpha'_i^(s'_i)
  Element beta;   ///< the same of beta

  explicit Products(const Group& group) : c(group.identity()), h(c), t3(c), alpha(c), beta(c) {}

  void multiply(const Group& group, const Products& other) {
    for (Element Products::*one : {&Products::c, &Products::h, &Products::t3, &Products::alpha, &Products::beta}) {
      this->*one = group.product(this->*one, other.*one);
    }
  }
};

class Check {
 public:
  Check(const Election& election, const std::vector<Ciphertext>& before, const std::vector<CiphertextText>& after,
        const ShuffleProofText& proof, const std::string& where, Workshop& workshop)
      : election_(election),
        group_(election.group()),
        before_(before),
        after_text_(after),
        proof_(proof),
        where_(where),
        workshop_(workshop) {}

  Checked<std::vector<Ciphertext>> run() {
    if (after_text_.size() != before_.size() || !has_shape(proof_, before_.size())) return flaw(FlawKind::bad_shape, where_);
    decode_all();
    if (first_.flaw()) return tl::make_unexpected(*first_.flaw());
    if (!read_responses()) return flaw(FlawKind::bad_number, where_);
    take_challenges();
    if (!check_products()) return flaw(FlawKind::bad_shuffle, where_);
    check_chain();
    if (first_.flaw()) return tl::make_unexpected(*first_.flaw());
    return std::move(after_);
  }

 private:
  std::size_t count() const { return before_.size(); }
  std::string at(std::size_t i) const { return where_ + ", ciphertext " + std::to_string(i + 1); }

  void decode_all() {
    after_.resize(count());
    commitments_.c.resize(count());
    commitments_.c_hat.resize(count());
    workshop_.split(count(), few, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        const auto after = decode(group_, after_text_[i], where_);
        const auto c = group_.decode(proof_.c[i]);
        const auto c_hat = group_.decode(proof_.c_hat[i]);
        if (!after || !c || !c_hat) return first_.found(i, Flaw{FlawKind::bad_element, at(i)});
        after_[i] = *after;
        commitments_.c[i] = *c;
        commitments_.c_hat[i] = *c_hat;
      }
    });
  }

  bool read_responses() {
    const std::string_view texts[] = {proof_.s1, proof_.s2, proof_.s3, proof_.s4};
    for (std::size_t i = 0; i < 4; ++i) {
      const auto number = group_.scalar_from_decimal(texts[i]);
      if (!number) return false;
      s_[i] = *number;
    }
    s_prime_.reserve(count());
    for (const std::string_view text : proof_.s_prime) {
      const auto number = group_.scalar_from_decimal(text);
      if (!number) return false;
      s_prime_.push_back(*number);
    }
    return true;
  }

  void take_challenges() {
    std::vector<EncodedCiphertext> encoded = encode_all(group_, before_);
    const std::vector<CiphertextText> before(encoded.begin(), encoded.end());
    const ShuffleStatement statement{election_, before, after_text_};
    u_ = permutation_challenges(statement, proof_.c);
    minus_challenge_ = group_.subtract(Scalar{}, proof_challenge(statement, proof_));
  }

  Products products_of(std::size_t begin, std::size_t end) const {
    const std::size_t n = end - begin;
    std::vector<Scalar> exponents(2 * n);
    for (std::size_t i = 0; i < n; ++i) {
      exponents[i] = group_.multiply(minus_challenge_, u_[begin + i]);
      exponents[n + i] = s_prime_[begin + i];
    }
    Products out(group_);
    std::vector<Element> bases(commitments_.c.begin() + static_cast<std::ptrdiff_t>(begin),
                               commitments_.c.begin() + static_cast<std::ptrdiff_t>(end));
    for (const Element& c : bases) out.c = group_.product(out.c, c);
    for (const Element& h : shuffle_generators(group_, begin, end)) {
      out.h = group_.product(out.h, h);
      bases.push_back(h);
    }
    out.t3 = group_.product_of_powers(bases, exponents);
    for (std::size_t i = 0; i < n; ++i) {
      bases[i] = before_[begin + i].alpha;
      bases[n + i] = after_[begin + i].alpha;
    }
    out.alpha = group_.product_of_powers(bases, exponents);
    for (std::size_t i = 0; i < n; ++i) {
      bases[i] = before_[begin + i].beta;
      bases[n + i] = after_[begin + i].beta;
    }
    out.beta = group_.product_of_powers(bases, exponents);
    return out;
  }

  Element quotient(const Element& a, const Element& b) const { return group_.product(a, group_.inverse(b)); }

  /// t1 to t4.
  bool check_products() {
    Products products(group_);
    std::mutex mutex;
    workshop_.split(count(), many, [&](std::size_t begin, std::size_t end) {
      const Products part = products_of(begin, end);
      const std::lock_guard lock(mutex);
      products.multiply(group_, part);
    });
    Scalar u(1);
    for (const Scalar& one : u_) u = group_.multiply(u, one);
    const Element c_bar = quotient(products.c, products.h);
    const Element h = chain_start(group_);
    const Element& last = count() == 0 ? h : commitments_.c_hat.back();
    const Element c_hat = quotient(last, group_.power(h, u));
    const Scalar minus_s4 = group_.subtract(Scalar{}, s_[3]);
    const Element t1 = group_.product(group_.power(c_bar, minus_challenge_), group_.power_of_generator(s_[0]));
    const Element t2 = group_.product(group_.power(c_hat, minus_challenge_), group_.power_of_generator(s_[1]));
    const Element t3 = group_.product(products.t3, group_.power_of_generator(s_[2]));
    const Element t41 = group_.product(products.beta, group_.power(election_.public_key(), minus_s4));
    const Element t42 = group_.product(products.alpha, group_.power_of_generator(minus_s4));
    return group_.encode(t1) == proof_.t1 && group_.encode(t2) == proof_.t2 && group_.encode(t3) == proof_.t3 &&
           group_.encode(t41) == proof_.t41 && group_.encode(t42) == proof_.t42;
  }

  /// t_hat_i = c_hat_i^-challenge g^(s_hat_i) c_hat_(i-1)^(s'_i)
  void check_chain() {
    const Element h = chain_start(group_);
    workshop_.split(count(), few, [&](std::size_t begin, std::size_t end) {
      std::vector<Element> t_hat;
      std::shared_ptr<const group::Base> previous = group_.short_base(begin == 0 ? h : commitments_.c_hat[begin - 1]);
      for (std::size_t i = begin; i < end; ++i) {
        const auto s_hat = group_.scalar_from_decimal(proof_.s_hat[i]);
        if (!s_hat) return first_.found(i, Flaw{FlawKind::bad_number, at(i)});
        std::shared_ptr<const group::Base> own = group_.short_base(commitments_.c_hat[i]);
        const Element powers = group_.power_product(*own, minus_challenge_, *previous, s_prime_[i]);
        t_hat.push_back(group_.product(powers, group_.power_of_generator(*s_hat)));
        previous = std::move(own);
      }
      const std::vector<std::string> encoded = group_.encode_all(t_hat);
      for (std::size_t i = begin; i < end; ++i) {
        if (encoded[i - begin] != proof_.t_hat[i]) return first_.found(i, Flaw{FlawKind::bad_shuffle, at(i)});
      }
    });
  }

  const Election& election_;
  const Group& group_;
  const std::vector<Ciphertext>& before_;
  const std::vector<CiphertextText>& after_text_;
  const ShuffleProofText& proof_;
  const std::string& where_;
  Workshop& workshop_;
  FirstFlaw first_;

  std::vector<Ciphertext> after_;
  Commitments commitments_;
  Scalar s_[4];
  std::vector<Scalar> s_prime_;
  std::vector<Scalar> u_;
  Scalar minus_challenge_;
};

}  // namespace

Checked<std::vector<Ciphertext>> check_question_shuffle(const Election& election, const std::vector<Ciphertext>& before,
                                                        const std::vector<CiphertextText>& after, const ShuffleProofText& proof,
                                                        const std::string& where, Workshop& workshop) {
  return Check(election, before, after, proof, where, workshop).run();
}

}  // namespace radslag::voting
