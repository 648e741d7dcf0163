#include "server/http/core.hpp"

#include <ctime>
#include <utility>

#include <boost/asio/post.hpp>

#include "server/http/response_head.hpp"
#include "server/http/session.hpp"

namespace radslag::http {

Core::Core(Config&& given, Handler&& handles)
    : config(std::move(given)), security(security_fields(config.form_actions)), handler(std::move(handles)), pool(config.worker_threads) {}

Core::~Core() { mailbox->close(); }

void Core::dispatch(Request&& request, std::shared_ptr<Reply> reply) {
  asio::post(pool, [this, request = std::move(request), reply = std::move(reply)]() mutable {
    const std::string what = request.method + " " + request.raw_path;  // the raw path has no line breaks; the query may have secrets
    try {
      handler(std::move(request), [reply](Response&& response) { reply->give(std::move(response)); });
    } catch (const std::exception& error) {
      log(what + ": " + error.what());
      reply->give(problem(Refusal{500, "The request could not be answered."}, config.limits));
    } catch (...) {
      log(what + ": an exception of unknown type");
      reply->give(problem(Refusal{500, "The request could not be answered."}, config.limits));
    }
  });
}

void Core::log(std::string_view line) const {
  if (config.log) config.log(line);
}

const std::string& Core::date() {
  const std::time_t now = std::time(nullptr);
  if (now == date_second) return date_text;
  // Names of days and months by hand: strftime would give those of the process's locale.
  static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[utc.tm_wday], utc.tm_mday, months[utc.tm_mon],
                utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
  date_text = text;
  date_second = now;
  return date_text;
}

std::list<Session*>::iterator Core::add(Session* session) { return sessions.insert(sessions.end(), session); }

void Core::forget(std::list<Session*>::iterator place) {
  sessions.erase(place);
  if (stopping && sessions.empty()) tick.cancel();  // run() need not wait for the next look
}

void Core::begin_stop() {
  if (stopping) return;
  stopping = true;
  stop_deadline = Clock::now() + std::chrono::seconds(config.limits.shutdown_drain_seconds);
  boost::system::error_code ignored;
  acceptor.close(ignored);
  signals.cancel(ignored);
  accept_pause.cancel();
  tick.cancel();
  for (Session* session : sessions) session->close_if_idle();
}

void Core::sweep() {
  const auto now = Clock::now();
  for (Session* session : sessions) {
    if (now >= stop_deadline || now >= session->deadline()) session->abort();
  }
}

bool Core::close_an_idle_session() {
  for (Session* session : sessions) {
    if (session->close_if_idle()) return true;
  }
  return false;
}

}  // namespace radslag::http
