// What the registrar's database holds.
#pragma once

namespace radslag::storage {
struct Schema;
}

namespace radslag::registrar {

extern const storage::Schema registrar_schema;

}  // namespace radslag::registrar
