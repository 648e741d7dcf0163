#include "server/programs/descriptors.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <string>

#include "server/programs/server_log.hpp"

namespace radslag::programs {

void allow_descriptors(std::size_t connections) {
  constexpr std::size_t beside_connections = 128;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const auto wanted = connections + beside_connections;
  if (limit.rlim_cur < wanted) limit.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < wanted) {
    server_log::write(server_log::Level::warn, "few-descriptors",
                      {{"allowed", std::to_string(limit.rlim_cur)},
                       {"wanted", std::to_string(wanted)},
                       {"what-to-do", "raise LimitNOFILE or ulimit -n"}});
  }
}

}  // namespace radslag::programs
