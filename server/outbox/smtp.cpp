#include "server/outbox/smtp.hpp"

#include <curl/curl.h>
#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <fstream>

#include "server/outbox/address.hpp"
#include "server/outbox/smtp_answer.hpp"

namespace radslag::outbox {
namespace {

using Clock = std::chrono::steady_clock;

bool is_loopback(std::string_view host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

bool is_host(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
  });
}

std::string read_password(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) throw SmtpSettingsError("the mail server's password file is not there: " + path.string());
  if ((status.st_mode & 077) != 0) throw SmtpSettingsError("others can read " + path.string() + "; run chmod 600 on it");
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line) || line.empty()) throw SmtpSettingsError("there is no password in " + path.string());
  return line;
}

/// The letter as libcurl reads it, and how far the dialogue came.
struct Transfer {
  std::string_view rest;
  Stage stage = Stage::greeting;
};

std::size_t give(char* into, std::size_t size, std::size_t count, void* data) {
  auto& transfer = *static_cast<Transfer*>(data);
  transfer.stage = Stage::body;
  const std::size_t bytes = std::min(size * count, transfer.rest.size());
  std::memcpy(into, transfer.rest.data(), bytes);
  transfer.rest.remove_prefix(bytes);
  return bytes;
}

int watch(CURL*, curl_infotype type, char* bytes, std::size_t size, void* data) {
  auto& transfer = *static_cast<Transfer*>(data);
  if (type == CURLINFO_HEADER_OUT) transfer.stage = stage_after({bytes, size}, transfer.stage);
  return 0;
}

std::size_t ignore(char*, std::size_t size, std::size_t count, void*) { return size * count; }

Trouble trouble_of(CURLcode code) {
  switch (code) {
    case CURLE_OK: return Trouble::none;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT: return Trouble::unreachable;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CIPHER:
    case CURLE_USE_SSL_FAILED: return Trouble::tls;
    case CURLE_LOGIN_DENIED: return Trouble::login;
    case CURLE_OPERATION_TIMEDOUT: return Trouble::timeout;
    case CURLE_ABORTED_BY_CALLBACK: return Trouble::stopped;
    default: return Trouble::other;
  }
}

}  // namespace

