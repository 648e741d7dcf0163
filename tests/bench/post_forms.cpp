// Posts a form as a browser does, again and again, as fast as it is answered:
//   post_forms <host> <port> <path> <field> <file> [connections]
//
// Each line of the file is the field's value in one form. An answer that leads on (303) is what is hoped for. Where the field is
// "json:NAME" the body is JSON instead, {"NAME": value}, and 201 is hoped for. Prints one line: how many, a
// second, and how long an answer took. Ends with 1 if any was something else.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "server/http/client.hpp"

namespace {

using namespace radslag;

/// In milliseconds; `values` ascending.
double percentile(const std::vector<std::uint64_t>& values, std::size_t percent) {
  return values.empty() ? 0 : static_cast<double>(values[std::min(values.size() - 1, values.size() * percent / 100)]) / 1000;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 6) {
    std::fprintf(stderr, "usage: post_forms <host> <port> <path> <field> <file> [connections]\n");
    return 2;
  }
  std::vector<std::string> values;
  std::ifstream file(argv[5], std::ios::binary);
  for (std::string line; std::getline(file, line);) values.push_back(line);

  const http::Target target{argv[1], static_cast<std::uint16_t>(std::strtoul(argv[2], nullptr, 10))};
  const std::string origin = "http://" + target.host + ":" + argv[2];
  http::ClientLimits limits;
  limits.connections = argc > 6 ? std::strtoull(argv[6], nullptr, 10) : 32;
  const std::string field = argv[4];
  const bool is_json = field.starts_with("json:");
  std::size_t next = 0, others = 0;
  std::vector<std::uint64_t> took;
  const auto next_request = [&]() -> std::optional<http::OutRequest> {
    if (next == values.size()) return std::nullopt;
    http::OutRequest request;
    request.target = argv[3];
    // Values are letters, digits and what base64 has besides: nothing to encode.
    if (is_json) {
      request.content_type = "application/json";
      request.body = "{\"" + field.substr(5) + "\":\"" + values[next] + "\"}";
    } else {
      request.content_type = "application/x-www-form-urlencoded";
      request.headers = {{"Origin", origin}};
      request.body = field + "=" + values[next];
    }
    request.tag = next++;
    return request;
  };
  const auto on_done = [&](std::uint64_t, int status, std::string&& body, std::uint64_t microseconds) {
    if (status == (is_json ? 201 : 303)) return took.push_back(microseconds);
    if (others++ == 0) std::fprintf(stderr, "answered with %d: %.2000s\n", status, body.c_str());
  };
  const auto begin = std::chrono::steady_clock::now();
  http::run_requests(target, limits, next_request, on_done);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  std::sort(took.begin(), took.end());
  std::printf("%zu taken, %zu not: %.0f a second; p50 %.1f ms, p99 %.1f ms\n", took.size(), others,
              static_cast<double>(took.size()) / seconds, percentile(took, 50), percentile(took, 99));
  return others == 0 && !took.empty() ? 0 : 1;
}
