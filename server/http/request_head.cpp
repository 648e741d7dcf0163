#include "server/http/request_head.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>

#include "server/http/percent.hpp"

namespace radslag::http {

namespace {

namespace beast_http = boost::beast::http;
using Parser = beast_http::request_parser<beast_http::empty_body>;
using MaybeRefusal = std::optional<Refusal>;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

/// What must be seen in the raw lines, because the parser joins or forgets it.
MaybeRefusal check_lines(std::string_view bytes, const Limits& limits) {
  std::size_t fields = 0;
  bool transfer_encoding = false;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = bytes.find("\r\n", at);
    if (end == std::string_view::npos) return Refusal{400, "The request's lines do not end as they should."};
    const std::string_view line = bytes.substr(at, end - at);
    const bool request_line = at == 0;
    at = end + 2;
    if (line.empty()) {
      if (request_line || at != bytes.size()) return Refusal{400, "The request begins with an empty line."};
      break;
    }
    if (std::any_of(line.begin(), line.end(), [](char c) { return is_control(c) && c != '\t'; })) {
      return Refusal{400, "The request's head has control characters."};
    }
    if (request_line) continue;
    if (line.front() == ' ' || line.front() == '\t') return Refusal{400, "A header field goes over several lines."};
    if (++fields > limits.header_count) return Refusal{431, "The request has too many header fields."};
    transfer_encoding |= equal_ignoring_case(trim(line.substr(0, line.find(':'))), "transfer-encoding");
  }
  if (transfer_encoding) return Refusal{411, "A body must come with its length, not in chunks."};
  return std::nullopt;
}

MaybeRefusal check_method(std::string_view method) {
  if (method == "GET" || method == "HEAD" || method == "POST") return std::nullopt;
  for (const std::string_view known : {"PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"}) {
    if (method == known) return Refusal{405, "Only GET, HEAD and POST are answered here."};
  }
  return Refusal{501, "This method is not known here."};
}

/// Origin form only (RFC 9112, section 3.2.1).
MaybeRefusal check_target(std::string_view target, const Limits& limits) {
  if (target.size() > limits.target_bytes) return Refusal{414, "The address is too long."};
  if (target.empty() || target.front() != '/') return Refusal{400, "The address must begin with a slash."};
  const auto is_wrong = [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f || c == '#' || c == '\\';
  };
  if (std::any_of(target.begin(), target.end(), is_wrong)) return Refusal{400, "The address has characters that must be encoded."};
  return std::nullopt;
}

MaybeRefusal take_target(std::string_view target, Request& request) {
  const std::size_t question = target.find('?');
  request.raw_path = target.substr(0, question);
  if (question != std::string_view::npos) request.query = target.substr(question + 1);
  auto path = percent_decode(request.raw_path, Plus::is_plus);
  if (!path) return Refusal{400, "The address is not UTF-8 text."};
  const bool wrong = path->find("..") != std::string::npos || path->find("//") != std::string::npos ||
                     path->find('\\') != std::string::npos || std::any_of(path->begin(), path->end(), is_control);
  if (wrong) return Refusal{400, "The address has parts that are not allowed."};
  request.path = std::move(*path);
  return std::nullopt;
}

/// The fields that we look at, each with how often it came.
struct Fields {
  int hosts = 0;
  int content_lengths = 0;
  int content_types = 0;
  int cookies = 0;
  int expects = 0;
  bool content_encoding = false;
  std::string_view content_length;
  std::string_view expect;
  std::string connection;
};

/// A field that is a list may come several times: its values are one list (RFC 9110, section 5.3).
void append_list(std::string& list, std::string_view value) {
  if (!list.empty()) list.append(", ");
  list.append(value);
}

void take_content_type(std::string_view value, Request& request) {
  const std::size_t end = value.find(';');
  request.content_type = to_lower(trim(value.substr(0, end)));
  if (end != std::string_view::npos) request.content_type_parameters = trim(value.substr(end + 1));
}

void take_custom_field(std::string_view name, std::string_view value, Request& request) {
  if (equal_ignoring_case(name, "Idempotency-Key")) request.idempotency_key = value;
  if (equal_ignoring_case(name, "Sec-Fetch-Site")) request.sec_fetch_site = value;
}

Fields take_fields(const Parser::value_type& message, Request& request) {
  using beast_http::field;
  Fields fields;
  for (const auto& entry : message) {
    const std::string_view value(entry.value().data(), entry.value().size());
    switch (entry.name()) {
      case field::host: ++fields.hosts, request.host = value; break;
      case field::content_length: ++fields.content_lengths, fields.content_length = value; break;
      case field::content_type: ++fields.content_types, take_content_type(value, request); break;
      case field::cookie: ++fields.cookies, request.cookie = value; break;
      case field::expect: ++fields.expects, fields.expect = value; break;
      case field::content_encoding: fields.content_encoding = true; break;
      case field::connection: append_list(fields.connection, value); break;
      case field::accept_language: append_list(request.accept_language, value); break;
      case field::accept_encoding: append_list(request.accept_encoding, value); break;
      case field::if_none_match: append_list(request.if_none_match, value); break;
      case field::origin: request.origin = value; break;
      default: take_custom_field({entry.name_string().data(), entry.name_string().size()}, value, request); break;
    }
  }
  return fields;
}

MaybeRefusal check_host(const Fields& fields, std::string_view host) {
  if (fields.hosts != 1) return Refusal{400, "The request must name exactly one host."};
  const auto is_right = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view(".-_:[]").find(c) != std::string_view::npos;
  };
  if (host.empty() || !std::all_of(host.begin(), host.end(), is_right)) return Refusal{400, "The host's name is malformed."};
  return std::nullopt;
}

