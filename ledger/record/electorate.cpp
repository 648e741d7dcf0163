// The list of those who may vote by secret ballot, as bytes.
#include <algorithm>
#include <functional>
#include <unordered_set>

#include "ledger/record/content_codec.hpp"

namespace radslag::record {

template <class C, Is<Electorate> T>
void fields(C& c, T& x) {
  c.field("halves", Number{x.halves});
  c.require(x.halves == 1 || x.halves == 2, "a credential has one half or two");
  c.each("urn", x.urns, [](C& inner, auto& urn) {
    std::uint64_t voters = urn.voters.size(), reserve = urn.reserve.size(), paper = urn.paper.size();
    inner.field("urn", Id{urn.urn}, Number{voters}, Number{reserve}, Number{paper});
    const auto list = [&](auto& credentials, std::uint64_t count) {
      // A stated number may be any: no space is taken before there is a line for it.
      for (std::uint64_t i = 0; i < count; ++i) {
        if constexpr (C::reading) {
          if (inner.failed()) return;
          credentials.emplace_back();
        }
        inner.field("credential", Credential{credentials[i]});
      }
    };
    list(urn.voters, voters);
    list(urn.reserve, reserve);
    list(urn.paper, paper);
    inner.require(std::adjacent_find(urn.voters.begin(), urn.voters.end(), std::greater_equal<>{}) == urn.voters.end(),
                  "voters are not in ascending order");
    if constexpr (C::reading) {
      std::unordered_set<std::string_view> seen;
      for (const auto* part : {&urn.voters, &urn.reserve, &urn.paper}) {
        for (const auto& credential : *part) inner.require(seen.insert(credential).second, "a credential stands twice");
      }
    }
  });
}

RADSLAG_CONTENT(Electorate)

}  // namespace radslag::record
