#include "tests/support/sample_elections.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>

namespace radslag::voting::samples {

namespace {

std::filesystem::path folder(std::string_view sample) { return std::filesystem::path("tests/data/belenios") / sample; }

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The value of a plain string member.
std::string member(std::string_view json, std::string_view name) {
  const std::string begin = "\"" + std::string(name) + "\":\"";
  const auto at = json.find(begin);
  if (at == std::string_view::npos) return {};
  const auto from = at + begin.size();
  return std::string(json.substr(from, json.find('"', from) - from));
}

std::vector<std::string> names_of(std::size_t projects) {
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= projects; ++i) names.push_back("P" + std::to_string(i));
  return names;
}

}  // namespace

std::string file(std::string_view sample, std::string_view name) {
  std::string text = read(folder(sample) / name);
  if (name.ends_with(".json") && text.ends_with('\n')) text.pop_back();
  return text;
}

std::vector<std::string> payloads(std::string_view sample, std::string_view type) {
  constexpr std::size_t block = 512;
  const std::string archive = file(sample, file(sample, "uuid").substr(0, 14) + ".bel");
  std::map<std::string, std::string> data;
  std::vector<std::string> events;
  for (std::size_t at = 0; at + block <= archive.size();) {
    const std::string name = archive.c_str() + at;
    const std::size_t size = std::stoul(archive.substr(at + 124, 11), nullptr, 8);
    const std::string content = archive.substr(at + block, size);
    if (name.ends_with(".data.json")) data[name.substr(0, 64)] = content;
    if (name.ends_with(".event.json")) events.push_back(content);
    at += block + (size + block - 1) / block * block;
  }
  std::vector<std::string> out;
  for (const std::string& event : events) {
    if (member(event, "type") == type) out.push_back(data[member(event, "payload")]);
  }
  return out;
}

Election election(std::string_view sample) { return Election::parse(file(sample, "election.json")).value(); }

Election own_election(const group::Group& group, std::vector<Question> questions, const group::Scalar& secret) {
  ElectionDraft draft;
  draft.name = "Medborgarbudget";
  draft.description = "Prov";
  draft.group = group.name();
  draft.public_key = group.encode(group.power_of_generator(secret));
  draft.questions = std::move(questions);
  draft.uuid = make_uuid();
  return Election::parse(write_election(draft).value()).value();
}

Question homomorphic(std::size_t projects, std::uint64_t min, std::uint64_t max, bool blank) {
  Question question;
  question.text = "Vad vill du ha?";
  question.choices = names_of(projects);
  question.min = min;
  question.max = max;
  question.blank = blank;
  return question;
}

Question mixnet(Encoding encoding, std::size_t projects, std::uint64_t min, std::uint64_t max) {
  Question question = homomorphic(projects, min, max);
  question.kind = QuestionKind::mixnet;
  question.encoding = encoding;
  if (encoding == Encoding::points) question.points = 10;
  return question;
}

}  // namespace radslag::voting::samples
