// What happens by itself at the counter: initiatives whose time is over are ended, and staff are told by mail what waits for them.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "server/html/messages.hpp"
#include "server/outbox/outbox.hpp"
#include "server/service/service.hpp"
#include "server/staff/staff.hpp"

namespace radslag::storage {
class Database;
}

namespace radslag::desk {

struct CaretakerOptions {
  std::string base_url;         ///< of the counter, without a slash at the end: links in letters
  std::string language = "sv";  ///< of the letters
  int seconds = 5;              ///< between two looks
  std::function<std::uint64_t()> hour = record::current_hour;
  /// Called when a look failed: with a line for the log. It is tried again at the next.
  std::function<void(const std::string&)> log = {};
};

class Caretaker {
 public:
  /// All outlive it. `data`: service::open_counter_data; how far it has looked stands there, so that nothing is missed over a restart.
  Caretaker(service::Service& service, staff::Staff& staff, storage::Database& data, const outbox::Outbox& outbox,
            const html::Messages& messages, CaretakerOptions options);
  ~Caretaker();  ///< ends the thread
  Caretaker(const Caretaker&) = delete;
  Caretaker& operator=(const Caretaker&) = delete;

  /// Begins to look by itself.
  void start();
  /// One look, on the caller's thread.
  void look();

 private:
  void end_overdue();
  void write_letters();
  void tell(const record::Entry& entry, std::uint64_t index);
  void tell_role(staff::Role role, const std::string& board, std::string_view letter, const std::string& event, const std::string& title,
                 const std::string& link);
  void run();

  service::Service& service_;
  staff::Staff& staff_;
  storage::Database& data_;
  const outbox::Outbox& outbox_;
  const html::Messages& messages_;
  CaretakerOptions options_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace radslag::desk
