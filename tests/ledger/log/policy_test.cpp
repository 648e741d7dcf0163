#include "ledger/log/policy.hpp"

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

namespace radslag::log {
namespace {

using Names = std::set<std::string>;

crypto::SigningKey key_number(std::uint8_t number) {
  crypto::SigningKey::Seed seed{};
  seed[0] = number;
  return crypto::SigningKey::from_seed(seed);
}

VerifierKey log_key(std::uint8_t number = 100) { return VerifierKey::of("log.example/town", key_number(number).public_key()); }
CosignerKey witness_key(std::uint8_t number) {
  return CosignerKey::of("witness.example/" + std::to_string(number), key_number(number).public_key());
}
std::string witness_line(const std::string& name, std::uint8_t number) {
  return "witness " + name + " " + witness_key(number).text() + "\n";
}

const std::string log_line = "log " + log_key().text() + "\n";
const std::string three = witness_line("A", 1) + witness_line("B", 2) + witness_line("C", 3);

TEST_CASE("the standard's example of two levels of groups is read and judged") {
  std::string text = "# who counts\n\n  \t# and a comment with \xc3\xa5\n" + log_line + "\n";
  for (std::uint8_t i = 1; i <= 3; ++i) text += witness_line("X" + std::to_string(i), i);
  text += "group X-witnesses 2 X1 X2 X3\n\n";
  for (std::uint8_t i = 1; i <= 3; ++i) text += "\t" + witness_line("Y" + std::to_string(i), static_cast<std::uint8_t>(10 + i));
  text += "group  Y-witnesses\tany Y1 Y2 Y3 \ngroup X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n";
  const auto policy = Policy::parse(text);
  REQUIRE(policy);
  CHECK(policy->logs.size() == 1);
  CHECK(policy->witnesses.size() == 6);
  CHECK(policy->groups[2] == Policy::Group{"X-and-Y", 2, {"X-witnesses", "Y-witnesses"}});
  CHECK(Policy::parse(policy->text()) == *policy);
  CHECK(quorum_met(*policy, {"X1", "X3", "Y2"}));
  CHECK(quorum_met(*policy, {"X1", "X2", "X3", "Y1", "Y2", "Y3"}));
  CHECK_FALSE(quorum_met(*policy, {"X1", "X2", "X3"}));
  CHECK_FALSE(quorum_met(*policy, {"X1", "Y1", "Y2", "Y3"}));
  CHECK_FALSE(quorum_met(*policy, {}));
  CHECK_FALSE(quorum_met(*policy, {"X-witnesses", "Y-witnesses", "X-and-Y"}));  // groups do not sign
}

TEST_CASE("a quorum may be none, or one witness") {
  const auto none = Policy::parse("quorum none\n");
  REQUIRE(none);
  CHECK(quorum_met(*none, {}));
  CHECK(none->text() == "quorum none\n");
  const auto one = Policy::parse(three + "quorum B\n");
  REQUIRE(one);
  CHECK(quorum_met(*one, {"B"}));
  CHECK_FALSE(quorum_met(*one, {"A", "C"}));
}

TEST_CASE("k of n is as many as it says") {
  rc::prop("k of n", [] {
    const auto n = *rc::gen::inRange<std::uint8_t>(1, 16);
    const auto k = *rc::gen::inRange<std::size_t>(1, n + 1U);
    std::vector<Policy::Witness> witnesses;
    for (std::uint8_t i = 1; i <= n; ++i) witnesses.push_back({"w" + std::to_string(i), witness_key(i), i % 2 ? "" : "https://w.example"});
    const Policy policy = Policy::of({{log_key(), "https://log.example"}}, witnesses, k);
    RC_ASSERT(Policy::parse(policy.text()).value() == policy);
    const auto there = *rc::gen::container<std::vector<bool>>(n, rc::gen::arbitrary<bool>());
    Names names = {"stranger"};
    for (std::uint8_t i = 0; i < n; ++i) {
      if (there[i]) names.insert("w" + std::to_string(i + 1));
    }
    RC_ASSERT(quorum_met(policy, names) == (names.size() - 1 >= k));
  });
}

TEST_CASE("the simple policy's text is what a person would write") {
  const Policy policy = Policy::of({{log_key(), ""}}, {{"A", witness_key(1), ""}, {"B", witness_key(2), "http://b.example/w"}}, 2);
  CHECK(policy.text() == log_line + witness_line("A", 1) + "witness B " + witness_key(2).text() +
                             " http://b.example/w\ngroup witnesses 2 A B\nquorum witnesses\n");
  CHECK(Policy::of({{log_key(), ""}}, {}, 0).text() == log_line + "quorum none\n");
  const Policy odd = Policy::of({}, {{"witnesses", witness_key(1), ""}}, 1);
  CHECK(quorum_met(odd, {"witnesses"}));
  CHECK(Policy::parse(odd.text()) == odd);
}

TEST_CASE("what is wrong in a policy is named with its line") {
  const std::string last = "quorum none\n";
  std::string many;
  for (std::uint8_t i = 1; i <= 33; ++i) many += witness_line("w" + std::to_string(i), i);
  const std::vector<std::tuple<std::string, Errc, std::string>> refused = {
      {"", Errc::malformed, "a policy without a quorum line"},
      {log_line, Errc::malformed, "a policy without a quorum line"},
      {"quorum none", Errc::malformed, "line 1: does not end"},
      {"quorum none\r\n", Errc::malformed, "line 1: a control character"},
      {std::string("quorum none\n#\0\n", 15), Errc::malformed, "line 2: a control character"},
      {"# \x7f\n", Errc::malformed, "line 1: a control character"},
      {"Quorum none\n", Errc::malformed, "line 1: neither"},
      {"\n\nwhat\n", Errc::malformed, "line 3: neither"},
      {"quorum\n", Errc::malformed, "line 1: a quorum line is"},
      {"quorum none none\n", Errc::malformed, "line 1: a quorum line is"},
      {last + last, Errc::duplicate, "line 2: a second quorum line"},
      {"quorum A\n" + three, Errc::not_found, "line 1: a quorum that no line before defines"},
      {"log\n" + last, Errc::malformed, "line 1: a log line is"},
      {"log x\n" + last, Errc::malformed, "line 1: a verifier key"},
      {"log " + log_key().text() + " url more\n" + last, Errc::malformed, "line 1: a log line is"},
      {log_line + log_line + last, Errc::duplicate, "line 2: a log with the key"},
      {log_line + "log " + VerifierKey::of("other.example", log_key().key).text() + "\n" + last, Errc::duplicate, "line 2: a log with"},
      {"log " + witness_key(1).text() + "\n" + last, Errc::unsupported, "line 1: "},
      {"witness A " + log_key().text() + "\n" + last, Errc::unsupported, "line 1: "},
      {"witness A\n" + last, Errc::malformed, "line 1: a witness line is"},
      {"witness none " + witness_key(1).text() + "\n" + last, Errc::malformed, "line 1: a name that is taken"},
      {three + witness_line("A", 4) + last, Errc::duplicate, "line 4: a name for the second time: A"},
      {three + witness_line("D", 1) + last, Errc::duplicate, "line 4: a witness with the key"},
      {three + "group A any B\n" + last, Errc::duplicate, "line 4: a name for the second time: A"},
      {three + "group none any B\n" + last, Errc::malformed, "line 4: a name that is taken"},
      {three + "group G any\n" + last, Errc::malformed, "line 4: a group line is"},
      {three + "group G any A A\n" + last, Errc::duplicate, "line 4: a member for the second time: A"},
      {three + "group G any A B\ngroup H any B C\n" + last, Errc::duplicate, "line 5: a member for the second time: B"},
      {three + "group G any G\n" + last, Errc::not_found, "line 4: a member that no line before defines: G"},
      {three + "group G any none\n" + last, Errc::not_found, "line 4: a member"},
      {three + "group G any H\ngroup H any A\n" + last, Errc::not_found, "line 4: a member"},
      {three + "group G 0 A B\n" + last, Errc::malformed, "line 4: a group's threshold"},
      {three + "group G 3 A B\n" + last, Errc::malformed, "line 4: a group's threshold"},
      {three + "group G 01 A B\n" + last, Errc::not_canonical, "line 4: a group's threshold"},
      {three + "group G -1 A B\n" + last, Errc::malformed, "line 4: a group's threshold"},
      {three + "group G most A B\n" + last, Errc::malformed, "line 4: a group's threshold"},
      {three + "group G 18446744073709551617 A B\n" + last, Errc::too_large, "line 4: a group's threshold"},
      {many + last, Errc::too_large, "line 33: more than 32 witnesses"},
      {std::string(65'537, '\n'), Errc::too_large, "a policy is over 64 KB"},
  };
  for (const auto& [text, code, detail] : refused) {
    CAPTURE(text);
    const auto policy = Policy::parse(text);
    REQUIRE_FALSE(policy);
    CHECK(policy.error().code == code);
    CHECK(policy.error().detail.starts_with(detail));
  }
}

TEST_CASE("names in a policy are bytes without space") {
  CHECK(valid_policy_name("A"));
  CHECK(
      valid_policy_name("r\xc3\xa5"
                        "dhus"));
  CHECK(valid_policy_name("\xff"));
  CHECK(valid_policy_name("witness.example/uni"));
  for (const std::string bad : {"", "none", "a b", "a\tb", "a\nb", "a\x7f"}) {
    CAPTURE(bad);
    CHECK_FALSE(valid_policy_name(bad));
  }
}

TEST_CASE("a checkpoint is opened under a policy with the cosignatures that count") {
  const Checkpoint head = {"log.example/town", 1, leaf_hash("one")};
  const std::string text = checkpoint_text(head);
  std::string note = sign_checkpoint(head, key_number(100));
  const auto add = [&](std::uint8_t number) {
    note = add_signature(note, cosign(text, witness_key(number).name, key_number(number), 1'760'000'000)).value();
  };
  const Policy policy = Policy::parse(log_line + three + "group G 2 A B C\nquorum G\n").value();
  add(1);
  add(9);  // a stranger
  REQUIRE(open_witnessed(note, policy));
  CHECK_FALSE(open_witnessed(note, policy)->quorum);
  CHECK(open_witnessed(note, policy)->cosignatures.size() == 1);
  add(3);
  CHECK(open_witnessed(note, policy)->quorum);
  CHECK(open_witnessed(note, policy)->cosignatures.size() == 2);

  const Policy elsewhere = Policy::parse("log " + log_key(101).text() + "\n" + three + "quorum none\n").value();
  CHECK(open_witnessed(note, elsewhere).error().code == Errc::bad_signature);
  CHECK(open_witnessed(note, std::vector{log_key()}, elsewhere));
  const Policy no_log = Policy::parse(three + "quorum none\n").value();
  CHECK(open_witnessed(note, no_log).error().code == Errc::bad_signature);
}

TEST_CASE("any lines are read or refused, and what is read is written and read again") {
  rc::prop("random lines", [] {
    const std::vector<std::string> known = {log_line,
                                            witness_line("A", 1),
                                            witness_line("B", 2),
                                            "group G any A\n",
                                            "group H all G B\n",
                                            "group I 1 A B\n",
                                            "quorum A\n",
                                            "quorum none\n",
                                            "quorum H\n",
                                            "# x\n",
                                            " \n",
                                            "quorum\n"};
    const auto lines = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(known));
    std::string text;
    for (const std::string& line : lines) text += line;
    const auto policy = Policy::parse(text);
    if (policy) RC_ASSERT(Policy::parse(policy->text()).value() == *policy);
  });
}

}  // namespace
}  // namespace radslag::log
