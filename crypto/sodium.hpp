// Starting libsodium: every function of this room that calls it goes through here first.
#pragma once

namespace radslag::crypto {

/// Starts libsodium on the first call, from whichever thread comes first. Throws std::runtime_error where it cannot start.
void ensure_sodium();

}  // namespace radslag::crypto
