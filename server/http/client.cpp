#include "server/http/client.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <list>
#include <stdexcept>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/write.hpp>

#include "server/http/io.hpp"
#include "server/http/percent.hpp"

namespace radslag::http {

namespace {

using boost::system::error_code;
using Endpoint = asio::ip::tcp::endpoint;
constexpr std::chrono::milliseconds first_retry_pause{50};

struct Answer {
  int status = 0;  ///< 0: none came, and `body` says why
  bool close = false;
  std::string body;
};

Answer no_answer(std::string why) { return {0, true, std::move(why)}; }

/// What the head of an answer says; nothing when it is malformed.
struct AnswerHead {
  int status = 0;
  std::size_t length = 0;
  bool close = false;
};

std::optional<AnswerHead> parse_answer_head(std::string_view text) {
  AnswerHead head;
  if (!text.starts_with("HTTP/1.1 ") || text.size() < 12) return std::nullopt;
  if (std::from_chars(text.data() + 9, text.data() + 12, head.status).ptr != text.data() + 12) return std::nullopt;
  bool has_length = head.status < 200 || head.status == 204 || head.status == 304;
  for (std::size_t at = text.find("\r\n"); at != std::string_view::npos;) {
    const std::size_t end = text.find("\r\n", at + 2);
    const std::string_view line = text.substr(at + 2, end == std::string_view::npos ? end : end - at - 2);
    at = end;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trim(line.substr(colon + 1));
    if (equal_ignoring_case(name, "content-length")) {
      has_length =
          std::from_chars(value.data(), value.data() + value.size(), head.length).ptr == value.data() + value.size() && !value.empty();
    } else if (equal_ignoring_case(name, "connection")) {
      head.close = equal_ignoring_case(value, "close");
    }
  }
  if (!has_length) return std::nullopt;
  return head;
}

std::string head_text(const Target& target, const OutRequest& request) {
  std::string text;
  text.reserve(256 + request.target.size());
  text.append(request.method).append(" ").append(request.target).append(" HTTP/1.1\r\nHost: ").append(target.host);
  text.append(":").append(std::to_string(target.port)).append("\r\n");
  if (!request.content_type.empty()) text.append("Content-Type: ").append(request.content_type).append("\r\n");
  if (request.method == "POST") text.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
  for (const auto& [name, value] : request.headers) text.append(name).append(": ").append(value).append("\r\n");
  return text.append("\r\n");
}

/// What the connections share; one thread runs them all.
struct Run {
  Run(const Target& to, const ClientLimits& within, const NextRequest& gives, const RequestDone& takes, const std::atomic<bool>* stops)
      : target(to), limits(within), next(gives), done(takes), stop(stops) {}

  [[nodiscard]] bool stopped() const { return stop && stop->load(std::memory_order_relaxed); }

  const Target& target;
  const ClientLimits& limits;
  const NextRequest& next;
  const RequestDone& done;
  const std::atomic<bool>* stop;
  asio::io_context io{1};
  std::vector<Endpoint> endpoints;
  Timer tick{io};
  std::size_t living = 0;
  std::exception_ptr failure;
};

class Connection {
 public:
  explicit Connection(Run& run) : run_(run), socket_(run.io), pause_(run.io) {}

  /// Takes requests until there are no more.
  Task<void> work();
  void close_if_late(Clock::time_point now);
  /// Ends a pause between two attempts.
  void hurry() { pause_.cancel(); }

 private:
  Task<Answer> attempt_until_answered(std::shared_ptr<const OutRequest> request);
  Task<Answer> attempt(std::shared_ptr<const OutRequest> request);
  Task<error_code> connect();
  Task<Answer> receive(bool head_only);
  /// Reads until the buffer ends a head and skips interim answers; nothing when the connection is lost or the head malformed.
  Task<std::optional<AnswerHead>> receive_head();
  Task<bool> receive_more();
  void close();

