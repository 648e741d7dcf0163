#include "ledger/archive/belenios_format.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdio>

#include "crypto/voting/json.hpp"

namespace radslag::archive {

namespace {

using voting::json::Reader;

constexpr std::array<std::string_view, 8> kEventNames = {"Setup",   "Ballot",      "EndBallots",        "EncryptedTally",
                                                         "Shuffle", "EndShuffles", "PartialDecryption", "Result"};

constexpr std::array<std::string_view, 10> kTroubleNames = {"malformed-archive", "foreign-record", "wrong-hash",   "broken-chain",
                                                            "not-canonical",     "late-ballot",    "out-of-order", "duplicate-ballot",
                                                            "unsupported",       "too-large"};

/// Larger integers Belenios writes as strings.
constexpr std::uint64_t kLargestPlainWeight = (std::uint64_t{1} << 30) - 1;

bool brings_data(BeleniosEvent event) { return event != BeleniosEvent::end_ballots && event != BeleniosEvent::end_shuffles; }

/// 64 digits, or the reader fails.
std::string read_hash(Reader& in) {
  const std::string_view text = in.plain();
  const bool good = text.size() == 64 && std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  if (!good) in.fail();
  return std::string(text);
}

std::uint64_t read_weight(Reader& in) {
  if (!in.take("\"")) {
    const std::uint64_t weight = in.integer();
    if (weight > kLargestPlainWeight) in.fail();
    return weight;
  }
  const std::uint64_t weight = in.integer();
  in.expect("\"");
  if (weight <= kLargestPlainWeight) in.fail();
  return weight;
}

std::string write_weight(std::uint64_t weight) {
  const std::string digits = std::to_string(weight);
  return weight <= kLargestPlainWeight ? digits : "\"" + digits + "\"";
}

std::optional<BeleniosEvent> event_named(std::string_view name) {
  const auto found = std::ranges::find(kEventNames, name);
  if (found == kEventNames.end()) return std::nullopt;
  return static_cast<BeleniosEvent>(found - kEventNames.begin());
}

template <typename T>
BeleniosResult<T> finished(const Reader& in, T value, std::string_view what) {
  if (!in.done()) return refuse_archive(BeleniosTrouble::not_canonical, std::string(what));
  return value;
}

}  // namespace

std::string_view name_of(BeleniosEvent event) { return kEventNames.at(static_cast<std::size_t>(event)); }

std::string_view name_of(BeleniosTrouble trouble) { return kTroubleNames.at(static_cast<std::size_t>(trouble)); }

BeleniosResult<> BeleniosCourse::take(BeleniosEvent next) {
  using enum BeleniosEvent;
  const auto after = [this](auto... events) { return last_ && ((*last_ == events) || ...); };
  const bool allowed = [&] {
    switch (next) {
      case setup: return !last_;
      case ballot: return after(setup, ballot);
      case end_ballots: return after(setup, ballot);
      case encrypted_tally: return after(end_ballots);
      case shuffle: return after(encrypted_tally, shuffle);
      case end_shuffles: return after(shuffle);
      case partial_decryption: return after(encrypted_tally, end_shuffles, partial_decryption);
      case result: return after(partial_decryption);
    }
    return false;
  }();
  if (!allowed) {
    const bool late = next == ballot && last_;
    return refuse_archive(late ? BeleniosTrouble::late_ballot : BeleniosTrouble::out_of_order,
                          std::string(name_of(next)) + (last_ ? " after " + std::string(name_of(*last_)) : " as the first event"));
  }
  last_ = next;
  return {};
}

std::string write(const BeleniosEventText& event) {
  std::string out = "{";
  if (!event.parent.empty()) out += "\"parent\":\"" + event.parent + "\",";
  out += "\"height\":" + std::to_string(event.height) + ",\"type\":\"";
  out.append(name_of(event.type)) += '"';
  if (!event.payload.empty()) out += ",\"payload\":\"" + event.payload + "\"";
  return out + "}";
}

BeleniosResult<BeleniosEventText> read_belenios_event(std::string_view json) {
  Reader in(json);
  BeleniosEventText event;
  in.expect("{");
  if (in.take("\"parent\":")) {
    event.parent = read_hash(in);
    in.expect(",");
  }
  in.expect("\"height\":");
  event.height = in.integer();
  in.expect(",\"type\":");
  const std::optional<BeleniosEvent> type = event_named(in.plain());
  if (!type) return refuse_archive(BeleniosTrouble::not_canonical, "no event of this format: " + std::string(json.substr(0, 200)));
  event.type = *type;
  if (brings_data(event.type)) {
    in.expect(",\"payload\":");
    event.payload = read_hash(in);
  }
  in.expect("}");
  return finished(in, std::move(event), "an event that is not in its one form");
}

std::string write(const BeleniosSetupText& setup) {
  return R"({"election":")" + setup.election + R"(","trustees":")" + setup.trustees + R"(","credentials":")" + setup.credentials + "\"}";
}

