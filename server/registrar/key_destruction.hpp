// Destroying the key of a matter or a round for real: what pseudonyms and voting cards are made with. After it nobody, with this
// registrar's database and all that the record shows, can lead them back to people.
#pragma once

#include <filesystem>
#include <string>

namespace radslag::registrar {

/// Of "matters/<id>" and "rounds/<id>": whether its key was destroyed here.
[[nodiscard]] bool is_destroyed(const std::filesystem::path& keys, const std::string& name);

/// Notes beside it that the key is destroyed, and why (one line); then writes over the file with random bytes, several times, each time
/// onto the disk, and removes it. All of it is on the disk when this returns; after a kill the next call finishes. No key of that name is
/// made again. False where there was no key file. Throws KeyError.
///
/// What it cannot reach: copies elsewhere (the safe copy of the keys!), snapshots, journals of the file system, and blocks that an SSD has
/// put aside. An encrypted disk whose key is changed afterwards reaches the last two.
bool destroy_key(const std::filesystem::path& keys, const std::string& name, const std::string& why);

}  // namespace radslag::registrar
