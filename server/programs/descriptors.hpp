#pragma once

#include <cstddef>

namespace radslag::programs {

/// A connection is a descriptor, and the usual limit of 1,024 is below our own: raises it as far as it goes, and logs where that is not
/// far enough.
void allow_descriptors(std::size_t connections);

}  // namespace radslag::programs