MaybeRefusal take_content_length(const Fields& fields, Head& head) {
  if (fields.content_lengths == 0) return std::nullopt;
  const std::string_view text = fields.content_length;
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), head.content_length);
  if (fields.content_lengths > 1 || !digits || error != std::errc() || end != text.data() + text.size()) {
    return Refusal{400, "The body's length is malformed."};
  }
  if (head.content_length > 0 && head.request.method != "POST") return Refusal{400, "Only POST may have a body."};
  return std::nullopt;
}

bool lists_close(std::string_view connection) {
  while (!connection.empty()) {
    const std::size_t comma = connection.find(',');
    if (equal_ignoring_case(trim(connection.substr(0, comma)), "close")) return true;
    if (comma == std::string_view::npos) break;
    connection.remove_prefix(comma + 1);
  }
  return false;
}

MaybeRefusal check_fields(const Fields& fields, Head& head) {
  if (auto refusal = check_host(fields, head.request.host)) return refusal;
  if (fields.content_types > 1 || fields.cookies > 1 || fields.expects > 1)
    return Refusal{400, "A header field came twice that may come once."};
  if (auto refusal = take_content_length(fields, head)) return refusal;
  if (fields.content_encoding) return Refusal{415, "Bodies must not be compressed."};
  if (fields.expects == 1) {
    if (!equal_ignoring_case(fields.expect, "100-continue")) return Refusal{417, "This expectation is not known here."};
    head.expects_continue = head.content_length > 0;
  }
  head.close = lists_close(fields.connection);
  return std::nullopt;
}

Refusal refusal_of(const boost::beast::error_code& error) {
  if (error == beast_http::error::bad_version) return {505, "Only HTTP/1.1 is spoken here."};
  if (error == beast_http::error::header_limit) return {431, "The request's head is too long."};
  return {400, "The request is malformed."};
}

}  // namespace

void follow_head(std::string_view bytes, HeadProgress& progress) {
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  if (!bytes.empty() && !is_letter(bytes.front())) progress.broken = true;
  while (!progress.broken && progress.length == 0) {
    const std::size_t feed = bytes.find('\n', progress.scanned);
    if (feed == std::string_view::npos) break;
    progress.scanned = feed + 1;
    if (feed == 0 || bytes[feed - 1] != '\r') {
      progress.broken = true;
    } else if (feed >= 2 && bytes[feed - 2] == '\n') {
      progress.length = feed + 1;
    }
  }
  if (progress.length == 0) progress.scanned = bytes.size();
}

tl::expected<Head, Refusal> parse_head(std::string_view bytes, const Limits& limits) {
  if (auto refusal = check_lines(bytes, limits)) return tl::make_unexpected(*refusal);
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes));
  parser.body_limit(boost::none);  // the limit depends on the path: the session has it
  boost::beast::error_code error;
  parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
  if (error) return tl::make_unexpected(refusal_of(error));
  if (!parser.is_header_done()) return tl::make_unexpected(Refusal{400, "The request is malformed."});

  const auto& message = parser.get();
  if (message.version() != 11) return tl::make_unexpected(Refusal{505, "Only HTTP/1.1 is spoken here."});
  const std::string_view target(message.target().data(), message.target().size());
  Head head;
  head.request.method = std::string(message.method_string().data(), message.method_string().size());
  if (auto refusal = check_method(head.request.method)) return tl::make_unexpected(*refusal);
  if (auto refusal = check_target(target, limits)) return tl::make_unexpected(*refusal);
  if (auto refusal = take_target(target, head.request)) return tl::make_unexpected(*refusal);
  if (auto refusal = check_fields(take_fields(message, head.request), head)) return tl::make_unexpected(*refusal);
  return head;
}

}  // namespace radslag::http
