#include "server/programs/mail_settings.hpp"

namespace radslag::programs {

std::vector<Setting> mail_rows() {
  return {
      {"mail.transport",
       Kind::word,
       "folder",
       "smtp: a mail server; folder: files in mail/ of the data folder, sent to nobody",
       "",
       0,
       0,
       {"smtp", "folder"}},
      {"mail.host", Kind::text, "", "the mail server's name"},
      {"mail.port", Kind::number, "587", "the mail server's port", "", 1, 65'535},
      {"mail.tls",
       Kind::word,
       "starttls",
       "starttls, tls from the first byte, or none (only to this machine itself)",
       "",
       0,
       0,
       {"starttls", "tls", "none"}},
      {"mail.user", Kind::text, "", "for logging in at the mail server; empty: no log-in"},
      {"mail.password_file", Kind::text, "", "a file whose first line is the password; readable by its owner alone"},
      {"mail.ca_file", Kind::text, "", "certificates to trust (PEM); empty: those of the system"},
      {"mail.from", Kind::text, "radslag@localhost", "the address that letters come from"},
      {"mail.from_name", Kind::text, "", "the name that letters come from; empty: the municipality's"},
      {"mail.helo", Kind::text, "", "what this machine calls itself; empty: the domain of mail.from"},
  };
}

MailSettings mail_settings_of(const Config& config) {
  const auto text = [&](const char* name) { return config.text(std::string("mail.") + name); };
  return {text("transport"), text("host"), text("tls"),       text("user"), text("password_file"),
          text("ca_file"),   text("from"), text("from_name"), text("helo"), static_cast<std::uint16_t>(config.number("mail.port"))};
}

}  // namespace radslag::programs
