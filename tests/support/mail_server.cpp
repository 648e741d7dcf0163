#include "tests/support/mail_server.hpp"

#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fcntl.h>

#include <cstdlib>
#include <stdexcept>

namespace radslag::testing {
namespace {

// Debian's own: where another python comes first in PATH, the package is not there.
constexpr const char* kPython = "/usr/bin/python3";
constexpr int kPatienceMilliseconds = 30'000;

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> all;
  for (std::string& word : words) all.push_back(word.data());
  all.push_back(nullptr);
  return all;
}

}  // namespace

bool MailServer::is_installed() { return std::system("/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null") == 0; }

MailServer::MailServer(const std::vector<std::string>& options) {
  int commands[2], events[2];
  if (::pipe2(commands, O_CLOEXEC) != 0 || ::pipe2(events, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, commands[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, events[1], STDOUT_FILENO);
  std::vector<std::string> words{kPython, "tests/support/smtp_server.py"};
  words.insert(words.end(), options.begin(), options.end());
  const int error = ::posix_spawn(&process_, kPython, &actions, nullptr, pointers(words).data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(commands[0]);
  ::close(events[1]);
  commands_ = commands[1];
  events_ = events[0];
  if (error != 0) throw std::runtime_error("the mail server does not start");
  port_ = static_cast<std::uint16_t>(std::stoi(next_line().substr(std::string("port ").size())));
}

MailServer::~MailServer() {
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  ::close(commands_);
  ::close(events_);
}

void MailServer::tell(const std::string& command) {
  const std::string line = command + '\n';
  if (::write(commands_, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
    throw std::runtime_error("the mail server is gone");
  for (std::string answer = next_line(); answer != "done"; answer = next_line()) waiting_.push_back(answer);
}

std::string MailServer::next_event() {
  if (waiting_.empty()) return next_line();
  std::string event = waiting_.front();
  waiting_.erase(waiting_.begin());
  return event;
}

std::string MailServer::next_line() {
  while (received_.find('\n') == std::string::npos) {
    pollfd readable{events_, POLLIN, 0};
    char bytes[4096];
    const ssize_t n = ::poll(&readable, 1, kPatienceMilliseconds) == 1 ? ::read(events_, bytes, sizeof bytes) : 0;
    if (n <= 0) throw std::runtime_error("the mail server says nothing");
    received_.append(bytes, static_cast<std::size_t>(n));
  }
  const std::size_t end = received_.find('\n');
  std::string line = received_.substr(0, end);
  received_.erase(0, end + 1);
  return line;
}

}  // namespace radslag::testing
