#include "server/registrar/matters.hpp"

#include <algorithm>
#include <vector>

#include "ledger/record/values.hpp"
#include "server/registrar/files.hpp"
#include "server/registrar/keys.hpp"
#include "server/registrar/roll.hpp"
#include "server/registrar/tree_file.hpp"
#include "server/storage/database.hpp"

namespace radslag::registrar {

using storage::Blob;

namespace {

constexpr std::size_t most_open_trees = 256;  // each is an open file

}  // namespace

crypto::Digest pseudonym_of(const Mac& key, std::string_view town_origin, std::string_view matter, const Person& person) {
  return key.of({"voter/v1\n", town_origin, "\n", matter, "\n", crypto::view(person.tag)});
}

Matters::Matters(storage::Database& database, Keys& keys, std::filesystem::path folder, std::string town_origin)
    : database_(database), keys_(keys), folder_(std::move(folder)), origin_(std::move(town_origin)) {}

Matters::~Matters() = default;

std::filesystem::path Matters::tree_path(const std::string& id) const { return folder_ / (id + ".tree"); }

std::optional<Matter> Matters::find(const std::string& id) const {
  return database_.read([&](storage::Reading& reading) -> std::optional<Matter> {
    const auto row = reading.first(
        "SELECT edition.id, matter.people, matter.root FROM matter JOIN edition ON number = matter.edition WHERE matter.id = ?", {id});
    if (!row) return std::nullopt;
    return Matter{id, row->text(0), {static_cast<std::uint64_t>(row->integer(1)), row->bytes<32>(2)}};
  });
}

Result<Matter> Matters::open(const std::string& id, const std::string& edition) {
  if (!record::is_id(id)) return refuse(Errc::malformed, "a matter's name is an id");
  const std::lock_guard one_at_a_time(opening_);
  if (auto found = find(id)) {
    if (found->edition != edition) return refuse(Errc::mismatch, "the matter " + id + " was opened on the edition " + found->edition);
    return *found;
  }
  const Rolls rolls(database_);
  const auto roll = rolls.find(edition);
  if (!roll || roll->phase != EditionPhase::frozen) return refuse(Errc::not_found, "there is no frozen edition " + edition);

  const auto key = keys_.make_matter(id);
  std::vector<crypto::Digest> pseudonyms;
  pseudonyms.reserve(roll->people);
  rolls.each_person(edition, [&](const Person& person) { pseudonyms.push_back(pseudonym_of(*key, origin_, id, person)); });
  std::sort(pseudonyms.begin(), pseudonyms.end());
  make_private_folder(folder_);
  const auto commitment = write_tree_file(tree_path(id), pseudonyms);
  database_.transaction([&](storage::Transaction& t) {
    t.run("INSERT INTO matter(id, edition, people, root) SELECT ?, number, ?, ? FROM edition WHERE id = ?",
          {id, commitment.people, Blob(commitment.root), edition});
  });
  return Matter{id, edition, commitment};
}

Result<crypto::Digest> Matters::pseudonym(const std::string& matter, const Person& person) const {
  const auto key = find(matter) ? keys_.matter(matter) : nullptr;
  if (!key) return refuse(Errc::not_found, "there is no matter " + matter);
  return pseudonym_of(*key, origin_, matter, person);
}

std::shared_ptr<const TreeFile> Matters::tree(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  if (trees_.size() >= most_open_trees && !trees_.contains(id)) trees_.clear();  // whoever reads one keeps it
  auto& tree = trees_[id];
  if (!tree) tree = std::make_shared<const TreeFile>(tree_path(id));
  return tree;
}

Result<record::Membership> Matters::membership(const std::string& matter, const crypto::Digest& pseudonym) const {
  const auto found = find(matter);
  if (!found) return refuse(Errc::not_found, "there is no matter " + matter);
  const auto file = tree(matter);
  if (file->commitment() != found->roll) throw std::runtime_error("the tree file of " + matter + " is not the one that it was opened with");
  const auto membership = file->find(pseudonym);
  if (!membership) return refuse(Errc::unknown_credential, "not on the roll of " + matter);
  return *membership;
}

}  // namespace radslag::registrar
