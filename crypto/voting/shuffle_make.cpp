#include "crypto/voting/shuffle_make.hpp"

#include <openssl/crypto.h>

#include <cassert>
#include <limits>
#include <mutex>
#include <numeric>

#include "crypto/random.hpp"

namespace radslag::voting {

namespace {

constexpr std::size_t few = 256;

/// Which ciphertext before stands at each place after: uniform (Fisher and Yates). Wiped when it goes.
class Permutation {
 public:
  explicit Permutation(std::size_t count) : from_(count) {
    assert(count <= std::numeric_limits<std::uint32_t>::max());
    std::iota(from_.begin(), from_.end(), 0U);
    for (std::size_t i = count; i > 1; --i) std::swap(from_[i - 1], from_[crypto::random_below(static_cast<std::uint32_t>(i))]);
  }
  ~Permutation() { OPENSSL_cleanse(from_.data(), from_.size() * sizeof(from_[0])); }
  Permutation(const Permutation&) = delete;
  Permutation& operator=(const Permutation&) = delete;

  [[nodiscard]] std::size_t operator[](std::size_t place) const { return from_[place]; }

 private:
  std::vector<std::uint32_t> from_;
};

std::vector<std::string_view> views(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

/// Places are counted after the shuffle, sources before it. Upper case: what the chain's commitments are powers of g and h by.
class Make {
 public:
  Make(const Election& election, const std::vector<Ciphertext>& before, Workshop& workshop)
      : election_(election),
        group_(election.group()),
        before_(before),
        workshop_(workshop),
        from_(before.size()),
        h_(group_.lasting_base(chain_start(group_))) {}

  QuestionShuffle run() {
    reencrypt();
    commit_to_permutation();
    const std::vector<EncodedCiphertext> before = encode_all(group_, before_);
    const std::vector<EncodedCiphertext> after = encode_all(group_, after_);
    const std::vector<CiphertextText> before_text(before.begin(), before.end());
    const std::vector<CiphertextText> after_text(after.begin(), after.end());
    const ShuffleStatement statement{election_, before_text, after_text};

    ShuffleProofText proof;
    proof.c = views(c_);
    u_ = permutation_challenges(statement, proof.c);
    commit_to_chain();
    proof.c_hat = views(c_hat_);
    proof.t_hat = views(t_hat_);
    commit_to_products();
    proof.t1 = t_[0];
    proof.t2 = t_[1];
    proof.t3 = t_[2];
    proof.t41 = t_[3];
    proof.t42 = t_[4];
    respond(proof_challenge(statement, proof));
    proof.s1 = s_[0];
    proof.s2 = s_[1];
    proof.s3 = s_[2];
    proof.s4 = s_[3];
    proof.s_hat = views(s_hat_);
    proof.s_prime = views(s_prime_);

    QuestionShuffle out;
    append(out.proof, proof);
    out.ciphertexts = write(std::span<const EncodedCiphertext>(after));
    out.after = std::move(after_);
    return out;
  }

 private:
  std::size_t count() const { return before_.size(); }

  void encode_into(std::vector<std::string>& texts, std::size_t begin, const std::vector<Element>& elements) const {
    std::vector<std::string> encoded = group_.encode_all(elements);
    for (std::size_t i = 0; i < encoded.size(); ++i) texts[begin + i] = std::move(encoded[i]);
  }

  void reencrypt() {
    after_.resize(count());
    r_prime_.resize(count());
    workshop_.split(count(), few, [&](std::size_t begin, std::size_t end) {
      for (std::size_t place = begin; place < end; ++place) {
        const Ciphertext& source = before_[from_[place]];
        r_prime_[place] = group_.random_scalar();
        after_[place].alpha = group_.product(source.alpha, group_.secret_power_of_generator(r_prime_[place]));
        after_[place].beta = group_.product(source.beta, group_.secret_power(election_.public_key_base(), r_prime_[place]));
      }
    });
  }

  /// c[source] = g^r h_place, listed by source; r is kept by place.
  void commit_to_permutation() {
    r_.resize(count());
    c_.resize(count());
    generators_.resize(count());
    workshop_.split(count(), few, [&](std::size_t begin, std::size_t end) {
      const std::vector<Element> generators = shuffle_generators(group_, begin, end);
      std::copy(generators.begin(), generators.end(), generators_.begin() + static_cast<std::ptrdiff_t>(begin));
      std::vector<Element> elements;
      for (std::size_t place = begin; place < end; ++place) {
        r_[place] = group_.random_scalar();
        elements.push_back(group_.product(group_.secret_power_of_generator(r_[place]), generators_[place]));
      }
      std::vector<std::string> encoded = group_.encode_all(elements);
      for (std::size_t place = begin; place < end; ++place) c_[from_[place]] = std::move(encoded[place - begin]);
    });
  }

  const Scalar& u_at(std::size_t place) const { return u_[from_[place]]; }

  /// c_hat_i = g^(R_i) h^(U_i), where U_i is the product of the u' up to i and R_i is random. The chain's own randomness, which the
  /// responses need, follows: r_hat_i = R_i - u'_i R_(i-1). So every power is of g or h, for both of which there are tables.
  void commit_to_chain() {
    R_.resize(count());
    T_.resize(count());
    omega_prime_.resize(count());
    c_hat_.resize(count());
    t_hat_.resize(count());
    std::vector<Scalar> U(count() + 1);
    U[0] = Scalar(1);
    for (std::size_t i = 0; i < count(); ++i) U[i + 1] = group_.multiply(u_at(i), U[i]);
    workshop_.split(count(), few, [&](std::size_t begin, std::size_t end) {
      std::vector<Element> c_hat;
      for (std::size_t i = begin; i < end; ++i) {
        R_[i] = group_.random_scalar();
        c_hat.push_back(group_.product(group_.secret_power_of_generator(R_[i]), group_.secret_power(*h_, U[i + 1])));
      }
      encode_into(c_hat_, begin, c_hat);
    });
    // t_hat_i = g^(omega_hat_i) c_hat_(i-1)^(omega'_i) = g^(T_i) h^(U_(i-1) omega'_i) with a random T_i.
    workshop_.split(count(), few, [&](std::size_t begin, std::size_t end) {
      std::vector<Element> t_hat;
      for (std::size_t i = begin; i < end; ++i) {
        T_[i] = group_.random_scalar();
        omega_prime_[i] = group_.random_scalar();
        const Element power = group_.secret_power(*h_, group_.multiply(U[i], omega_prime_[i]));
        t_hat.push_back(group_.product(group_.secret_power_of_generator(T_[i]), power));
      }
      encode_into(t_hat_, begin, t_hat);
    });
  }

  /// t1 to t4.
  void commit_to_products() {
    Element h = group_.identity(), alpha = h, beta = h;
    std::mutex mutex;
    workshop_.split(count(), few, [&](std::size_t begin, std::size_t end) {
      const std::size_t n = end - begin;
      const std::span<const Scalar> exponents(omega_prime_.data() + begin, n);
      std::vector<Element> alphas(n), betas(n);
      for (std::size_t i = 0; i < n; ++i) {
        alphas[i] = after_[begin + i].alpha;
        betas[i] = after_[begin + i].beta;
      }
      const Element h_part = group_.secret_product_of_powers({generators_.data() + begin, n}, exponents);
      const Element alpha_part = group_.secret_product_of_powers(alphas, exponents);
      const Element beta_part = group_.secret_product_of_powers(betas, exponents);
      const std::lock_guard lock(mutex);
      h = group_.product(h, h_part);
      alpha = group_.product(alpha, alpha_part);
      beta = group_.product(beta, beta_part);
    });
    for (Scalar& omega : omega_) omega = group_.random_scalar();
    const Scalar minus_omega4 = group_.subtract(Scalar{}, omega_[3]);
    t_[0] = group_.encode(group_.secret_power_of_generator(omega_[0]));
    t_[1] = group_.encode(group_.secret_power_of_generator(omega_[1]));
    t_[2] = group_.encode(group_.product(group_.secret_power_of_generator(omega_[2]), h));
    t_[3] = group_.encode(group_.product(group_.secret_power(election_.public_key_base(), minus_omega4), beta));
    t_[4] = group_.encode(group_.product(group_.secret_power_of_generator(minus_omega4), alpha));
  }

  void respond(const Scalar& challenge) {
    const auto response = [&](const Scalar& omega, const Scalar& secret) {
      return group_.to_decimal(group_.add(omega, group_.multiply(challenge, secret)));
    };
    Scalar r_sum, r_u_sum, r_prime_u_sum;
    s_hat_.resize(count());
    s_prime_.resize(count());
    Scalar previous;  // R_0
    for (std::size_t i = 0; i < count(); ++i) {
      const Scalar& u = u_at(i);
      r_sum = group_.add(r_sum, r_[i]);
      r_u_sum = group_.add(r_u_sum, group_.multiply(r_[i], u));
      r_prime_u_sum = group_.add(r_prime_u_sum, group_.multiply(r_prime_[i], u));
      const Scalar r_hat = group_.subtract(R_[i], group_.multiply(u, previous));
      const Scalar omega_hat = group_.subtract(T_[i], group_.multiply(previous, omega_prime_[i]));
      s_hat_[i] = response(omega_hat, r_hat);
      s_prime_[i] = response(omega_prime_[i], u);
      previous = R_[i];
    }
    s_[0] = response(omega_[0], r_sum);
    s_[1] = response(omega_[1], previous);  // the chain's randomness adds up to its last R
    s_[2] = response(omega_[2], r_u_sum);
    s_[3] = response(omega_[3], r_prime_u_sum);
  }

  const Election& election_;
  const Group& group_;
  const std::vector<Ciphertext>& before_;
  Workshop& workshop_;
  const Permutation from_;
  const std::shared_ptr<const group::Base> h_;

  std::vector<Ciphertext> after_;
  std::vector<Scalar> r_prime_, r_, u_, R_, T_, omega_prime_;
  Scalar omega_[4];
  std::vector<Element> generators_;
  std::vector<std::string> c_, c_hat_, t_hat_, s_hat_, s_prime_;
  std::string t_[5], s_[4];
};

}  // namespace

QuestionShuffle make_question_shuffle(const Election& election, const std::vector<Ciphertext>& before, Workshop& workshop) {
  return Make(election, before, workshop).run();
}

}  // namespace radslag::voting
