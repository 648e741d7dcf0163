// Writes to residents what came of what they took part in: to confirmed addresses of those who asked for it, and only about their matters.
#pragma once

#include <string>

#include "server/html/messages.hpp"
#include "server/registrar/follow/follower.hpp"

namespace radslag::outbox {
class Outbox;
}
namespace radslag::registrar {
class Registrar;
}

namespace radslag::registrar_web {

class TownNews {
 public:
  /// `site`: this site's address, for unsubscribing; `counter`: the voting server's, where all can be read. All must outlive the listener.
  TownNews(const html::Messages& messages, registrar::Registrar& house, outbox::Outbox& outbox, std::string site, std::string counter)
      : messages_(messages), house_(house), outbox_(outbox), site_(std::move(site)), counter_(std::move(counter)) {}

  /// For the follower. Being told twice sends nothing twice.
  [[nodiscard]] registrar::Listener listener();

 private:
  struct Item {
    std::string kind;   ///< of the letter
    std::string about;  ///< whose followers are written to: an initiative, a call, a proposal
    std::string event, title, path;
  };
  void write(const registrar::Town& town, const Item& item);

  const html::Messages& messages_;
  registrar::Registrar& house_;
  outbox::Outbox& outbox_;
  std::string site_, counter_;
};

}  // namespace radslag::registrar_web
