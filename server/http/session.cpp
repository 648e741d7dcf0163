// The one source of the server that instantiates reads and writes. House rule: a full expression with co_await holds no brace, no
// lambda and no ?: (tests/style/check_co_await.py), since g++ 12 destroys some temporaries of such expressions twice.
#include "server/http/session.hpp"

#include <algorithm>

#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace radslag::http {

namespace {

constexpr std::size_t read_chunk_bytes = 4096;
constexpr std::size_t body_chunk_bytes = 64 * 1024;

}  // namespace

Session::Session(Core& core, Socket&& socket)
    : core_(core),
      socket_(std::move(socket)),
      buffer_(core.config.limits.header_bytes),
      answered_(core.io, Clock::time_point::max()),
      place_(core.add(this)) {}

Session::~Session() {
  release_body();
  core_.forget(place_);
}

Task<void> Session::serve(std::shared_ptr<Session> self) {
  Next next = Next::again;
  while (next == Next::again) next = co_await self->exchange();
  if (next == Next::linger) co_await self->linger();
}

Task<Session::Next> Session::exchange() {
  const auto length = co_await read_head();
  if (!length) co_return co_await refuse(length.error());
  if (*length == 0) co_return Next::gone;
  head_only_ = buffered().starts_with("HEAD ");
  auto head = parse_head(buffered().substr(0, *length), core_.config.limits);
  buffer_.consume(*length);
  if (!head) co_return co_await refuse(head.error());
  head_ = std::move(*head);
  if (head_.content_length > 0) {
    const auto whole = co_await read_body();
    if (!whole) co_return co_await refuse(whole.error());
    if (!*whole) co_return Next::gone;
  }
  std::optional<Response> response = co_await ask();
  release_body();
  if (!response) co_return Next::gone;
  co_return co_await send(std::move(*response));
}

Task<tl::expected<std::size_t, Refusal>> Session::read_head() {
  const Limits& limits = core_.config.limits;
  HeadProgress progress;
  head_only_ = false;
  idle_ = buffer_.size() == 0;
  const int wait_seconds = idle_ && !fresh_ ? limits.keep_alive_idle_seconds : limits.header_seconds;
  begin_phase(static_cast<std::size_t>(wait_seconds));
  for (;;) {
    follow_head(buffered(), progress);
    if (progress.broken) co_return tl::make_unexpected(Refusal{400, "This is not an HTTP request."});
    if (progress.length > 0) co_return progress.length;
    const std::size_t room = limits.header_bytes - buffer_.size();
    if (room == 0) co_return tl::make_unexpected(Refusal{431, "The request's head is too long."});
    const auto space = buffer_.prepare(std::min(room, read_chunk_bytes));
    const auto [error, count] = co_await socket_.async_read_some(space, as_result);
    if (error) co_return std::size_t(0);
    buffer_.commit(count);
    if (idle_ && !fresh_) begin_phase(static_cast<std::size_t>(limits.header_seconds));
    idle_ = fresh_ = false;
  }
}

Task<tl::expected<bool, Refusal>> Session::read_body() {
  if (const auto refusal = check_body_length()) co_return tl::make_unexpected(*refusal);
  constexpr Refusal no_room = Refusal{503, "Too many large requests at once. Try again in a moment."};
  const Limits& limits = core_.config.limits;
  const std::size_t length = head_.content_length;
  if (length > limits.body_bytes) {
    if (core_.bodies.large >= limits.large_bodies) co_return tl::make_unexpected(no_room);
    ++core_.bodies.large;
    large_ = true;
  }
  begin_phase(static_cast<std::size_t>(limits.body_seconds), length);
  if (head_.expects_continue && buffer_.size() == 0) {
    const bool sent = co_await send_continue();
    if (!sent) co_return false;
  }
  // Memory is taken as bytes come, not as they are announced.
  std::string& body = head_.request.body;
  if (!reserve_body(std::min(length, buffer_.size()))) co_return tl::make_unexpected(no_room);
  take_buffered_body();
  while (body.size() < length) {
    const std::size_t had = body.size();
    const std::size_t chunk = std::min(length - had, body_chunk_bytes);
    if (!reserve_body(chunk)) co_return tl::make_unexpected(no_room);
    body.resize(had + chunk);
    const auto space = asio::buffer(body.data() + had, chunk);
    const auto [error, count] = co_await asio::async_read(socket_, space, as_result);
    if (error || count != chunk) co_return false;
  }
  co_return true;
}

