// The same for the kinds of section 4.8.
#pragma once

#include "tests/ledger/record/arbitrary.hpp"

namespace radslag::record::arbitrary {

inline std::string a_log() { return *rc::gen::arbitrary<bool>() ? "town" : "rounds/" + *id(); }

inline rc::Gen<Statement> keeping_statement() {
  return rc::gen::exec([]() -> Statement {
    const auto from = an_origin();
    switch (*rc::gen::inRange(0, 6)) {
      case 0: {
        WitnessesAnnounced announced{from, *number(), *number(), {}};
        for (const auto& key : *keys(4)) announced.witnesses.push_back({key, an_origin(), *text()});
        return announced;
      }
      case 1: return LogKey{from, *bytes<32>(), *bytes<64>()};
      case 2:
        return LogRecovered{from,         a_log(),   *number(),    *bytes<32>(), *number(),
                            *bytes<32>(), *number(), *bytes<32>(), *bytes<32>(), *bytes<64>()};
      case 3: return EntryResubmitted{from, *number(), *number(), *bytes<32>()};
      case 4: {
        BlobsWithheld withheld{from, a_log(), *one_of_words<WithholdingGround>(), *text(), *bytes<32>(), {{*bytes<32>()}}};
        const auto more = *keys(3);
        if (!more.empty()) withheld.blobs.clear();
        for (const auto& digest : more) withheld.blobs.push_back({digest});
        return withheld;
      }
      default: return MatterKeyDestroyed{from, *one_of_words<MatterKind>(), *id()};
    }
  });
}

}  // namespace radslag::record::arbitrary
