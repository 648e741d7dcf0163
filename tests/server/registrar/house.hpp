// A registrar in a temporary directory, with invented people. Numbers are invented: serial numbers from 980 on are those that
// Skatteverket keeps for tests; others here follow the rule and belong to days long past or to nobody.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/registrar/keys.hpp"
#include "server/registrar/personal_number.hpp"
#include "server/registrar/registrar.hpp"
#include "server/registrar/roll_import.hpp"
#include "tests/support/temporary_directory.hpp"

namespace radslag::registrar::testing {

inline constexpr const char* origin = "radslag.example.se/log/town";
inline constexpr std::uint64_t now = 1'794'052'800;  ///< 2026-11-07, noon

/// The check digit put behind nine digits.
[[nodiscard]] std::string with_check_digit(std::string_view nine);
/// The i-th of many different numbers, 12 digits, of people born 1930 to 2009.
[[nodiscard]] std::string number(unsigned i);

/// A row of the usual header "personnummer;födelsedatum;område;skyddad".
[[nodiscard]] std::string row(const std::string& number, const std::string& area, const std::string& is_protected = "nej");
inline constexpr const char* header = "personnummer;födelsedatum;område;skyddad\n";

class House {
 public:
  House();

  /// Imports a file of this text. The options' day is 2026-11-01 and there is no minimum age unless `options` says so.
  Result<ImportEnd> import(const std::string& edition, const std::string& csv);
  Result<ImportEnd> import(const ImportOptions& options, const std::string& csv);
  /// People number(0) to number(count - 1) in the area "Centrum".
  void roll(const std::string& edition, unsigned count);

  [[nodiscard]] Person person(const std::string& personal_number);
  /// The file, written into the folder beside the registrar's.
  std::filesystem::path file(const std::string& name, const std::string& text);
  /// Closes and opens, as after a restart.
  void restart();
  [[nodiscard]] Registrar& operator*() { return *registrar; }
  [[nodiscard]] Registrar* operator->() { return registrar.get(); }
  /// Every byte of every file of the data directory.
  [[nodiscard]] std::string all_bytes() const;

  radslag::testing::TemporaryDirectory folder;
  RegistrarDirs dirs;
  std::unique_ptr<Registrar> registrar;
};

[[nodiscard]] ImportOptions options(const std::string& edition);

inline std::string padded(unsigned value, std::size_t width) {
  const auto text = std::to_string(value);
  return std::string(width - text.size(), '0') + text;
}

inline std::string with_check_digit(std::string_view nine) {
  int sum = 0;
  for (std::size_t i = 0; i < nine.size(); ++i) {
    const int twice = (nine[i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += twice / 10 + twice % 10;
  }
  return std::string(nine) + static_cast<char>('0' + (10 - sum % 10) % 10);
}

inline std::string number(unsigned i) {
  const auto year = padded(1930 + i % 80, 4), month = padded(1 + i / 80 % 12, 2), day = padded(1 + i / 960 % 28, 2);
  return year.substr(0, 2) + with_check_digit(year.substr(2) + month + day + padded(i / 26'880 % 1'000, 3));
}

inline std::string row(const std::string& number, const std::string& area, const std::string& is_protected) {
  return number + ";" + number.substr(0, 8) + ";" + area + ";" + is_protected + "\n";
}

inline ImportOptions options(const std::string& edition) {
  ImportOptions options;
  options.edition = edition;
  options.drawn = options.age_on = *parse_day("2026-11-01");
  return options;
}

inline House::House() : dirs{folder / "data", {}} {
  Registrar::create(dirs, origin);
  registrar = std::make_unique<Registrar>(dirs);
}

inline std::filesystem::path House::file(const std::string& name, const std::string& text) {
  const auto path = folder / name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

inline Result<ImportEnd> House::import(const std::string& edition, const std::string& csv) { return import(options(edition), csv); }

inline Result<ImportEnd> House::import(const ImportOptions& options, const std::string& csv) {
  return import_roll(registrar->database(), registrar->keys(), file("roll.csv", csv), options, [](auto, auto, auto) { return true; });
}

inline void House::roll(const std::string& edition, unsigned count) {
  std::string csv = header;
  for (unsigned i = 0; i < count; ++i) csv += row(number(i), "Centrum");
  if (!import(edition, csv)) throw std::logic_error("the import was refused");
}

inline Person House::person(const std::string& personal_number) {
  return person_of(registrar->keys().roll(), PersonalNumber::parse(personal_number, day_of(now)).value());
}

inline void House::restart() {
  registrar.reset();
  registrar = std::make_unique<Registrar>(dirs);
}

inline std::string House::all_bytes() const {
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dirs.root)) {
    all += entry.path().string() + "\n";
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(file), {});
  }
  return all;
}

}  // namespace radslag::registrar::testing
