#include "server/html/messages.hpp"

#include <unicode/datefmt.h>
#include <unicode/listformatter.h>
#include <unicode/locid.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <unicode/numberformatter.h>
#include <unicode/timezone.h>
#include <unicode/ucurr.h>
#include <unicode/uloc.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <chrono>
#include <fstream>
#include <iterator>
#include <mutex>
#include <set>
#include <stdexcept>

namespace radslag::html {
namespace {

constexpr double milliseconds_per_hour = 3'600'000;

struct Message {
  std::string pattern, plain_text;
  bool plain = true;
  mutable std::mutex mutex;  // a MessageFormat makes its number formats when it first needs them
  std::unique_ptr<icu::MessageFormat> format;
};

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

icu::UnicodeString wide(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

void must(UErrorCode status, const std::string& what) {
  if (U_FAILURE(status)) throw std::runtime_error(what + ": " + u_errorName(status));
}

bool takes_arguments(const icu::UnicodeString& pattern) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::MessagePattern parsed(pattern, nullptr, status);
  if (U_FAILURE(status)) return false;
  for (std::int32_t i = 0; i < parsed.countParts(); ++i)
    if (parsed.getPartType(i) == UMSGPAT_PART_TYPE_ARG_START) return true;
  return false;
}

/// Noon UTC of a day: the same day in every zone up to eleven hours away.
double noon(std::string_view day) {
  int parts[3] = {};
  const std::string_view texts[] = {day.substr(0, 4), day.substr(5, 2), day.substr(8, 2)};
  for (int i = 0; i < 3; ++i) std::from_chars(texts[i].data(), texts[i].data() + texts[i].size(), parts[i]);
  using namespace std::chrono;
  const sys_days days =
      year_month_day(year(parts[0]), month(static_cast<unsigned>(parts[1])), std::chrono::day(static_cast<unsigned>(parts[2])));
  return (static_cast<double>(days.time_since_epoch().count()) * 24 + 12) * milliseconds_per_hour;
}

icu::Formattable formattable(const decltype(Arg::value)& value) {
  struct Visitor {
    icu::Formattable operator()(std::int64_t n) const { return icu::Formattable(n); }
    icu::Formattable operator()(double d) const { return icu::Formattable(d); }
    icu::Formattable operator()(const std::string& s) const { return icu::Formattable(wide(s)); }
    icu::Formattable operator()(const Hour& h) const {
      return icu::Formattable(static_cast<double>(h.value) * milliseconds_per_hour, icu::Formattable::kIsDate);
    }
    icu::Formattable operator()(const Day& d) const { return icu::Formattable(noon(d.value), icu::Formattable::kIsDate); }
  };
  return std::visit(Visitor{}, value);
}

std::string decimal(std::uint64_t minor_units, unsigned digits) {
  std::string text = std::to_string(minor_units);
  if (digits == 0) return text;
  if (text.size() <= digits) text.insert(0, digits + 1 - text.size(), '0');
  return text.insert(text.size() - digits, 1, '.');
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

struct Messages::Inside {
  struct Language {
    icu::Locale locale;
    std::map<std::string, Message, std::less<>> messages;
    icu::number::LocalizedNumberFormatter number;
    std::unique_ptr<icu::ListFormatter> list;
  };
  std::map<std::string, Language, std::less<>> languages;
  std::vector<std::string> codes;

  mutable std::mutex money_mutex;
  mutable std::map<std::string, icu::number::LocalizedNumberFormatter> money;  // by language, currency and whether whole

  const Language& language(std::string_view code) const {
    const auto found = languages.find(code);
    if (found == languages.end()) throw std::logic_error("no catalogue for the language " + std::string(code));
    return found->second;
  }

  void load(const std::filesystem::path& folder, std::string& wrong) {
    const std::string code = folder.filename().string();
    Language& language = languages[code];
    UErrorCode status = U_ZERO_ERROR;
    language.locale = icu::Locale::forLanguageTag(code, status);
    language.number = icu::number::NumberFormatter::withLocale(language.locale);
    language.list.reset(icu::ListFormatter::createInstance(language.locale, status));
    must(status, "language " + code);
    std::map<std::string, std::string> files;  // by key
    for (const auto& file : std::filesystem::directory_iterator(folder))
      if (file.path().extension() == ".json") load_file(file.path(), language, files, wrong);
    if (!files.empty()) codes.push_back(code);
  }

  static void load_file(const std::filesystem::path& path, Language& language, std::map<std::string, std::string>& files,
                        std::string& wrong) {
    const std::string name = (path.parent_path().filename() / path.filename()).string();
    const boost::json::value catalogue = boost::json::parse(read_file(path));
    for (const auto& [key, value] : catalogue.as_object()) {
      const auto [first, is_new] = files.emplace(key, name);
      if (!is_new) {
        wrong += "\n  " + std::string(key) + " is in " + first->second + " and in " + name;
        continue;
      }
      Message& message = language.messages[std::string(key)];
      message.pattern = std::string(value.as_string());
      const icu::UnicodeString pattern = wide(message.pattern);
      UErrorCode parse = U_ZERO_ERROR;
      UParseError where;
      message.format = std::make_unique<icu::MessageFormat>(pattern, language.locale, where, parse);
      if (U_FAILURE(parse)) {
        wrong += "\n  " + name + ": " + std::string(key) + ": not a MessageFormat pattern";
        continue;
      }
      message.plain = !takes_arguments(pattern);
      if (message.plain) {
        icu::UnicodeString out;
        message.plain_text = utf8(message.format->format(static_cast<const icu::UnicodeString*>(nullptr), nullptr, 0, out, parse));
      }
    }
  }

  void compare(std::string& wrong) const {
    std::set<std::string> all;
    for (const auto& [code, language] : languages)
      for (const auto& [key, message] : language.messages) all.insert(key);
    for (const auto& [code, language] : languages)
      for (const std::string& key : all)
        if (!language.messages.contains(key)) wrong += "\n  " + code + ": " + key + " is missing";
  }
};

Messages::Messages(const std::filesystem::path& folder, const std::string& time_zone) : inside_(std::make_unique<Inside>()) {
  std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(wide(time_zone)));
  if (*zone == icu::TimeZone::getUnknown()) throw std::runtime_error("unknown time zone: " + time_zone);
  icu::TimeZone::adoptDefault(zone.release());
  std::string wrong;
  for (const auto& file : std::filesystem::directory_iterator(folder))
    if (file.is_directory()) inside_->load(file.path(), wrong);
  if (inside_->codes.empty()) throw std::runtime_error("no catalogues in " + folder.string());
  std::sort(inside_->codes.begin(), inside_->codes.end());
  inside_->compare(wrong);
  if (!wrong.empty()) throw std::runtime_error("message catalogues in " + folder.string() + ":" + wrong);
}

Messages::~Messages() = default;

const std::vector<std::string>& Messages::languages() const { return inside_->codes; }

bool Messages::has_language(std::string_view language) const { return inside_->languages.contains(language); }

bool Messages::right_to_left(const std::string& language) const { return inside_->language(language).locale.isRightToLeft(); }

std::string Messages::own_name(const std::string& language) const {
  const icu::Locale& locale = inside_->language(language).locale;
  icu::UnicodeString name;
  locale.getDisplayLanguage(locale, name);
  return utf8(name.toTitle(nullptr, locale));
}

bool Messages::has(std::string_view key) const { return inside_->languages.begin()->second.messages.contains(key); }

bool Messages::is_plain(std::string_view key) const {
  for (const auto& [code, language] : inside_->languages) {
    const auto found = language.messages.find(key);
    if (found == language.messages.end() || !found->second.plain) return false;
  }
  return true;
}

std::string Messages::text(const std::string& language, std::string_view key, std::span<const Arg> args) const {
  const auto& messages = inside_->language(language).messages;
  const auto found = messages.find(key);
  if (found == messages.end()) throw std::logic_error("no message " + std::string(key));
  const Message& message = found->second;
  if (message.plain) return message.plain_text;
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  for (const Arg& arg : args) {
    names.push_back(wide(arg.name));
    values.push_back(formattable(arg.value));
  }
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString out;
  {
    const std::lock_guard lock(message.mutex);
    message.format->format(names.data(), values.data(), static_cast<std::int32_t>(names.size()), out, status);
  }
  if (U_FAILURE(status)) throw std::logic_error("message " + std::string(key) + ": " + u_errorName(status));
  return utf8(out);
}

std::map<std::string, std::string> Messages::plain(const std::string& language) const {
  std::map<std::string, std::string> out;
  for (const auto& [key, message] : inside_->language(language).messages)
    if (message.plain) out.emplace(key, message.plain_text);
  return out;
}

boost::json::object Messages::section(const std::string& language, std::string_view section) const {
  boost::json::object out;
  const std::string prefix = std::string(section) + ".";
  const auto& messages = inside_->language(language).messages;
  for (auto it = messages.lower_bound(prefix); it != messages.end() && it->first.starts_with(prefix); ++it) {
    out[it->first] = it->second.pattern;
  }
  return out;
}

std::string Messages::money(const std::string& language, std::uint64_t minor_units, const std::string& currency) const {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString code = wide(currency);
  const std::int32_t digits = std::clamp(ucurr_getDefaultFractionDigits(icu::UnicodeString(code).getTerminatedBuffer(), &status), 0, 4);
  std::uint64_t unit = 1;
  for (std::int32_t i = 0; i < digits; ++i) unit *= 10;
  const bool whole = minor_units % unit == 0;
  const std::string key = language + '/' + currency + (whole ? "/whole" : "/fraction");
  icu::number::LocalizedNumberFormatter formatter;
  {
    const std::lock_guard lock(inside_->money_mutex);
    auto found = inside_->money.find(key);
    if (found == inside_->money.end()) {
      const icu::CurrencyUnit currency_unit(code.isEmpty() ? u"XXX" : icu::UnicodeString(code).getTerminatedBuffer(), status);
      found = inside_->money
                  .emplace(key, icu::number::NumberFormatter::withLocale(inside_->language(language).locale)
                                    .unit(currency_unit)
                                    .unitWidth(UNUM_UNIT_WIDTH_NARROW)
                                    .precision(icu::number::Precision::fixedFraction(whole ? 0 : digits)))
                  .first;
    }
    formatter = found->second;
  }
  must(status, "currency " + currency);
  const std::string text = utf8(formatter.formatDecimal(decimal(minor_units, static_cast<unsigned>(digits)), status).toString(status));
  must(status, "money");
  return text;
}

std::string Messages::number(const std::string& language, std::uint64_t value) const {
  UErrorCode status = U_ZERO_ERROR;
  std::string text = utf8(inside_->language(language).number.formatDecimal(std::to_string(value), status).toString(status));
  must(status, "number");
  return text;
}

std::string Messages::list(const std::string& language, const std::vector<std::string>& items) const {
  std::vector<icu::UnicodeString> texts;
  for (const std::string& item : items) texts.push_back(wide(item));
  icu::UnicodeString out;
  UErrorCode status = U_ZERO_ERROR;
  inside_->language(language).list->format(texts.data(), static_cast<std::int32_t>(texts.size()), out, status);
  must(status, "list");
  return utf8(out);
}

}  // namespace radslag::html
