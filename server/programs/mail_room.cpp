#include "server/programs/mail_room.hpp"

#include <sys/stat.h>

#include <fstream>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "server/outbox/folder.hpp"
#include "server/outbox/smtp.hpp"

namespace radslag::programs {
namespace {

namespace fs = std::filesystem;

outbox::Tls tls_named(const std::string& word) {
  if (word == "tls") return outbox::Tls::whole;
  return word == "none" ? outbox::Tls::none : outbox::Tls::starttls;
}

}  // namespace

std::unique_ptr<outbox::Transport> mail_transport(const MailSettings& mail, const fs::path& folder) {
  if (mail.transport == "folder") return std::make_unique<outbox::Folder>(folder);
  outbox::SmtpSettings settings;
  settings.host = mail.host;
  settings.port = mail.port;
  settings.tls = tls_named(mail.tls);
  settings.user = mail.user;
  settings.password_file = mail.password_file;
  settings.ca_file = mail.ca_file;
  settings.helo = mail.helo;
  try {
    return std::make_unique<outbox::Smtp>(std::move(settings));
  } catch (const outbox::SmtpSettingsError& error) {
    throw Stop(Exit::config, std::string("Mail cannot be sent so: ") + error.what());
  }
}

outbox::From mail_from(const MailSettings& mail, const std::string& name) {
  return {mail.from, mail.from_name.empty() ? name : mail.from_name};
}

std::array<std::uint8_t, 32> outbox_secret(const fs::path& file) {
  if (!fs::exists(file)) {
    fs::create_directories(file.parent_path());
    const auto mask = ::umask(077);
    std::ofstream out(file);
    out << crypto::to_hex(crypto::random_bytes<32>()) << '\n';
    ::umask(mask);
    if (!out.flush()) throw Stop(Exit::cannot_create, file.string() + " cannot be written.");
  }
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  const auto secret = crypto::array_from_hex<32>(line);
  if (!secret) throw Stop(Exit::config, file.string() + " does not hold 64 hexadecimal digits. Put it back from its copy.");
  return *secret;
}

}  // namespace radslag::programs
