#include "server/witnesses/start_look.hpp"

#include <algorithm>
#include <future>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "ledger/log/cosignature.hpp"

namespace radslag::witnesses {
namespace {

StartLook ask_one(const std::string& url, const log::CosignerKey& key, const std::vector<OwnLog>& logs, const ClientTimes& times) {
  StartLook found;
  Client client(times);
  for (const auto& log : logs) {
    const auto reply = client.get(url + "/" + crypto::to_hex(crypto::sha256(log.origin)) + "/checkpoint");
    if (reply.status == 404) continue;
    if (reply.status != 200) {
      found.warnings.push_back("The witness " + key.name + " does not say what it has cosigned (" +
                               (reply.status == 0 ? reply.body : "status " + std::to_string(reply.status)) + ").");
      return found;
    }
    const auto opened = log::open_cosigned(reply.body, log.keys, std::span(&key, 1));
    if (!opened || opened->cosignatures.empty() || opened->checkpoint.origin != log.origin) {
      found.warnings.push_back("What the witness " + key.name + " hands out of " + log.origin + " is not signed by the log and by it" +
                               (opened ? "." : ": " + opened.error().detail + "."));
      continue;
    }
    found.seen.push_back({key.name, opened->checkpoint});
  }
  return found;
}

}  // namespace

StartLook ask_for_newest(const std::map<std::string, std::string>& urls, const Announced& announced, const std::vector<OwnLog>& logs,
                         const ClientTimes& times) {
  std::vector<std::future<StartLook>> asked;
  StartLook all;
  for (const auto& key : announced.witnesses) {
    const auto url = urls.find(key.name);
    if (url == urls.end()) {
      all.warnings.push_back("The witness " + key.name + " is announced, and no address is set for it: site.witnesses.");
      continue;
    }
    asked.push_back(std::async(std::launch::async, [&, address = url->second] { return ask_one(address, key, logs, times); }));
  }
  for (auto& one : asked) {
    auto found = one.get();
    std::move(found.seen.begin(), found.seen.end(), std::back_inserter(all.seen));
    std::move(found.warnings.begin(), found.warnings.end(), std::back_inserter(all.warnings));
  }
  return all;
}

}  // namespace radslag::witnesses
