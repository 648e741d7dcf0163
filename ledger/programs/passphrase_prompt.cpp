#include "ledger/programs/passphrase_prompt.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string_view>

#include "ledger/programs/command.hpp"
#include "ledger/trustee/box.hpp"

namespace radslag::programs {
namespace {

constexpr std::size_t longest_line = 1'024;

volatile std::sig_atomic_t interrupted = 0;

/// One line, without its end.
trustee::Secret read_line(int descriptor) {
  std::string line;
  line.reserve(longest_line);  // so that it leaves no copies behind as it grows
  for (char c = 0; line.size() < longest_line;) {
    const auto count = ::read(descriptor, &c, 1);
    if (count < 0 && errno == EINTR && !interrupted) continue;
    if (count <= 0 || c == '\n') break;
    if (c != '\r') line += c;
  }
  return trustee::Secret(std::move(line));
}

class Terminal {
 public:
  Terminal() : descriptor_(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {
    if (descriptor_ < 0) throw Stop(usage, "nobody can be asked for the passphrase here: give --passphrase-file FILE or --passphrase-fd N");
  }
  ~Terminal() { ::close(descriptor_); }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  void say(const std::string& text) const {
    std::string_view rest = text;
    while (!rest.empty()) {
      const auto count = ::write(descriptor_, rest.data(), rest.size());
      if (count <= 0) return;
      rest.remove_prefix(static_cast<std::size_t>(count));
    }
  }

  /// Shows nothing of what is typed. Ctrl-C ends the program, once the terminal is as it was.
  [[nodiscard]] trustee::Secret ask(const std::string& question) const {
    termios before{};
    ::tcgetattr(descriptor_, &before);
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    struct sigaction note {
    }, old{};
    note.sa_handler = [](int) { interrupted = 1; };  // without SA_RESTART: the reading ends
    interrupted = 0;
    ::sigaction(SIGINT, &note, &old);
    say(question);
    ::tcsetattr(descriptor_, TCSAFLUSH, &silent);
    auto line = read_line(descriptor_);
    ::tcsetattr(descriptor_, TCSAFLUSH, &before);
    ::sigaction(SIGINT, &old, nullptr);
    say("\n");
    if (interrupted) ::raise(SIGINT);
    return line;
  }

 private:
  int descriptor_;
};

/// Nothing where it is to be asked for on the terminal.
std::optional<trustee::Secret> given(const PassphraseFrom& from) {
  if (from.descriptor >= 0) return read_line(from.descriptor);
  if (from.file.empty()) return std::nullopt;
  const int file = ::open(from.file.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw Stop(no_input, "cannot read the file " + from.file);
  auto line = read_line(file);
  ::close(file);
  return line;
}

}  // namespace

trustee::AskPassphrase ask_passphrase(const PassphraseFrom& from, const std::string& whose) {
  return [from, whose] {
    if (auto line = given(from)) return std::move(*line);
    return Terminal().ask("Passphrase of " + whose + ": ");
  };
}

trustee::Secret choose_passphrase(const PassphraseFrom& from) {
  if (auto line = given(from)) return std::move(*line);
  const Terminal terminal;
  for (;;) {
    auto first = terminal.ask("A passphrase for the new key (at least " + std::to_string(trustee::shortest_passphrase) +
                              " characters, such as four words): ");
    if (auto good = trustee::is_good_passphrase(first); !good) {
      terminal.say("That is too short.\n");
      continue;
    }
    if (terminal.ask("The same again: ").text() == first.text()) return first;
    terminal.say("Those were not the same.\n");
  }
}

}  // namespace radslag::programs
