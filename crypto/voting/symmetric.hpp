// AES-256 as Belenios seals the ceremony's messages by it, through OpenSSL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/hash.hpp"

namespace radslag::voting {

/// CCM with a tag of 64 bits after the text, in SJCL's layout: of the 32 bytes of `iv` as many are used as the length's field leaves, 13
/// for messages below 64 KiB. Longer messages are a bug.
[[nodiscard]] std::string encrypt_ccm(const crypto::Digest& key, const crypto::Digest& iv, std::string_view text);
/// Nothing if the tag does not fit, or the message is 64 KiB or more.
[[nodiscard]] std::optional<std::string> decrypt_ccm(const crypto::Digest& key, const crypto::Digest& iv, std::string_view sealed);
/// GCM with all 32 bytes of `iv` and a tag of 128 bits after the text, as belenios-tool 3.1 and later write.
[[nodiscard]] std::optional<std::string> decrypt_gcm(const crypto::Digest& key, const crypto::Digest& iv, std::string_view sealed);

}  // namespace radslag::voting