Task<bool> Session::send_continue() {
  constexpr std::string_view line = "HTTP/1.1 100 Continue\r\n\r\n";
  const auto bytes = asio::buffer(line.data(), line.size());
  const auto [error, count] = co_await asio::async_write(socket_, bytes, as_result);
  co_return !error && count == line.size();
}

Task<std::optional<Response>> Session::ask() {
  if (aborted_) co_return std::nullopt;
  deadline_ = Clock::time_point::max();  // a handler takes what it takes: cutting the client off would only make it ask again
  answer_.reset();
  answered_.expires_at(Clock::time_point::max());
  core_.dispatch(std::move(head_.request), std::make_shared<Reply>(core_.mailbox, weak_from_this()));
  const auto [cancelled] = co_await answered_.async_wait(as_result);
  static_cast<void>(cancelled);  // always: that is how the answer, or abort(), wakes this coroutine
  co_return std::exchange(answer_, std::nullopt);
}

Task<Session::Next> Session::send(Response response) {
  const Limits& limits = core_.config.limits;
  HeadOptions options;
  options.security = core_.security;
  options.date = core_.date();
  options.close = response.close || head_.close || core_.stopping;
  options.strict_transport = core_.config.strict_transport;
  out_.clear();
  if (!append_head(out_, response, options)) {
    core_.log("an answer's status or header fields are malformed: sent 500 instead");
    response = problem(Refusal{500, "The request could not be answered."}, limits);
    options.close = true;
    static_cast<void>(append_head(out_, response, options));
  }
  const bool bodiless = head_only_ || !may_have_body(response.status);
  const std::string_view body = bodiless ? std::string_view() : body_of(response);
  const std::array<asio::const_buffer, 2> parts{asio::buffer(out_), asio::buffer(body.data(), body.size())};
  begin_phase(static_cast<std::size_t>(limits.write_seconds), body.size());
  const auto [error, count] = co_await asio::async_write(socket_, parts, as_result);
  if (error || count != out_.size() + body.size()) co_return Next::gone;
  if (options.close) co_return Next::linger;
  co_return Next::again;
}

Task<Session::Next> Session::refuse(Refusal refusal) {
  release_body();
  // After a refusal nobody knows where the next request would begin.
  Response response = problem(refusal, core_.config.limits);
  co_return co_await send(std::move(response));
}

Task<void> Session::linger() {
  boost::system::error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  begin_phase(static_cast<std::size_t>(core_.config.limits.drain_seconds));
  std::array<char, 4096> thrown_away;
  const auto space = asio::buffer(thrown_away);
  std::size_t drained = 0;
  while (drained < core_.config.limits.drain_bytes) {
    const auto [error, count] = co_await socket_.async_read_some(space, as_result);
    if (error) break;
    drained += count;
  }
}

void Session::take_answer(Response&& response) {
  answer_ = std::move(response);
  answered_.cancel();
}

void Session::abort() {
  aborted_ = true;
  answer_.reset();
  boost::system::error_code ignored;
  socket_.close(ignored);
  answered_.cancel();
}

bool Session::close_if_idle() {
  boost::system::error_code error;
  if (!idle_ || aborted_ || socket_.available(error) > 0) return false;
  abort();
  return true;
}

std::optional<Refusal> Session::check_body_length() const {
  const auto& config = core_.config;
  const std::size_t limit = config.body_limit ? config.body_limit(head_.request.method, head_.request.path) : config.limits.body_bytes;
  if (head_.content_length > limit) return Refusal{413, "The body is too long."};
  return std::nullopt;
}

void Session::take_buffered_body() {
  const std::size_t count = std::min(head_.content_length, buffer_.size());
  head_.request.body.reserve(std::min(head_.content_length, body_chunk_bytes));
  head_.request.body.assign(buffered().substr(0, count));
  buffer_.consume(count);
}

bool Session::reserve_body(std::size_t bytes) {
  if (core_.bodies.bytes + bytes > core_.config.limits.all_bodies_bytes) return false;
  core_.bodies.bytes += bytes;
  reserved_bytes_ += bytes;
  return true;
}

void Session::release_body() {
  core_.bodies.bytes -= std::exchange(reserved_bytes_, 0);
  if (std::exchange(large_, false)) --core_.bodies.large;
}

void Session::begin_phase(std::size_t seconds, std::size_t bytes) {
  deadline_ = Clock::now() + std::chrono::seconds(seconds + bytes / core_.config.limits.min_bytes_per_second);
}

std::string_view Session::buffered() const {
  const auto data = buffer_.cdata();
  return {static_cast<const char*>(data.data()), data.size()};
}

}  // namespace radslag::http
