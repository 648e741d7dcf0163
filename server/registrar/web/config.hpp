// What the registrar's front is told at its start.
#pragma once

#include <string>

#include "server/html/config.hpp"

namespace radslag::registrar_web {

struct Config {
  html::Config html;    ///< origins.own.front(): where residents reach this site; origins.other: the voting server's
  std::string counter;  ///< the voting server as residents reach it: "https://radslag.example.se", no slash at the end
  bool demo = false;    ///< a demonstration: every page says so

  std::size_t request_body_bytes = 160 << 10;  ///< of a text that somebody raises or proposes, as the form sends it
  std::size_t list_body_bytes = 256 << 10;     ///< of a paper list
};

}  // namespace radslag::registrar_web
