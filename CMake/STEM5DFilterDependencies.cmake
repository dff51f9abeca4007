# The libraries beside ITK that the filters are built on.
include(CMakeFindDependencyMacro)

find_dependency(Eigen3 3.4)
find_dependency(Ceres 2.1)
find_dependency(Boost 1.74)
find_dependency(PkgConfig)
pkg_check_modules(FFTW3F REQUIRED IMPORTED_TARGET fftw3f)
find_path(RANDOM123_INCLUDE_DIR Random123/philox.h REQUIRED) # headers only, without a CMake package
if(NOT TARGET STEM5D::Random123)
  add_library(STEM5D::Random123 INTERFACE IMPORTED)
  target_include_directories(STEM5D::Random123 INTERFACE ${RANDOM123_INCLUDE_DIR})
endif()
set(STEM5D_FILTER_LIBRARIES Eigen3::Eigen Ceres::ceres Boost::headers PkgConfig::FFTW3F STEM5D::Random123)
