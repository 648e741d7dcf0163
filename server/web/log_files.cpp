// The record's files below /log/, as they are.
#include "crypto/encoding.hpp"
#include "server/html/frame.hpp"
#include "server/html/gzip.hpp"
#include "server/html/problem.hpp"
#include "server/http/coding.hpp"
#include "server/http/etag.hpp"
#include "server/web/bundle_maker.hpp"
#include "server/web/exchange.hpp"
#include "server/web/record_model.hpp"

namespace radslag::web {
namespace {

constexpr std::string_view forever = "public, max-age=31536000, immutable";
constexpr std::string_view entries_part = "/tile/entries/";

/// Below the least, bundles fit into a packet or two as they are; above the most, compressing takes longer than one request may.
constexpr std::size_t least_gzipped_bytes = 1'024, most_gzipped_bytes = 1 << 20;

bool is_head(std::string_view path) { return path.ends_with("/checkpoint") || path.ends_with("/witnessed"); }

/// As c2sp.org/tlog-tiles says. Hashes and entries never change. Blobs do: ballots are empty until their round closes, texts until an
/// officer has opened them, and any may be withheld one day; a cache asks each time whether they have.
std::string_view cache_control(std::string_view path) {
  if (is_head(path)) return "public, max-age=1";
  return path.find("/tile/") == std::string_view::npos ? "no-cache" : forever;
}

std::string_view content_type(std::string_view path) {
  const bool is_text = is_head(path) || path == "policy" || path == "town/vkey";
  return is_text ? "text/plain; charset=utf-8" : "application/octet-stream";
}

/// All that is below /log/ is public, the same for everybody, and answers to no cookie: any page may read it, so that a verifier works that
/// somebody has saved, or that another site shows. Reading with fetch() needs this field and no other: Cross-Origin-Resource-Policy is
/// about what a page embeds, the Content-Security-Policy of an answer about what that answer, shown as a page, may load.
void open_to_all_sites(http::Response& response) { response.headers.emplace_back("Access-Control-Allow-Origin", "*"); }

/// With the answer to "there is none such", too: a script could not tell it from a broken line otherwise.
http::Response problem(const Visit& visit, const Error& error) {
  auto response = html::problem_json(html::problem_of(error), visit.messages, visit.language);
  open_to_all_sites(response);
  return response;
}

}  // namespace

void log_file(const Visit& visit, Exchange&& exchange) {
  const std::string& path = visit.args.front();
  auto file = visit.site.service.file(path);
  if (!file) return exchange.done(problem(visit, file.error()));
  http::Response response;
  response.content_type = content_type(path);
  response.headers.emplace_back("Cache-Control", cache_control(path));
  open_to_all_sites(response);
  response.body = std::move(*file);
  if (path.find(entries_part) != std::string::npos) {
    response.headers.emplace_back("Vary", "Accept-Encoding");
    const auto size = response.body.size();
    const bool gzipped =
        size >= least_gzipped_bytes && size <= most_gzipped_bytes && http::accepts_coding(exchange.request.accept_encoding, "gzip");
    if (gzipped) response.body = html::gzip(response.body);
    if (gzipped) response.headers.emplace_back("Content-Encoding", "gzip");
  }
  const auto etag = html::etag_of(response.body);
  response.headers.emplace_back("ETag", etag);
  if (http::etag_matches(exchange.request.if_none_match, etag)) {
    response.status = 304;
    response.body.clear();
  }
  exchange.done(std::move(response));
}

Result<http::Response> next_round_key(const Visit& visit) {
  http::Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = crypto::to_hex(visit.site.service.next_round_key()) + '\n';
  return response;
}

void bundle_file(const Visit& visit, Exchange&& exchange) {
  visit.site.bundles.get(
      [done = std::move(exchange.done), &messages = visit.messages, language = visit.language](Result<BundleMaker::Archive> archive) {
        if (!archive) return done(html::problem_json(html::problem_of(archive.error()), messages, language));
        http::Response response;
        open_to_all_sites(response);
        response.content_type = "application/x-tar";
        response.headers.emplace_back("Content-Disposition", "attachment; filename=\"bundle.tar\"");
        response.headers.emplace_back("Cache-Control", "no-cache");
        response.shared_body = *archive;
        done(std::move(response));
      });
}

Result<http::Response> receipt_file(const Visit& visit) {
  const std::string log = html::parameter(visit.query, "log");
  const auto index = html::whole_number(html::parameter(visit.query, "index"));
  if (!index) return refuse(Errc::not_found, "no index of an entry");
  const bool witnessed = html::parameter(visit.query, "witnessed") == "yes";
  auto receipt = witnessed ? visit.site.service.witnessed_receipt(log, *index) : visit.site.service.receipt(log, *index);
  if (!receipt) return tl::make_unexpected(receipt.error());
  std::string name = log + '-' + std::to_string(*index) + ".tlog-proof";
  for (char& c : name)
    if (c == '/') c = '-';
  http::Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.body = std::move(*receipt);
  return response;
}

}  // namespace radslag::web