  Run& run_;
  Socket socket_;
  Timer pause_;
  std::string buffer_;
  std::array<char, 16 * 1024> chunk_{};
  Clock::time_point sent_ = Clock::time_point::min();
  Clock::time_point deadline_ = Clock::time_point::max();
};

Task<void> Connection::work() {
  while (!run_.stopped()) {
    std::optional<OutRequest> next = run_.next();
    if (!next) break;
    const auto request = std::make_shared<const OutRequest>(std::move(*next));
    Answer answer = co_await attempt_until_answered(request);
    deadline_ = Clock::time_point::max();
    const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - sent_);
    run_.done(request->tag, answer.status, std::move(answer.body), static_cast<std::uint64_t>(taken.count()));
  }
  close();
}

Task<Answer> Connection::attempt_until_answered(std::shared_ptr<const OutRequest> request) {
  Answer answer = no_answer("not tried");
  auto pause = first_retry_pause;
  for (int tried = 0; tried < run_.limits.attempts; ++tried) {
    if (tried > 0) {
      if (run_.stopped()) break;
      pause_.expires_after(pause);
      const auto [cancelled] = co_await pause_.async_wait(as_result);
      if (cancelled && run_.stopped()) break;
      pause *= 2;
    }
    answer = co_await attempt(request);
    if (answer.close) close();
    if (answer.status != 0) break;
  }
  co_return answer;
}

Task<Answer> Connection::attempt(std::shared_ptr<const OutRequest> request) {
  sent_ = Clock::now();
  deadline_ = sent_ + std::chrono::seconds(run_.limits.answer_seconds);
  if (!socket_.is_open()) {
    const error_code error = co_await connect();
    if (error) co_return no_answer("cannot connect: " + error.message());
  }
  const std::string head = head_text(run_.target, *request);
  const std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(request->body)};
  const auto [error, count] = co_await asio::async_write(socket_, parts, as_result);
  if (error || count == 0) co_return no_answer("the connection was lost while sending");
  co_return co_await receive(request->method == "HEAD");
}

Task<error_code> Connection::connect() {
  error_code last = asio::error::host_not_found;
  for (const Endpoint& endpoint : run_.endpoints) {
    close();
    const auto [error] = co_await socket_.async_connect(endpoint, as_result);
    last = error;
    if (!error) break;
  }
  error_code ignored;
  if (!last) socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  co_return last;
}

Task<Answer> Connection::receive(bool head_only) {
  const std::optional<AnswerHead> head = co_await receive_head();
  if (!head) co_return no_answer("the connection was lost, or the answer is not HTTP/1.1 with a length");
  const std::size_t length = head_only ? 0 : head->length;
  if (length > run_.limits.answer_bytes) co_return no_answer("the answer is too long");
  while (buffer_.size() < length) {
    const bool more = co_await receive_more();
    if (!more) co_return no_answer("the connection was lost in the middle of an answer");
  }
  Answer answer;
  answer.status = head->status;
  answer.close = head->close;
  answer.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  co_return answer;
}

Task<std::optional<AnswerHead>> Connection::receive_head() {
  for (;;) {
    const std::size_t end = buffer_.find("\r\n\r\n");
    if (end != std::string::npos) {
      auto head = parse_answer_head(std::string_view(buffer_).substr(0, end));
      buffer_.erase(0, end + 4);
      if (!head || head->status >= 200) co_return head;
      continue;
    }
    if (buffer_.size() > chunk_.size()) co_return std::nullopt;
    const bool more = co_await receive_more();
    if (!more) co_return std::nullopt;
  }
}

Task<bool> Connection::receive_more() {
  const auto space = asio::buffer(chunk_);
  const auto [error, count] = co_await socket_.async_read_some(space, as_result);
  buffer_.append(chunk_.data(), count);
  co_return !error;
}

void Connection::close() {
  error_code ignored;
  socket_.close(ignored);
  buffer_.clear();
}

void Connection::close_if_late(Clock::time_point now) {
  error_code ignored;
  if (now >= deadline_) socket_.close(ignored);
}

/// Looks after deadlines and the stop flag until the last connection has ended.
Task<void> watch(Run& run, std::list<Connection>& connections) {
  while (run.living > 0) {
    run.tick.expires_after(sweep_interval);
    const auto [cancelled] = co_await run.tick.async_wait(as_result);
    static_cast<void>(cancelled);
    for (Connection& connection : connections) {
      connection.close_if_late(Clock::now());
      if (run.stopped()) connection.hurry();
    }
  }
}

}  // namespace

void run_requests(const Target& target, const ClientLimits& limits, const NextRequest& next, const RequestDone& done,
                  const std::atomic<bool>* stop) {
  Run run(target, limits, next, done, stop);
  error_code error;
  asio::ip::tcp::resolver resolver(run.io);
  for (const auto& found : resolver.resolve(target.host, std::to_string(target.port), error)) run.endpoints.push_back(found.endpoint());
  if (error) throw std::runtime_error("no address for \"" + target.host + "\": " + error.message());
  std::list<Connection> connections;
  const auto ended = [&run](std::exception_ptr failure) {
    if (failure && !run.failure) run.failure = failure;
    if (--run.living == 0) run.tick.cancel();
  };
  for (std::size_t i = 0; i < limits.connections; ++i) {
    ++run.living;
    asio::co_spawn(run.io, connections.emplace_back(run).work(), ended);
  }
  asio::co_spawn(run.io, watch(run, connections), [](std::exception_ptr) {});
  run.io.run();
  if (run.failure) std::rethrow_exception(run.failure);  // `next` or `done` threw; the other connections have ended in good order
}

}  // namespace radslag::http
