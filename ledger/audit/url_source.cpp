// A record on the web, read with libcurl over one kept connection.
#include <curl/curl.h>

#include <array>
#include <chrono>
#include <thread>

#include "ledger/audit/ballot_page.hpp"
#include "ledger/audit/live_source.hpp"
#include "ledger/audit/source.hpp"

namespace radslag::audit {
namespace {

struct Received {
  std::string bytes;
  std::uint64_t max_bytes = 0;
  bool too_large = false;
};

std::size_t receive(char* data, std::size_t, std::size_t size, void* into) {
  auto& received = *static_cast<Received*>(into);
  if (received.bytes.size() + size > received.max_bytes) {
    received.too_large = true;
    return 0;  // ends the transfer
  }
  received.bytes.append(data, size);
  return size;
}

/// "https://x.se/" and "https://x.se/log" are both "https://x.se/log/".
std::string log_address(std::string url) {
  if (url.find_first_of("?# \t\r\n") != std::string::npos) throw NoInput("the address of a record has no '?', '#' or space: " + url);
  while (url.ends_with('/')) url.pop_back();
  if (url.find("://") == std::string::npos) throw NoInput("no host in the address " + url);
  return url.ends_with("/log") ? url + "/" : url + "/log/";
}

class UrlSource final : public Source {
 public:
  UrlSource(std::string base, const UrlLimits& limits)
      : base_(std::move(base)), limits_(limits), curl_(curl_easy_init(), curl_easy_cleanup) {
    if (!curl_) throw std::runtime_error("libcurl cannot start");
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT, limits.connect_seconds);
    set(CURLOPT_LOW_SPEED_LIMIT, limits.slowest_bytes_per_second);
    set(CURLOPT_LOW_SPEED_TIME, limits.slow_seconds);
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    set(CURLOPT_USERAGENT, "radslag-verify");
    set(CURLOPT_WRITEFUNCTION, &receive);
    set(CURLOPT_ERRORBUFFER, problem_.data());
  }

  Result<std::string> get(const std::string& path, std::uint64_t max_bytes) override {
    const std::string url = base_ + path;
    for (int attempt = 1;; ++attempt) {
      Received received{{}, max_bytes, false};
      problem_[0] = '\0';
      set(CURLOPT_URL, url.c_str());
      set(CURLOPT_WRITEDATA, &received);
      const CURLcode code = curl_easy_perform(curl_.get());
      if (received.too_large) return refuse(Errc::too_large, "the file " + path + " is larger than it can be");
      long status = 0;
      curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
      if (code == CURLE_OK && status == 200) return std::move(received.bytes);
      if (code == CURLE_OK && (status == 404 || status == 410)) return refuse(Errc::not_found, "the file " + path + " is missing");
      if (attempt >= limits_.attempts || !may_pass(code, status)) throw Unavailable(url + ": " + what_happened(code, status));
      std::this_thread::sleep_for(std::chrono::milliseconds(300 * attempt * attempt));
    }
  }

  std::optional<std::vector<std::string>> list() const override { return std::nullopt; }
  bool is_live() const override { return true; }

  /// Asked once: who cannot say it does not matter.
  std::optional<std::uint64_t> length(const std::string& path) override {
    const std::string url = base_ + path;
    Received nothing;
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_WRITEDATA, &nothing);
    set(CURLOPT_NOBODY, 1L);
    const CURLcode code = curl_easy_perform(curl_.get());
    set(CURLOPT_NOBODY, 0L);
    set(CURLOPT_HTTPGET, 1L);
    long status = 0;
    curl_off_t bytes = -1;
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl_.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &bytes);
    if (code != CURLE_OK || status != 200 || bytes < 0) return std::nullopt;
    return static_cast<std::uint64_t>(bytes);
  }

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    if (curl_easy_setopt(curl_.get(), option, value) != CURLE_OK)
      throw std::runtime_error("libcurl is too old: option " + std::to_string(option));
  }

  static bool may_pass(CURLcode code, long status) {
    switch (code) {
      case CURLE_OK: return status == 429 || status == 502 || status == 503 || status == 504;
      case CURLE_COULDNT_CONNECT:
      case CURLE_GOT_NOTHING:
      case CURLE_PARTIAL_FILE:
      case CURLE_RECV_ERROR:
      case CURLE_SEND_ERROR: return true;
      default: return false;
    }
  }

  std::string what_happened(CURLcode code, long status) {
    if (code != CURLE_OK) return problem_[0] ? problem_.data() : curl_easy_strerror(code);
    if (status >= 300 && status < 400) {
      const char* target = nullptr;
      curl_easy_getinfo(curl_.get(), CURLINFO_REDIRECT_URL, &target);
      return std::string("redirects are not followed; give the address itself") + (target ? std::string(": ") + target : std::string());
    }
    return "the site answered with status " + std::to_string(status);
  }

  std::string base_;
  UrlLimits limits_;
  std::unique_ptr<CURL, void (*)(CURL*)> curl_;
  std::array<char, CURL_ERROR_SIZE> problem_{};
};

}  // namespace

namespace {

std::unique_ptr<Source> open_base(const std::string& url, std::string base, const UrlLimits& limits) {
  if (!url.starts_with("http://") && !url.starts_with("https://")) throw NoInput("not an http or https address: " + url);
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) throw std::runtime_error("libcurl cannot start");
  return std::make_unique<UrlSource>(std::move(base), limits);
}

}  // namespace

std::unique_ptr<Source> open_url(const std::string& url, const UrlLimits& limits) {
  return with_wider_files(open_base(url, log_address(url), limits));
}

std::unique_ptr<Source> open_site(const std::string& url, const UrlLimits& limits) {
  return open_base(url, url.ends_with('/') ? url : url + '/', limits);
}

std::string url_library_version() { return curl_version(); }

}  // namespace radslag::audit
