#include "server/witnesses/client.hpp"

#include <curl/curl.h>

#include <array>
#include <stdexcept>

namespace radslag::witnesses {
namespace {

constexpr std::size_t most_answer_bytes = 16'384;

std::size_t receive(char* data, std::size_t, std::size_t size, void* into) {
  auto& body = *static_cast<std::string*>(into);
  if (body.size() + size > most_answer_bytes) return 0;  // ends the transfer
  body.append(data, size);
  return size;
}

}  // namespace

class Client::Handle {
 public:
  Handle() : curl_(curl_easy_init()), headers_(curl_slist_append(nullptr, "Content-Type: text/plain; charset=utf-8")) {
    // Without this libcurl asks first whether it may send the body.
    if (headers_) curl_slist_append(headers_, "Expect:");
  }
  ~Handle() {
    curl_slist_free_all(headers_);
    curl_easy_cleanup(curl_);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  template <class Value>
  void set(CURLoption option, Value value) {
    if (curl_easy_setopt(curl_, option, value) != CURLE_OK)
      throw std::runtime_error("libcurl is too old: option " + std::to_string(option));
  }
  [[nodiscard]] bool good() const { return curl_ && headers_; }
  [[nodiscard]] CURL* curl() const { return curl_; }
  [[nodiscard]] curl_slist* headers() const { return headers_; }
  std::array<char, CURL_ERROR_SIZE> problem{};

 private:
  CURL* curl_;
  curl_slist* headers_;
};

Client::Client(const ClientTimes& times) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  handle_ = std::make_unique<Handle>();
  if (started != CURLE_OK || !handle_->good()) throw std::runtime_error("libcurl cannot start");
  handle_->set(CURLOPT_PROTOCOLS_STR, "http,https");
  handle_->set(CURLOPT_FOLLOWLOCATION, 0L);
  handle_->set(CURLOPT_NOSIGNAL, 1L);
  handle_->set(CURLOPT_CONNECTTIMEOUT_MS, times.connect_milliseconds);
  handle_->set(CURLOPT_TIMEOUT_MS, times.total_milliseconds);
  handle_->set(CURLOPT_TCP_KEEPALIVE, 1L);
  handle_->set(CURLOPT_USERAGENT, "radslag");
  handle_->set(CURLOPT_WRITEFUNCTION, &receive);
  handle_->set(CURLOPT_ERRORBUFFER, handle_->problem.data());
}

Client::~Client() = default;

Reply Client::get(const std::string& url) {
  handle_->set(CURLOPT_HTTPGET, 1L);
  handle_->set(CURLOPT_HTTPHEADER, static_cast<curl_slist*>(nullptr));
  return perform(url);
}

Reply Client::post(const std::string& url, const std::string& body) {
  handle_->set(CURLOPT_POST, 1L);
  handle_->set(CURLOPT_HTTPHEADER, handle_->headers());
  handle_->set(CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  handle_->set(CURLOPT_POSTFIELDS, body.c_str());
  return perform(url);
}

Reply Client::perform(const std::string& url) {
  Reply reply;
  handle_->problem[0] = '\0';
  handle_->set(CURLOPT_URL, url.c_str());
  handle_->set(CURLOPT_WRITEDATA, &reply.body);
  const CURLcode code = curl_easy_perform(handle_->curl());
  if (code != CURLE_OK) return {0, {}, handle_->problem[0] ? handle_->problem.data() : curl_easy_strerror(code)};
  curl_easy_getinfo(handle_->curl(), CURLINFO_RESPONSE_CODE, &reply.status);
  const char* type = nullptr;
  curl_easy_getinfo(handle_->curl(), CURLINFO_CONTENT_TYPE, &type);
  if (type) reply.content_type = type;
  return reply;
}

}  // namespace radslag::witnesses