class Smtp::Connection {
 public:
  explicit Connection(SmtpSettings settings) : settings_(std::move(settings)) {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) throw std::runtime_error("libcurl cannot start");
    if (!is_host(settings_.host)) throw SmtpSettingsError("not a mail server's name: \"" + settings_.host + "\"");
    if (!settings_.helo.empty() && !is_host(settings_.helo)) throw SmtpSettingsError("not a machine's name: \"" + settings_.helo + "\"");
    if (settings_.tls == Tls::none && !is_loopback(settings_.host)) {
      throw SmtpSettingsError("mail to " + settings_.host +
                              " would travel in clear: use starttls or tls, or a mail server on this machine");
    }
    if (!settings_.ca_file.empty() && !std::filesystem::is_regular_file(settings_.ca_file)) {
      throw SmtpSettingsError("the file of trusted certificates is not there: " + settings_.ca_file.string());
    }
    if (!settings_.user.empty()) password_ = read_password(settings_.password_file);
  }

  Attempt send(const Letter& letter) {
    if (stop_at_.load() != kNever) return {Outcome::unavailable, "stopped"};
    block_sigpipe();
    if (!curl_) begin();
    Transfer transfer{letter.bytes, Stage::greeting};
    const CURLcode code = perform(letter, transfer);
    long answer = 0;
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &answer);
    Attempt attempt = judge(trouble_of(code), transfer.stage, answer);
    if (attempt.outcome != Outcome::delivered) curl_.reset();  // what the two sides make of this connection now is anybody's guess
    return attempt;
  }

  void stop() noexcept { stop_at_.store((Clock::now() + std::chrono::seconds(settings_.stop_seconds)).time_since_epoch().count()); }

 private:
  static constexpr Clock::rep kNever = Clock::duration::max().count();

  /// A mail server that hangs up in the middle of TLS is an error here, and no signal.
  static void block_sigpipe() {
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  }

  static int is_late(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return Clock::now().time_since_epoch().count() >= static_cast<Connection*>(data)->stop_at_.load() ? 1 : 0;
  }

  void begin() {
    curl_.reset(curl_easy_init());
    if (!curl_) throw std::runtime_error("libcurl cannot start");
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_PROXY, "");  // no environment variable sends mail elsewhere
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT, long{settings_.connect_seconds});
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, long{settings_.answer_seconds});
    set(CURLOPT_TIMEOUT, long{settings_.whole_seconds});
    set(CURLOPT_USE_SSL, settings_.tls == Tls::none ? CURLUSESSL_NONE : CURLUSESSL_ALL);
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    if (!settings_.ca_file.empty()) set(CURLOPT_CAINFO, settings_.ca_file.c_str());
    if (!settings_.user.empty()) {
      set(CURLOPT_USERNAME, settings_.user.c_str());
      set(CURLOPT_PASSWORD, password_.c_str());
    }
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &give);
    set(CURLOPT_WRITEFUNCTION, &ignore);
    set(CURLOPT_VERBOSE, 1L);  // so that `watch` is told of the commands; nothing is printed
    set(CURLOPT_DEBUGFUNCTION, &watch);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &is_late);
    set(CURLOPT_XFERINFODATA, this);
  }

  std::string url(const Letter& letter) const {
    const std::string scheme = settings_.tls == Tls::whole ? "smtps://" : "smtp://";
    const std::string host = settings_.host.find(':') == std::string::npos ? settings_.host : '[' + settings_.host + ']';
    return scheme + host + ':' + std::to_string(settings_.port) + '/' +
           (settings_.helo.empty() ? std::string(domain_of(letter.from)) : settings_.helo);
  }

  CURLcode perform(const Letter& letter, Transfer& transfer) {
    const std::unique_ptr<curl_slist, void (*)(curl_slist*)> recipients(curl_slist_append(nullptr, letter.to.c_str()), curl_slist_free_all);
    if (!recipients) throw std::bad_alloc();
    set(CURLOPT_URL, url(letter).c_str());
    set(CURLOPT_MAIL_FROM, letter.from.c_str());
    set(CURLOPT_MAIL_RCPT, recipients.get());
    set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(letter.bytes.size()));
    set(CURLOPT_READDATA, &transfer);
    set(CURLOPT_DEBUGDATA, &transfer);
    const CURLcode code = curl_easy_perform(curl_.get());
    // The last words at hanging up are said with nobody listening.
    set(CURLOPT_DEBUGDATA, &farewell_);
    set(CURLOPT_MAIL_RCPT, static_cast<curl_slist*>(nullptr));
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, long{settings_.stop_seconds});
    if (code == CURLE_OK) set(CURLOPT_SERVER_RESPONSE_TIMEOUT, long{settings_.answer_seconds});
    return code;
  }

  template <class Value>
  void set(CURLoption option, Value value) {
    if (curl_easy_setopt(curl_.get(), option, value) != CURLE_OK)
      throw std::runtime_error("libcurl is too old: option " + std::to_string(option));
  }

  SmtpSettings settings_;
  std::string password_;
  Transfer farewell_;
  std::atomic<Clock::rep> stop_at_{kNever};
  std::unique_ptr<CURL, void (*)(CURL*)> curl_{nullptr, curl_easy_cleanup};
};

Smtp::Smtp(SmtpSettings settings) : connection_(std::make_unique<Connection>(std::move(settings))) {}
Smtp::~Smtp() = default;
Attempt Smtp::send(const Letter& letter) { return connection_->send(letter); }
void Smtp::stop() noexcept { connection_->stop(); }

}  // namespace radslag::outbox
