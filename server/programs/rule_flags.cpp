#include "server/programs/rule_flags.hpp"

#include <filesystem>
#include <sstream>

#include "server/programs/pb_file.hpp"
#include "server/programs/rule_json.hpp"

namespace radslag::programs {
namespace {

allocation::TieOrder order_from(const std::string& path) {
  allocation::TieOrder order;
  order.last = allocation::TieOrder::Last::given;
  std::istringstream lines(read_bounded(path, allocation::PbLimits{}.max_bytes));
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) order.order.push_back(line);
  }
  return order;
}

}  // namespace

Result<allocation::NamedRule> rule_from(const std::string& text, const allocation::PbFile& file) {
  if (!text.starts_with('{')) return allocation::named_rule(text, file);
  auto rule = parse_rule_json(text);
  if (!rule) return tl::make_unexpected(rule.error());
  return allocation::NamedRule{{}, std::move(*rule)};
}

Result<allocation::TieOrder> ties_from(const std::string& text) {
  std::error_code ignored;  // what cannot be a file's name may still be criteria
  return std::filesystem::exists(text, ignored) ? Result<allocation::TieOrder>(order_from(text)) : allocation::TieOrder::parse(text);
}

}  // namespace radslag::programs
