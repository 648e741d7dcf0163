// The sample elections of tests/data/belenios, made by belenios-tool with all their keys.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/voting/election.hpp"
#include "crypto/voting/encodings.hpp"

namespace radslag::voting::samples {

inline constexpr const char* names[] = {"A-20-B2048-1t",      "B-20-B2048-3t",        "D-20-RFC3526-3t-nh",     "E-20-Ed25519-3t-bt33",
                                        "F-20-Ed25519-3t-nh", "G-20-Ed25519-ped2of3", "I-20-B2048-ped2of3-bt33"};

/// A file of a sample ("election.json", without the newline that belenios-tool adds); throws if there is none.
[[nodiscard]] std::string file(std::string_view sample, std::string_view name);

/// The payloads of an archive's events of one type ("Ballot"), in their order.
[[nodiscard]] std::vector<std::string> payloads(std::string_view sample, std::string_view type);

[[nodiscard]] Election election(std::string_view sample);

/// An election of our own whose key nobody shares: public key g^secret.
[[nodiscard]] Election own_election(const group::Group& group, std::vector<Question> questions,
                                    const group::Scalar& secret = group::Scalar(12345));

/// Projects "P1".. with a ballot rule.
[[nodiscard]] Question homomorphic(std::size_t projects, std::uint64_t min, std::uint64_t max, bool blank = false);
[[nodiscard]] Question mixnet(Encoding encoding, std::size_t projects, std::uint64_t min, std::uint64_t max);

}  // namespace radslag::voting::samples
