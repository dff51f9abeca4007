# The libraries that STEM5D is built on: the one list of them, used by the build and by the installed package.
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
find_dependency(ITK 5.2 COMPONENTS
  ITKCommon ITKImageGrid ITKIOImageBase ITKIOMeta ITKIONRRD ITKIOPNG ITKIOTIFF ITKStatistics)
find_dependency(HDF5 COMPONENTS C)
find_dependency(nlohmann_json 3.11)
find_dependency(X11)
find_dependency(VTK 9.1 COMPONENTS
  ChartsCore CommonColor CommonCore CommonDataModel FiltersGeneral ImagingCore IOImage RenderingContext2D
  RenderingContextOpenGL2 RenderingCore RenderingFreeType RenderingOpenGL2 ViewsContext2D)
