#include "ledger/programs/command.hpp"

#include <openssl/crypto.h>
#include <sodium.h>

#include <fstream>
#include <iostream>
#include <system_error>

#include "ledger/audit/keeping_source.hpp"
#include "ledger/audit/source.hpp"
#include "ledger/progress/progress.hpp"

namespace radslag::programs {

std::string read_text_file(const std::string& path, std::size_t max_bytes) {
  std::ifstream file;
  if (path != "-") {
    file.open(path, std::ios::binary);
    if (!file) throw Stop(no_input, "cannot read the file " + path);
  }
  std::istream& in = path == "-" ? std::cin : file;
  std::string bytes(max_bytes + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (in.bad() || (in.gcount() == 0 && !in.eof())) throw Stop(no_input, "cannot read " + path);
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  if (bytes.size() > max_bytes) throw Stop(data_error, path + " has more than " + std::to_string(max_bytes) + " bytes");
  return bytes;
}

std::string version_text(const std::string& program) {
  return program + " " + RADSLAG_VERSION + "\nlibsodium " + sodium_version_string() + "\n" + OpenSSL_version(OPENSSL_VERSION) + "\n" +
         audit::url_library_version();
}

int run(const std::string& program, const std::function<int()>& command) {
  const auto stop = [&](Exit code, const char* what) {
    std::cerr << program << ": " << what << "\n";
    return static_cast<int>(code);
  };
  try {
    return command();
  } catch (const Stop& error) {
    return stop(error.code, error.what());
  } catch (const audit::Stopped& error) {
    static_cast<void>(stop(bad, error.what()));
    return progress::Interrupt::exit_code();
  } catch (const archive::FolderInUse& error) {
    return stop(cannot_create, error.what());
  } catch (const audit::NoInput& error) {
    return stop(no_input, error.what());
  } catch (const audit::Unavailable& error) {
    return stop(unavailable, error.what());
  } catch (const audit::Unreadable& error) {
    return stop(data_error, error.what());
  } catch (const std::system_error& error) {
    return stop(io_error, error.what());
  } catch (const std::exception& error) {
    return stop(software, error.what());
  }
}

}  // namespace radslag::programs
