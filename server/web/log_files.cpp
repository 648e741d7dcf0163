// The record's files below /log/, as they are.
#include "crypto/encoding.hpp"
#include "server/html/problem.hpp"
#include "server/web/bundle_maker.hpp"
#include "server/web/exchange.hpp"
#include "server/web/record_model.hpp"

namespace radslag::web {
namespace {

constexpr std::string_view forever = "public, max-age=31536000, immutable";

/// Entries never change. Blobs do once: ballots are empty until their round closes; and any may be withheld one day.
std::string_view cache_control(std::string_view path) {
  if (path.ends_with("/checkpoint")) return "public, max-age=1";
  if (path.find("/tile/entries/") != std::string_view::npos) return forever;
  return "no-cache";
}

}  // namespace

Result<http::Response> log_file(const Visit& visit) {
  const std::string& path = visit.args.front();
  auto file = visit.site.service.file(path);
  if (!file) return tl::make_unexpected(file.error());
  http::Response response;
  response.content_type = path.ends_with("/checkpoint") ? "text/plain; charset=utf-8" : "application/octet-stream";
  response.headers.emplace_back("Cache-Control", cache_control(path));
  response.headers.emplace_back("Access-Control-Allow-Origin", "*");  // public data: another site's verifier may read it
  response.body = std::move(*file);
  return response;
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
  auto receipt = visit.site.service.receipt(log, *index);
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
