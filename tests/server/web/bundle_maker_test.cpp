#include "server/web/bundle_maker.hpp"

#include <catch2/catch.hpp>

#include "tests/support/fake_service.hpp"

using namespace radslag;
using namespace radslag::testing;
using web::BundleMaker;

namespace {

Result<BundleMaker::Archive> get(BundleMaker& maker) {
  Result<BundleMaker::Archive> out = refuse(Errc::busy, "not answered");
  maker.get([&](Result<BundleMaker::Archive> archive) { out = std::move(archive); });
  return out;
}

/// Asks for another bundle while the first is being built.
class AskedMeanwhile final : public service::Service {
 public:
  explicit AskedMeanwhile(FakeService& service) : service_(service) {}
  mutable std::function<void()> meanwhile;

  std::shared_ptr<const record::State> state() const override { return service_.state(); }
  std::shared_ptr<const std::map<std::string, record::SignatureCount>> signature_counts() const override {
    return service_.signature_counts();
  }
  std::vector<std::string> shown_names(const std::string& id, std::size_t most) const override { return service_.shown_names(id, most); }
  std::optional<Head> head(const std::string& log) const override { return service_.head(log); }
  std::optional<Witnessed> witnessed(const std::string& log) const override { return service_.witnessed(log); }
  Result<std::string> witnessed_receipt(const std::string& log, std::uint64_t i) const override {
    return service_.witnessed_receipt(log, i);
  }
  log::VerifierKey log_key(const std::string& log) const override { return service_.log_key(log); }
  std::vector<std::string> logs() const override { return service_.logs(); }
  std::optional<std::string> entry(const std::string& log, std::uint64_t index) const override { return service_.entry(log, index); }
  std::vector<std::string> entries(const std::string& log, std::uint64_t b, std::uint64_t e) const override {
    return service_.entries(log, b, e);
  }
  Result<std::string> blob(const std::string& log, const record::Digest& digest) const override { return service_.blob(log, digest); }
  Result<std::string> raised_blob(const record::Digest& subject) const override { return service_.raised_blob(subject); }
  Result<std::string> receipt(const std::string& log, std::uint64_t index) const override { return service_.receipt(log, index); }
  Result<std::string> file(const std::string& path) const override { return service_.file(path); }
  void bundle(const std::function<bool(std::string_view)>& sink) const override {
    if (meanwhile) std::exchange(meanwhile, {})();
    service_.bundle(sink);
  }
  Result<record::CountedBallots> counted_ballots(const std::string& round) const override { return service_.counted_ballots(round); }
  Result<record::AllocationContent> allocation(const std::string& round) const override { return service_.allocation(round); }
  Result<record::TallyContent> recount(const std::string& round) const override { return service_.recount(round); }
  void cast(const std::string&, std::string, std::function<void(Result<service::Receipt>)>) override {}
  void act(service::Act, std::function<void(Result<service::Receipt>)>) override {}
  Result<std::optional<service::Receipt>> announced(const record::AnnouncedAct& act) const override { return service_.announced(act); }
  void hand_in(std::string, std::function<void(Result<service::Receipt>)>) override {}
  void hand_out(std::string, std::function<void(Result<service::Receipt>)>) override {}
  void show_lost(std::string, std::function<void(Result<service::ShownReceipt>)>) override {}
  std::optional<Turnout> turnout(const std::string& round) const override { return service_.turnout(round); }
  Result<Place> find(const store::IdempotencyKey& key) const override { return service_.find(key); }
  Result<std::shared_ptr<const std::string>> urn_archive(const std::string& round, const std::string& urn) override {
    return service_.urn_archive(round, urn);
  }
  crypto::PublicKey next_round_key() override { return service_.next_round_key(); }
  std::vector<std::string> not_ready() const override { return {}; }

 private:
  FakeService& service_;
};

}  // namespace

TEST_CASE("an archive is shared while somebody holds it and the record stands still") {
  Town town = Town::whole_life();
  FakeService service(town);
  BundleMaker maker(service, 10 << 20);
  auto first = get(maker).value();
  CHECK(*first == Town::tar(town.files()));
  CHECK(get(maker).value() == first);
  CHECK(service.bundles == 1);
  town.dialogue();
  const auto second = get(maker).value();
  CHECK(second != first);
  CHECK(service.bundles == 2);
}

TEST_CASE("slow readers of a growing record hold two archives at most") {
  Town town = Town::whole_life();
  FakeService service(town);
  BundleMaker maker(service, 10 << 20);
  auto slow = get(maker).value();
  town.dialogue();
  auto second = get(maker).value();
  CHECK(second != slow);
  town.dialogue();
  CHECK(get(maker).value() == second);
  CHECK(service.bundles == 2);
  slow.reset();
  CHECK(get(maker).value() != second);
  CHECK(service.bundles == 3);
}

TEST_CASE("who asks while it is being built gets the same one") {
  Town town = Town::whole_life();
  FakeService service(town);
  AskedMeanwhile asked(service);
  BundleMaker maker(asked, 10 << 20);
  Result<BundleMaker::Archive> other = refuse(Errc::busy, "not answered");
  asked.meanwhile = [&] { maker.get([&](Result<BundleMaker::Archive> archive) { other = std::move(archive); }); };
  const auto first = get(maker).value();
  CHECK(service.bundles == 1);
  CHECK(other.value() == first);
}

TEST_CASE("too large a record is refused, and asked for again later") {
  Town town = Town::whole_life();
  FakeService service(town);
  BundleMaker maker(service, 1'000);
  CHECK(get(maker).error().code == Errc::too_large);
  CHECK(get(maker).error().code == Errc::too_large);
  CHECK(service.bundles == 2);
}

TEST_CASE("a failing disk is not hidden, and does not block the next") {
  Town town = Town::whole_life();
  FakeService service(town);
  AskedMeanwhile failing(service);
  failing.meanwhile = [] { throw std::runtime_error("disk"); };
  BundleMaker maker(failing, 10 << 20);
  CHECK_THROWS_WITH(get(maker), "disk");
  CHECK(get(maker).has_value());
}
