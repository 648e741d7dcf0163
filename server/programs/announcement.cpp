#include "server/programs/announcement.hpp"

#include <fstream>
#include <ostream>

namespace radslag::programs {
namespace {

constexpr int sample_codes = 3;

/// A line each is a code, a tab, and the round that it is for.
void show_codes(std::ostream& out, const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) return;
  out << "  Voting codes  " << path.string() << "; three of them:\n";
  std::string line;
  for (int i = 0; i < sample_codes && std::getline(file, line); ++i) {
    const auto tab = line.find('\t');
    out << "                  " << line.substr(0, tab);
    if (tab != std::string::npos) out << "   for " << line.substr(tab + 1);
    out << '\n';
  }
}

/// The verifier that was built beside this program; its bare name where it lies elsewhere.
std::string verifier() {
  std::error_code error;
  const auto here = std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "radslag-verify";
  return !error && std::filesystem::exists(here, error) ? here.string() : "radslag-verify";
}

void say_what_it_is(std::ostream& out, Beginning beginning, bool demo) {
  if (beginning == Beginning::empty) {
    out << "An empty municipality has been begun: a real record, not a demonstration. Two officers' keys were made for it: take each to "
           "the\n"
           "device of the person whose it is, and remove it here.\n\n";
  } else if (demo) {
    out << "This is a demonstration: every page says so, and nothing in it is real.\n\n";
  }
}

}  // namespace

void announce(std::ostream& out, const Settings& settings, const std::string& address, Beginning beginning, bool demo) {
  out << "\nRådslag is running at " << address << "\n\n";
  say_what_it_is(out, beginning, demo);
  out << "  Data          " << std::filesystem::absolute(settings.data.root).lexically_normal().string() << '\n';
  if (demo) show_codes(out, settings.data.voting_codes());
  if (std::filesystem::exists(settings.data.officers()))
    out << "  Officers      " << settings.data.officers().string() << " (their keys)\n";
  if (std::filesystem::exists(settings.data.staff_links()))
    out << "  Staff         " << settings.data.staff_links().string() << " (one-time links)\n";
  out << "  Verify        " << verifier() << " " << address << "\n"
      << "  Stop          Ctrl-C; the data stays\n\n"
      << std::flush;
}

}  // namespace radslag::programs
