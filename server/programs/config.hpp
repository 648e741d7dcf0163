// Where settings come from: flags, before environment variables, before one file, before defaults. Knows no particular setting: what
// there is stands in a table (settings.cpp), and the table drives reading, `check-config` and the documentation.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/programs/exit.hpp"

namespace radslag::programs {

enum class Kind { text, address, folder, number, yes_no, word, url };

struct Setting {
  std::string name;  ///< "section.key"
  Kind kind = Kind::text;
  std::string fallback;  ///< the default, written as in the file
  std::string meaning;
  std::string flag = {};                                                  ///< "--port"; empty: only by --set
  std::uint64_t min = 0, max = std::numeric_limits<std::int64_t>::max();  ///< of a number
  std::vector<std::string> words = {};                                    ///< of a word
  bool secret = false;  ///< never shown; its environment variable may end in _FILE and name a file that holds it

  /// RADSLAG_SERVER_PORT; of another program, by its name: RADSLAG_REGISTRAR_SERVER_PORT
  [[nodiscard]] std::string variable(std::string_view program = "radslag") const;
};

struct Value {
  std::string text;
  std::string source;  ///< "--port", "RADSLAG_SERVER_PORT", "radslag.conf:3" or "default"
};

/// One value for each setting of a table, checked.
class Config {
 public:
  struct Inputs {
    std::map<std::string, Value> flags;  ///< by setting
    std::map<std::string, std::string> environment;
    std::optional<std::filesystem::path> file;  ///< must be there
    /// Where no file was named: looked for once flags and environment are known; read if it is there.
    std::function<std::filesystem::path(const Config& so_far)> default_file;
    std::string program = "radslag";  ///< whose variables are read, and whose check-config messages name
  };

  /// Throws Stop (Exit::usage for a flag, else Exit::config) that names the place of what is wrong.
  Config(std::vector<Setting> table, const Inputs& inputs);

  [[nodiscard]] const std::vector<Setting>& table() const { return table_; }
  /// A name that is not in the table is a bug: std::out_of_range.
  [[nodiscard]] const Value& value(const std::string& name) const { return values_.at(name); }
  [[nodiscard]] const std::string& text(const std::string& name) const { return value(name).text; }
  [[nodiscard]] std::uint64_t number(const std::string& name) const;
  [[nodiscard]] bool yes(const std::string& name) const;
  [[nodiscard]] const std::string& file() const { return file_; }  ///< that was read; empty if none

 private:
  void take(const std::string& name, Value value, Exit blame);
  void read_environment(const std::map<std::string, std::string>& environment);
  void read_file(const std::filesystem::path& file, bool must_exist);
  [[nodiscard]] const Setting* find(const std::string& name) const;
  [[nodiscard]] std::string suggestion(const std::string& name) const;

  std::vector<Setting> table_;
  std::map<std::string, Value> values_;
  std::string file_, program_;
};

/// The environment of this process: what begins with RADSLAG_, or with another program's name.
[[nodiscard]] std::map<std::string, std::string> radslag_environment(std::string_view program = "radslag");

}  // namespace radslag::programs
