#include "server/programs/registrar/refused.hpp"

#include "server/programs/exit.hpp"

namespace radslag::registrar_program {

void stop(const Error& error) {
  using programs::Exit;
  auto what = error.detail;
  if (!what.empty()) what[0] = static_cast<char>(what[0] >= 'a' && what[0] <= 'z' ? what[0] - 'a' + 'A' : what[0]);
  if (!what.ends_with('.')) what += '.';
  const auto code = error.code == Errc::not_found        ? Exit::no_input
                    : error.code == Errc::not_authorised ? Exit::no_permission
                    : error.code == Errc::busy           ? Exit::try_later
                                                         : Exit::data;
  throw programs::Stop(code, what);
}

}  // namespace radslag::registrar_program
