# The installed package: find_package(STEM5D) gives the STEM5D::* targets.
include(CMakePackageConfigHelpers)

set(STEM5D_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/STEM5D)
configure_package_config_file(CMake/STEM5DConfig.cmake.in ${PROJECT_BINARY_DIR}/STEM5DConfig.cmake
  INSTALL_DESTINATION ${STEM5D_PACKAGE_DIR})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/STEM5DConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/STEM5DConfig.cmake
  ${PROJECT_BINARY_DIR}/STEM5DConfigVersion.cmake
  CMake/STEM5DDependencies.cmake
  CMake/STEM5DFilterDependencies.cmake
  DESTINATION ${STEM5D_PACKAGE_DIR})
install(EXPORT STEM5DTargets NAMESPACE STEM5D:: DESTINATION ${STEM5D_PACKAGE_DIR})
