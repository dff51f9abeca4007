# The filters inside an ITK source tree, where itk-module.cmake declares them: headers alone, without the modules.
if(NOT ITK_USE_SYSTEM_EIGEN)
  message(FATAL_ERROR "The filters of STEM5D use Ceres, which is built with the Eigen of the system: "
    "configure ITK with ITK_USE_SYSTEM_EIGEN=ON")
endif()
set(dependencies CMake/STEM5DFilterDependencies.cmake)
include(${dependencies})
set(STEM5D_LIBRARIES ITKCommon ${STEM5D_FILTER_LIBRARIES})
set(STEM5D_EXPORT_CODE_BUILD "include(\"${STEM5D_SOURCE_DIR}/${dependencies}\")")
set(STEM5D_EXPORT_CODE_INSTALL "include(\"\${ITK_MODULES_DIR}/STEM5DFilterDependencies.cmake\")")
install(FILES ${dependencies} DESTINATION ${ITK_INSTALL_PACKAGE_DIR}/Modules COMPONENT Development)

file(GLOB STEM5D_INCLUDE_DIRS LIST_DIRECTORIES true Filters/*)
list(FILTER STEM5D_INCLUDE_DIRS EXCLUDE REGEX "CMakeLists.txt$")
foreach(stage IN LISTS STEM5D_INCLUDE_DIRS)
  install(DIRECTORY ${stage}/ DESTINATION ${ITK_INSTALL_INCLUDE_DIR} COMPONENT Development
    FILES_MATCHING PATTERN "*.h" PATTERN "*.hxx")
endforeach()
itk_module_impl()
