// "My participation": what a resident took part in, never how, and the address that they are written to at.
#pragma once

#include <string>

#include "server/html/visit.hpp"
#include "server/registrar/web/visit.hpp"

namespace radslag::registrar_web {

struct ContactInput {
  std::string address, problem;
};

/// For a signed-in resident.
[[nodiscard]] html::Page participation_model(const Visit& visit, const ContactInput& input = {});

}  // namespace radslag::registrar_web
