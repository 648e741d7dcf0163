// Acts as files and as requests.
#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "crypto/encoding.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/office.hpp"
#include "server/programs/web_client.hpp"

namespace radslag::programs {
namespace {

namespace json = boost::json;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Stop(Exit::no_input, "There is no file " + path.string() + ".");
  return {std::istreambuf_iterator<char>(file), {}};
}

/// What an answer that is no receipt says, in a sentence.
std::string reason_of(const WebAnswer& answer) {
  json::error_code error;
  const auto body = json::parse(answer.body, error);
  const auto* object = error ? nullptr : body.if_object();
  const auto* detail = object ? object->if_contains("detail") : nullptr;
  if (detail && detail->is_string()) return std::string(detail->as_string());
  return "status " + std::to_string(answer.status);
}

}  // namespace

std::string act_json(const Act& act) {
  const auto& draft = act.file.draft;
  json::array seals, blobs;
  for (const auto& seal : act.seals) {
    seals.push_back(json::object{{"officer", crypto::to_hex(seal.officer)}, {"signature", crypto::to_hex(seal.signature)}});
  }
  for (const auto& blob : draft.blobs) blobs.push_back(json::string(crypto::to_base64(blob)));
  return json::serialize(json::object{
      {"log", draft.log}, {"statement", draft.statement}, {"seals", seals}, {"blobs", blobs}, {"key", crypto::to_hex(act.file.key)}});
}

record::DraftFile read_draft(const std::filesystem::path& file) {
  auto draft = record::parse_draft_file(read_file(file));
  if (!draft) throw Stop(Exit::data, file.string() + " is not a draft that radslag wrote: " + draft.error().detail + ".");
  return std::move(*draft);
}

std::vector<record::Seal> read_seal_file(const std::filesystem::path& file) {
  // The seals of an entry are read as in an entry: put behind a statement that takes any.
  const auto text = read_file(file);
  const auto entry = record::parse_entry("hour 0\nradslag/v1/round-closed\norigin x\nballots 0\n" + text);
  if (!entry || entry->seals.empty()) throw Stop(Exit::data, file.string() + " holds no seals as radslag-trustee sign writes them.");
  return entry->seals;
}

void submit(const std::string& url, const Act& act) {
  const auto answer = web_post_json(url + "/acts", act_json(act));
  if (answer.status != 200 && answer.status != 201) {
    const auto code = answer.status == 503 ? Exit::try_later : answer.status == 403 ? Exit::no_permission : Exit::data;
    throw Stop(code, "The record refuses: " + reason_of(answer) + ".");
  }
  const auto receipt = json::parse(answer.body);
  std::cout << "In the record: log " << std::string(receipt.at("log").as_string()) << ", entry "
            << receipt.at("index").to_number<std::uint64_t>() << ".\n";
}

}  // namespace radslag::programs
