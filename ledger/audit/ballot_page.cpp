#include "ledger/audit/ballot_page.hpp"

#include <algorithm>
#include <set>

#include "crypto/hash.hpp"
#include "ledger/audit/start_tag.hpp"

namespace radslag::audit {
namespace {

constexpr std::uint64_t most_page_bytes = std::uint64_t{8} << 20;

/// Elements with which a page loads other pages' code, or has its addresses read differently.
constexpr std::string_view foreign[] = {"applet", "base", "embed", "fencedframe", "frame", "iframe", "object", "portal"};

bool is_code_link(const StartTag& tag) {
  const auto& rels = tag.all("rel");
  return std::any_of(rels.begin(), rels.end(), [](const std::string& rel) {
    const auto words = lower(rel);
    return words.find("stylesheet") != std::string::npos || words.find("modulepreload") != std::string::npos ||
           words.find('&') != std::string::npos;  // spelled so that it is not seen
  });
}

/// An address that is code itself, or is spelled so that this is not seen: its beginning has a character reference.
bool is_code(const std::string& address) {
  std::string scheme;
  for (const char c : lower(address)) {
    if (static_cast<unsigned char>(c) <= ' ') continue;  // browsers pass over them
    if (c == '/' || c == '?' || c == '#') break;
    scheme += c;
    if (c == ':') break;
  }
  return scheme.starts_with("javascript:") || scheme.starts_with("data:") || scheme.find('&') != std::string::npos;
}

struct Loaded {
  std::set<std::string> addresses;
  std::vector<Sentence> findings;  ///< each once

  void found(const Sentence& sentence) {
    if (std::find(findings.begin(), findings.end(), sentence) == findings.end()) findings.push_back(sentence);
  }
};

void look_at(const StartTag& tag, std::string_view after, Loaded& loaded) {
  if (std::find(std::begin(foreign), std::end(foreign), tag.name) != std::end(foreign))
    loaded.found(say("page.element", {{"element", tag.name}}));
  if (tag.name == "meta" && !tag.all("http-equiv").empty()) loaded.found(say("page.http-equiv"));
  if (tag.name == "script") {
    const auto sources = tag.all("src");
    for (const std::string_view name : {"src", "href", "xlink:href"}) {
      for (const auto& address : tag.all(name)) loaded.addresses.insert(address);
    }
    // Within drawings what stands between the tags is run even where there is an address.
    while (!after.empty() && static_cast<unsigned char>(after.front()) <= ' ') after.remove_prefix(1);
    if (sources.empty() || lower(after.substr(0, 8)) != "</script") loaded.found(say("page.own-script"));
  }
  if (tag.name == "link" && is_code_link(tag)) {
    for (const auto& address : tag.all("href")) loaded.addresses.insert(address);
  }
  for (const auto& [name, value] : tag.attributes) {
    if (name.starts_with("on")) loaded.found(say("page.event-handlers"));
    const bool is_address = name == "href" || name == "xlink:href" || name == "src" || name == "action" || name == "formaction";
    if (is_address && is_code(value)) loaded.found(say("page.own-script"));
  }
}

/// Everything that may be a start tag is looked at as one, also in comments and in values: what a browser takes for one is among it.
Loaded loaded_by(std::string_view html) {
  Loaded loaded;
  std::size_t patience = 4 * html.size();  // an honest page's tags do not overlap
  for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    std::size_t end = at;
    const auto tag = read_start_tag(html, end);
    if (end - at > patience) {
      loaded.found(say("page.unreadable"));
      break;
    }
    patience -= end - at;
    if (tag) look_at(*tag, html.substr(end), loaded);
  }
  return loaded;
}

/// As the page must spell it.
std::string address_of(const record::RoundOpened::Page& file) { return file.path.starts_with('/') ? file.path : '/' + file.path; }

}  // namespace

PageReport compare_ballot_page(Source& site, const std::string& page, const std::vector<record::RoundOpened::Page>& named) {
  PageReport report;
  if (named.empty()) {
    report.findings.push_back(say("page.nothing-named"));
    return report;
  }
  const auto html = site.get(page, most_page_bytes);
  if (!html) {
    report.findings.push_back(refusal("page.not-fetched", html.error()));
    return report;
  }
  const auto loaded = loaded_by(*html);
  report.findings.insert(report.findings.end(), loaded.findings.begin(), loaded.findings.end());
  for (const auto& address : loaded.addresses) {
    const auto is_it = [&](const auto& file) { return address_of(file) == address; };
    if (std::none_of(named.begin(), named.end(), is_it)) report.findings.push_back(say("page.loads", {{"address", address}}));
  }
  for (const auto& file : named) {
    const auto bytes = site.get(address_of(file).substr(1), most_page_bytes);
    if (!bytes) {
      report.findings.push_back(say("page.not-served", {{"file", file.path}, {"detail", bytes.error().detail}}));
    } else if (crypto::sha256(*bytes) != file.digest) {
      report.findings.push_back(say("page.other-file", {{"file", file.path}}));
    } else {
      ++report.files;
    }
  }
  return report;
}

}  // namespace radslag::audit
