#include "server/programs/setting_flags.hpp"

namespace radslag::programs {

std::shared_ptr<SettingFlags> add_setting_flags(CLI::App& subcommand, std::initializer_list<std::string> only) {
  auto flags = std::make_shared<SettingFlags>();
  add_flags(subcommand, flags, settings_table(), only, "radslag", "radslag.conf");
  return flags;
}

}  // namespace radslag::programs
