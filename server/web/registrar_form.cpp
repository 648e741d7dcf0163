#include "server/web/registrar_form.hpp"

#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "ledger/record/contents.hpp"
#include "server/web/initiative_model.hpp"

namespace radslag::web {
namespace json = boost::json;

json::object registrar_form(const record::State& state, const std::vector<std::pair<std::string, std::string>>& fields) {
  json::array rows;
  for (const auto& [name, value] : fields) rows.push_back(json::object{{"name", name}, {"value", value}});
  return {{"action", registrar_site(state) + "/attest"}, {"fields", std::move(rows)}};
}

std::string new_salt() { return crypto::to_hex(crypto::random_bytes<record::blob_salt_bytes>()); }

}  // namespace radslag::web
