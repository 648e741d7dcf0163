// Who has the link may read a raised text before an officer has opened it: co-signers must know what they sign.
#pragma once

#include <string>
#include <string_view>

namespace radslag::service {

/// 32 hex digits that nobody can make who has not had the blob: it holds 32 random bytes. For `?key=` of a page's address.
[[nodiscard]] std::string link_key(std::string_view blob);

/// In constant time.
[[nodiscard]] bool is_link_key(std::string_view blob, std::string_view key);

}  // namespace radslag::service