BeleniosResult<BeleniosSetupText> read_belenios_setup(std::string_view json) {
  Reader in(json);
  BeleniosSetupText setup;
  in.expect(R"({"election":)");
  setup.election = read_hash(in);
  in.expect(R"(,"trustees":)");
  setup.trustees = read_hash(in);
  in.expect(R"(,"credentials":)");
  setup.credentials = read_hash(in);
  if (in.take(R"(,"credentials_certificate":)")) {
    return refuse_archive(BeleniosTrouble::unsupported, "the list of credentials has a certificate, which is not checked here");
  }
  in.expect("}");
  return finished(in, std::move(setup), "setup data that are not in their one form");
}

std::string write(const BeleniosTallyText& tally) {
  return "{\"num_tallied\":" + std::to_string(tally.num_tallied) + ",\"total_weight\":" + write_weight(tally.total_weight) +
         ",\"encrypted_tally\":\"" + tally.encrypted_tally + "\"}";
}

BeleniosResult<BeleniosTallyText> read_belenios_tally(std::string_view json) {
  Reader in(json);
  BeleniosTallyText tally;
  in.expect("{\"num_tallied\":");
  tally.num_tallied = in.integer();
  in.expect(",\"total_weight\":");
  tally.total_weight = read_weight(in);
  in.expect(",\"encrypted_tally\":");
  tally.encrypted_tally = read_hash(in);
  in.expect("}");
  return finished(in, std::move(tally), "the counts of an encrypted tally that are not in their one form");
}

std::string write(const BeleniosOwnedText& owned) {
  return "{\"owner\":" + std::to_string(owned.owner) + ",\"payload\":\"" + owned.payload + "\"}";
}

BeleniosResult<BeleniosOwnedText> read_belenios_owned(std::string_view json) {
  Reader in(json);
  BeleniosOwnedText owned;
  in.expect("{\"owner\":");
  owned.owner = in.integer();
  in.expect(",\"payload\":");
  owned.payload = read_hash(in);
  in.expect("}");
  return finished(in, std::move(owned), "a trustee's data that are not named in their one form");
}

std::string write_belenios_head(std::uint64_t timestamp) { return R"({"version":1,"timestamp":")" + std::to_string(timestamp) + "\"}"; }

BeleniosResult<std::uint64_t> read_belenios_head(std::string_view json) {
  Reader in(json);
  in.expect("{\"version\":");
  if (in.integer() != 1 && !in.failed()) return refuse_archive(BeleniosTrouble::unsupported, "an archive of another version than 1");
  in.expect(",\"timestamp\":\"");
  const std::uint64_t timestamp = in.integer();
  in.expect("\"}");
  return finished(in, timestamp, "the first member is not in its one form");
}

TarBlock belenios_header(std::string_view name, std::uint64_t size, std::uint64_t mtime) {
  assert(name.size() <= 100 && size >> 33 == 0 && mtime >> 33 == 0);
  TarBlock block{};
  const auto put = [&block](std::size_t at, std::string_view text) {
    std::ranges::copy(text, block.begin() + static_cast<std::ptrdiff_t>(at));
  };
  const auto octal = [](const char* form, std::uint64_t number) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), form, static_cast<unsigned long>(number));
    return std::string(text.data());
  };
  put(0, name);
  put(100, "0000644");
  put(108, "0000000");
  put(116, "0000000");
  put(124, octal("%011lo", size));
  put(136, octal("%011lo", mtime));
  put(148, "        ");
  put(156, "0");
  std::uint64_t sum = 0;
  for (const char c : block) sum += static_cast<unsigned char>(c);
  put(148, octal("%06lo", sum) + std::string("\0 ", 2));
  return block;
}

}  // namespace radslag::archive
