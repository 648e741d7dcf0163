# radslag_words(target folder name languages...)
#
# Compiles the message catalogues <folder>/<language>.txt into a target, each as `std::string_view <name>_<language>()` of namespace
# radslag::audit. Changing a text configures again.
function(radslag_words target folder name)
  foreach(language ${ARGN})
    set(catalogue ${CMAKE_SOURCE_DIR}/${folder}/${language}.txt)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${catalogue})
    file(READ ${catalogue} text)
    set(source ${CMAKE_BINARY_DIR}/words/${name}_${language}.cpp)
    file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [[
// Made by cmake/Words.cmake; do not edit.
#include <string_view>
namespace radslag::audit {
std::string_view @name@_@language@();
std::string_view @name@_@language@() { return R"words(@text@)words"; }
}  // namespace radslag::audit
]])
    target_sources(${target} PRIVATE ${source})
  endforeach()
endfunction()
