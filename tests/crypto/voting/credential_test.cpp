#include "crypto/voting/credential.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "crypto/voting/json.hpp"
#include "tests/support/sample_elections.hpp"

namespace radslag::voting {
namespace {

TEST_CASE("codes are 22 base58 letters in four parts, and differ") {
  std::set<std::string> codes;
  for (int i = 0; i < 200; ++i) {
    const std::string code = make_credential_code();
    REQUIRE(code.size() == 25);
    REQUIRE(is_credential_code(code));
    codes.insert(code);
  }
  REQUIRE(codes.size() == 200);
  REQUIRE(is_credential_code("49Cnd-eWeMVw-7LudG-gA8rot"));
  for (const char* text :
       {"", "49Cnd-eWeMVw-7LudG-gA8ro", "49Cnd-eWeMVw-7LudG-gA8rott", "49Cnd-eWeMVw-7LudGgA8rott", "49Cnd-eWeMVw-7LudG-gA8ro0",
        "49CndeWeMVw7LudGgA8rotxxx", "49Cnd-eWeMV-w7LudG-gA8rot", "49Cnd-eWeMVw-7LudG-gA8rol"}) {
    INFO(text);
    REQUIRE_FALSE(is_credential_code(text));
  }
}

TEST_CASE("the samples' codes give the credentials on the samples' lists") {
  for (const char* name : {"E-20-Ed25519-3t-bt33", "F-20-Ed25519-3t-nh", "G-20-Ed25519-ped2of3", "I-20-B2048-ped2of3-bt33"}) {
    INFO(name);
    const Election election = samples::election(name);
    const auto listed = read_credentials(election.group(), samples::file(name, "public_creds.json"));
    REQUIRE(listed.has_value());
    std::set<std::string> expected;
    for (const auto& item : *listed) expected.insert(item.element);
    REQUIRE(expected.size() == 20);
    std::vector<group::Scalar> secrets;
    const std::string codes = samples::file(name, "private_creds.json");
    json::Reader reader(codes);
    std::string voter;
    for (bool first = true; reader.next_member(first, voter);) {
      secrets.push_back(credential_secret(election.group(), election.uuid(), reader.text()));
    }
    REQUIRE(reader.done());
    const auto made = public_credentials(election.group(), secrets);
    REQUIRE(std::set<std::string>(made.begin(), made.end()) == expected);
    REQUIRE(public_credential(election.group(), secrets.front()) == made.front());
  }
}

TEST_CASE("one code gives unrelated credentials in two elections") {
  const auto& group = group::ed25519();
  const std::string code = make_credential_code();
  REQUIRE_FALSE(credential_secret(group, "rxZvLVUpG6RB9e", code) == credential_secret(group, "yWYTJyg7coSNAa", code));
}

TEST_CASE("two halves: the secrets' sum belongs to the credentials' product") {
  for (const group::Group* group : {&group::ed25519(), &group::belenios_2048(), &group::rfc_3526_2048()}) {
    const auto a = credential_secret(*group, "rxZvLVUpG6RB9e", make_credential_code());
    const auto b = credential_secret(*group, "rxZvLVUpG6RB9e", make_credential_code());
    const auto both = combined_credential(*group, public_credential(*group, a), public_credential(*group, b));
    REQUIRE(both.has_value());
    REQUIRE(*both == public_credential(*group, group->add(a, b)));
    REQUIRE(combined_credential(*group, *both, "17x").error().kind == FlawKind::bad_credential);
  }
}

TEST_CASE("lists: weights and names are understood, what is no credential is refused") {
  const auto& group = group::ed25519();
  const std::string a = public_credential(group, group::Scalar(5));
  const std::string b = public_credential(group, group::Scalar(6));
  const auto listed = read_credentials(group, "[\"" + a + ",17\",\"" + b + ",,anna\"]");
  REQUIRE(listed.has_value());
  REQUIRE(listed->at(0).weight == 17);
  REQUIRE(listed->at(1).weight == 1);
  REQUIRE(listed->at(1).name == "anna");
  REQUIRE(read_credentials(group, write_credentials(std::vector<std::string>{a, b}))->size() == 2);
  REQUIRE(read_credentials(group, "[]")->empty());

  const std::string identity = group.encode(group.identity());
  for (const std::string& list : {"\"" + a + "\",\"" + a + "\"", "\"" + identity + "\"", "\"" + a + ",0\"", "\"" + a + ",-1\"",
                                  "\"" + a + ",1x\"", "\"" + a.substr(1) + "\"", std::string("\"\"")}) {
    INFO(list);
    REQUIRE(read_credentials(group, "[" + list + "]").error().kind == FlawKind::bad_credential);
  }
  REQUIRE(read_credentials(group, "[\"" + a + "\",]").error().kind == FlawKind::not_canonical);
  REQUIRE(read_credentials(group, "[\"" + a + "\"] ").error().kind == FlawKind::not_canonical);
}

}  // namespace
}  // namespace radslag::voting
