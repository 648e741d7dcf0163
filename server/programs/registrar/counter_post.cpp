#include "server/programs/registrar/counter_post.hpp"

#include <curl/curl.h>

#include <memory>

#include "server/programs/server_log.hpp"

namespace radslag::registrar_program {
namespace {

using programs::server_log::Level;

constexpr std::size_t most_answer_bytes = 64 << 10;
constexpr long connect_seconds = 5, answer_seconds = 15;

std::size_t collect(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto& body = *static_cast<std::string*>(to);
  if (body.size() + size * count > most_answer_bytes) return 0;
  body.append(bytes, size * count);
  return size * count;
}

/// One that waits, until it goes.
struct Place {
  explicit Place(std::atomic<unsigned>& of) : waiting(of), before(of.fetch_add(1)) {}
  ~Place() { waiting.fetch_sub(1); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  std::atomic<unsigned>& waiting;
  const unsigned before;
};

}  // namespace

registrar_web::CounterAnswer CounterPost::hand_over(const std::string& statement) {
  const Place place(waiting_);
  if (place.before >= at_once_) return {};
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(), curl_easy_cleanup);
  if (!handle) return {};
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
      curl_slist_append(curl_slist_append(nullptr, "Content-Type: text/plain; charset=utf-8"), "Expect:"), curl_slist_free_all);
  registrar_web::CounterAnswer answer;
  auto* curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_URL, url_.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connect_seconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, answer_seconds);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(statement.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, statement.data());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, collect);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  long status = 0;
  if (const auto code = curl_easy_perform(curl); code != CURLE_OK) {
    programs::server_log::write(Level::warn, "hand-out", {{"what", curl_easy_strerror(code)}});
    return {};
  }
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  // Never the statement: its commitment is public, but beside the minute it says who came when.
  if (status != 200 && status != 201) programs::server_log::write(Level::warn, "hand-out", {{"status", std::to_string(status)}});
  return answer;
}

}  // namespace radslag::registrar_program
