#include "server/programs/web_client.hpp"

#include <curl/curl.h>

#include <memory>

#include "server/programs/exit.hpp"

namespace radslag::programs {
namespace {

constexpr std::size_t max_answer_bytes = 16 << 20;
constexpr long answer_seconds = 120;

std::size_t collect(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto& body = *static_cast<std::string*>(to);
  if (body.size() + size * count > max_answer_bytes) return 0;
  body.append(bytes, size * count);
  return size * count;
}

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Headers = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

WebAnswer perform(const std::string& url, const std::string* post) {
  const Handle handle(curl_easy_init(), curl_easy_cleanup);
  if (!handle) throw Stop(Exit::software, "libcurl cannot be started.");
  const Headers headers(curl_slist_append(curl_slist_append(nullptr, "Content-Type: application/json"), "Expect:"), curl_slist_free_all);
  WebAnswer answer;
  auto* curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, answer_seconds);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, collect);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  if (post) {
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(post->size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, post->data());
  }
  if (const auto code = curl_easy_perform(curl); code != CURLE_OK) {
    throw Stop(Exit::unavailable,
               "No answer from " + url + ": " + curl_easy_strerror(code) + ". Is the server running, and is that its address?" +
                   (post ? " Whether the act was taken in is unknown: hand in the same file again, it cannot count twice." : ""));
  }
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

}  // namespace

WebAnswer web_get(const std::string& url) { return perform(url, nullptr); }
WebAnswer web_post_json(const std::string& url, const std::string& body) { return perform(url, &body); }

}  // namespace radslag::programs
