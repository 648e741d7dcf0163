#include "ledger/trustee/hand_in.hpp"

#include <curl/curl.h>

#include <memory>
#include <optional>

#include "crypto/encoding.hpp"
#include "crypto/voting/json.hpp"
#include "ledger/audit/source.hpp"
#include "ledger/record/announced_act.hpp"

namespace radslag::trustee {
namespace {

namespace json = voting::json;

using Progress = std::function<void(std::uint64_t, std::uint64_t)>;

constexpr std::size_t max_answer_bytes = 1 << 20;
constexpr long connect_seconds = 15;
constexpr long slow_seconds = 600;  // the record checks a large shuffle before it answers

struct Answer {
  long status = 0;
  std::string body;
};

std::size_t collect(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto& body = *static_cast<std::string*>(to);
  if (body.size() + size * count > max_answer_bytes) return 0;
  body.append(bytes, size * count);
  return size * count;
}

int tell(void* to, curl_off_t, curl_off_t, curl_off_t all, curl_off_t done) {
  const auto& progress = *static_cast<const Progress*>(to);
  if (progress && all > 0) progress(static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(all));
  return 0;
}

Answer post(const std::string& url, const std::string& type, const std::string& body, const Progress& progress) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(), curl_easy_cleanup);
  if (!handle) throw audit::Unavailable("libcurl cannot be started");
  const std::string content_type = "Content-Type: " + type;
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
      curl_slist_append(curl_slist_append(nullptr, content_type.c_str()), "Expect:"), curl_slist_free_all);
  Answer answer;
  auto* curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connect_seconds);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, slow_seconds);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, collect);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, tell);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &progress);
  const auto code = curl_easy_perform(curl);
  if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL) throw audit::NoInput(url + " is not the address of a site");
  if (code != CURLE_OK)
    throw audit::Unavailable("no answer from " + url + ": " + curl_easy_strerror(code) +
                             "; hand in the same file again, it cannot count twice");
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

/// A text or number at the top of a JSON object.
std::optional<std::string> member(std::string_view object, std::string_view wanted) {
  json::Reader in(object);
  std::string name;
  for (bool first = true; in.next_member(first, name);) {
    if (name != wanted) {
      in.skip_value();
      continue;
    }
    const auto begin = in.position();
    const bool is_text = object.substr(begin).starts_with('"');
    const auto value = is_text ? in.text() : std::to_string(in.integer());
    return in.failed() ? std::nullopt : std::optional(value);
  }
  return std::nullopt;
}

Error refusal(const Answer& answer) {
  const auto detail = member(answer.body, "detail"), title = member(answer.body, "title");
  const auto said = detail && !detail->empty() ? *detail : title.value_or("status " + std::to_string(answer.status));
  const auto code = answer.status == 503   ? Errc::busy
                    : answer.status == 403 ? Errc::not_authorised
                    : answer.status == 409 ? Errc::out_of_order
                                           : Errc::mismatch;
  return {code, said};
}

Result<HandedIn> receipt_of(const Answer& answer) {
  if (answer.status != 200 && answer.status != 201) return tl::make_unexpected(refusal(answer));
  const auto log = member(answer.body, "log"), index = member(answer.body, "index");
  if (!log || !index) throw audit::Unavailable("the site's answer is no receipt");
  return HandedIn{*log, std::stoull(*index)};
}

Result<HandedIn> hand_in_parts(const std::string& url, const record::DraftFile& act, const Progress& progress) {
  const auto& blob = act.draft.blobs.front();
  const record::AnnouncedAct announced{act.draft.log, act.key, blob.size(), act.draft.statement, act.seals};
  const auto answer = post(url + "/acts/announced", "text/plain", record::encode_announced_act(announced), {});
  const auto part = answer.status == 200 ? member(answer.body, "part") : std::nullopt;
  if (!part) return receipt_of(answer);
  if (!part->starts_with("/acts/parts/")) throw audit::Unavailable("the site's answer names no place for the act");
  return receipt_of(post(url + *part, "application/octet-stream", blob, progress));
}

}  // namespace

std::string act_json(const record::DraftFile& act) {
  std::string out = R"({"log":)" + json::quote(act.draft.log) + R"(,"statement":)" + json::quote(act.draft.statement) + R"(,"seals":[)";
  for (const auto& seal : act.seals) {
    if (!out.ends_with('[')) out += ',';
    out += R"({"officer":")" + crypto::to_hex(seal.officer) + R"(","signature":")" + crypto::to_hex(seal.signature) + "\"}";
  }
  out += R"(],"blobs":[)";
  for (const auto& blob : act.draft.blobs) {
    if (!out.ends_with('[')) out += ',';
    out += '"' + crypto::to_base64(blob) + '"';
  }
  return out + R"(],"key":")" + crypto::to_hex(act.key) + "\"}";
}

Result<HandedIn> hand_in(const std::string& url, const record::DraftFile& act, const Progress& progress) {
  auto site = url;
  while (site.ends_with('/')) site.pop_back();
  const bool large = act.draft.blobs.size() == 1 && act.draft.blobs.front().size() > small_act_bytes;
  if (large) return hand_in_parts(site, act, progress);
  return receipt_of(post(site + "/acts", "application/json", act_json(act), progress));
}

}  // namespace radslag::trustee
