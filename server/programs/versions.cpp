#include "server/programs/versions.hpp"

#include <openssl/crypto.h>
#include <sodium.h>
#include <spdlog/version.h>
#include <unicode/uversion.h>
#include <CLI/Version.hpp>
#include <boost/version.hpp>

#include "ledger/store/sqlite/sqlite_store.hpp"

namespace radslag::programs {
namespace {

std::string dotted(int first, int second, int third) {
  return std::to_string(first) + "." + std::to_string(second) + "." + std::to_string(third);
}

std::string icu_version() {
  UVersionInfo version;
  char text[U_MAX_VERSION_STRING_LENGTH];
  u_getVersion(version);
  u_versionToString(version, text);
  return text;
}

std::string compiler() {
#ifdef __clang__
  return "clang " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

}  // namespace

std::string versions() {
  std::string text = "radslag " RADSLAG_VERSION "\n";
  text += store::SqliteStore::protection() + "\n";
  text += std::string(OpenSSL_version(OPENSSL_VERSION)) + "\n";
  text += std::string("libsodium ") + sodium_version_string() + "\n";
  text += "Boost " + dotted(BOOST_VERSION / 100'000, BOOST_VERSION / 100 % 1'000, BOOST_VERSION % 100) + "\n";
  text += "ICU " + icu_version() + "\n";
  text += "CLI11 " CLI11_VERSION ", spdlog " + dotted(SPDLOG_VER_MAJOR, SPDLOG_VER_MINOR, SPDLOG_VER_PATCH) + "\n";
  text += "compiled by " + compiler();
  return text;
}

}  // namespace radslag::programs
