#include "server/qr/qr.hpp"

#include <qrencode.h>

#include <cerrno>
#include <memory>
#include <new>

namespace radslag::qr {
namespace {

constexpr int quiet_modules = 4;  // the white margin that the standard asks for

using Code = std::unique_ptr<QRcode, decltype(&QRcode_free)>;

/// Nothing where the bytes do not fit at that level.
Code encode(std::string_view bytes, QRecLevel level) {
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  Code code(QRcode_encodeData(static_cast<int>(bytes.size()), data, 0, level), &QRcode_free);
  if (!code && errno == ENOMEM) throw std::bad_alloc();
  return code;
}

bool is_dark(const QRcode& code, int x, int y) { return (code.data[y * code.width + x] & 1) != 0; }

/// One path; each run of dark modules in a row is a rectangle of it.
std::string path_of(const QRcode& code) {
  std::string path;
  for (int y = 0; y < code.width; ++y) {
    for (int x = 0; x < code.width; ++x) {
      if (!is_dark(code, x, y)) continue;
      int end = x;
      while (end < code.width && is_dark(code, end, y)) ++end;
      const auto run = std::to_string(end - x);
      path.append("M").append(std::to_string(x + quiet_modules)).append(" ").append(std::to_string(y + quiet_modules));
      path.append("h").append(run).append("v1h-").append(run).append("z");
      x = end;
    }
  }
  return path;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

}  // namespace

std::optional<std::string> svg(std::string_view bytes, std::string_view label) {
  if (bytes.empty() || bytes.size() > max_bytes) return std::nullopt;
  auto code = encode(bytes, QR_ECLEVEL_M);
  if (!code) code = encode(bytes, QR_ECLEVEL_L);
  if (!code) return std::nullopt;
  const auto side = std::to_string(code->width + 2 * quiet_modules);
  return "<svg class=\"qr\" role=\"img\" aria-label=\"" + escaped(label) + "\" viewBox=\"0 0 " + side + " " + side +
         "\" shape-rendering=\"crispEdges\"><rect width=\"" + side + "\" height=\"" + side + "\" fill=\"#fff\"/><path fill=\"#000\" d=\"" +
         path_of(*code) + "\"/></svg>";
}

}  // namespace radslag::qr
