// A report's paragraphs as plain text, and as a page.
#include "ledger/audit/document.hpp"

namespace radslag::audit {
namespace {

constexpr std::string_view style = R"css(
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
h1{font-size:1.1rem;font-weight:normal;margin:0}
h2{font-size:1.15rem;margin:2rem 0 .5rem}
.verdict{font-size:1.5rem;line-height:1.3;font-weight:bold;margin:.5rem 0 1.5rem;padding:.5rem 0 .5rem 1rem;border-left:.5rem solid #1a7f37}
.broken{border-left:.5rem double #b3261e}
p{margin:.5rem 0}
.under{margin-left:1.5rem}
.below{margin-left:3rem}
ul{margin:.5rem 0;padding-left:1.5rem}
@media print{body{max-width:none;margin:0;font-size:10pt}h2{break-after:avoid}p,li{break-inside:avoid}@page{margin:18mm}}
)css";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string element(std::string_view name, std::string_view attributes, std::string_view text) {
  std::string out = "<";
  out.append(name).append(attributes).append(">").append(escaped(text)).append("</").append(name).append(">\n");
  return out;
}

std::string html_of(const Part& part) {
  std::string html = "<section>\n" + element("h2", "", part.heading);
  bool in_list = false;
  for (const auto& line : part.lines) {
    const bool item = line.level == Level::item;
    if (item != in_list) html += item ? "<ul>\n" : "</ul>\n";
    in_list = item;
    switch (line.level) {
      case Level::plain: html += element("p", "", line.text); break;
      case Level::item: html += element("li", "", line.text); break;
      case Level::under: html += element("p", " class=\"under\"", line.text); break;
      case Level::below: html += element("p", " class=\"below\"", line.text); break;
    }
  }
  return html + (in_list ? "</ul>\n" : "") + "</section>\n";
}

}  // namespace

std::string text_of(const Document& document) {
  std::string text = document.verdict + "\n";
  for (const auto& part : document.parts) {
    text += "\n" + part.heading + "\n";
    for (std::size_t i = 0; i < part.lines.size(); ++i) {
      const auto& line = part.lines[i];
      switch (line.level) {
        case Level::plain: text += i == 0 ? "" : "\n"; break;
        case Level::item: text += "  - "; break;
        case Level::under: text += "    "; break;
        case Level::below: text += "      "; break;
      }
      text += line.text + "\n";
    }
  }
  return text;
}

std::string html_of(const Document& document) {
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"" + std::string(language_tag(document.language)) + "\">\n<head>\n<meta charset=\"utf-8\">\n";
  html += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  html += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n";
  html += element("title", "", document.title + ": " + document.verdict);
  html += "<style>" + std::string(style) + "</style>\n</head>\n<body>\n<main>\n" + element("h1", "", document.title);
  html += element("p", document.holds ? " class=\"verdict\"" : " class=\"verdict broken\"", document.verdict);
  for (const auto& part : document.parts) html += html_of(part);
  return html + "</main>\n</body>\n</html>\n";
}

}  // namespace radslag::audit
