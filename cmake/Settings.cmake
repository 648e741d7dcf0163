# What every target of ours is compiled with, each flag with its reason.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

option(RADSLAG_SANITIZE "AddressSanitizer and UndefinedBehaviorSanitizer" OFF)

add_library(radslag_settings INTERFACE)
target_compile_options(radslag_settings INTERFACE
  -Wall -Wextra -Wpedantic
  -Wshadow              # a name that hides another is a mistake in waiting
  -Wconversion          # sizes and counts here are money and votes
  -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference
  -Werror
  -fno-strict-overflow
  -fstack-protector-strong)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 sees dangling pointers and overreads inside inlined std::string and Boost code that are not there.
  target_compile_options(radslag_settings INTERFACE -Wno-null-dereference -Wno-restrict -Wno-stringop-overread -Wno-array-bounds -Wno-stringop-overflow -Wno-maybe-uninitialized)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release" OR CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
  target_compile_definitions(radslag_settings INTERFACE _FORTIFY_SOURCE=2 _GLIBCXX_ASSERTIONS)
endif()

if(RADSLAG_SANITIZE)
  add_compile_options(-fsanitize=address -fno-omit-frame-pointer -fno-sanitize-recover=all)
  # Without the four checks that would make the rooms with Asio and Beast take minutes a file.
  add_compile_options(-fsanitize=undefined -fno-sanitize=null,alignment,vptr,object-size)
  add_link_options(-fsanitize=address,undefined)
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # A base directory makes a second checkout hit the same cache.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=time_macros ${CCACHE})
endif()
