// The catalogues: every text for people, by key and language, as ICU MessageFormat patterns in frontend/locales/<language>/<section>.json.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/json/fwd.hpp>

namespace radslag::html {

/// An hour of the record: hours since 1970-01-01T00:00Z.
struct Hour {
  std::uint64_t value = 0;
};
/// "YYYY-MM-DD", a day without a time.
struct Day {
  std::string value;
};

/// A named argument of a message. Whole numbers, ratios (for percent), texts, hours and days.
struct Arg {
  std::string_view name;
  std::variant<std::int64_t, double, std::string, Hour, Day> value;
};

/// Thread-safe once made.
class Messages {
 public:
  /// Reads <folder>/<language>/*.json; the files of a language are one catalogue. `time_zone` ("Europe/Stockholm") becomes ICU's default
  /// zone in this process. Throws std::runtime_error that names all that is wrong: patterns that do not parse, a key in two files, keys
  /// that one language has and another lacks.
  Messages(const std::filesystem::path& folder, const std::string& time_zone);
  ~Messages();
  Messages(const Messages&) = delete;
  Messages& operator=(const Messages&) = delete;

  /// Language codes, sorted.
  [[nodiscard]] const std::vector<std::string>& languages() const;
  [[nodiscard]] bool has_language(std::string_view language) const;
  /// Whether the language is written from right to left.
  [[nodiscard]] bool right_to_left(const std::string& language) const;
  /// The language's name in itself: "Svenska".
  [[nodiscard]] std::string own_name(const std::string& language) const;

  [[nodiscard]] bool has(std::string_view key) const;
  /// A key that takes no argument: what templates may use.
  [[nodiscard]] bool is_plain(std::string_view key) const;
  /// The message. An unknown key is a bug: std::logic_error.
  [[nodiscard]] std::string text(const std::string& language, std::string_view key, std::span<const Arg> args = {}) const;
  [[nodiscard]] std::string text(const std::string& language, std::string_view key, std::initializer_list<Arg> args) const {
    return text(language, key, std::span(args.begin(), args.size()));
  }
  /// The texts of all plain keys.
  [[nodiscard]] std::map<std::string, std::string> plain(const std::string& language) const;
  /// The patterns of all keys that begin with "<section>.", for an island that formats them itself.
  [[nodiscard]] boost::json::object section(const std::string& language, std::string_view section) const;

  /// Minor units of an ISO 4217 currency, whole where nothing is lost: "312 000 kr", "12,50 kr".
  [[nodiscard]] std::string money(const std::string& language, std::uint64_t minor_units, const std::string& currency) const;
  [[nodiscard]] std::string number(const std::string& language, std::uint64_t value) const;
  /// "a, b och c".
  [[nodiscard]] std::string list(const std::string& language, const std::vector<std::string>& items) const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace radslag::html
