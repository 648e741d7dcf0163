// Asks the announced witnesses for cosignatures, in the background: of each log the newest head, about once a second at most, from each
// witness on a thread of its own. Nobody waits for it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/log/tree.hpp"
#include "ledger/record/keeping.hpp"
#include "ledger/result.hpp"
#include "server/witnesses/client.hpp"

namespace radslag::witnesses {

class Cosignatures;

/// What the counter's logs are, for the asker: each function is called from several threads, and quick.
struct Logs {
  /// Short names of those whose heads shall be witnessed now: the town log, and rounds that have not been ended.
  std::function<std::vector<std::string>()> names;
  struct Head {
    std::uint64_t size = 0;
    std::string note;  ///< signed by the log
  };
  std::function<std::optional<Head>(const std::string& log)> head;  ///< the newest; nothing: no entries yet
  /// PROOF(from, D[0:to]) of a log.
  std::function<Result<log::Path>(const std::string& log, std::uint64_t from, std::uint64_t to)> consistency;
  std::function<std::optional<record::WitnessesAnnounced>()> announced;
  /// Another pointer whenever an act of office has been admitted, in whatever log. Heads asked for after it cover that act.
  std::function<std::shared_ptr<const void>()> acts;
};

/// What may become of asking, for the log of the program: told when it changes.
enum class Standing {
  cosigns,      ///< its newest answer was a cosignature
  silent,       ///< no answer
  refuses,      ///< an answer that is none of the protocol, or not of this witness
  unknown_log,  ///< it does not know the log, or not its key (yet)
  ahead,        ///< it has cosigned more of the log than there is here: an old copy runs, or two do
  contradicts,  ///< it has cosigned another history of the log
};
[[nodiscard]] std::string_view standing_name(Standing standing);

struct News {
  std::string witness, log;
  Standing standing{};
  std::string what;  ///< plain English
};

struct AskerOptions {
  std::map<std::string, std::string> urls;  ///< by the witness's name; without a slash at the end
  ClientTimes times;
  std::chrono::milliseconds between{1'000};   ///< between two heads of a log
  std::chrono::milliseconds patience{5'000};  ///< for a quorum on one head, before a newer one is asked about
  std::chrono::milliseconds look_every{250};  ///< for new heads
  std::chrono::milliseconds again{60'000};    ///< a head that stays is cosigned again, so that it is known to be the newest
  std::chrono::milliseconds first_wait{1'000}, longest_wait{60'000};  ///< after an answer that is no cosignature: doubled each time
  std::function<void(const News&)> report;                            ///< from several threads
  /// Called with one line when the outcome of a write is unknown. Should end the process.
  std::function<void(const std::string&)> fatal;
};

class Asker {
 public:
  /// Begins at once. `cosignatures` and what `logs` refers to outlive this. A witness that is announced and has no URL is not asked.
  Asker(Logs logs, Cosignatures& cosignatures, AskerOptions options);
  ~Asker();  ///< waits for requests under way, within their times
  Asker(const Asker&) = delete;
  Asker& operator=(const Asker&) = delete;

  /// How it stands with each witness and log that has been asked about.
  [[nodiscard]] std::vector<News> standing() const;

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace radslag::witnesses
