# Warnings and sanitizers for the project's own targets, and the one function that makes a module library.

add_library(stem5d_options INTERFACE)
target_compile_options(stem5d_options INTERFACE -Wall -Wextra -Wpedantic)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports Eigen's vectorised loads of freshly written memory, where it inlines them, as uninitialised
  target_compile_options(stem5d_options INTERFACE -Wno-maybe-uninitialized)
endif()
# ITK's macros end like statements, as from ITK 5.4 on, and what later versions remove is not there
target_compile_definitions(stem5d_options INTERFACE ITK_FUTURE_LEGACY_REMOVE)
if(STEM5D_WARNINGS_AS_ERRORS)
  target_compile_options(stem5d_options INTERFACE -Werror)
endif()
if(STEM5D_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

# stem5d_add_module(NAME SOURCES ... HEADERS ... PUBLIC ... PRIVATE ...): library STEM5D::NAME, installed and exported.
function(stem5d_add_module name)
  cmake_parse_arguments(module "" "" "SOURCES;HEADERS;PUBLIC;PRIVATE" ${ARGN})
  add_library(STEM5D${name} SHARED ${module_SOURCES})
  add_library(STEM5D::${name} ALIAS STEM5D${name})
  set_target_properties(STEM5D${name} PROPERTIES
    EXPORT_NAME ${name} VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
  target_include_directories(STEM5D${name} PUBLIC
    $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/STEM5D>)
  target_link_libraries(STEM5D${name}
    PUBLIC ${module_PUBLIC} PRIVATE ${module_PRIVATE} $<BUILD_INTERFACE:stem5d_options>)
  install(TARGETS STEM5D${name} EXPORT STEM5DTargets)
  install(FILES ${module_HEADERS} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/STEM5D)
endfunction()
