// The tables of a site's staff.
#pragma once

#include "server/storage/database.hpp"

namespace radslag::staff {

[[nodiscard]] const storage::Schema& staff_schema();

}  // namespace radslag::staff
