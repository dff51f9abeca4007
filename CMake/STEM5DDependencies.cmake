# The libraries that STEM5D is built on: the one list of them, used by the build and by the installed package.
include(CMakeFindDependencyMacro)

include(${CMAKE_CURRENT_LIST_DIR}/STEM5DFilterDependencies.cmake)
find_dependency(ITK 5.2 COMPONENTS
  ITKCommon ITKImageGrid ITKIOImageBase ITKIOMeta ITKIONRRD ITKIOPNG ITKIOTIFF ITKStatistics)
find_dependency(HDF5 COMPONENTS C)
pkg_check_modules(Deflate REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(LZ4 REQUIRED IMPORTED_TARGET liblz4)
pkg_check_modules(Cairo REQUIRED IMPORTED_TARGET cairo cairo-pdf cairo-svg)
find_dependency(OpenSSL COMPONENTS Crypto)
find_dependency(ZLIB)
find_dependency(nlohmann_json 3.11)
find_dependency(X11)
find_dependency(VTK 9.1 COMPONENTS
  CommonColor CommonCore CommonDataModel FiltersGeneral ImagingCore IOImage RenderingContext2D
  RenderingContextOpenGL2 RenderingCore RenderingFreeType RenderingOpenGL2 ViewsContext2D)
