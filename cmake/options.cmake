# SPDX-License-Identifier: Apache-2.0
# One interface target carries every flag; nothing touches CMAKE_C_FLAGS.
set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS ON)
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# What makes mistakes with memory harder to use, where the compiler has it; tests/lint/check_hardened.py
# looks at what was built.
include(CheckCCompilerFlag)
set(hardening)
foreach(flag -fstack-clash-protection -fcf-protection=full -ftrivial-auto-var-init=zero)
  string(MAKE_C_IDENTIFIER "has${flag}" known)
  check_c_compiler_flag("-Werror ${flag}" ${known})
  if(${known})
    list(APPEND hardening ${flag})
  endif()
endforeach()

add_library(sello_options INTERFACE)
target_include_directories(sello_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(sello_options INTERFACE _FILE_OFFSET_BITS=64
  SELLO_VERSION="${PROJECT_VERSION}"
  SELLO_LOCALE_DIR="${CMAKE_INSTALL_FULL_LOCALEDIR}"
  $<$<BOOL:${SELLO_TEST_BUILD}>:SELLO_TEST_BUILD> $<$<BOOL:${SELLO_SANITIZE}>:SELLO_SANITIZE>)
target_compile_options(sello_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wcast-qual -Wundef -Wformat=2 -Wimplicit-fallthrough -Wvla
  -Wconversion -Wsign-conversion -Wswitch-enum
  $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes>
  $<$<COMPILE_LANGUAGE:C>:-Wmissing-prototypes>
  $<$<COMPILE_LANGUAGE:C>:-Wwrite-strings>
  $<$<BOOL:${SELLO_DEVELOPER_MODE}>:-Werror>
  -fstack-protector-strong
  "$<$<CONFIG:Release,RelWithDebInfo>:${hardening};-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=3>")
target_link_options(sello_options INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
if(SELLO_SANITIZE)
  target_compile_options(sello_options INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  # At a fixed address: the sanitizers' tables have 110,000 addresses in `sello`, and to relocate them
  # was a quarter of its start.
  target_link_options(sello_options INTERFACE -fsanitize=address,undefined
    $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-no-pie>)
endif()
# Two hundred programs are linked for the tests: lld takes a fifth of the time.
find_program(LLD ld.lld)
mark_as_advanced(LLD)
if(LLD AND SELLO_SANITIZE)
  target_link_options(sello_options INTERFACE -fuse-ld=lld)
endif()
if(SELLO_FUZZ)
  target_compile_options(sello_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
