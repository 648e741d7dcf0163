#include "server/programs/office_flags.hpp"

#include <CLI/CLI.hpp>

namespace radslag::programs {

std::shared_ptr<OfficeOptions> add_office_flags(CLI::App& command, const std::string& draft_name) {
  auto options = std::make_shared<OfficeOptions>();
  options->url = default_url;
  options->draft = draft_name;
  command.add_option("--url", options->url, "the site's address")->capture_default_str();
  command.add_option("--pin", options->pin, "file with the town log's public key (vkey), to be sure that it is the town's record");
  command.add_option("--key", options->officer_keys,
                     "an officer's key file to seal with, once for each officer; without any, a draft is written");
  command.add_option("--draft", options->draft, "where to write the draft")->capture_default_str();
  return options;
}

}  // namespace radslag::programs
