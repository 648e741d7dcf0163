#include "server/programs/server_log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <memory>
#include <string>

namespace radslag::programs::server_log {
namespace {

std::string quoted(std::string_view text) { return boost::json::serialize(boost::json::string(text)); }

spdlog::level::level_enum level_of(Level level) {
  switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warn: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
  }
  return spdlog::level::info;
}

}  // namespace

void begin(std::string_view level) {
  auto logger = std::make_shared<spdlog::logger>("radslag", std::make_shared<spdlog::sinks::stdout_sink_mt>());
  logger->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc);
  logger->set_level(spdlog::level::from_str(std::string(level)));
  logger->flush_on(spdlog::level::trace);  // a line is worth most when the process ends right after it
  spdlog::set_default_logger(std::move(logger));
}

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  auto line = "\"event\":" + quoted(event);
  for (const auto& [name, value] : fields) line += "," + quoted(name) + ":" + quoted(value);
  spdlog::default_logger_raw()->log(level_of(level), spdlog::string_view_t(line));
}

}  // namespace radslag::programs::server_log
