#include "server/http/static_files.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "server/http/coding.hpp"
#include "server/http/etag.hpp"
#include "server/http/percent.hpp"

namespace radslag::http {

namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return bytes;
}

std::string_view type_of(const fs::path& path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 20> types = {{
      {".css", "text/css; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".html", "text/html; charset=utf-8"},
      {".txt", "text/plain; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".geojson", "application/geo+json"},
      {".xml", "application/xml"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".webp", "image/webp"},
      {".avif", "image/avif"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".woff", "font/woff"},
      {".wasm", "application/wasm"},
      {".pdf", "application/pdf"},
  }};
  const std::string extension = to_lower(path.extension().string());
  for (const auto& [known, type] : types) {
    if (extension == known) return type;
  }
  return "application/octet-stream";
}

/// FNV-1a over the bytes, and their number: it tells an operator's own files apart, and is no defence against anybody.
std::string etag_of(std::string_view bytes, std::string_view coding) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%016llx-%zx", static_cast<unsigned long long>(hash), bytes.size());
  return "\"" + std::string(text.data()) + (coding.empty() ? "" : "-") + std::string(coding) + "\"";
}

/// Whether a part of the name between '.' or '-' is a hash: eight or more hex digits, with a numeral so that no word counts as one.
bool name_has_hash(std::string_view name) {
  std::size_t begin = 0;
  while (begin < name.size()) {
    const std::size_t end = std::min(name.find_first_of(".-", begin), name.size());
    const std::string_view part = name.substr(begin, end - begin);
    begin = end + 1;
    const bool hex = part.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    if (part.size() >= 8 && hex && part.find_first_of("0123456789") != std::string_view::npos) return true;
  }
  return false;
}

std::map<std::string, std::string, std::less<>> read_manifest(const fs::path& path) {
  std::map<std::string, std::string, std::less<>> names;
  boost::system::error_code error;
  const auto value = boost::json::parse(read_file(path), error);
  if (error || !value.is_object()) throw std::runtime_error(path.string() + " is not a JSON object");
  for (const auto& [name, file] : value.get_object()) {
    if (!file.is_string()) throw std::runtime_error(path.string() + ": the value of \"" + std::string(name) + "\" is not a string");
    names.emplace(std::string(name), std::string(file.get_string()));
  }
  return names;
}

}  // namespace

StaticFiles StaticFiles::load(const fs::path& folder, std::string prefix) {
  StaticFiles result;
  result.prefix_ = std::move(prefix);
  std::set<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) paths.insert(entry.path().lexically_relative(folder).generic_string());
  }
  if (paths.erase("manifest.json") > 0) result.manifest_ = read_manifest(folder / "manifest.json");

  std::set<std::string_view> hashed;
  for (const auto& [name, path] : result.manifest_) {
    if (!paths.contains(path)) throw std::runtime_error("manifest.json names \"" + path + "\", which is not in " + folder.string());
    if (path != name) hashed.insert(path);
  }
  const auto variant = [&](const std::string& path, const std::string& coding) {
    Variant made{coding, "", std::make_shared<const std::string>(read_file(folder / path))};
    made.etag = etag_of(*made.bytes, coding);
    return made;
  };
  const auto is_sibling = [&](const std::string& path) {
    const std::string extension = fs::path(path).extension().string();
    return (extension == ".br" || extension == ".gz") && paths.contains(path.substr(0, path.size() - 3));
  };
  for (const std::string& path : paths) {
    if (is_sibling(path)) continue;
    File file;
    file.content_type = type_of(path);
    file.immutable = hashed.contains(path) || name_has_hash(fs::path(path).filename().string());
    file.plain = variant(path, "");
    if (paths.contains(path + ".br")) file.brotli = variant(path + ".br", "br");
    if (paths.contains(path + ".gz")) file.gzip = variant(path + ".gz", "gzip");
    result.files_.emplace(path, std::move(file));
  }
  return result;
}

std::string StaticFiles::url(std::string_view name) const {
  if (const auto found = manifest_.find(name); found != manifest_.end()) return prefix_ + found->second;
  if (files_.find(name) == files_.end()) throw std::out_of_range("no static file \"" + std::string(name) + "\"");
  return prefix_ + std::string(name);
}

const StaticFiles::Variant& StaticFiles::choose(const File& file, std::string_view accept_encoding) {
  if (file.brotli && accepts_coding(accept_encoding, "br")) return *file.brotli;
  if (file.gzip && accepts_coding(accept_encoding, "gzip")) return *file.gzip;
  return file.plain;
}

std::vector<std::pair<std::string, std::shared_ptr<const std::string>>> StaticFiles::code() const {
  std::vector<std::pair<std::string, std::shared_ptr<const std::string>>> found;
  for (const auto& [path, file] : files_) {
    if (path.ends_with(".js") || path.ends_with(".css")) found.emplace_back(prefix_ + path, file.plain.bytes);
  }
  return found;
}

std::optional<Response> StaticFiles::serve(const Request& request) const {
  const std::string_view path = request.path;
  if (!path.starts_with(prefix_)) return std::nullopt;
  const auto found = files_.find(path.substr(prefix_.size()));
  if (found == files_.end()) return std::nullopt;
  Response response;
  if (request.method != "GET" && request.method != "HEAD") {
    response.status = 405;
    response.content_type = "text/plain; charset=utf-8";
    response.headers.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  const File& file = found->second;
  const Variant& variant = choose(file, request.accept_encoding);
  response.content_type = file.content_type;
  response.headers.emplace_back("ETag", variant.etag);
  response.headers.emplace_back("Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (file.brotli || file.gzip) response.headers.emplace_back("Vary", "Accept-Encoding");
  if (etag_matches(request.if_none_match, variant.etag)) {
    response.status = 304;
    return response;
  }
  if (!variant.coding.empty()) response.headers.emplace_back("Content-Encoding", variant.coding);
  response.shared_body = variant.bytes;
  return response;
}

}  // namespace radslag::http
