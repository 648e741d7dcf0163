#include <algorithm>
#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "ledger/log/tree.hpp"
#include "ledger/record/withholding.hpp"
#include "server/web/entry_subject.hpp"
#include "server/web/pages.hpp"
#include "server/web/record_model.hpp"
#include "server/web/visit.hpp"
#include "server/web/withheld_model.hpp"

namespace radslag::web {
namespace json = boost::json;
namespace {

constexpr std::uint64_t entries_per_page = 50;
constexpr std::size_t max_shown_blob_bytes = 64 << 10;  // longer contents are fetched, not shown

/// The log asked for, with its size.
Result<std::pair<std::string, std::uint64_t>> asked_log(const Visit& visit) {
  std::string log = html::parameter(visit.query, "log");
  if (log.empty()) log = "town";
  const auto head = visit.site.service.head(log);
  if (!head) return refuse(Errc::not_found, "no log " + log);
  return std::pair(std::move(log), head->size);
}

json::object entry_row(const Visit& visit, const std::string& log, std::uint64_t index, const record::Entry& entry) {
  const std::string kind(record::kind_of(entry.statement));
  json::object row;
  row["index"] = index;
  row["kind"] = kind;
  visit.say(row, "kind_text", "kind." + kind);
  row["hour"] = record::hour_text(entry.hour);
  visit.say_hour(row, "hour_text", entry.hour);
  row["href"] = entry_href(log, index);
  std::string subject = entry_subject(*visit.state, entry.statement);
  row["has_subject"] = !subject.empty();
  if (!subject.empty()) row["subject"] = std::move(subject);
  return row;
}

json::object blob_row(const Visit& visit, const std::string& log, const record::Digest& digest) {
  const bool is_withheld = visit.state->withheld(digest) != nullptr;
  const auto blob = is_withheld ? Result<std::string>(refuse(Errc::withheld, {})) : visit.site.service.blob(log, digest);
  const std::string hex = crypto::to_hex(digest);
  json::object row{{"digest", hex}};
  row["sealed"] = !blob && blob.error().code == Errc::sealed;
  add_withheld(visit, digest, row);
  row["is_missing"] = !blob && blob.error().code != Errc::sealed && !is_withheld;
  row["has_href"] = blob.has_value();
  if (blob) row["href"] = "/log/" + log + "/blob/" + hex;
  const auto content = blob ? record::blob_content(*blob) : std::nullopt;
  const bool shown = content && content->size() <= max_shown_blob_bytes;
  row["has_text"] = shown;
  if (shown) row["blob_text"] = std::string(*content);
  return row;
}

void add_neighbours(const std::string& log, std::uint64_t index, std::uint64_t size, json::object& model) {
  model["has_prev"] = index > 0;
  model["has_next"] = index + 1 < size;
  if (index > 0) model["prev_href"] = entry_href(log, index - 1);
  if (index + 1 < size) model["next_href"] = entry_href(log, index + 1);
}

void add_pages(const std::string& log, std::uint64_t from, std::uint64_t size, json::object& model) {
  const std::string href = entries_href(log) + "&from=";
  model["has_older"] = from > 0;
  model["has_newer"] = from + entries_per_page < size;
  if (from > 0) model["older_href"] = href + std::to_string(from - std::min(from, entries_per_page));
  if (from + entries_per_page < size) model["newer_href"] = href + std::to_string(from + entries_per_page);
}

}  // namespace

Result<Page> entries_page(const Visit& visit) {
  const auto asked = asked_log(visit);
  if (!asked) return tl::make_unexpected(asked.error());
  const auto& [log, size] = *asked;
  const std::uint64_t newest = size - std::min(size, entries_per_page);
  const std::uint64_t from = std::min(html::whole_number(html::parameter(visit.query, "from")).value_or(newest), newest);
  const std::vector<std::string> bytes = visit.site.service.entries(log, from, std::min(size, from + entries_per_page));
  json::array rows;
  for (std::size_t i = bytes.size(); i > 0; --i) {
    const auto entry = record::parse_entry(bytes[i - 1]);
    if (!entry) return tl::make_unexpected(entry.error());
    rows.push_back(entry_row(visit, log, from + i - 1, *entry));
  }
  Page page;
  const std::string title = log_title(visit, log);
  page.title = visit.text("page_title.entries", {{"log", title}});
  page.model["log"] = log;
  page.model["href"] = entries_href(log);
  if (visit.html) page.model["title_text"] = title;
  page.model["origin"] = visit.site.service.log_key(log).name;
  page.model["size"] = size;
  page.model["from"] = from;
  const auto as_number = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
  visit.say(page.model, "range_text", "entries.range_text",
            {{"from", as_number(from)}, {"to", as_number(from + bytes.size() - (bytes.empty() ? 0 : 1))}, {"total", as_number(size)}});
  page.model["has_entries"] = !rows.empty();
  page.model["entries"] = std::move(rows);
  add_pages(log, from, size, page.model);
  return page;
}

Result<Page> entry_page(const Visit& visit) {
  const auto asked = asked_log(visit);
  if (!asked) return tl::make_unexpected(asked.error());
  const auto& [log, size] = *asked;
  const auto index = html::whole_number(html::parameter(visit.query, "index"));
  const auto bytes = index ? visit.site.service.entry(log, *index) : std::nullopt;
  if (!bytes) return refuse(Errc::not_found, "no such entry in the log " + log);
  const auto entry = record::parse_entry(*bytes);
  if (!entry) return tl::make_unexpected(entry.error());
  const std::string title = log_title(visit, log);
  Page page{entry_row(visit, log, *index, *entry), visit.text("page_title.entry", {{"index", std::to_string(*index)}, {"log", title}})};
  json::object& model = page.model;
  visit.say(model, "meaning_text", "kind_meaning." + std::string(record::kind_of(entry->statement)));
  model["log"] = log;
  model["log_href"] = entries_href(log);
  if (visit.html) model["title_text"] = title;
  model["origin"] = visit.site.service.log_key(log).name;
  model["leaf"] = crypto::to_hex(log::leaf_hash(*bytes));
  model["text"] = *bytes;
  model["receipt_href"] = "/record/receipt?log=" + html::percent_encode(log) + "&index=" + std::to_string(*index);
  model["sheet_href"] = "/record/receipt-sheet?log=" + html::percent_encode(log) + "&index=" + std::to_string(*index);
  json::array blobs;
  const auto withholdable = record::withholdable_blobs(entry->statement);
  for (const record::Digest& digest : record::blobs_of(entry->statement)) {
    json::object row = blob_row(visit, log, digest);
    const bool may = !row["is_withheld"].as_bool() && std::find(withholdable.begin(), withholdable.end(), digest) != withholdable.end();
    row["can_be_withheld"] = may;
    if (may) row["withhold_href"] = withhold_href(log, digest);
    blobs.push_back(std::move(row));
  }
  model["has_blobs"] = !blobs.empty();
  model["blobs"] = std::move(blobs);
  add_neighbours(log, *index, size, model);
  return page;
}

}  // namespace radslag::web
